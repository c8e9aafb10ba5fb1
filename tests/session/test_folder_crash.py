"""A save of several files that fails or dies at any one of its system calls.

Each of four files is written by the same calls, so that every third of all calls meets each kind of
call. In `make test-thorough` each call fails, with each error.
"""

import errno
import shutil
import subprocess
import sys

import pytest

from rscrew_console.document import ABSENT, Edit
from rscrew_console.session import SessionError
from tests.session.folder import FILES, NEW, Folder
from tests.session.place import FaultyDisk, Killed, calls_to_fail, errors_in_turn

EDITS = [
    Edit(("editor.md", "model"), "opus", "haiku"),
    Edit(("new.md",), ABSENT, NEW),
    Edit(("reader.md",), {"name": "reader", "model": "haiku"}, ABSENT),
    Edit(("sub/writer.md", "model"), "sonnet", "opus"),
]
AFTER = {
    "editor.md": FILES["editor.md"].replace("opus   #", "haiku  #"),
    "new.md": NEW,
    "sub/writer.md": FILES["sub/writer.md"].replace("sonnet", "opus"),
}
"""One file of each kind: changed, made, deleted, changed."""


def attempt(folder: Folder, disk: FaultyDisk) -> str:
    """Open, change and save on this disk; "" or the error's message."""
    try:
        session = folder.open(disk=disk)
        session.change(EDITS, "four files")
        session.save("test")
    except SessionError as error:
        return error.message
    except Killed:
        return "killed"
    return ""


def reset(folder: Folder) -> None:
    """The files as at first, and nothing remembered: a history would grow from try to try."""
    folder.write(**dict.fromkeys(set(folder.files) - set(FILES)), **FILES)
    shutil.rmtree(folder.state, ignore_errors=True)


def test_after_dying_at_any_call_the_next_start_finds_all_files_old_or_all_new(
    folder: Folder,
) -> None:
    seen, between = set(), 0
    for at in calls_to_fail(step=3):
        reset(folder)
        disk = FaultyDisk(at=at)
        if attempt(folder, disk) == "":
            break
        disk.release()
        was_mixed = folder.files not in (FILES, AFTER)
        session = folder.open()
        assert folder.files in (FILES, AFTER), f"call {at}, {disk.calls[-1]}"
        assert session.problems == ()
        between += was_mixed
        seen.add(folder.files == AFTER)
        if folder.files == AFTER:
            assert not was_mixed or session.history.unfinished() is None
            folder.states().undo()
            assert folder.files == FILES, f"the history lost the old texts at call {at}"
    assert seen == {True, False}
    assert between > 5, "it died between two files often enough"


@pytest.mark.parametrize("codes", errors_in_turn(errno.ENOSPC, errno.EIO))
def test_failing_at_any_call_takes_back_what_was_written(
    folder: Folder, codes: tuple[int, ...]
) -> None:
    messages = set()
    for at in calls_to_fail(step=3):
        reset(folder)
        disk = FaultyDisk(at=at, error=OSError(codes[at % len(codes)], "it failed"))
        message = attempt(folder, disk)
        messages.add(message)
        disk.release()
        if len(disk.calls) <= at:
            break
        if message:
            assert folder.files == FILES, f"call {at}, {disk.calls[at]}: {message}"
        else:
            assert folder.files == AFTER
    assert any("sub/writer.md: " in message for message in messages)
    assert "" in messages


VICTIM = """
import os, signal, sys
from pathlib import Path
import pytest
from rscrew_console.session.disk import Disk
from rscrew_console.session.exchange import exchange
from tests.session.folder import Folder, use_folder_dialect
from tests.session.test_folder_crash import EDITS

class Dying(Disk):
    def call(self, function, *args, **kwargs):
        if function is exchange and args[1].name == "writer.md":
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*args, **kwargs)

use_folder_dialect(pytest.MonkeyPatch())
root = Path(sys.argv[1])
session = Folder(root / "agents", root / "state").open(disk=Dying(), journal=True)
session.change(EDITS, "four files")
session.save("test")
"""


@pytest.mark.parametrize("outside", [False, True])
def test_a_process_killed_between_two_files_is_finished_at_the_next_start(
    folder: Folder, outside: bool
) -> None:
    victim = subprocess.run(
        [sys.executable, "-c", VICTIM, folder.path.parent], check=False, capture_output=True
    )
    assert victim.returncode == -9, victim.stderr
    mixed = AFTER | {"sub/writer.md": FILES["sub/writer.md"]}
    assert folder.files == mixed
    expected = dict(AFTER)
    if outside:  # somebody has gone on with one of the files that were written
        expected["editor.md"] = AFTER["editor.md"].replace("You edit.", "You edit well.")
        folder.write(**{"editor.md": expected["editor.md"]})
    survivor = folder.open(journal=True)
    assert folder.files == expected
    assert {path.name for path in folder.path.rglob(".*")} == set()
    assert survivor.pending() == () or outside
    assert [entry.summary for entry in survivor.history.entries("")] == ["four files"]
    folder.states().undo()
    former = dict(FILES)
    if outside:
        former["editor.md"] = FILES["editor.md"].replace("You edit.", "You edit well.")
    assert folder.files == former


def test_a_save_that_cannot_be_finished_is_told_of(folder: Folder) -> None:
    subprocess.run([sys.executable, "-c", VICTIM, folder.path.parent], check=False)
    for blob in (folder.state / "files").rglob("blobs/*"):
        blob.unlink()
    (problem,) = folder.open().problems
    assert (problem.code, problem.severity) == ("cut-off-save", "warning")
    assert "was cut off between two files, and cannot be finished" in problem.message


def test_a_save_that_wrote_nothing_is_not_finished_later(folder: Folder) -> None:
    """Killed before its first file: what somebody then writes by hand does not set it going."""
    for at in calls_to_fail(step=3):
        reset(folder)
        disk = FaultyDisk(at=at)
        attempt(folder, disk)
        disk.release()
        if folder.open().history.unfinished() is not None:
            break
    assert folder.files == FILES
    edited = FILES["editor.md"].replace("You edit.", "You edit well.")
    folder.write(**{"editor.md": edited})
    folder.open()
    assert folder.files == FILES | {"editor.md": edited}
