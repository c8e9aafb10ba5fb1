"""Threads for what must not block an event loop; those of the application are its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from rscrew_console.runtime.board import forks

T = TypeVar("T")
_MOST = 32


class ExecutorThreads:
    """One pool for the process, made when it is first needed."""

    def __init__(self) -> None:
        self.renew()
        forks.renew_in_children(self)

    def renew(self) -> None:
        """In a forked child: it has none of the parent's threads."""
        self._pool = ThreadPoolExecutor(_MOST, "rscrew-elsewhere")

    def submit(self, function: Callable[..., T], *arguments: Any) -> Future[T]:
        return self._pool.submit(function, *arguments)


THREADS = ExecutorThreads()


async def elsewhere(function: Callable[..., T], *arguments: Any) -> T:
    """Its result, for which this task waits without blocking."""
    return await asyncio.wrap_future(THREADS.submit(function, *arguments))
