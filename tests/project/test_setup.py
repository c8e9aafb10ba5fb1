"""`make run` on a machine that lacks what it needs says so in a sentence."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Stand-ins for an interpreter: each answers the questions that scripts/venv.sh asks.
TOO_OLD = """
case "$2" in
    *version_info*) exit 1 ;;
    *python_version*) echo 3.9.2 ;;
esac
"""
NO_VENV_MODULE = """
case "$2" in *ensurepip*) exit 1 ;; esac
"""
NO_PACKAGES = """
if [ "$2" = venv ]; then
    mkdir -p "$3/bin" && cp "$0" "$3/bin/python"
elif [ "$2" = pip ]; then
    exit 1
fi
"""
ALL_WELL = NO_PACKAGES.replace("exit 1", 'echo "$*" >>installed')


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "constraints.txt", "scripts/venv.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def set_up(clone: Path, python: str, want: str = "run") -> subprocess.CompletedProcess[str]:
    interpreter = clone / "python"
    interpreter.write_text(f"#!/bin/sh\n{python}", encoding="utf-8")
    interpreter.chmod(0o755)
    return subprocess.run(
        ["/bin/sh", "scripts/venv.sh", want],
        cwd=clone,
        env={"PATH": "/usr/bin:/bin", "PYTHON": str(interpreter)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("python", "said"), [
    ("exit 1", "error: rscrew-console needs Python 3.11 or newer, found none."),
    (TOO_OLD, "error: rscrew-console needs Python 3.11 or newer, found 3.9.2."),
    (NO_VENV_MODULE, "On Debian and Ubuntu: sudo apt install python3-venv"),
    (NO_PACKAGES, "error: pip could not install what pyproject.toml asks for"),
])  # fmt: skip
def test_what_is_missing_is_said(clone: Path, python: str, said: str) -> None:
    done = set_up(clone, python)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (clone / ".venv" / "made-for-run").exists()


def test_it_is_done_once_and_again_when_the_requirements_change(clone: Path) -> None:
    def installs() -> int:
        done = set_up(clone, ALL_WELL)
        assert done.returncode == 0, done.stderr
        return len((clone / "installed").read_text(encoding="utf-8").splitlines())

    assert [installs(), installs()] == [1, 1]
    with (clone / "constraints.txt").open("a", encoding="utf-8") as constraints:
        constraints.write("textual==8.2.9\n")
    assert [installs(), installs()] == [2, 2]


def test_the_development_tools_are_enough_to_run(clone: Path) -> None:
    wanted = ["run", "dev", "run", "dev"]
    spoke = [bool(set_up(clone, ALL_WELL, want).stderr) for want in wanted]
    assert spoke == [True, True, False, False]


def test_no_run_is_asked_for_a_folder_and_for_one_inside_of_it() -> None:
    """pytest 8 runs `tests tests/wheel` as if it were `tests/wheel` alone."""
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    runs = [line.split() for line in lines if "test_wheel.sh" in line]
    named = [[word for word in run if word.startswith("tests")] for run in runs]
    assert sorted(named) == [["tests"], ["tests"], ["tests/wheel"]]
