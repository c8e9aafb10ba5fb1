"""The limit stores of this process: one for each Redis URL, because limits are for all callers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from rscrew_console.runtime import forks
from rscrew_console.runtime.limits.base import LimitStore
from rscrew_console.runtime.limits.local_store import LocalLimitStore

_log = logging.getLogger("rscrew_console")


def limit_store_for(redis_url: str | None, clock: Callable[[], float]) -> LimitStore:
    """A new limit store. A URL that cannot be used is warned of, and then Redis is not used."""
    if not redis_url:
        return LocalLimitStore(clock)
    from rscrew_console.runtime.limits.redis_store import RedisLimitStore, RedisUnusable

    try:
        return RedisLimitStore(redis_url, clock=clock)
    except RedisUnusable as error:
        _log.warning("%s. This process keeps limits and resting providers by itself", error)
        return LocalLimitStore(clock)


class _SharedStores:
    """The limit stores of this process, by URL."""

    def __init__(self) -> None:
        self._boards: dict[str, LimitStore] = {}
        self.renew()
        forks.renew_in_children(self)

    def renew(self) -> None:
        """Make a new lock in a forked child; the stores renew themselves."""
        self._lock = threading.Lock()

    def of(self, url: str) -> LimitStore:
        with self._lock:
            if url not in self._boards:
                self._boards[url] = limit_store_for(url, time.monotonic)
            return self._boards[url]


_shared = _SharedStores()


def shared_limit_store(redis_url: str | None) -> LimitStore:
    """The one of this process for that URL; for None the one without Redis."""
    return _shared.of(redis_url or "")
