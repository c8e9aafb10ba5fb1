"""Objects that must start afresh in a forked child.

A child has no threads of its parent, and must not use its sockets or locks.
"""

from __future__ import annotations

import os
import weakref
from typing import Protocol


class ForkAware(Protocol):
    def renew(self) -> None:
        """Start afresh, with new locks and new connections."""


_every: weakref.WeakSet[ForkAware] = weakref.WeakSet()


def renew_in_children(limit_store: ForkAware) -> None:
    """As long as somebody holds it."""
    _every.add(limit_store)


def _renew_all() -> None:
    for limit_store in list(_every):
        limit_store.renew()


if hasattr(os, "register_at_fork"):  # Windows has no fork
    os.register_at_fork(after_in_child=_renew_all)
