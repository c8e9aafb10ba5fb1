"""A save where the file system lacks something, is full, or refuses to write."""

import errno
import os
import resource
import subprocess
import sys
from typing import Any

from tests.session.place import CREW, MemoryDisk, Place, assign
from tests.session.test_save import CHANGED, save_a_change

FULL = """
import resource, sys
from pathlib import Path
from types import SimpleNamespace
from rscrew_console.dialects.operations import Assign
from rscrew_console.session import Session, SaveFailed
path, state = map(Path, sys.argv[1:])
session = Session.open(path, state=state)
session.apply(Assign("planner", {"secondary": "gemini"}), label="x")
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
try:
    session.save()
except SaveFailed as error:
    print(error.message)
print(session.unsaved)
resource.setrlimit(resource.RLIMIT_FSIZE, (300, resource.RLIM_INFINITY))
"""


class NoFolderSync(MemoryDisk):
    """A file system on which folders cannot be synced."""

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is os.fsync:
            raise OSError(errno.EINVAL, "Invalid argument")
        return super().call(function, *args, **kwargs)


def test_a_file_system_that_cannot_sync_folders_is_saved_to(place: Place) -> None:
    save_a_change(place, disk=NoFolderSync())
    assert place.text == CHANGED


def test_a_full_disk_leaves_the_old_file_and_the_changes(place: Place) -> None:
    """The limit on the size of files is met in the middle of the write, as on a full disk."""
    command = [sys.executable, "-c", FULL, str(place.path), str(place.state)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.stdout.splitlines() == [
        f"{place.path}: it was not saved: the file would be larger than is allowed here",
        "1",
    ], run.stderr
    assert (place.text, place.litter()) == (CREW, set())
    assert resource.RLIMIT_FSIZE is not None


def test_a_state_folder_that_cannot_be_written_warns_and_saves(place: Place) -> None:
    place.state.write_text("a file where a folder should be")
    session = place.open(journal=True)
    assign(session, "planner", secondary="gemini")
    assert session.journal_trouble
    saved = session.save()
    assert saved.lines_changed == 1
    (notice,) = saved.notices
    assert notice.startswith("the history could not be kept up")
    assert str(place.state) in notice
    assert place.text == CHANGED
