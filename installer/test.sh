#!/bin/sh
# Installs what the tests need and runs every check of the repository. Arguments go to pytest.
set -eu
cd "$(dirname "$0")/.."
. installer/system.sh

install_missing "$RUNTIME_FILES
git:git
xvfb:Xvfb
xauth:xauth
poppler-utils:pdftotext
"
prepare_venv requirements-dev.lock
export QT_QPA_PLATFORM=offscreen
bin=.venv/bin
$bin/ruff format --check .
$bin/ruff check .
$bin/mypy
$bin/lint-imports
$bin/vulture
exec $bin/python -m pytest -n 2 "$@"
