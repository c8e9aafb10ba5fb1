"""The examples of docs/guides/task-routing.md, each run as it stands there."""

from __future__ import annotations

import asyncio
import re
import shlex
import textwrap
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import rscrew_console
from rscrew_console.cli.app import app
from tests.routing.test_router import World, world

GUIDE = (Path(__file__).parents[2] / "docs/guides/task-routing.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", GUIDE, re.DOTALL)
COMMANDS = [
    line
    for language, text in BLOCKS
    if language == "sh"
    for line in text.replace("\\\n", " ").splitlines()
    if line.startswith("rsc ")
]
PROGRAMS = [text for language, text in BLOCKS if language == "python"]
YAML = next(text for language, text in BLOCKS if language == "yaml")
KEY = {"OPENROUTER_API_KEY": "sk-or-v1-0123456789abcdef0123"}


@pytest.fixture
def routed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The guide's file and a router, in a folder of its own without the machine's settings."""
    of = world(tmp_path, YAML, KEY)
    monkeypatch.chdir(of.file.parent)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    for name in ("OPENROUTER_API_KEY", "ORCHESTRATION_CONFIG_PATH", "DAILY_BUDGET_USD"):
        monkeypatch.delenv(name, raising=False)
    return of


def test_the_guide_has_commands_and_programs() -> None:
    assert len(COMMANDS) >= 6
    assert len(PROGRAMS) >= 4


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_guide_runs(routed: World, line: str) -> None:
    result = CliRunner().invoke(app, shlex.split(line)[1:], prog_name="rsc")
    # `check` finds that the key is missing here, as it should.
    assert result.exit_code in ((0, 1) if line.endswith(" check") else (0,)), result.output
    assert result.output


def test_the_assignment_of_the_guide_writes_the_row_out(routed: World) -> None:
    line = next(one for one in COMMANDS if " assign " in one)
    CliRunner().invoke(app, shlex.split(line)[1:], prog_name="rsc")
    text = routed.file.read_text()
    assert "anthropic/claude-opus-4.5" in text
    assert "google/gemini-pro-1.5" in text


def test_every_program_of_the_guide_runs(
    routed: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rscrew_console, "TaskRouter", lambda: routed.router, raising=False)
    body = textwrap.indent("\n".join(PROGRAMS), "    ")
    names: dict[str, Any] = {}
    exec(f"async def main():\n{body}\n", names)  # noqa: S102 -- the guide's own text
    asyncio.run(names["main"]())
    printed = capsys.readouterr().out
    assert "Hello anthropic/claude-3-opus-20240229" in printed
    assert "Generated problem and 3 variations" in printed
    assert "Cost by task: {'" in printed
