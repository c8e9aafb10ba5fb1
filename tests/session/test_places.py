"""Where people deploy: mounted files, closed folders, no home, state folders that cannot be."""

import errno
import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.session import CannotRead, SaveFailed, Session
from rscrew_console.session.exchange import exchange
from rscrew_console.session.in_place import is_torn
from tests.rows import each_row
from tests.session.place import CREW, FaultyDisk, Killed, MemoryDisk, Place, assign

CHANGED = CREW.replace("secondary: openai\n    reas", "secondary: gemini\n    reas")
MOUNTED = "it is mounted by itself"
CLOSED = "its folder may not be written"


class Refusing(MemoryDisk):
    """A system that refuses one kind of call on the configuration and what is beside it."""

    def __init__(self, functions: tuple[Any, ...], code: int) -> None:
        self.functions, self.code = functions, code

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        beside = isinstance(args[0], Path) and ".rscrew-" in args[0].name if args else False
        if function in self.functions and beside:
            raise OSError(self.code, os.strerror(self.code))
        return super().call(function, *args, **kwargs)


@pytest.mark.parametrize(
    ("functions", "code", "why"),
    [
        ((exchange,), errno.EBUSY, MOUNTED),
        ((exchange,), errno.EPERM, CLOSED),
        ((exchange,), errno.EXDEV, CLOSED),
        ((os.open,), errno.EACCES, CLOSED),
        ((os.open,), errno.EROFS, CLOSED),
        ((os.open,), errno.EPERM, CLOSED),
    ],
)
def test_what_cannot_be_replaced_is_written_in_place_and_said(
    place: Place, functions: tuple[Any, ...], code: int, why: str
) -> None:
    inode = place.path.stat().st_ino
    session = place.open(disk=Refusing(functions, code), journal=True)
    assign(session, "planner", secondary="gemini")
    (notice,) = session.save("test").notices
    assert notice.startswith("the file was written in place")
    assert why in notice
    assert (place.text, place.path.stat().st_ino, place.litter()) == (CHANGED, inode, set())
    assert place.states().undo().saved
    assert place.text == CREW


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.EINVAL, errno.ENOTSUP])
def test_where_names_cannot_be_exchanged_the_file_is_renamed(place: Place, code: int) -> None:
    session = place.open(disk=Refusing((exchange,), code))
    assign(session, "planner", secondary="gemini")
    assert session.save("test").notices == ()
    assert (place.text, place.litter()) == (CHANGED, set())


MOUNT = """
set -e
mount --bind "$1/host.yaml" "$1/model_config.yaml"
exec "$2" -m rscrew_console --config "$1/model_config.yaml" assign planner openai
"""


def test_a_file_that_is_really_mounted(place: Place) -> None:
    """Where nothing may be mounted here, the tests above play what the system says then."""
    host = place.folder / "host.yaml"
    host.write_text(CREW)
    env = {**os.environ, "XDG_STATE_HOME": str(place.state)}
    command = ["unshare", "--mount", "sh", "-c", MOUNT, "sh", str(place.folder), sys.executable]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    may_mount = "saved" in run.stdout or "mount" not in run.stderr
    if may_mount:
        assert MOUNTED in run.stderr
        assert "primary: openai     # must" in host.read_text()
    assert "Traceback" not in run.stderr
    assert place.text == CREW


def test_a_closed_folder_with_an_open_file(place: Place) -> None:
    folder = place.folder / "closed"
    folder.mkdir()
    path = folder / "model_config.yaml"
    path.write_text(CREW)
    folder.chmod(0o555)
    session = place.open(path=path)
    assert session.read_only == ""
    assign(session, "planner", secondary="gemini")
    (notice,) = session.save().notices
    folder.chmod(0o755)
    assert CLOSED in notice
    assert (path.read_text(), [each.name for each in folder.iterdir()]) == (CHANGED, [path.name])


class Dying(FaultyDisk):
    """A mounted file, and a program that dies at the n-th call."""

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is exchange and not self._dead:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return super().call(function, *args, **kwargs)


LONGER = CREW.replace("  claude:\n", "  claude:\n    # as careful as can be\n    kind: claude\n")


@pytest.mark.parametrize(("before", "after"), [(CREW, LONGER), (LONGER, CREW)])
def test_dying_while_writing_in_place_is_finished_by_who_comes_next(
    place: Place, before: str, after: str
) -> None:
    seen, torn = set(), 0
    for at in count():
        place.text = before
        disk = Dying(at=at)
        try:
            session = place.open(disk=disk)
            session.change_text(after, "a comment")
            session.save("test")
        except Killed:
            disk.release()
        else:
            break
        torn += place.text not in (before, after)
        seen.add(place.open().document.text)
        assert place.text in (before, after)
    assert seen == {before, after}
    assert torn, "it was torn at least once"


def opened_as(handle: int) -> str:
    return Path(f"/proc/self/fd/{handle}").readlink().name


class Full(MemoryDisk):
    """A mounted file on a disk that gets full in the middle of the first write to it."""

    full = True

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is exchange:
            raise OSError(errno.EBUSY, "Device or resource busy")
        if function is os.write and self.full and opened_as(args[0]) == "model_config.yaml":
            self.full = False
            os.write(args[0], args[1][: len(args[1]) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().call(function, *args, **kwargs)


@pytest.mark.parametrize(("before", "after"), [(CREW, LONGER), (LONGER, CREW)])
def test_an_error_while_writing_in_place_puts_the_old_text_back(
    place: Place, before: str, after: str
) -> None:
    place.text = before
    session = place.open(disk=Full())
    session.change_text(after, "a comment")
    with pytest.raises(SaveFailed, match="the disk is full"):
        session.save("test")
    assert (place.text, session.unsaved > 0) == (before, True)


@each_row(
    ("now", "torn"),
    [
        (b"abXY", True), (b"abcd", False), (b"WXY", False), (b"abc", False), (b"zbXY", False),
        (b"abcdY", False), (b"", False), (b"abY", False),
    ],
)  # fmt: skip
def test_a_torn_text_is_known_for_what_it_is(now: bytes, torn: bool) -> None:
    assert is_torn(now, b"WVXY", b"abcd") is torn


def test_what_is_no_torn_save_stays_unread(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    session.save("test")
    place.path.write_bytes(b"\xff\xfe")
    with pytest.raises(CannotRead):
        Session.open(place.path, state=place.state)
    assert place.path.read_bytes() == b"\xff\xfe"
