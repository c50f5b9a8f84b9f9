#!/bin/sh
# Installs what WuCha needs (system packages and .venv) and opens it. Arguments go to main.py.
set -eu
cd "$(dirname "$0")/.."
. installer/system.sh

install_missing "$RUNTIME_FILES"
prepare_venv requirements.lock
exec .venv/bin/python main.py "$@"
