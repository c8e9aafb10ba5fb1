"""Run as a program: `writers.py WHAT PATH NAME COUNT` notes attempts in a process of its own.

`many` waits for a line on its input and then notes COUNT; `endless` says a byte after each that it
has noted, until it is killed; `fork` notes COUNT and forks in between, from a process with threads.
"""

from __future__ import annotations

import os
import sys
import threading
from itertools import count
from pathlib import Path

from rscrew_console.runtime.ledger import Ledger
from tests.runtime.ledger.attempts import attempt


def many(ledger: Ledger, name: str, times: int) -> None:
    sys.stdin.readline()
    for index in range(times):
        ledger.note(attempt(agent=name, call=f"{name}-{index}"))


def endless(ledger: Ledger, name: str) -> None:
    for index in count():
        ledger.note(attempt(agent=name, call=f"{name}-{index}"))
        os.write(1, b".")


def fork(ledger: Ledger, name: str, times: int) -> None:
    busy = threading.Thread(target=lambda: [ledger.note(attempt()) for _ in range(times)])
    ledger.note(attempt())
    busy.start()
    child = os.fork()
    for _ in range(times):
        ledger.note(attempt(agent="child" if child == 0 else name))
    if child == 0:
        return  # and the interpreter ends as usual, with all that it tidies up
    busy.join()
    _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))


def main() -> None:
    what, path, name, times = sys.argv[1:]
    ledger = Ledger(Path(path))
    if what == "many":
        many(ledger, name, int(times))
    elif what == "endless":
        endless(ledger, name)
    else:
        fork(ledger, name, int(times))


if __name__ == "__main__":
    main()
