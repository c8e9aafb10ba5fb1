"""A few lines of toned text, and how widgets get at the look of a tone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypedDict, Unpack

from textual.content import Content
from textual.widget import Widget

from rscrew_console.tui.view.text import TONES, Line, Tone

TONE_CLASSES = {f"tone--{tone}" for tone in TONES}


def tone_class(tone: Tone) -> str:
    """The component class that gives the tone its look."""
    return f"tone--{tone}"


class WidgetOptions(TypedDict, total=False):
    """What every widget may be told about itself in the place where it is composed."""

    id: str
    classes: str


class Lines(Widget):
    """Shows lines of spans; text that comes from files is never read as markup."""

    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES

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
        return Content.assemble(
            *(
                (span.text, self.get_visual_style(tone_class(span.tone), partial=True))
                for span in line
            )
        )
