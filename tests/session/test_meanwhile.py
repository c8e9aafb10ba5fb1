"""Others write the file, or this process forks, in the very moment of a save."""

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.session import ChangedOnDisk
from rscrew_console.session.exchange import exchange
from rscrew_console.session.lock import locked
from rscrew_console.session.state import folder_of
from tests.session.place import CREW, MemoryDisk, Place, assign, ticking

CHANGED = CREW.replace("secondary: openai\n    reas", "secondary: gemini\n    reas")
THEIRS = CREW.replace("# plans", "# plans all")
BOTH = CHANGED.replace("# plans", "# plans all")


def in_place(path: Path) -> None:
    path.write_text(THEIRS)


def by_rename(path: Path) -> None:
    fresh = path.with_name("theirs")
    fresh.write_text(THEIRS)
    fresh.replace(path)


class Meddling(MemoryDisk):
    """Somebody else writes right before a certain call; `exchanging` is what the system can do."""

    def __init__(self, at: Any, meddle: Callable[[], object], *, exchanging: bool = True) -> None:
        self.at, self.meddle, self.exchanging = at, meddle, exchanging

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is self.at and ".rscrew-" in str(args):
            self.at = None
            self.meddle()
        if function is exchange and not self.exchanging:
            raise OSError(errno.ENOSYS, "Function not implemented")
        return super().call(function, *args, **kwargs)


@pytest.mark.parametrize("write", [in_place, by_rename])
def test_what_was_written_while_the_new_file_was_made_is_taken_in(
    place: Place, write: Callable[[Path], None]
) -> None:
    session = place.open(disk=Meddling(os.open, lambda: write(place.path)))
    assign(session, "planner", secondary="gemini")
    assert session.save("test").merged
    assert (place.text, place.litter()) == (BOTH, set())
    assert [entry.kind for entry in place.states().entries()] == ["save"]
    assert place.states().undo().saved
    assert place.text == THEIRS


@pytest.mark.parametrize("exchanging", [True, False])
@pytest.mark.parametrize("write", [in_place, by_rename])
def test_what_was_written_in_the_very_moment_is_kept_and_said(
    place: Place, write: Callable[[Path], None], exchanging: bool
) -> None:
    at = exchange if exchanging or write is in_place else os.link
    disk = Meddling(at, lambda: write(place.path), exchanging=exchanging)
    session = place.open(disk=disk)
    assign(session, "planner", secondary="gemini")
    (notice,) = session.save("test").notices
    assert "another program wrote the file in that very moment" in notice
    assert (place.text, place.litter()) == (CHANGED, set())
    assert place.states().undo().saved
    assert place.text == THEIRS


def test_a_writer_who_has_opened_the_file_is_waited_for(place: Place) -> None:
    """It has truncated the old file before the names are exchanged, and writes it after."""
    with place.path.open("r+") as editor:

        def write_all() -> None:
            editor.truncate()
            editor.write(THEIRS)
            editor.close()

        class Waiting(MemoryDisk):
            def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
                if getattr(function, "__name__", "") == "sleep":
                    return None if editor.closed else write_all()
                return super().call(function, *args, **kwargs)

        session = place.open(disk=Waiting())
        assign(session, "planner", secondary="gemini")
        assert session.save("test").merged
    assert place.text == BOTH


def test_one_who_never_stops_writing_is_not_fought(place: Place) -> None:
    texts = iter([CREW.replace("# plans", f"# {number}") for number in range(100)])

    class Restless(MemoryDisk):
        def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
            if function is os.open and ".rscrew-" in str(args[0]) and args[1] & os.O_CREAT:
                place.text = next(texts)
            return super().call(function, *args, **kwargs)

    session = place.open(disk=Restless())
    assign(session, "planner", secondary="gemini")
    with pytest.raises(ChangedOnDisk, match="another program writes it all the time"):
        session.save("test")
    assert (session.unsaved, place.litter()) == (1, set())
    assert place.states().entries() == ()


def forked(then: Callable[[], None]) -> int:
    """A child that does this, and lives until it is killed. Its number."""
    child = os.fork()
    if not child:
        try:
            then()
            signal.pause()
        finally:
            os._exit(1)
    return child


def test_a_forked_child_does_not_keep_the_lock(place: Place) -> None:
    """It lives on while the parent lets go: whoever comes next must not wait for it."""
    real, state = place.path.resolve(), folder_of(place.path.resolve(), place.state)
    now = ticking()()
    with locked(real, state, now) as lock:
        lock.keep(real)
        child = forked(lambda: None)
    try:
        with locked(real, state, now, wait=60):  # the child may not have begun to run yet
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_forked_child_does_not_keep_the_journal(place: Place) -> None:
    session = place.open(journal=True)
    assign(session, "planner", secondary="gemini")
    reader, writer = os.pipe()

    def go_on() -> None:
        assign(session, "planner", tertiary="openai")  # into a journal of its own
        os.write(writer, b".")

    child = forked(go_on)
    try:
        os.read(reader, 1)
        kept = [left.labels for left in place.open().pending()]
        assert kept == [], "both live, and hold their own"
        session.close()
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reader)
        os.close(writer)
    (left,) = place.open().pending()
    assert len(left.labels) == 2
