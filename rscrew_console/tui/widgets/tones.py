"""How widgets get at the look of a tone: component classes, styled in `app.tcss`."""

from __future__ import annotations

from rscrew_console.tui.view.text import TONES, Tone

TONE_CLASSES = {f"tone--{tone}" for tone in TONES}


def tone_class(tone: Tone) -> str:
    """The component class that gives the tone its look."""
    return f"tone--{tone}"
