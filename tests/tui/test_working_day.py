"""A day's work in a real terminal, over three files of different formats; the bytes at its end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal

ESCAPE, ENTER = "\x1b", "\r"
CREW, OPENCODE, CLAUDE = Path("model_config.yaml"), Path("opencode.jsonc"), Path(".claude/agents")
CREW_TEXT = """\
# The crew of the day.
providers:
  claude:
    model: anthropic/claude-sonnet-5-5   # the careful one
    api_key_env: ANTHROPIC_API_KEY
    cost_tier: premium
  openai:
    model: gpt-6-luna
    api_key_env: OPENAI_API_KEY
    cost_tier: standard
  gemini:
    model: gemini/gemini-3.8-flash

agent_assignments:
  planner:
    primary: claude     # must be careful
    secondary: openai
  copywriter:
    primary: openai
    secondary: claude
  ghostwriter:
    primary: openai
    secondary: claude
  reader:
    primary: openai     # reads a lot
    secondary: claude
"""
OPENCODE_TEXT = """\
{
  // what opencode runs on
  "model": "anthropic/claude-sonnet-5-5", // for all
  "agent": {
    "plan": { "model": "openai/gpt-6-luna" },
  },
}
"""
AGENTS = {
    "helper.md": "---\nname: helper\nmodel: haiku\n---\nHelp.\n",
    "reviewer.md": "---\nname: reviewer\nmodel: opus   # the best\n---\nReview.\n",
}


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    CREW.write_text(CREW_TEXT, encoding="utf-8")
    OPENCODE.write_text(OPENCODE_TEXT, encoding="utf-8")
    CLAUDE.mkdir(parents=True)
    for name, text in AGENTS.items():
        (CLAUDE / name).write_text(text, encoding="utf-8")
    opened = Terminal("-m", "rscrew_console", "--no-checks", "--config", str(CREW))
    yield opened
    opened.close()


def rewrite(path: Path, *changes: tuple[str, str]) -> str:
    """What another program does to a file; each text stands there once."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return text


def crew_after() -> str:
    """The crew as it ought to be in the evening, by plain replacements."""
    text = CREW_TEXT
    for old, new in (
        ("claude-sonnet-5-5   #", "claude-opus-5-5     #"),  # the comment keeps its column
        ("gpt-6-luna", "gpt-6-sol"),
        ("primary: claude     # must be careful\n    secondary: openai",
         "primary: openai     # must be careful\n    secondary: claude"),
        ("reads a lot", "reads all day"),
    ):  # fmt: skip
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def test_a_working_day(terminal: Terminal) -> None:
    press, see = terminal.press, terminal.wait_for
    see("planner", "copywriter", "reader", "saved")
    work_on_the_marked(terminal)

    # What if; an edit; what others write meanwhile, first elsewhere, then in the same place.
    press("w")
    see("What if")
    press(ESCAPE)
    see("secondary", gone="What if")
    press("g0l2")
    see("2 unsaved", "openai*")
    rewrite(CREW, ("reads a lot", "reads all day"), ("gpt-6-luna", "gpt-6-sol"))
    see("gpt-6-sol", "2 unsaved")
    rewrite(CREW, ("primary: claude     # must", "primary: gemini     # must"))
    see("yours", "theirs", "● openai")
    press(ENTER)
    see("2 unsaved", "openai*", gone="theirs")
    save(terminal, "Save model_config.yaml?")

    # Another file, whose comments and trailing commas stay.
    press("f")
    see("3 files with agents")
    press("opencode" + ENTER)
    see("small_model", "opencode.jsonc")
    press("jjl" + ENTER)
    see("plan: primary")
    press("openai/gpt-6-sol")
    see("use openai/gpt-6-sol")
    press(ENTER)
    see("1 unsaved")
    save(terminal, "Save opencode.jsonc?")

    # One model into another in all files, from the shell; then this file alone goes back.
    replace_everywhere("anthropic/claude-sonnet-5-5", "anthropic/claude-opus-5-5")
    see("claude-opus-5-5", gone="claude-sonnet-5-5")
    assert "claude-opus-5-5" in CREW.read_text(encoding="utf-8")
    press("H")
    see("History", "replace anthropic", "plan primary")
    press(ENTER)
    see("1 unsaved", "claude-sonnet-5-5*", gone="History")
    save(terminal, "Save opencode.jsonc?")

    # A folder of files is one crew.
    press("f")
    see("3 files with agents")
    press("claude/ag" + ENTER)
    see("helper.md", "reviewer.md")
    press("*")
    see("2 marked")
    press("l2")
    see("1 unsaved", "opus*")
    save(terminal, "Save .claude/agents?")
    press("q")
    assert terminal.wait_for_the_end() == 0
    assert CREW.read_text(encoding="utf-8") == crew_after()
    assert OPENCODE.read_text(encoding="utf-8") == OPENCODE_TEXT.replace("gpt-6-luna", "gpt-6-sol")
    assert {path.name: path.read_text(encoding="utf-8") for path in CLAUDE.iterdir()} == {
        **AGENTS,
        "helper.md": AGENTS["helper.md"].replace("haiku", "opus"),
    }


def work_on_the_marked(terminal: Terminal) -> None:
    """Filter, mark, a strategy for the marked; then all of it is taken back."""
    press, see = terminal.press, terminal.wait_for
    press("/writer")
    see("copywriter", "ghostwriter", gone="planner")
    press(ENTER + "*")
    see("2 marked")
    press("b")
    see("Strategies", "2 left out")
    press("gj")
    see("2 of 4 agents would change")
    press(ENTER)
    see("unsaved", gone="Strategies")
    press("u")
    see("saved", gone="unsaved")
    press(ESCAPE)
    see("planner")
    press(ESCAPE)
    see("reader", gone="marked")


def save(terminal: Terminal, question: str) -> None:
    """Save, after the diff has been seen."""
    terminal.press("S")
    terminal.wait_for(question)
    terminal.press(ENTER)
    terminal.wait_for("saved", gone="unsaved")


def replace_everywhere(old: str, new: str) -> None:
    """Put one model in the place of another, as a shell beside the console does."""
    command = [sys.executable, "-m", "rscrew_console", "replace", old, new, "--yes"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_remapped_console_is_driven_by_its_own_keys(tmp_path: Path) -> None:
    settings = tmp_path / "own" / "rscrew-console" / "console.yaml"
    settings.parent.mkdir(parents=True)
    settings.write_text("keys: {undo: z, save: ctrl+w, accept: w, quit: Q, what_if: W}\n")
    CREW.write_text(CREW_TEXT, encoding="utf-8")
    terminal = Terminal("-m", "rscrew_console", "--no-checks", "--config", str(CREW))
    try:
        terminal.wait_for("planner", "saved", "W what if", "Q quit")
        terminal.press("l2")
        terminal.wait_for("2 unsaved", "z undo", "ctrl+w save")
        terminal.press("uqw")  # nobody's keys now
        terminal.press("z")
        terminal.wait_for("saved", gone="unsaved")
        terminal.press("2")
        terminal.wait_for("2 unsaved")
        terminal.press("\x17")
        terminal.wait_for("Save model_config.yaml?")
        terminal.press("w")
        terminal.wait_for("saved", gone="unsaved")
        terminal.press("Q")
        assert terminal.wait_for_the_end() == 0
    finally:
        terminal.close()
    slots = "primary: {}     # must be careful\n    secondary: {}".format
    expected = CREW_TEXT.replace(slots("claude", "openai"), slots("openai", "claude"))
    assert CREW.read_text(encoding="utf-8") == expected
