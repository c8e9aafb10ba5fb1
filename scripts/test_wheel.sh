#!/bin/sh
# Runs the tests against the wheel that is installed in an environment, not against the source tree.
#   sh scripts/test_wheel.sh .venv-newest [arguments for pytest]
set -eu

venv=$1
shift
# Tests import one another and the benchmarks, so that those two are on the path; the top of the
# repository, which has the source beside them, is not. Nor does Python add the current folder.
path=$PWD/$venv/tests-path
mkdir -p "$path"
ln -sfn "$PWD/tests" "$path/tests"
ln -sfn "$PWD/benchmarks" "$path/benchmarks"
for one in config docs README.md SECURITY.md CONTRIBUTING.md CHANGELOG.md Makefile; do # these are tested, too
    ln -sfn "$PWD/$one" "$path/$one"
done
PYTHONSAFEPATH=1
PYTHONPATH=$path # also for what the tests start
RSC_TESTED_WHEEL=$(echo "$PWD/$venv"/wheel/*.whl)
export PYTHONSAFEPATH PYTHONPATH RSC_TESTED_WHEEL
exec "$venv/bin/python" -m pytest -o pythonpath="$path" -n auto --dist worksteal "$@"
