"""The steps of a session as rows, each with its command line."""

from __future__ import annotations

from collections.abc import Sequence

from rscrew_console.roster.visible import visible
from rscrew_console.session.command_log import DoneStep
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Line, TextRun, Tone, line

COLUMNS = (
    Column("number", "", least=2, right=True),
    Column("what", "what", least=24, most=48),
    Column("command", "command line", least=24, rank=1, most=400),
)
NOTHING_DONE = line(("nothing was done yet; every change will be listed here", "dim"))
NO_COMMAND = "this step holds a value that is not shown, so that no command line does it"
MOST = 400
"""Lines of a command that are shown; what is copied is whole."""


def rows(steps: Sequence[DoneStep]) -> list[GridRow]:
    """A row per step, the first one first."""
    return [_row(number, step) for number, step in enumerate(steps)]


def _row(number: int, step: DoneStep) -> GridRow:
    first = step.shell("").partition("\n")[0]
    cells = {
        "number": line((str(number + 1), "dim")),
        "what": line(visible(step.label)),
        "command": line((visible(first), "plain")) if first else line(("none", "warn")),
    }
    return GridRow(str(number), cells, {"what": step.label, "command": first})


def whole(step: DoneStep) -> list[Line]:
    """All lines of the command; of a diff with the colours of one."""
    if step.kind == "hidden":
        return [line((NO_COMMAND, "warn"))]
    lines = step.shell("").split("\n")
    shown = [_toned(text, step.kind == "diff") for text in lines[:MOST]]
    if len(lines) > MOST:
        shown.append(line((f"and {len(lines) - MOST} more lines", "dim")))
    return shown


def _toned(text: str, is_diff: bool) -> Line:
    tones: dict[str, Tone] = {"+": "good", "-": "bad", "@": "accent"}
    tone = tones.get(text[:1], "plain") if is_diff else "plain"
    return (TextRun(visible(text), tone),)
