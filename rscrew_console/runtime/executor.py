"""Threads for work that must not block an event loop; the application's own are not used."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from rscrew_console.runtime import forks

T = TypeVar("T")
_MOST = 32


class ExecutorThreads:
    """At most so many for the process, each begun when it is first needed.

    The executors of the standard library take nothing more once the main thread has ended, although
    other threads of the program may live on and call models.
    """

    def __init__(self) -> None:
        self.renew()
        forks.renew_in_children(self)

    def renew(self) -> None:
        """Reset in a forked child: it has none of the parent's threads."""
        self._lock = threading.Lock()
        self._queue: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._begun = 0
        self._free = 0
        """Threads that wait for work, less the work that waits for threads."""

    def submit(self, function: Callable[..., T], *arguments: Any) -> Future[T]:
        """Run the function in one of the threads; a new one is started if none is free."""
        done: Future[T] = Future()

        def work() -> None:
            if not done.set_running_or_notify_cancel():
                return
            try:
                result = function(*arguments)
            except BaseException as error:  # noqa: BLE001 -- it is raised where one waits
                done.set_exception(error)
            else:
                done.set_result(result)

        with self._lock:
            self._queue.put(work)
            self._free -= 1
            if self._free < 0 and self._begun < _MOST:
                self._begun += 1
                self._free += 1
                name = f"rscrew-executor-{self._begun}"
                arguments_of_thread = (self._queue, self._lock)
                threading.Thread(
                    target=self._serve, args=arguments_of_thread, name=name, daemon=True
                ).start()
        return done

    def _serve(self, queue: SimpleQueue[Callable[[], None]], lock: threading.Lock) -> None:
        while True:
            work = queue.get()
            work()
            del work  # and with it what its caller has given it
            with lock:
                self._free += 1


EXECUTOR = ExecutorThreads()


async def run_in_executor(function: Callable[..., T], *arguments: Any) -> T:
    """Wait for the result without blocking the task's event loop."""
    return await asyncio.wrap_future(EXECUTOR.submit(function, *arguments))
