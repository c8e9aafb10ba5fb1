"""The program as users start it: in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rscrew_console import __version__

ROOT = str(Path(__file__).parents[2])


def python(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter that finds this package wherever it is started."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True, text=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": ROOT, **env},
    )  # fmt: skip


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "rscrew_console", *arguments, **env)


def test_version() -> None:
    ran = run("--version")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"rscrew-console {__version__}\n", "")


def test_without_a_terminal_there_is_no_console(config: Path) -> None:
    ran = run()
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: the console needs a terminal")
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize("arguments", [
    ("assig",), ("--confg", "x"), ("agents", "x"), ("assign",), ("check", "--json", "x"),
])  # fmt: skip
def test_bad_usage_is_one_line_and_status_2(config: Path, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("error: ")
    assert len(ran.stderr.splitlines()) == 1


def test_a_mistyped_command_gets_the_nearest() -> None:
    assert 'did you mean "assign"?' in run("assig").stderr


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    providers = "".join(f"  p{number}: {{model: m}}\n" for number in range(3000))
    (folder / "model_config.yaml").write_text(f"providers:\n{providers}agent_assignments: {{}}\n")
    with subprocess.Popen(
        [sys.executable, "-m", "rscrew_console", "providers"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": ROOT},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith("provider")
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait() == 0


def test_a_terminal_without_our_signs_gets_escapes(config: Path) -> None:
    ran = run("agents", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ran.returncode == 0
    assert "claude \\u2192 openai" in ran.stdout


def test_a_working_directory_that_is_gone_is_a_sentence() -> None:
    ran = python(
        "-c",
        "import os, sys, tempfile\n"
        "gone = tempfile.mkdtemp(); os.chdir(gone); os.rmdir(gone)\n"
        "sys.argv = ['rsc', 'agents']\n"
        "from rscrew_console.cli import main\n"
        "main()",
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "error: no such file or directory\n"


@pytest.mark.parametrize(("debug", "says"), [
    ({}, "error: unexpected ZeroDivisionError: 'division by zero'\nThis is a bug in "),
    ({"RSCREW_DEBUG": "1"}, "Traceback (most recent call last)"),
])  # fmt: skip
def test_a_bug_of_ours_is_a_sentence_unless_asked_for(debug: dict[str, str], says: str) -> None:
    ran = python(
        "-c",
        "import rscrew_console.cli.app as module\n"
        "module.app = lambda: 1 / 0\n"
        "from rscrew_console.cli import main\n"
        "main()",
        **debug,
    )
    assert ran.returncode != 0
    assert ran.stderr.startswith(says)


@pytest.mark.parametrize(("words", "expected"), [
    ("rsc assign wr", {"writer"}),
    ("rsc assign planner ",
     {"writer", "twice", "planner", "claude", "openai", "gemini", "spare"}),
    ("rsc assign planner --secondary ge", {"gemini"}),
    ("rsc remove-provider sp", {"spare"}),
    ("rsc rename ", {"planner", "writer", "twice", "claude", "openai", "gemini", "spare"}),
    ("rsc --config none.yaml assign wr", set()),
])  # fmt: skip
def test_the_shell_completes_names(config: Path, words: str, expected: set[str]) -> None:
    ran = python(
        "-c",
        "from rscrew_console.cli.app import app; app(prog_name='rsc')",
        _RSC_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(words.count(" ")),
    )
    assert ran.stderr == ""
    assert set(ran.stdout.split()) == expected


LOADED = (
    "import sys; sys.argv = {argv!r}\n"
    "from rscrew_console.cli import main\n"
    "try:\n    main()\nexcept SystemExit:\n    pass\n"
    "print(*sorted({{name.partition('.')[0] for name in sys.modules}}), file=sys.stderr)"
)


@pytest.mark.parametrize("arguments", [
    ["agents"], ["providers", "--json"], ["check"], ["assign", "planner", "gemini", "--dry-run"],
])  # fmt: skip
def test_a_command_loads_only_what_it_needs(config: Path, arguments: list[str]) -> None:
    loaded = set(python("-c", LOADED.format(argv=["rsc", *arguments])).stderr.split())
    assert "yaml" in loaded
    assert not loaded & {
        "asyncio",
        "genai_prices",
        "httpcore",
        "httpx",
        "litellm",
        "pydantic",
        "textual",
    }
