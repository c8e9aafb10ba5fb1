"""Boards in a forked child: it has none of the parent's threads, and must not use its sockets."""

from __future__ import annotations

import os
import weakref
from typing import Protocol


class ForkAware(Protocol):
    def renew(self) -> None:
        """Start afresh, with new locks and new connections."""


_every: weakref.WeakSet[ForkAware] = weakref.WeakSet()


def renew_in_children(board: ForkAware) -> None:
    """As long as somebody holds it."""
    _every.add(board)


def _renew_all() -> None:
    for board in list(_every):
        board.renew()


if hasattr(os, "register_at_fork"):  # Windows has no fork
    os.register_at_fork(after_in_child=_renew_all)
