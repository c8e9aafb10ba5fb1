"""An event loop in a thread of its own: what is slow there keeps no key waiting.

Loading the HTTP client, certificates, large answers and silent name servers all are.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from rscrew_console.providers.health.run import run

T = TypeVar("T")


class BackgroundLoop:
    """Started by the first piece of work, ended by `close`; nothing waits for its thread."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed: asyncio.Event | None = None
        self._ready = threading.Event()

    async def each(
        self, work: Callable[[Callable[[T], None]], Coroutine[Any, Any, object]]
    ) -> AsyncIterator[T]:
        """What the work tells, as it tells it. It is cancelled when nobody listens any more.

        Raises what the work raises.
        """
        caller_loop, results = asyncio.get_running_loop(), asyncio.Queue[tuple[T] | None]()

        def emit(item: tuple[T] | None) -> None:
            with suppress(RuntimeError):  # the console has closed meanwhile
                caller_loop.call_soon_threadsafe(results.put_nowait, item)

        future = asyncio.run_coroutine_threadsafe(
            work(lambda item: emit((item,))), self._running_loop()
        )
        future.add_done_callback(lambda _: emit(None))
        try:
            while (item := await results.get()) is not None:
                yield item[0]
            future.result()
        finally:
            future.cancel()

    async def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What the work returns, or raises."""
        return await asyncio.wrap_future(
            asyncio.run_coroutine_threadsafe(work(), self._running_loop())
        )

    def close(self) -> None:
        """Cancels all that is under way."""
        if self._loop is not None and self._closed is not None:
            with suppress(RuntimeError):  # closed twice
                self._loop.call_soon_threadsafe(self._closed.set)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            threading.Thread(target=lambda: run(self._run_until_closed()), daemon=True).start()
            self._ready.wait()
        if self._loop is None:
            raise RuntimeError("the thread for checks has no event loop")
        return self._loop

    async def _run_until_closed(self) -> None:
        self._closed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        await self._closed.wait()
