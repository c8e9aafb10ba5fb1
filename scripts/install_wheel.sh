#!/bin/sh
# Builds the wheel and installs it, with what its tests need, and no version from constraints.txt.
#   sh scripts/install_wheel.sh .venv-newest newest    the newest versions that pyproject.toml allows
#   sh scripts/install_wheel.sh .venv-oldest oldest    the lowest versions that pyproject.toml names
set -eux

venv=$1
want=$2
python=$venv/bin/python
"$python" -m pip install --disable-pip-version-check --no-input --progress-bar off --upgrade uv pipx
uv=$venv/bin/uv
rm -rf "$venv/wheel"
"$uv" build --quiet --wheel --python "$python" --out-dir "$venv/wheel" .
wheel=$(echo "$venv"/wheel/*.whl)

if [ "$want" = oldest ]; then resolution=lowest-direct; else resolution=highest; fi
# Resolved from pyproject.toml: lowest-direct is about what is named there, not in the wheel.
"$uv" pip compile --quiet --upgrade --extra dev --resolution "$resolution" --python "$python" \
    --output-file "$venv/versions.txt" pyproject.toml
"$uv" pip install --python "$python" --requirements "$venv/versions.txt"
"$uv" pip install --python "$python" --no-deps --reinstall "$wheel"
