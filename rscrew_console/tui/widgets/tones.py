"""How widgets get at the look of a tone: from their screen, which has it once for all of them.

Textual derives a component's look anew whenever any style of its owner may have changed, so that
each Grid and each line with ten tones of its own made a third of a console's start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui.view.text import TONES, Tone

if TYPE_CHECKING:
    from rich.style import Style as RichStyle
    from textual.style import Style
    from textual.widget import Widget

TONE_CLASSES = {f"tone--{tone}" for tone in TONES}
"""The COMPONENT_CLASSES of each screen that shows toned text."""
_OF_FILES = ("added", "removed", "field", "value", "comment")
TONE_CLASSES_WITHOUT_FILES = {f"tone--{tone}" for tone in TONES if not tone.startswith(_OF_FILES)}
"""Those of a screen that shows no text of a file and no difference: fewer than half as many."""


def rich_tone(widget: Widget, tone: Tone) -> RichStyle:
    """The tone's look in the present theme, for Rich's segments."""
    return widget.screen.get_component_rich_style(f"tone--{tone}", partial=True)


def visual_tone(widget: Widget, tone: Tone) -> Style:
    """The tone's look in the present theme, for Textual's content."""
    return widget.screen.get_visual_style(f"tone--{tone}", partial=True)
