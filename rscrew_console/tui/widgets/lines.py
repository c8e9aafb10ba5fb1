"""A few lines of toned text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from textual.content import Content
from textual.widget import Widget

from rscrew_console.tui.view.text import Line
from rscrew_console.tui.widgets.tones import visual_tone


class WidgetOptions(TypedDict, total=False):
    """What every widget may be told about itself in the place where it is composed."""

    id: str
    classes: str


class Lines(Widget):
    """Shows lines of spans; text that comes from files is never read as markup."""

    def __init__(self, *lines: Line, **named: Unpack[WidgetOptions]) -> None:
        super().__init__(**named)
        self._lines: tuple[Line, ...] = lines

    def show(self, *lines: Line) -> None:
        """Replaces what is shown."""
        if lines != self._lines:
            self._lines = lines
            self.refresh(layout=True)

    @property
    def shown(self) -> Sequence[Line]:
        """The lines as they were given."""
        return self._lines

    def render(self) -> Content:
        return Content("\n").join(self._content(line) for line in self._lines)

    def _content(self, line: Line) -> Content:
        return Content.assemble(*((span.text, visual_tone(self, span.tone)) for span in line))
