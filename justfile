# The verbs of this repository; CI and people call the same ones.
python := ".venv/bin/python"

run *args:
    sh installer/run.sh {{args}}

test *args:
    sh installer/test.sh {{args}}

lint:
    .venv/bin/ruff format --check .
    .venv/bin/ruff check .
    .venv/bin/mypy
    .venv/bin/lint-imports
    .venv/bin/vulture

check: lint
    {{python}} -m pytest -n 2

bench *args:
    {{python}} -m benchmarks.bench {{args}}
