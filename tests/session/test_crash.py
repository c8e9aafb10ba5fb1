"""A save that fails or dies at any one of its system calls.

In `make test-thorough` each call fails with each error, else with one of them in turn.
"""

import errno
from itertools import count

import pytest

from rscrew_console.session import SessionError
from tests.session.place import CREW, FaultyDisk, Killed, Place, assign, errors_in_turn, keeper

BEFORE = CREW.replace("# reads", "# reads all")
"""After one save: so that there is a history to be torn."""


def prepared(place: Place) -> tuple[str, str]:
    """A place with one save behind it; the text now, and the one that the next save makes."""
    first = place.open()
    first.change_text(BEFORE, "a comment")
    first.save("test")
    session = place.open()
    assign(session, "planner", primary="gemini")
    return BEFORE, session.document.text


def attempt(place: Place, disk: FaultyDisk) -> str:
    """Open, change and save on this disk; "" or the error's message."""
    try:
        session = place.open(disk=disk, journal=True)
        assign(session, "planner", primary="gemini")
    except SessionError as error:
        return error.message
    except Killed:
        return "killed"
    try:
        session.save("test")
    except SessionError as error:
        assert session.unsaved, "the changes are kept"
        return error.message
    except Killed:
        return "killed"
    return ""


def test_the_seam_sees_every_kind_of_call(place: Place) -> None:
    disk = FaultyDisk()
    attempt(place, disk)
    wanted = {"open", "write", "sync", "fsync", "replace", "flock", "fchmod", "read", "close"}
    assert wanted <= set(disk.calls)


def test_dying_at_any_call_leaves_the_old_file_or_the_new_one(place: Place) -> None:
    old, new = prepared(place)
    put_back = keeper(place.folder)
    seen = set()
    for at in count():
        put_back()
        disk = FaultyDisk(at=at)
        if attempt(place, disk) == "":
            break
        disk.release()
        seen.add(place.text)
        assert place.text in (old, new), f"torn at call {at}, {disk.calls[-1]}"
        survivor = place.open(journal=True)
        pending = survivor.pending()
        if place.text == old:
            assert len(pending) <= 1
            for left in pending:
                survivor.restore(left)
                assert survivor.document.text == new
                survivor.close()
            assign(survivor, "reader", tertiary="claude")
            survivor.save("test")
            assert place.states().undo().diff
        else:
            assert pending == (), "what was saved is not offered again"
            assert place.states().undo().saved
        assert place.text == old, f"the history lost the old text at call {at}"
        assert place.litter() == set()
    assert seen == {old, new}
    assert at > 60, "each call of a save was the last one once"


@pytest.mark.parametrize("codes", errors_in_turn(errno.ENOSPC, errno.EIO, errno.EACCES))
def test_failing_at_any_call_loses_nothing(place: Place, codes: tuple[int, ...]) -> None:
    old, new = prepared(place)
    put_back = keeper(place.folder)
    said = set()
    for at in count():
        put_back()
        disk = FaultyDisk(at=at, error=OSError(codes[at % len(codes)], "it failed"))
        said.add(message := attempt(place, disk))
        if len(disk.calls) <= at:
            break
        assert place.text in (old, new)
        if not message:
            assert place.text == new, f"said to be saved at call {at}"
        disk.release()
        assert {name for name in place.litter() if disk.calls[at] != "unlink"} == set()
        again = place.open(journal=True)
        for left in again.pending():
            again.restore(left)
            assert again.document.text == new
            again.close()
    assert "" in said, "some failures, as of the journal, do not matter"
    assert any("it was not saved" in message for message in said)
