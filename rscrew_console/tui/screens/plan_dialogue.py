"""What strategies and what-ifs share: choices, a summary beside them, and the crew below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.containers import Vertical

from rscrew_console.tui.context import ConsoleContext
from rscrew_console.tui.screens.dialogue import LiveDialogue
from rscrew_console.tui.view.text import Line
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

LEAST_LINES = 4
"""Lines of the summary that are drawn even where it is lower."""


class PlanDialogue(LiveDialogue):
    """Subclasses fill `#choices`, `#about`, `#summary` and `#crew`."""

    CSS_PATH = "plans.tcss"
    AUTO_FOCUS = "#choices"
    choices_by_row: ClassVar[bool] = False
    """Whether a choice is a whole row; else it is a cell."""

    crew_cursor: ClassVar[Literal["row", "cell"]] = "row"
    """What the cursor stands on in the crew."""

    def __init__(self, context: ConsoleContext) -> None:
        super().__init__(context)
        # In slim terminals everything is one below the other.
        self.HORIZONTAL_BREAKPOINTS = [(0, "-slim"), (76, "-narrow"), (110, "-wide")]

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel"):
            yield Lines(id="pin")
            with Vertical(id="both"):
                with Vertical(id="left"):
                    cursor: Literal["row", "cell"] = "row" if self.choices_by_row else "cell"
                    yield Grid(cursor=cursor, id="choices", classes="-lit" * self.choices_by_row)
                    yield Lines(id="about")
                yield Lines(id="summary")
                yield Grid(cursor=self.crew_cursor, id="crew")
            yield KeyBar()

    def show_notes(self, notes: Sequence[Line]) -> None:
        """Shows what holds for every choice, such as a pin; empty lines are left out."""
        lines = [note for note in notes if note]
        place = self.query_one("#pin", Lines)
        place.display = bool(lines)
        place.show(*lines)

    @property
    def summary_size(self) -> tuple[int, int]:
        """Cells and lines that the summary may take."""
        size = self.query_one("#summary", Lines).size
        return size.width, max(size.height, LEAST_LINES)
