"""One saver at a time, whoever they are, and nobody waits for the dead."""

import errno
import fcntl
import json
import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.dialects import OperationError
from rscrew_console.session import Locked
from rscrew_console.session.lock import locked
from rscrew_console.session.state import folder_of
from tests.session.place import CREW, MemoryDisk, Place, assign, ticking

NOW = ticking()()


def held(place: Place, **options: Any) -> Any:
    state = folder_of(place.path.resolve(), place.state)
    return locked(place.path, state, NOW, **{"disk": place.disk, **options})


def test_a_lock_that_is_held_too_long_says_by_whom(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    with held(place, by="assign"), pytest.raises(Locked) as caught:
        session.save(wait=0)
    host = os.uname().nodename
    assert caught.value.message == (
        f"{place.path}: it is being saved by process {os.getpid()} (assign) on {host}, since "
        "2026-11-20T14:02:00+00:00; nothing was written, try again in a moment"
    )
    assert caught.value.exit_code == 3
    assert (place.text, session.unsaved) == (CREW, 1)
    session.save(wait=0)


def test_another_program_s_lock_counts_too(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    with place.path.open() as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Locked, match="another program, which did not say its name"):
            session.save(wait=0)


def test_the_lock_is_the_file_s_by_whatever_link(place: Place) -> None:
    link = place.folder / "link.yaml"
    link.symlink_to(place.path.name)
    session = place.open(path=link)
    assign(session, "planner", secondary="gemini")
    with held(place), pytest.raises(Locked):
        session.save(wait=0)


def test_a_lock_leaves_nothing_behind(place: Place) -> None:
    with held(place):
        pass
    assert place.litter() == set()
    assert list(folder_of(place.path.resolve(), place.state).iterdir()) == []


HOLDER = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from rscrew_console.session.lock import locked
with locked(Path(sys.argv[1]), Path(sys.argv[2]), datetime.now(UTC)):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_dead_process_holds_nothing(place: Place) -> None:
    state = folder_of(place.path.resolve(), place.state)
    dead = subprocess.run([sys.executable, "-c", HOLDER, place.path, state], check=False)
    assert dead.returncode == -9
    assert (state / "holder.json").exists(), "its note is still there, which is not the lock"
    session = place.open()
    assign(session, "planner", secondary="gemini")
    assert session.save(wait=0).lines_changed == 1


class Turn(MemoryDisk):
    """Time passes only in sleeps; `meanwhile` happens in the first of them."""

    def __init__(self, meanwhile: Any) -> None:
        self.now = 0.0
        self.meanwhile = meanwhile

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is time.monotonic:
            return self.now
        if function is time.sleep:
            self.now += args[0]
            meanwhile, self.meanwhile = self.meanwhile, lambda: None
            return meanwhile()
        return super().call(function, *args, **kwargs)


def test_who_waits_gets_the_file_that_took_the_place_of_the_locked_one(place: Place) -> None:
    """The first saver replaces the file while the second waits for the old one."""
    disk = Turn(lambda: None)
    second = place.open(disk=disk)
    assign(second, "writer", secondary="gemini")
    alone = place.alone()
    first = alone.__enter__()
    assign(first, "planner", secondary="gemini")

    def finish() -> None:
        first.save()
        with place.path.open() as new, pytest.raises(BlockingIOError):
            fcntl.flock(new, fcntl.LOCK_EX | fcntl.LOCK_NB)
        alone.__exit__(None, None, None)

    disk.meanwhile = finish
    assert second.save().merged
    assert place.text.count("gemini") == CREW.count("gemini") + 2


class Overtaken(MemoryDisk):
    """Between opening the file and locking it somebody else saves it, and a third one locks it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.third: Any = None

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is fcntl.flock and self.third is None:
            other = self.place.open()
            assign(other, "reader", secondary="claude")
            other.save()
            self.third = held(self.place)
            self.third.__enter__()
        return super().call(function, *args, **kwargs)


def test_a_lock_on_a_file_that_was_replaced_is_none(place: Place) -> None:
    disk = Overtaken(place)
    session = place.open(disk=disk)
    assign(session, "planner", secondary="gemini")
    with pytest.raises(Locked):
        session.save(wait=0)
    disk.third.__exit__(None, None, None)
    assert session.save(wait=0).merged


def test_waiting_ends(place: Place) -> None:
    disk = Turn(lambda: None)
    session = place.open(disk=disk)
    assign(session, "planner", secondary="gemini")
    with held(place), pytest.raises(Locked):
        session.save(wait=7)
    assert 7 <= disk.now < 8


class Unlockable(MemoryDisk):
    """A file system that knows no locks; the state folder is on another, if on any that does."""

    def __init__(self, nowhere: bool) -> None:
        self.nowhere = nowhere

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is fcntl.flock:
            target = Path(f"/proc/self/fd/{args[0]}").readlink()
            if self.nowhere or target.suffix in (".yaml", ".tmp"):
                raise OSError(errno.ENOLCK, "No locks available")
        return super().call(function, *args, **kwargs)


def test_without_locks_on_the_file_the_state_folder_has_one(place: Place) -> None:
    session = place.open(disk=Unlockable(nowhere=False))
    assign(session, "planner", secondary="gemini")
    with held(place, disk=Unlockable(nowhere=False)), pytest.raises(Locked):
        session.save(wait=0)
    assert session.save(wait=0).notices == ()


def test_without_any_locks_it_is_saved_and_said(place: Place) -> None:
    session = place.open(disk=Unlockable(nowhere=True))
    assign(session, "planner", secondary="gemini")
    assert session.save().notices == ("the file could not be locked against other saves",)


WRITER = """
import sys
from pathlib import Path
from rscrew_console.dialects.operations import Assign
from rscrew_console.session import Session
path, state, agents = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
for agent in agents:
    with Session.alone(path, "assign", state=state, wait=60) as session:
        session.apply(Assign(agent, {"primary": "gemini"}), label=agent)
        session.save()
"""


def test_parallel_commands_queue_and_all_take_effect(place: Place) -> None:
    """By different links to one file; the counts, which all of them change, are right too."""
    agents = [f"agent_{number}" for number in range(24)]
    entries = "".join(f"  {agent}:\n    primary: claude  # {agent}\n" for agent in agents)
    text = CREW.replace("agent_assignments:\n", f"agent_assignments:\n{entries}")
    place.text = text.replace("claude: 1", "claude: 25")
    link = place.folder / "link.yaml"
    link.symlink_to(place.path.name)
    writers = [
        subprocess.Popen([
            sys.executable, "-c", WRITER, (place.path, link)[part % 2], place.state,
            *agents[part::4],
        ])
        for part in range(4)
    ]  # fmt: skip
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    expected = place.text
    for agent in agents:
        assert f"  {agent}:\n    primary: gemini  # {agent}\n" in expected
    assert "    claude: 1\n    openai: 1\n    gemini: 25\n" in expected
    history = place.states().entries()
    assert sorted(entry.summary for entry in history) == sorted(agents)
    assert len({entry.id for entry in history}) == 24
    assert all(new.before == old.after for new, old in pairwise(history))


def test_a_command_that_is_refused_writes_nothing_and_lets_go(place: Place) -> None:
    with pytest.raises(OperationError), place.alone() as session:
        assign(session, "nobody", secondary="gemini")
    assert place.text == CREW
    with place.alone() as session:
        assign(session, "planner", secondary="gemini")
        session.save()
        assign(session, "planner", tertiary="openai")
        session.save()
    assert len(place.states().entries()) == 2


def test_a_holder_s_note_may_be_anything(place: Place) -> None:
    state = folder_of(place.path.resolve(), place.state)
    with held(place):
        for note in ("", "[]", "{}", json.dumps({"pid": 1})):
            (state / "holder.json").write_text(note)
            with pytest.raises(Locked, match="did not say its name"), held(place, wait=0):
                pass
