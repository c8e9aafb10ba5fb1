"""Every command tried wrong in every way: a sentence that says how to mend it, exit status 2, no
traceback, no key, and nothing written."""

from pathlib import Path

import click
import pytest

from rscrew_console.cli.app import app
from rscrew_console.cli.commands import COMMANDS as PLACES
from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW
from tests.rows import each_row

KEY = "sk-ant-api03-Zk81QvLx07TtRmAbCdEf"
COMMANDS = [*(name for name in PLACES if name != "export"), "export litellm"]
WITHOUT_FILE = ("init", "detect", "demo", "doctor", "files", "keys", "serve", "classify")
TAKES_MANY = ("preflight",)
"""These take as many names as one likes."""
OF_STATE = ("history",)
"""These need no crew in the file: what was saved before is shown whatever is there now."""
ARGUMENTS = {
    "models": ("claude",), "assign": ("writer", "claude"), "add-provider": ("new", "gpt-5"),
    "remove-provider": ("spare",), "add-agent": ("new", "claude"), "remove-agent": ("writer",),
    "rename": ("writer", "author"), "bulk": ("balanced", "--yes"), "save-strategy": ("mine",),
    "pin": ("claude",), "detect": ("gpt-5",), "convert": ("crewai",), "demo": ("agents",),
    "where": ("claude",), "replace": ("claude", "openai", "--yes"),
    "classify": ("Write a proof",), "route": ("Write a proof", "--dry-run"),
    "migrate": ("-o", "new.yaml", "--yes"), "patch": ("change.diff",),
    "set-agent": ("writer", "reasoning", "why"), "set-provider": ("claude", "timeout", "7"),
}  # fmt: skip
"""What each command is called with where nothing is wrong."""


def refused(rsc: Rsc, config: Path, *arguments: str) -> str:
    """What is told of a wrong command, after all that holds for each of them."""
    ran = rsc(*arguments)
    assert (ran.status, ran.out) == (2, ""), arguments
    assert ran.err.startswith("error: ")
    for never in ("Traceback", "This is a bug", "Usage:", "Input should", KEY):
        assert never not in ran.err
    assert config.read_text() == CREW
    return ran.err


def test_the_table_knows_every_command() -> None:
    assert len(COMMANDS) >= 26
    with click.Context(app) as context:
        exports = app.get_command(context, "export")
        assert isinstance(exports, click.Group)
        assert exports.list_commands(context) == ["litellm"]


@each_row(("command", "wrong"), [
    (command, wrong)
    for command in sorted({*COMMANDS} - {"demo"})
    for wrong in (("a", "b", "c", "d", "e"), ("--jsno",), (KEY,))
    if command not in TAKES_MANY or len(wrong) == 1
])  # fmt: skip
def test_what_no_command_takes(
    rsc: Rsc, config: Path, command: str, wrong: tuple[str, ...]
) -> None:
    told = refused(rsc, config, *command.split(), *wrong)
    assert any(words in told for words in ("too many arguments", "there is no option", "a key",
                                           "an API key", "there is no command"))  # fmt: skip


def test_a_file_behind_the_command_is_named_in_front(rsc: Rsc, config: Path) -> None:
    told = refused(rsc, config, "scenario", "list", str(config))
    assert "a file is named in front: rsc --config FILE scenario list (see" in told


@each_row(("arguments", "told"), [
    (("models",), "PROVIDER is missing"),
    (("detect",), "MODEL is missing"),
    (("convert",), "FORMAT is missing"),
    (("convert", "crewia"), 'did you mean "crewai"?'),
    (("convert", "rscrew"), "the file is in that format already"),
    (("convert", "codex"), "codex has a file for each agent: name the folder, as in -o"),
    (("assign",), "AGENT is missing"),
    (("add-provider",), "NAME is missing"),
    (("add-agent", "new"), "PRIMARY is missing"),
    (("remove-provider",), "PROVIDER is missing"),
    (("remove-agent",), "AGENT is missing"),
    (("rename", "writer"), "NEW is missing"),
    (("save-strategy",), "NAME is missing"),
    (("pin",), "PROVIDER is missing"),
    (("export",), "name the program: rsc export litellm"),
    (("bulk",), "there is no terminal to ask in"),
    (("rollback",), "there is no save"),
    (("undo",), "there is no save to undo"),
    (("redo",), "there is no undone save"),
    (("--config",), "--config needs a value"),
    # nearly right
    (("assgn", "writer", "claude"), 'did you mean "assign"?'),
    (("statsu",), 'did you mean "status"?'),
    (("export", "litelm"), 'did you mean "litellm"?'),
    (("status", "--jsn"), 'did you mean "--json"?'),
    (("assign", "writr", "claude"), 'did you mean "writer"?'),
    (("assign", "writer", "claud"), 'did you mean "claude"?'),
    (("assign", "writer", "--secondary", "gemni"), 'did you mean "gemini"?'),
    (("models", "claud"), 'did you mean "claude"?'),
    (("remove-agent", "writr"), 'did you mean "writer"?'),
    (("remove-provider", "claud"), 'did you mean "claude"?'),
    (("rename", "writr", "x"), 'did you mean "writer"?'),
    (("add-agent", "new", "claud"), 'did you mean "claude"?'),
    (("bulk", "balancd"), 'did you mean "balanced"?'),
    (("bulk", "balancd", "--yes"), 'did you mean "balanced"?'),
    (("cost", "--strategy", "balancd"), 'did you mean "balanced"?'),
    (("what-if", "--down", "claud"), 'did you mean "claude"?'),
    (("pin", "claud"), 'did you mean "claude"?'),
    (("usage", "--by", "agnt"), 'did you mean "agent"?'),
    # not near anything
    (("what-if", "--down", "nope"), 'no provider "nope"; there are claude, openai, gemini, spare'),
    (("models", "nope"), 'no provider "nope"; there are claude, openai, gemini, spare'),
    (("pin", ""), 'there is no provider ""'),
    (("what-if", "--down", ","), "--down names no provider"),
    (("what-if", "--down", ""), "--down names no provider"),
    (("detect", " "), "name a model"),
    (("preflight", " "), "name a model"),
    (("checklist", "--deep", "--offline"), "--offline asks nobody"),
    (("recommend", "--for", "codin"), 'did you mean "coding"?'),
    (("recommend", "--under", "x"), "--under takes US dollars"),
    (("recommend", "--context", "lots"), "--context takes tokens, as in 200k or 1M"),
    (("expect", "writer"), "name the provider that writer should run on"),
    (("expect", "writr", "claude"), 'did you mean "writer"?'),
    (("expect", "writer", "claud"), 'did you mean "claude"?'),
    (("alias", "x", "claude"), "has names for models already"),
    (("preflight", "gpt-5", "--for", "opncode"), 'did you mean "opencode"?'),
    # wrong numbers and times
    (("status", "--timeout", "x"), '--timeout takes seconds, more than 0, not "x"'),
    (("status", "--timeout", "0"), "more than 0"),
    (("status", "--timeout", "-3"), "more than 0"),
    (("status", "--timeout", "nan"), "more than 0"),
    (("cost", "--calls-per-day", "x"), '--calls-per-day takes calls, 0 or more, not "x"'),
    (("cost", "--calls-per-day", "-1"), "0 or more"),
    (("cost", "--calls-per-day", "1e400"), "0 or more"),
    (("usage", "--since", "x"), "is not a time such as 30m"),
    (("usage", "--since", "2026-13-45"), "is not a time such as 30m"),
    (("rollback", "x"), "there is no saved state x"),
    (("rollback", "99999999999999999999"), "there is no saved state"),
    (("add-provider", "new", "gpt-5", "--temperature", "hot"), "temperature"),
    (("add-provider", "new", "gpt-5", "--kind", "opnai"), 'did you mean "openai"?'),
    # names that are taken or empty
    (("add-provider", "claude", "m"), "is already the name"),
    (("add-provider", "", "m"), "needs a name"),
    (("add-provider", "new", ""), "needs a model"),
    (("rename", "writer", ""), "needs a name"),
    (("save-strategy", ""), "needs a name"),
    (("init",), "exists already and is not overwritten"),
    (("export", "litellm", "-o", "."), "no file"),
    (("export", "litellm", "-o", "none/x.yaml"), "none/x.yaml"),
    # a key where a name belongs
    (("pin", KEY), "an argument looks like an API key"),
    (("add-provider", "new", KEY), "write the key into ./.env"),
    (("add-provider", "new", "gpt-5", "--api-key-env", KEY), "write the key into ./.env"),
    (("add-provider", "new", "gpt-5", f"--api-key-env={KEY}"), "write the key into ./.env"),
    (("what-if", "--down", KEY), "an argument looks like an API key"),
    (("pin", KEY), "as in ANTHROPIC_API_KEY=…"),
    (("pin", "AIzaSyA1234567890abcdefghijklmnopqrstuv"), "as in GEMINI_API_KEY=…"),
    (("pin", "sk-or-v1-1234567890abcdef1234567890abcdef"), "as in OPENROUTER_API_KEY=…"),
    (("pin", "sk-proj-1234567890abcdef1234567890abcdef"), "as in OPENAI_API_KEY=…"),
    (("remove-provider", "claude"), "rsc replace claude openai --dry-run"),
])  # fmt: skip
def test_what_is_told(rsc: Rsc, config: Path, arguments: tuple[str, ...], told: str) -> None:
    assert told in refused(rsc, config, *arguments)


@each_row("command", sorted({*COMMANDS} - {*WITHOUT_FILE}))
@each_row(("name", "content", "told"), [
    ("none.yaml", None, "does not exist"),
    ("folder", "", "is a folder"),
    ("empty.yaml", b"", "the file is empty"),
    ("blank.yaml", b"# nothing\n", "the file is empty"),
    ("binary.yaml", bytes(range(9, 256)), "is not UTF-8"),
    ("utf16.yaml", "a: 1".encode("utf-16"), "UTF-16"),
    ("zip.yaml", b"PK\x03\x04" + b"\0" * 99, "control characters"),
    ("list.yaml", b"- 1\n", "the file is a list"),
    ("text.yaml", b"hello\n", "the file is a text"),
    ("torn.yaml", b"providers: {a: [\n", "YAML"),
])  # fmt: skip
def test_a_file_that_is_no_crew(
    rsc: Rsc, config: Path, command: str, name: str, content: bytes | str | None, told: str
) -> None:
    if content == "":
        Path(name).mkdir(exist_ok=True)
    elif isinstance(content, bytes):
        Path(name).write_bytes(content)
    ran = rsc("--config", name, *command.split(), *ARGUMENTS.get(command, ()))
    if command in OF_STATE and ran.status == 0:
        assert "no save yet" in ran.out
        return
    # `check` finds errors, which is what it is for.
    assert ran.status == (1 if command == "check" and isinstance(content, bytes) else 2)
    assert told in ran.out + ran.err
    assert "Traceback" not in ran.err
    assert "This is a bug" not in ran.err
    assert not isinstance(content, bytes) or Path(name).read_bytes() == content


def test_a_dumb_terminal_gets_a_sentence(rsc: Rsc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("rscrew_console.cli.app.is_terminal", lambda _stream: True)
    ran = rsc()
    assert (ran.status, ran.out) == (2, "")
    assert "this terminal (TERM=dumb) cannot show the console" in ran.err


def test_a_theme_that_there_is_not(rsc: Rsc) -> None:
    ran = rsc("--theme", "pink")
    assert (ran.status, ran.out) == (2, "")
    assert '--theme takes light or dark, not "pink"' in ran.err


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_no_help_of_a_command_is_cut(
    rsc: Rsc, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    listed = rsc("--help").out
    assert "..." not in listed.partition("Options:")[2]
    words = " ".join(listed.split())
    assert (
        "Check every provider, for free and all at once, and show what the agents run on." in words
    )


WRONG = ("", "nope", "-1", "nan", "1e400", "99999999999999999999", "\x1b[31mx", "../..", KEY)


def options_with_a_value() -> list[tuple[str, str, int]]:
    """Every command, its options that take a value, and how many values each takes.

    Not the program's `--config`, which is the same behind each of them.
    """
    found = []
    with click.Context(app) as context:
        for command in COMMANDS:
            known: click.Command | None = app
            for word in command.split():
                assert isinstance(known, click.Group)
                known = known.get_command(context, word)
            assert known is not None
            found += [
                (command, one.opts[0], one.nargs)
                for one in known.params
                if isinstance(one, click.Option) and not one.is_flag and not one.hidden
            ]
    return found


@pytest.mark.parametrize(("command", "option", "values"), options_with_a_value())
def test_each_option_may_be_given_anything(
    rsc: Rsc, config: Path, command: str, option: str, values: int
) -> None:
    """Whatever it does with it, it says so: no traceback, no key, no escape of the terminal."""
    offline = ["--offline"] if command in ("status", "preflight", "checklist") else []
    for wrong in WRONG if command != "serve" else WRONG[1:2]:
        config.write_text(CREW, encoding="utf-8")
        line = [*command.split(), *ARGUMENTS.get(command, ()), option, *[wrong] * values, *offline]
        ran = rsc(*line)
        assert ran.status in (0, 1, 2), line
        for never in ("Traceback", "This is a bug", KEY, "\x1b"):
            assert never not in ran.out + ran.err, line
        if ran.status == 2:
            assert ran.err.startswith("error: ") or "\nerror: " in ran.err, line
            assert config.read_text(encoding="utf-8") == CREW, line
