"""One event loop in a thread of its own, in which all calls of the process are made.

There, a time-out ends whatever a call is waiting for, a name server or a half-sent answer, for
those who call without an event loop as well. And connections, which belong to event loops, last
from one call to the next, however many loops the application runs.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import threading
import weakref
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from rscrew_console.runtime import forks
from rscrew_console.runtime.wire.event_loop import WireLoop, in_thread

if TYPE_CHECKING:
    from rscrew_console.runtime.wire.client import Shared

T = TypeVar("T")
_PATIENCE = 5.0
"""Seconds that what is under way may take to notice that it is cancelled."""


class LoopThread:
    """Its thread begins with it and ends with `close`, or with the process."""

    def __init__(self) -> None:
        self._pid = os.getpid()
        self._loop = WireLoop()
        self._thread = threading.Thread(target=self._serve, name="rscrew-wire", daemon=True)
        self.shared: Shared | None = None
        """What its calls share; see `pool`."""
        self._thread.start()

    @property
    def usable(self) -> bool:
        """False once it is closed, and in a process that was forked: threads do not come along."""
        return self._pid == os.getpid() and not self._loop.is_closed()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait in this thread for the result. An interrupt cancels the work."""
        if threading.current_thread() is self._thread:
            work.close()
            raise RuntimeError("a callback of a call cannot make a call itself and wait for it")
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result()
        except BaseException:
            future.cancel()
            raise

    async def arun(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait in this task for the result, without blocking. Cancelling the task cancels the
        work.
        """
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Cancel what is under way, and let go of everything."""
        if not self.usable:
            return
        self.run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run it in a thread of its own and wait for the result; to be called in the loop."""
        return await in_thread(work)

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        if others:
            await asyncio.wait(others, timeout=_PATIENCE)
        if self.shared is not None:
            await self.shared.aclose()
        await self._loop.shutdown_asyncgens()


class LoopThreads:
    """The loop thread of this process, for as long as any user needs one."""

    def __init__(self) -> None:
        self._loop_thread: LoopThread | None = None
        self.renew()
        forks.renew_in_children(self)
        self._users: weakref.WeakSet[object] = weakref.WeakSet()

    def renew(self) -> None:
        """In a forked child, where nobody may be left to release the lock."""
        self._lock = threading.Lock()

    def loop_thread(self, user: object) -> LoopThread:
        """A usable loop thread, until the user leaves or the process ends."""
        with self._lock:
            if self._loop_thread is None or not self._loop_thread.usable:
                self._loop_thread = LoopThread()
                atexit.unregister(self._at_exit)
                atexit.register(self._at_exit)
            self._users.add(user)
            return self._loop_thread

    def leave(self, user: object) -> None:
        """The last one closes it."""
        with self._lock:
            self._users.discard(user)
            if self._users or self._loop_thread is None:
                return
            loop_thread, self._loop_thread = self._loop_thread, None
        loop_thread.close()

    def _at_exit(self) -> None:
        if self._loop_thread is not None:
            self._loop_thread.close()


LOOP_THREADS = LoopThreads()
