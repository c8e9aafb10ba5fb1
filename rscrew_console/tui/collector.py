"""Python's cycle collector while the console starts.

It walks all objects again and again as modules, styles and the file are loaded, a fifth of the time
until the first paint, and finds nothing: what is loaded stays.
"""

from __future__ import annotations

import gc


def pause() -> None:
    """Collect nothing from now on."""
    gc.disable()


def resume() -> None:
    """Collect again, of what is made from now on."""
    gc.freeze()
    gc.enable()
