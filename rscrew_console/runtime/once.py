"""News for the application's log, each told once however often it is found."""

from __future__ import annotations

import logging

from rscrew_console.roster.visible import visible

log = logging.getLogger("rscrew_console")


class LogOnce:
    """Belongs to whoever finds the news. `level` is one of `logging`'s."""

    def __init__(self, level: int) -> None:
        self._level = level
        self._told: set[tuple[str, ...]] = set()

    def tell(self, *lines: str) -> None:
        """All of them at once, unless just these have been told."""
        if lines not in self._told:
            self._told.add(lines)
            log.log(self._level, "%s", "\n".join(map(visible, lines)))

    def forget(self) -> None:
        """What comes again is news again."""
        self._told.clear()
