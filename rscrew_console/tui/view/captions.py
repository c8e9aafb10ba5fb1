"""What stands on the frames of the two tables, and in an empty one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.text import Line, count, line

if TYPE_CHECKING:
    from rscrew_console.tui.view.view_state import Kind


def title(kind: Kind, filtered_by: str) -> str:
    """The table's name, and the filter where there is one."""
    name = "Agents" if kind == "agent" else "Providers"
    return f"{name}  / {visible(filtered_by)}" if filtered_by else name


def counts(rows_shown: int, total: int, marked: int, hidden_columns: int) -> str:
    """How many rows and marks there are, and how many columns have no room."""
    parts = [f"{rows_shown} of {total}" if rows_shown and rows_shown != total else f"{rows_shown}"]
    if marked:
        parts.append(f"{marked} marked")
    if hidden_columns:
        parts.append(f"{count(hidden_columns, 'more column')} →")
    return ", ".join(parts)


def empty(kind: Kind, filtered_by: str, total: int) -> Line:
    """Why the table shows no row, and which key helps."""
    if total:
        return line(
            ("Nothing matches ", "dim"), visible(filtered_by), (": ", "dim"),
            ("Esc", "key"), (" clears the filter", "dim"),
        )  # fmt: skip
    noun = "No agents" if kind == "agent" else "No providers"
    return line((f"{noun} yet: ", "dim"), ("a", "key"), (" adds one", "dim"))
