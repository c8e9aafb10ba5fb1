"""`--read-only`: every command that would write a file says so in a sentence, and writes none."""

from pathlib import Path

import pytest

from rscrew_console.cli.commands import COMMANDS
from tests.cli.conftest import Rsc

WRITING = {
    "assign": ("planner", "gemini"),
    "add-provider": ("another", "gpt-5-mini"),
    "remove-provider": ("spare",),
    "add-agent": ("another", "claude"),
    "remove-agent": ("writer",),
    "rename": ("writer", "author"),
    "set-agent": ("writer", "reasoning", "why"),
    "set-provider": ("claude", "cost_tier", "budget"),
    "patch": ("change.diff",),
    "bulk": ("cost-optimised", "--yes"),
    "save-strategy": ("mine",),
    "pin": ("gemini",),
    "unpin": (),
    "replace": ("claude", "gemini", "--yes"),
    "undo": (),
    "redo": (),
    "rollback": (),
    "expect": ("planner", "claude"),
    "budget": ("daily", "5"),
    "alert": ("cost", "10"),
    "scenario": ("remove", "x"),
    "doctor": ("--fix",),
    "init": ("elsewhere.yaml",),
    "convert": ("litellm", "-o", "other.yaml"),
    "export": ("litellm", "-o", "proxy.yaml"),
}
"""By name: arguments with which the command writes."""
READING = {
    "status", "providers", "agents", "models", "detect", "check", "cost", "usage", "what-if",
    "files", "where", "history", "preflight", "classify", "route", "keys", "checklist",
    "recommend",
}  # fmt: skip
OTHERS = {"alias", "demo", "migrate", "serve"}
"""Those that this format has not, that write into a folder of their own, or pass the option on."""


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_it_is_known_of_every_command_whether_it_writes() -> None:
    assert {*COMMANDS} == WRITING.keys() | READING | OTHERS


@pytest.mark.parametrize("name", WRITING)
def test_no_command_writes(rsc: Rsc, config: Path, name: str) -> None:
    before = content(config.parents[1])
    ran = rsc("--read-only", name, *WRITING[name])
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        "error: nothing was changed: rsc was started with --read-only; start it without that to"
        " change files\n"
    )
    assert content(config.parents[1]) == before


@pytest.mark.parametrize("name", ["assign", "rename", "replace"])
def test_what_would_change_can_be_looked_at(rsc: Rsc, config: Path, name: str) -> None:
    before = content(config.parents[1])
    arguments = [each for each in WRITING[name] if each != "--yes"]
    ran = rsc("--read-only", name, *arguments, "--dry-run")
    assert ran.status == 0
    assert "+++" in ran.out
    assert content(config.parents[1]) == before


@pytest.mark.parametrize("arguments", [("agents",), ("history",), ("convert", "litellm")])
def test_looking_goes_on(rsc: Rsc, config: Path, arguments: tuple[str, ...]) -> None:
    assert rsc("--read-only", *arguments).status == rsc(*arguments).status
