"""The state folder: without a home, taken by others, behind a dead link, full."""

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.session.state import NOWHERE, make_private, passing_note, state_root
from tests.session.place import CREW, MemoryDisk, Place, assign

CHANGED = CREW.replace("secondary: openai\n    reas", "secondary: gemini\n    reas")


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
