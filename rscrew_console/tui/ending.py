"""The end of the console when the system asks for it, or when its terminal is closed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import termios
import threading
from collections.abc import Callable
from types import FrameType

from rscrew_console.tui.editing.editor import ENDING_SIGNALS

GRACE = 3.0
"""Seconds for the end in order when the terminal is gone."""


def end_on_signals(loop: asyncio.AbstractEventLoop, end: Callable[[int], None]) -> None:
    """Calls `end` in the loop, with the exit status, when a signal asks the program to end.

    A terminal that is closed takes no more output. Textual then waits for ever for the thread that
    writes, so the program ends by itself after GRACE seconds. Nothing is lost by that: the journal
    is written with each change. The kernel sends SIGCONT with SIGHUP, which would make Textual
    open the terminal again: SIGCONT is passed on only while there is a terminal.
    """

    def ask(number: int, _frame: FrameType | None) -> None:
        if terminal_is_gone():
            exit_later(128 + number)
        loop.call_soon_threadsafe(end, 128 + number)

    former = signal.getsignal(signal.SIGCONT)

    def resume(number: int, frame: FrameType | None) -> None:
        if callable(former) and not terminal_is_gone():
            former(number, frame)

    for number in ENDING_SIGNALS:
        signal.signal(number, ask)
    signal.signal(signal.SIGCONT, resume)


def terminal_is_gone() -> bool:
    """Whether standard input was a terminal and is one no longer."""
    try:
        termios.tcgetattr(sys.__stdin__ or 0)
    except (termios.error, OSError, ValueError):
        return True
    return False


def exit_later(status: int, seconds: float = GRACE) -> None:
    """Ends the process after that time, whatever its other threads wait for."""
    timer = threading.Timer(seconds, os._exit, (status,))
    timer.daemon = True
    timer.start()
