"""What a save keeps beside the text: mode, owner, links; and what it does not touch."""

import errno
import os
import shlex
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rscrew_console.session import CannotRead, ChangedOnDisk, SaveFailed, Session
from rscrew_console.session.exchange import exchange
from rscrew_console.session.saving import refuse_empty
from rscrew_console.session.writing import replace_file
from tests.rows import each_row
from tests.session.place import CREW, FaultyDisk, MemoryDisk, Place, assign

CHANGED = CREW.replace("secondary: openai\n    reas", "secondary: gemini\n    reas")


def save_a_change(place: Place, **options: Any) -> None:
    session = place.open(**options)
    assign(session, "planner", secondary="gemini")
    session.save("test")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o777, 0o400 | 0o200])
def test_the_mode_stays(place: Place, mode: int) -> None:
    place.path.chmod(mode)
    save_a_change(place)
    assert place.path.stat().st_mode & 0o7777 == mode
    assert place.text == CHANGED


def test_the_owner_stays(place: Place) -> None:
    os.chown(place.path, 4321, 1234)
    save_a_change(place)
    status = place.path.stat()
    assert (status.st_uid, status.st_gid) == (4321, 1234)


def test_mode_and_owner_are_set_before_the_file_has_its_name(place: Place) -> None:
    os.chown(place.path, 4321, 1234)
    disk = FaultyDisk()
    save_a_change(place, disk=disk)
    rename = disk.calls.index("exchange", disk.calls.index("fchown"))
    assert disk.calls.index("fchmod") < rename


def test_the_text_is_on_the_disk_before_it_has_the_name_and_the_name_before_it_is_said(
    place: Place,
) -> None:
    disk = FaultyDisk()
    save_a_change(place, disk=disk)
    mode_set = disk.calls.index("fchmod")
    looked = ["open", "fcntl", "fcntl", "fcntl", "read", "read", "close"]
    assert disk.calls[mode_set:][:2] == ["fchmod", "sync"]
    assert disk.calls[mode_set + 2 :][:18] == [
        *looked, "exchange", *looked, "unlink", "open", "fsync",
    ]  # fmt: skip


def test_an_unsaved_change_is_on_the_disk_when_it_is_made(place: Place) -> None:
    disk = FaultyDisk()
    session = place.open(disk=disk, journal=True)
    assign(session, "planner", secondary="gemini")
    assert disk.calls[-6:] == ["write", "sync", "replace", "open", "fsync", "close"]
    assign(session, "planner", tertiary="openai")
    assert disk.calls[-2:] == ["write", "sync"]


class Rotten(MemoryDisk):
    """A disk that keeps something else than it was given."""

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        result = super().call(function, *args, **kwargs)
        if function is exchange:
            args[1].write_text(CREW + "# rot\n")
        return result


def test_what_is_written_is_read_back(place: Place) -> None:
    session = place.open(disk=Rotten())
    assign(session, "planner", secondary="gemini")
    with pytest.raises(SaveFailed, match="what was written is not what is read back"):
        session.save()
    assert session.unsaved == 1


class ForeignFile(MemoryDisk):
    """The system of a user who may not give files away."""

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is os.fchown:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        return super().call(function, *args, **kwargs)


def test_an_owner_that_cannot_be_kept_is_said(place: Place) -> None:
    os.chown(place.path, 4321, 1234)
    session = place.open(disk=ForeignFile())
    assign(session, "planner", secondary="gemini")
    notices = session.save().notices
    assert [notice.split(" could")[0] for notice in notices] == [
        "the file's group",
        "the file's owner",
    ]
    assert place.text == CHANGED


def test_other_attributes_stay(place: Place) -> None:
    os.setxattr(place.path, "user.note", b"mine")
    save_a_change(place)
    assert os.getxattr(place.path, "user.note") == b"mine"


def test_a_chain_of_links_stays_and_its_end_is_written(place: Place) -> None:
    elsewhere = place.folder / "elsewhere"
    elsewhere.mkdir()
    place.path.rename(elsewhere / "real.yaml")
    (elsewhere / "second.yaml").symlink_to("real.yaml")
    (place.folder / "folder").symlink_to("elsewhere")
    place.path.symlink_to("folder/second.yaml")
    save_a_change(place)
    assert place.path.is_symlink()
    assert (elsewhere / "second.yaml").is_symlink()
    assert not (elsewhere / "real.yaml").is_symlink()
    assert (elsewhere / "real.yaml").read_text() == CHANGED
    assert sorted(path.name for path in elsewhere.iterdir()) == ["real.yaml", "second.yaml"]


def test_of_hard_links_only_the_opened_name_changes_and_it_is_said(place: Place) -> None:
    other = place.folder / "other.yaml"
    other.hardlink_to(place.path)
    session = place.open()
    assign(session, "planner", secondary="gemini")
    assert session.save().notices == (
        "the file's other names (hard links) still hold the former text",
    )
    assert (place.text, other.read_text()) == (CHANGED, CREW)


def test_nothing_to_save_writes_nothing(place: Place) -> None:
    disk = FaultyDisk()
    session = place.open(disk=disk)
    before = place.path.stat()
    assert session.save().lines_changed == 0
    assert place.path.stat().st_ino == before.st_ino
    assert "write" not in disk.calls[disk.calls.index("flock") + 1 :] or not session.is_dirty
    assert place.states().entries() == ()


def test_what_is_read_only_is_left_alone_even_by_root(place: Place) -> None:
    state = place.folder.parent / "state-elsewhere"
    session = place.open(state=state)
    assert session.read_only == ""
    assign(session, "planner", secondary="gemini")
    target = place.path
    said = f"the file is read-only (mode 0444); chmod u+w {shlex.quote(str(target.resolve()))}"
    target.chmod(0o444)
    assert session.read_only == said
    with pytest.raises(SaveFailed) as caught:
        session.save()
    target.chmod(0o755)
    assert caught.value.message == f"{place.path}: it was not saved: {said}"
    assert (place.text, session.unsaved, place.litter()) == (CREW, 1, set())


def test_a_vanished_folder_is_said_and_the_changes_stay(place: Place) -> None:
    place.folder.joinpath("deep").mkdir()
    path = place.path.rename(place.folder / "deep" / "model_config.yaml")
    session = place.open(path=path)
    assign(session, "planner", secondary="gemini")
    (place.folder / "deep").rename(place.folder / "gone")
    with pytest.raises(ChangedOnDisk, match="there is no such file"):
        session.save()
    assert session.unsaved == 1


def test_a_link_that_is_turned_while_it_is_locked_is_not_written_through(place: Place) -> None:
    other = place.folder / "other.yaml"
    other.write_text(CREW)
    link = place.folder / "link.yaml"
    link.symlink_to(place.path.name)
    with Session.alone(link, state=place.state) as session:
        assign(session, "planner", secondary="gemini")
        link.unlink()
        link.symlink_to(other.name)
        with pytest.raises(ChangedOnDisk, match="has another target now"):
            session.save()
    assert (place.text, other.read_text()) == (CREW, CREW)
    assert session.save().lines_changed == 1
    assert (place.text, other.read_text()) == (CREW, CHANGED)


def test_a_command_on_a_missing_file_says_so(place: Place) -> None:
    missing = place.folder / "none.yaml"
    with (
        pytest.raises(CannotRead, match=r"none\.yaml: there is no such file"),
        Session.alone(missing, state=place.state),
    ):
        pass


def test_leftovers_of_a_killed_save_go_with_the_next(place: Place) -> None:
    stale = place.folder / ".model_config.yaml.rscrew-1-abcd.tmp"
    stale.write_text("half")
    mine = place.folder / ".model_config.yaml.swp"
    mine.write_text("vim's")
    save_a_change(place)
    assert place.litter() == {mine.name}


def test_the_temporary_file_is_never_an_existing_one(place: Place, monkeypatch: Any) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _: "known")
    trap = place.folder / f".model_config.yaml.rscrew-{os.getpid()}-known.tmp"
    victim = place.folder / "victim"
    victim.write_text("precious")

    class Racing(MemoryDisk):
        """Somebody puts a link where the temporary file is about to be."""

        def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
            if function is os.open and args[0] == trap:
                trap.symlink_to(victim)
            return super().call(function, *args, **kwargs)

    with pytest.raises(FileExistsError):
        replace_file(place.path, b"new", Racing())
    assert (victim.read_text(), place.text) == ("precious", CREW)


@each_row(
    ("text", "value"),
    [
        ("", {"a": 1}),
        ("# nothing\n", {"a": 1}),
        ("", None),
        ("a: 2\n", {"a": 1}),
        ("a: [", {"a": 1}),
    ],
)
def test_a_text_that_does_not_say_what_was_meant_is_never_written(text: str, value: Any) -> None:
    """Edits are proved when they are made; this is the last look, at a document gone wrong."""
    with pytest.raises(SaveFailed, match="was not saved"):
        refuse_empty(Path("x.yaml"), SimpleNamespace(text=text, value=value))


def test_a_path_is_real_however_it_is_given(place: Place, monkeypatch: Any) -> None:
    monkeypatch.chdir(place.folder)
    session = place.open(path=Path("model_config.yaml"))
    assert (session.path, session.real_path) == (Path("model_config.yaml"), place.path.resolve())
