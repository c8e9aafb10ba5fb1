"""Run as a program: `killing.py FILE STATE TIMES SEED` kills a saving process that many times.

Each victim saves in a loop and says a byte at every system call; after a random number of them it
gets SIGKILL, wherever it is by then. Prints what was found; see test_kill.py.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from rscrew_console.dialects.operations import Assign
from rscrew_console.session import SavedStates, Session
from rscrew_console.session.disk import Disk
from rscrew_console.session.reading import digest_of


class TellingDisk(Disk):
    """The real one; says a byte before every call."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        os.write(self._pipe, b".")
        return function(*args, **kwargs)


def save_for_ever(path: Path, state: Path, disk: Disk) -> None:
    providers = ("claude", "openai", "gemini")
    session = Session.open(path, state=state, disk=disk, journal=True)
    turn = providers.index(session.roster.agent_by_name["planner"].chain.primary or "claude")
    while True:
        turn = (turn + 1) % 3
        session.apply(Assign("planner", {"primary": providers[turn]}))
        session.save("kill")


def kill_one(path: Path, state: Path, calls: int) -> None:
    """Start a victim, count its calls, kill it."""
    hear, say = os.pipe()
    victim = os.fork()
    if victim == 0:
        os.close(hear)
        save_for_ever(path, state, TellingDisk(say))
    os.close(say)
    while calls > 0 and (heard := os.read(hear, calls)):
        calls -= len(heard)
    os.kill(victim, signal.SIGKILL)
    os.waitpid(victim, 0)
    os.close(hear)


def main() -> None:
    path, state = map(Path, sys.argv[1:3])
    chance = random.Random(int(sys.argv[4]))  # noqa: S311 - a repeatable choice of moments
    texts, unsaved, leftovers = set(), 0, 0
    for _ in range(int(sys.argv[3])):
        kill_one(path, state, chance.randrange(1, 130))
        leftovers += len(list(path.parent.glob(".*.tmp")))
        texts.add(path.read_text())
        survivor = Session.open(path, state=state, journal=True)
        for left in survivor.pending():
            unsaved += left.count
            survivor.restore(left)
            survivor.close()
    states = SavedStates(path, state=state)
    entries = states.entries()
    newest = entries[0].after == digest_of(path.read_bytes())
    chained = all(one.before == other.after for one, other in pairwise(entries))
    states.rollback(entries[-1].id)
    oldest = entries[-1].before == digest_of(path.read_bytes())
    found = {
        "texts": sorted(texts),
        "newest": newest,
        "oldest": oldest,
        "chained": chained,
        "saves": len(entries),
        "unsaved": unsaved,
        "leftovers": leftovers,
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
