"""The last answer that each model has given to a thread or task."""

from __future__ import annotations

import weakref
from contextvars import ContextVar

from rscrew_console.runtime.order import Reply

_Kept = tuple[tuple[weakref.ref[object], Reply], ...]


class LastReplies:
    """One for the process. Tasks and threads have answers of their own, as of a `ContextVar`: a
    task begins with those of whoever has started it.
    """

    def __init__(self) -> None:
        self._kept: ContextVar[_Kept] = ContextVar("rscrew-last", default=())

    def of(self, owner: object) -> Reply | None:
        return next((reply for ref, reply in self._kept.get() if ref() is owner), None)

    def keep(self, owner: object, reply: Reply) -> None:
        self._kept.set((*self._others(owner), (weakref.ref(owner), reply)))

    def forget(self, owner: object) -> None:
        if self._kept.get():
            self._kept.set(self._others(owner))

    def _others(self, owner: object) -> _Kept:
        """Of all that still live."""
        return tuple(one for one in self._kept.get() if one[0]() not in (None, owner))


LAST = LastReplies()
