"""A thread that writes attempts into the ledger, so that no call or task has to wait for it."""

from __future__ import annotations

import asyncio
import atexit
import logging
import threading
from collections import deque
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from queue import Empty, SimpleQueue
from typing import Protocol

from rscrew_console.runtime import forks

PATIENCE = 1.0
"""Seconds that a call waits for its own note: where the disk is slow, it is written later."""
EXIT_PATIENCE = 3.0
"""Seconds that a program waits at its end for all that is not written yet."""
LOCKED = "other programs have kept the ledger locked"

_log = logging.getLogger("rscrew_console")


class PendingNote(Protocol):
    """Something to be written. Neither method may raise."""

    def write(self) -> bool:
        """Do so, or tell why it cannot be done. False: it is locked now, and to be tried again.

        It takes a fraction of a second: only then budgets hear of what has come meanwhile.
        """

    def defer(self) -> None:
        """Note that the row will not be written for a while."""


class LedgerWriter:
    """One for the process. What is put in is done in that order, and before the process ends.

    While other programs keep the ledger locked, what comes is kept in memory and tried again and
    again. Only one call waits for that, once; those after it do not until its note is written.

    `put` takes no lock: it may be called wherever Python happens to collect garbage, also while
    the same thread holds any lock.
    """

    def __init__(self) -> None:
        self.renew()
        forks.renew_in_children(self)
        atexit.register(self.finish)

    def renew(self) -> None:
        """Reset in a forked child: what the parent has put in, the parent writes."""
        self._queue: SimpleQueue[tuple[PendingNote, Future[None]]] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._backlog: deque[tuple[PendingNote, Future[None]]] = deque()
        self._late_note: Future[None] | None = None
        """The latest note that a call has waited for in vain."""
        self._stuck = False
        """Whether a flush has."""
        self._done = 0
        """How many notes are over with."""

    def ready(self) -> None:
        """Have the thread, before anything is put in."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._serve, args=(self._queue, self._backlog), name="rscrew-ledger",
                    daemon=True,
                )  # fmt: skip
                self._thread.start()

    def put(self, note: PendingNote) -> Future[None]:
        """Queue the note. The future is done when it is written; it cannot be cancelled."""
        done: Future[None] = Future()
        done.set_running_or_notify_cancel()
        self._queue.put((note, done))
        return done

    def until_written(self, done: Future[None], patience: float = PATIENCE) -> bool:
        """Wait until it is, at most for so many seconds; whether it is.

        Nobody waits as long as a note is not written for which an earlier call has waited in vain.
        """
        if not self._is_behind() and not wait_for([done], timeout=patience).done:
            self._late_note = done
        return done.done()

    async def auntil_written(self, done: Future[None], patience: float = PATIENCE) -> bool:
        """As `until_written`, in a task. It is written, whatever becomes of the task."""
        if not self._is_behind():
            written, _ = await asyncio.wait([asyncio.wrap_future(done)], timeout=patience)
            if not written:
                self._late_note = done
        return done.done()

    def _is_behind(self) -> bool:
        """Whether what an earlier call has waited for in vain is still not written."""
        return self._late_note is not None and not self._late_note.done()

    def flush(self) -> bool:
        """Wait for all that has been put in so far, as long as any of it gets written; whether all
        is. Where a flush has waited in vain, the next one does not wait.
        """
        if self._thread is None or not self._thread.is_alive():
            return self._queue.empty()
        done = self.put(_Mark())
        while not self._stuck:
            before = self._done
            if wait_for([done], timeout=EXIT_PATIENCE).done:
                return True
            self._stuck = self._done == before
        return done.done()

    def finish(self) -> None:
        """At the end of the process: flush, and tell what is not written."""
        if not self.flush():
            pending = [
                note for note, _ in [*self._backlog, *_move_to_backlog(self._queue, deque())]
            ]
            many = sum(not isinstance(note, _Mark) for note in pending)
            _log.warning("%s: %d attempts are not in it", LOCKED, many)

    def _serve(
        self,
        queue: SimpleQueue[tuple[PendingNote, Future[None]]],
        backlog: deque[tuple[PendingNote, Future[None]]],
    ) -> None:
        while True:
            if not backlog:
                if queue.empty():
                    self._stuck = False
                backlog.append(queue.get())
            note, done = backlog[0]
            if _attempted(note, done):
                backlog.popleft()
                self._done += 1
                continue
            for waiting, _ in [backlog[0], *_move_to_backlog(queue, backlog)]:
                waiting.defer()


class _Mark:
    """A place in the queue: when it is reached, all before it is written."""

    def write(self) -> bool:
        return True

    def defer(self) -> None:
        """Do nothing: there is no row to wait for."""


def _attempted(note: PendingNote, done: Future[None]) -> bool:
    """Whether it is over with; a fault of ours is told to who waits, and the thread goes on."""
    try:
        if not note.write():
            return False
    except Exception as error:  # noqa: BLE001 -- told to who waits; the thread goes on
        done.set_exception(error)
    else:
        done.set_result(None)
    return True


def _move_to_backlog(
    queue: SimpleQueue[tuple[PendingNote, Future[None]]],
    backlog: deque[tuple[PendingNote, Future[None]]],
) -> list[tuple[PendingNote, Future[None]]]:
    """Move what is queued to the backlog; return what was moved."""
    moved = []
    while True:
        try:
            moved.append(queue.get_nowait())
        except Empty:
            backlog.extend(moved)
            return moved


LEDGER_WRITER = LedgerWriter()
