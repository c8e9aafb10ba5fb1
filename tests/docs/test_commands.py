"""Every command in the README and in docs/ is run, or its reason not to be is written here."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from rscrew_console.cli.app import app
from rscrew_console.cli.commands import COMMANDS
from rscrew_console.simulator import Simulator
from tests.docs.pages import (
    PAGES,
    ROOT,
    indented_commands,
    inline_commands,
    shell_commands,
    title,
)
from tests.docs.stage import prepare
from tests.rows import each_row

OTHER_PROGRAMS = {
    "chmod": "the mode of a file of the reader's",
    "cd": "moves the shell that a reader types in",
    "cp": "the file is put there by the stage",
    "curl": "asks a server that is not running",
    "docker": "needs a daemon: make test-docker",
    "git": "works on a repository of the reader's",
    "litellm": "tests/export/test_proxy.py runs the proxy",
    "man": "tests/project/test_share.py reads the page",
    "pip": "make test-newest installs the wheel in empty homes",
    "pipx": "as pip",
    "sqlite3": "reads a ledger of the reader's; tests/runtime/ledger know its columns",
    "ssh": "needs another machine",
    "touch": "a file of the reader's",
    "uv": "as pip",
}
"""Programs whose commands are not run, with the reason."""
NOT_TO_THEIR_END = {
    r"rsc (--\S+ )*serve\b": "serves until it is ended: tests/web, make test-browser",
    r"rsc status --watch": "goes on until it is ended: tests/cli/test_status.py",
    r"rsc keys --test": "needs a terminal: tests/tui/test_own_keys.py",
    r"rsc bulk$": "asks in a terminal which strategy: tests/cli/test_bulk.py",
    r"rsc --(install|show)-completion": "asks for the shell: tests/cli/test_shell_scripts.py",
}
"""Commands of ours that are not run, with the reason. Their words are checked."""
ANSWERS = "y\n" * 5
"""What is typed where a command asks."""


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_every_command_of_a_page_works(
    page: Path, tmp_path: Path, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(title(page), tmp_path, simulator, monkeypatch)
    for command in shell_commands(page):
        printed = ""
        for words in command.simple_commands():
            printed += run(words, f"{title(page)}:{command.line}: {command.text}", monkeypatch)
        if command.printed is not None:
            assert fits(printed, command.printed), f"{title(page)}:{command.line}: {printed}"


def run(words: tuple[str, ...], at: str, patch: pytest.MonkeyPatch) -> str:
    """What one command prints. `at` says where it stands."""
    while words and re.fullmatch(r"[A-Z][A-Z_]*=.*", words[0 if words[0] != "export" else 1]):
        place = 1 if words[0] == "export" else 0
        name, _, value = words[place].partition("=")
        patch.setenv(name, value)
        words = words[place + 1 :]
    if not words or words[0] in OTHER_PROGRAMS:
        return ""
    if words[0] == "make":
        assert f"\n{words[1]}:" in (ROOT / "Makefile").read_text(encoding="utf-8"), at
        return ""
    assert words[0] == "rsc", f"{at}\nsay in OTHER_PROGRAMS why {words[0]} is not run"
    arguments = [os.path.expanduser(word) for word in words[1:]]
    assert unknown_words(" ".join(words)) == [], at
    if any(re.match(pattern, " ".join(words)) for pattern in NOT_TO_THEIR_END):
        return ""
    if arguments[-1:] == ["demo"]:
        arguments.append("--print-config")
    elif opens_the_console(arguments):
        arguments.append("agents")
    # Commands of the demo are slow on purpose (tests/cli/test_models.py): run without it here.
    elif arguments[0] == "demo":
        arguments = [word for word in arguments[1:] if word != "--"]
    result = CliRunner().invoke(app, arguments, prog_name="rsc", input=ANSWERS)
    expected = (2,) if "# refused" in at else (0, 1)
    assert result.exit_code in expected, f"{at}\n{result.output}"
    assert result.exception is None or isinstance(result.exception, SystemExit), at
    return result.stdout


def opens_the_console(arguments: list[str]) -> bool:
    """Whether it opens the console: then the file is opened by a command that lists it."""
    return not any(one in COMMANDS or one in ("--version", "--help") for one in arguments)


def fits(printed: str, said: str) -> bool:
    """Whether it is what the page says; `…` stands for any text."""
    pattern = re.escape(said.strip("\n")).replace("…", ".*")
    return re.fullmatch(pattern, printed.strip("\n"), re.DOTALL) is not None


# ------------------------------------------------------------ commands in the text


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_commands_in_the_text_have_the_right_words(page: Path) -> None:
    wrong = {span: unknown_words(span) for span in inline_commands(page)}
    assert {span: words for span, words in wrong.items() if words} == {}


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_commands_stand_in_fenced_blocks(page: Path) -> None:
    assert indented_commands(page) == []


def test_the_page_of_all_commands_has_all_commands() -> None:
    """Its table has them without `rsc`; `undo`, `redo` are two."""
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?`) \|", text, re.MULTILINE)
    spans = [span for row in rows for span in re.findall(r"`([^`]+)`", row)]
    assert {
        span: unknown_words(f"rsc {span}") for span in spans if unknown_words(f"rsc {span}")
    } == {}
    assert [name for name in COMMANDS if name not in {span.split()[0] for span in spans}] == []


def unknown_words(text: str) -> list[str]:
    """The command and the options of a line of ours that there are not."""
    words = [word.strip("[](),;.…") for word in text.split("#", maxsplit=1)[0].split()[1:]]
    with app.make_context("rsc", [], resilient_parsing=True) as context:
        group: click.Group = app
        known, with_value, unknown = options_of(app), values_of(app), []
        rest = iter(words)
        for word in rest:
            if word.startswith("--") and word != "--":
                name = word.partition("=")[0].split("|")[0]
                unknown += [] if name in known else [name]
                if name in with_value and "=" not in word:
                    next(rest, None)
            elif word in group.list_commands(context):
                command = group.get_command(context, word)
                assert command is not None
                known |= options_of(command)
                with_value |= values_of(command)
                group = command if isinstance(command, click.Group) else click.Group()
                if word == "demo":
                    known |= {one for name in COMMANDS for one in options_named(name, context)}
            elif group is app and word.isascii() and word.islower() and word.isalpha():
                unknown.append(word)
    return unknown


def options_of(command: click.Command) -> set[str]:
    return {"--help", *(name for one in command.params for name in one.opts)}


def values_of(command: click.Command) -> set[str]:
    """The options that take a value."""
    options = (one for one in command.params if isinstance(one, click.Option))
    return {name for one in options if not one.is_flag for name in one.opts}


def options_named(name: str, context: click.Context) -> set[str]:
    command = app.get_command(context, name)
    return options_of(command) if command else set()


@each_row(("text", "unknown"), [
    ("rsc status --deep", []),
    ("rsc statsu --deep", ["statsu", "--deep"]),
    ("rsc status --depp", ["--depp"]),
    ("rsc --config a.yaml assign writer openai --fallback x", []),
    ("rsc scenario set 'One' --frce", ["--frce"]),
    ("rsc --theme light", []),
    ("rsc assign AGENT [PRIMARY] [--dry-run]", []),
])  # fmt: skip
def test_what_is_an_unknown_word(text: str, unknown: list[str]) -> None:
    assert unknown_words(text) == unknown
