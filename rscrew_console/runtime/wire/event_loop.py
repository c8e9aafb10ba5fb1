"""An event loop that looks names up in threads of its own.

The executors of the standard library take nothing more once the main thread has ended, although
other threads of the program may live on and call models.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


async def in_thread(work: Callable[[], T]) -> T:
    """What the work returns or raises, in a daemon thread."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(cast(T, result))

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except BaseException as caught:  # noqa: BLE001 -- it is raised where one waits
            error = caught
        try:
            loop.call_soon_threadsafe(settle, result, error)
        except RuntimeError:
            return  # the loop is closed: nobody waits any more

    threading.Thread(target=run, name="rscrew-wire-work", daemon=True).start()
    return await future


class WireLoop(asyncio.SelectorEventLoop):
    """Each name is looked up once at a time, however many ask for it."""

    def __init__(self) -> None:
        super().__init__()
        self._lookups: dict[Any, asyncio.Task[Any]] = {}

    async def getaddrinfo(
        self,
        host: Any,
        port: Any,
        *,
        family: int = 0,
        type: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> Any:
        query = (host, port, family, type, proto, flags)
        task = self._lookups.get(query)
        if task is None:
            work = in_thread(lambda: socket.getaddrinfo(*query))
            task = self._lookups[query] = self.create_task(work)
            task.add_done_callback(lambda _task: self._lookups.pop(query, None))
        return await asyncio.shield(task)
