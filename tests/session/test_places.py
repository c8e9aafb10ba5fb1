"""Where people deploy: mounted files, closed folders, no home, state folders that cannot be."""

import errno
import os
import stat
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.session import CannotRead, SaveFailed, Session
from rscrew_console.session.exchange import exchange
from rscrew_console.session.in_place import is_torn
from rscrew_console.session.state import NOWHERE, make_private, passing_note, state_root
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


# ---------------------------------------------------------------------------- the state folder


def no_home(*_: object, **__: object) -> Path:
    raise RuntimeError("could not determine the home directory")


def know_no_home(monkeypatch: pytest.MonkeyPatch, raised: Any) -> None:
    for name in ("HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("platformdirs.user_state_path", raised)


def unknown_user(*_: object, **__: object) -> Path:
    raise KeyError("getpwuid(): uid not found: 12345")


@pytest.mark.parametrize("raised", [no_home, unknown_user, lambda *_: Path("~/.local/state")])
def test_without_a_home_a_private_folder_serves_and_is_said(
    raised: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_no_home(monkeypatch, raised)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    root = state_root()
    assert root == tmp_path / f"rscrew-console-{os.getuid()}" == state_root()
    assert stat.S_IMODE(root.stat().st_mode) == 0o700
    assert str(root) in passing_note(root)


@pytest.mark.parametrize("taken", ["open to others", "a link", "a file", "nowhere at all"])
def test_a_folder_that_others_may_have_made_is_not_used(
    taken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_no_home(monkeypatch, no_home)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "tmp"))
    folder = tmp_path / "tmp" / f"rscrew-console-{os.getuid()}"
    if taken != "nowhere at all":
        folder.parent.mkdir()
    if taken == "open to others":
        folder.mkdir()
        folder.chmod(0o777)
    elif taken == "a link":
        (tmp_path / "elsewhere").mkdir()
        folder.symlink_to(tmp_path / "elsewhere")
    elif taken == "a file":
        folder.touch()
    assert state_root() == NOWHERE
    assert "nothing is kept" in passing_note(NOWHERE)


def test_the_usual_folder_needs_no_note(tmp_path: Path) -> None:
    assert passing_note(tmp_path) == ""


def dead_link(place: Place) -> Path:
    (place.folder / "local").symlink_to("/mnt/not-mounted")
    return place.folder / "local" / "rscrew-console"


def circle(place: Place) -> Path:
    (place.folder / "local").symlink_to("local")
    return place.folder / "local" / "rscrew-console"


def a_file(place: Place) -> Path:
    (place.folder / "local").touch()
    return place.folder / "local" / "rscrew-console"


@pytest.mark.parametrize("make", [dead_link, circle, a_file, lambda _: NOWHERE])
def test_without_a_state_folder_the_edit_is_saved_and_what_is_not_kept_is_said(
    place: Place, make: Any
) -> None:
    state = make(place)
    session = place.open(state=state, journal=True)
    assert session.pending() == ()
    assign(session, "planner", secondary="gemini")
    assert session.journal_trouble
    (notice,) = [note for note in session.save("test").notices if "history" in note]
    assert notice.startswith("the history could not be kept up, undo may miss this: ")
    assert place.text == CHANGED


def test_a_dead_link_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").symlink_to("/mnt/not-mounted")
    with pytest.raises(OSError, match="state is a link that leads nowhere"):
        make_private(tmp_path / "state" / "rscrew-console" / "files" / "x")


class FullState(MemoryDisk):
    """The state folder's disk is full, the configuration's is not."""

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is os.write:
            target = Path(f"/proc/self/fd/{args[0]}").readlink()
            if "state" in target.parts:
                raise OSError(errno.ENOSPC, "No space left on device")
        return super().call(function, *args, **kwargs)


def test_a_full_state_folder_does_not_stop_a_save(place: Place) -> None:
    session = place.open(disk=FullState(), journal=True)
    assign(session, "planner", secondary="gemini")
    assert "full" in session.journal_trouble
    (notice,) = session.save("test").notices
    assert "full" in notice
    assert place.text == CHANGED


def test_what_is_no_torn_save_stays_unread(place: Place) -> None:
    session = place.open()
    assign(session, "planner", secondary="gemini")
    session.save("test")
    place.path.write_bytes(b"\xff\xfe")
    with pytest.raises(CannotRead):
        Session.open(place.path, state=place.state)
    assert place.path.read_bytes() == b"\xff\xfe"
