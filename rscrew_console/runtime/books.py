"""A thread that writes down what has happened, so that no call, task or collector has to."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue

from rscrew_console.runtime.board import forks

Work = tuple[Callable[[], None], "Future[None]"]
PATIENCE = 1.0
"""Seconds that a call waits for its own note: where the disk is slow, it is written later."""


class LedgerWriter:
    """One for the process. What is put in is done in that order, and before the process ends.

    `put` takes no lock: it may be called wherever Python happens to collect garbage, also while
    the same thread holds any lock.
    """

    def __init__(self) -> None:
        self.renew()
        forks.renew_in_children(self)
        atexit.register(self.flush)

    def renew(self) -> None:
        """In a forked child: what the parent has put in, the parent writes."""
        self._queue: SimpleQueue[Work] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def ready(self) -> None:
        """Have the thread, before anything is put in."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._serve, args=(self._queue,), name="rscrew-books", daemon=True
                )
                self._thread.start()

    def put(self, work: Callable[[], None]) -> Future[None]:
        """Have it done. It must not raise. Who waits for the future cannot cancel it."""
        done: Future[None] = Future()
        done.set_running_or_notify_cancel()
        self._queue.put((work, done))
        return done

    def flush(self) -> None:
        """Wait for all that has been put in so far."""
        if self._thread is not None and self._thread.is_alive():
            self.put(lambda: None).result()

    @staticmethod
    def _serve(queue: SimpleQueue[Work]) -> None:
        while True:
            work, done = queue.get()
            try:
                work()
            except Exception as error:  # noqa: BLE001 -- told to who waits; the thread goes on
                done.set_exception(error)
            else:
                done.set_result(None)


BOOKS = LedgerWriter()
