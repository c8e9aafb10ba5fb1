"""The footer: the keys that are worth most here and now, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rscrew_console.tui.view.text import Line, TextRun, line, width

if TYPE_CHECKING:
    from rscrew_console.tui.command import Command

MOST = 10
BETWEEN = TextRun("   ")
TIGHT = TextRun("  ")
ROOMY = 100
"""Cells from which on the keys stand further apart."""


def best(commands: Sequence[Command[Any]], available: int) -> list[Command[Any]]:
    """The most valuable commands that fit into `available` cells, in the order of declaration."""
    chosen: list[Command[Any]] = []
    for command in sorted(commands, key=lambda command: -command.footer):
        if not command.footer or len(chosen) == MOST:
            break
        if width(bar([*chosen, command], available)) <= available:
            chosen.append(command)
    return [command for command in commands if command in chosen]


def bar(commands: Sequence[Command[Any]], available: int) -> Line:
    """These commands in a line: key, label, key, label."""
    gap = BETWEEN if available >= ROOMY else TIGHT
    spans: list[TextRun] = []
    for command in commands:
        spans += [gap] if spans else []
        spans += _entry(command)
    return tuple(spans)


def command_at(commands: Sequence[Command[Any]], available: int, x: int) -> Command[Any] | None:
    """The command whose key or label stands at cell `x` of that line."""
    gap = width((BETWEEN if available >= ROOMY else TIGHT,))
    start = 0
    for command in commands:
        end = start + width(_entry(command))
        if start <= x < end:
            return command
        start = end + gap
    return None


def _entry(command: Command[Any]) -> Line:
    return line((f"{command.key} ", "key"), (command.label, "dim"))
