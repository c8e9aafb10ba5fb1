#!/bin/sh
# Every check, also after one has failed; the exit status tells whether all passed.
status=0
check() {
    echo "== $*"
    .venv/bin/python -m "$@" || status=1
}
check ruff format --check --quiet .
check ruff check --quiet .
check mypy
echo "== lint-imports"
.venv/bin/lint-imports --no-logo || status=1
exit $status
