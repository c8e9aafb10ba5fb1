"""A terminal in which nothing can be seen: it says so, and takes no keys for what is not seen."""

from __future__ import annotations

from textual.app import App
from textual.screen import Screen

from rscrew_console.tui.view.text import line
from rscrew_console.tui.widgets.lines import Lines

LEAST_WIDTH, LEAST_HEIGHT = 40, 10
"""Cells and lines that a table and a picker need."""


class TooSmall(Lines):
    """Covers a screen."""


class MinimumSizeGuard(App[int]):
    """Covers every screen as long as there is too little room."""

    @property
    def too_small(self) -> bool:
        """Whether there is no room for the tables."""
        return self.size.width < LEAST_WIDTH or self.size.height < LEAST_HEIGHT

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, lambda _: self._measure())

    def on_resize(self) -> None:
        # The new size is the app's own only after this.
        self.call_later(self._measure)

    def _measure(self) -> None:
        for screen in self.screen_stack:
            screen.call_later(self._update_cover, screen)

    def _update_cover(self, screen: Screen[object]) -> None:
        """Cover the screen with "too small", or uncover it when there is room again."""
        covers = screen.query(TooSmall)
        if not self.too_small:
            covers.remove()
        elif not covers and screen.is_attached:
            screen.mount(TooSmall(
                line(("too small", "warn"), f": {LEAST_WIDTH} by {LEAST_HEIGHT} needed, not"
                     f" {self.size.width} by {self.size.height}"),
            ))  # fmt: skip
