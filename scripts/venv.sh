#!/bin/sh
# Makes .venv once, and again when what it is made from changes.
#   sh scripts/venv.sh run      what running the console needs
#   sh scripts/venv.sh dev      that, and what tests and checks need
#   sh scripts/venv.sh crewai   .venv-crewai: CrewAI, and what its own test needs
#   sh scripts/venv.sh newest   .venv-newest: the built wheel with the newest version of everything
#   sh scripts/venv.sh oldest   .venv-oldest: the same with the lowest versions of pyproject.toml
# PYTHON=/path/to/python chooses the interpreter.
set -eu

want=${1:?run, dev, crewai, newest or oldest}
venv=.venv
constraints=constraints.txt
also=
say() { printf '%s\n' "$*" >&2; }

case $want in
    run) what=. purpose='to run rscrew-console' ;;
    dev) what='.[dev]' purpose='with the development tools' ;;
    crewai)
        # An environment of its own: CrewAI holds several packages below what ours has.
        venv=.venv-crewai
        constraints=tests/optional/constraints.txt
        what='.[runtime]' also='crewai hypothesis pytest pytest-asyncio pytest-timeout'
        purpose='with CrewAI, some 1.2 GB'
        ;;
    newest | oldest)
        venv=.venv-$want
        purpose="from the built wheel, with the $want versions"
        ;;
    *) say "error: $0 takes run, dev, crewai, newest or oldest, not $want"; exit 2 ;;
esac

# What the environment was made from. The folder is part of it: a moved clone has a dead .venv.
made_from=$({ pwd; cat pyproject.toml "$constraints"; } | cksum)
is_made() { [ "$(cat "$venv/made-for-$1" 2>/dev/null)" = "$made_from" ]; }
works() { "$1" -c '' >/dev/null 2>&1; }

if works "$venv/bin/python" && { is_made "$want" || is_made dev; }; then
    exit 0
fi

# The interpreter: the user's own python3 if it is recent enough, else the newest there is.
if [ -n "${PYTHON:-}" ]; then
    set -- "$PYTHON"
else
    set -- python3 python3.14 python3.13 python3.12 python3.11
fi
python=
found=
for name; do
    works "$name" || continue
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        python=$name
        break
    fi
    found="${found:+$found and }$("$name" -c 'import platform; print(platform.python_version())')"
done
if [ -z "$python" ]; then
    say "error: rscrew-console needs Python 3.11 or newer, found ${found:-none}."
    say "Install one, or say where it is: make PYTHON=/path/to/python3.12 ..."
    exit 2
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    say "error: $python cannot make virtual environments: its venv module is missing."
    say "On Debian and Ubuntu: sudo apt install python3-venv"
    exit 2
fi

# What is newest changes by the day, and the wheel with every change: no mark says that it is made.
how_often=once
case $want in newest | oldest) how_often='each time' ;; esac
say "Setting up $venv $purpose ($how_often; this may take a minute or two)..."
rm -f "$venv"/made-for-*
# Mended in place where that is possible; a dead or outdated one is made anew.
if ! "$venv/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    rm -rf "$venv"
fi
"$python" -m venv "$venv"

case $want in
    newest | oldest)
        if ! sh "$(dirname "$0")/install_wheel.sh" "$venv" "$want" >"$venv/install.log" 2>&1; then
            say "error: the wheel could not be built or installed; $venv/install.log has the whole story."
            exit 2
        fi
        exit 0
        ;;
esac

# The build tools are held to the tested versions too; old and new pips have different variables.
PIP_CONSTRAINT=$constraints
PIP_BUILD_CONSTRAINT=$PIP_CONSTRAINT
export PIP_CONSTRAINT PIP_BUILD_CONSTRAINT
# shellcheck disable=SC2086 # $also is several words, or none
if ! "$venv/bin/python" -m pip install --disable-pip-version-check --no-input \
    --progress-bar off --editable "$what" $also >"$venv/pip.log" 2>&1
then
    say "error: pip could not install what pyproject.toml asks for; $venv/pip.log has the whole story."
    exit 2
fi
printf '%s\n' "$made_from" >"$venv/made-for-$want"
