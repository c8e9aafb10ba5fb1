"""A folder of files that others change, lock or keep from being written."""

import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.document import ABSENT, Edit
from rscrew_console.session import (
    ChangedOnDisk,
    Choice,
    Locked,
    SaveFailed,
    Session,
)
from rscrew_console.session.state import folder_of
from tests.session.folder import (
    BOTH,
    FILES,
    FINISHED,
    FINISHED_OPUS,
    HAIKU,
    NEW,
    OPUS,
    TO_HAIKU,
    TO_HAIKU_BY_HAND,
    TO_OPUS,
    WITHOUT_READER,
    WRITTEN,
    Folder,
)

# ------------------------------------------------------------------------ others


@pytest.mark.parametrize(
    ("outside", "expected"),
    [
        pytest.param({"editor.md": HAIKU}, BOTH, id="another file changed"),
        pytest.param({"new.md": NEW}, WRITTEN | {"new.md": NEW}, id="new"),
        pytest.param({"reader.md": None}, WITHOUT_READER, id="another file deleted"),
        pytest.param({"sub/writer.md": FINISHED}, FINISHED_OPUS, id="the body changed"),
        pytest.param({"sub/writer.md": OPUS}, WRITTEN, id="the same change"),
        pytest.param({"sub/writer.md": TO_HAIKU_BY_HAND}, None, id="the same place"),
        pytest.param({"sub/writer.md": None}, None, id="that very file deleted"),
    ],
)
def test_outside_changes_are_merged_file_by_file(
    folder: Folder, outside: dict[str, str | None], expected: dict[str, str] | None
) -> None:
    session = folder.open()
    session.change([TO_OPUS], "one")
    folder.write(**outside)
    before = folder.files
    if expected is None:
        with pytest.raises(ChangedOnDisk):
            session.save("test")
        assert folder.files == before
        assert session.refresh().kind == "collided"
        assert session.resolve("yours").kind == "merged"
        session.save("test")
        assert "model: opus" in folder.files["sub/writer.md"]
        return
    saved = session.save("test")
    assert saved.merged
    assert folder.files == expected
    if saved.lines_changed:
        folder.states().undo()
        assert folder.files == before


def test_a_new_file_that_somebody_else_made_too_is_not_overwritten(folder: Folder) -> None:
    session = folder.open()
    session.change([Edit(("new.md",), ABSENT, NEW)], "new")
    broken = "---\nname: [\n---\n"
    folder.write(**{"new.md": broken})
    with pytest.raises((SaveFailed, ChangedOnDisk), match=r"new\.md"):
        session.save("test")
    assert folder.files == FILES | {"new.md": broken}
    assert session.is_dirty


@pytest.mark.parametrize("also", [[], [Edit(("new.md", "model"), "opus", "haiku")]])
def test_a_new_file_keeps_its_body_beside_one_that_somebody_else_made(
    folder: Folder, also: list[Edit]
) -> None:
    session = folder.open()
    session.change([Edit(("new.md",), ABSENT, NEW)], "new")
    session.change(also, "haiku")
    other = NEW.replace("new", "newer")
    folder.write(**{"newer.md": other})
    session.save("test")
    ours = NEW.replace("opus", "haiku") if also else NEW
    assert folder.files == FILES | {"new.md": ours, "newer.md": other}


def test_a_changed_file_that_somebody_else_deleted_comes_back_with_its_body(
    folder: Folder,
) -> None:
    session = folder.open()
    session.change([TO_OPUS], "one")
    folder.write(**{"sub/writer.md": None, "sub/xenia.md": NEW})
    assert session.refresh().kind == "collided"
    assert session.resolve("yours").kind == "merged"
    session.save("test")
    assert folder.files == WRITTEN | {"sub/xenia.md": NEW}


def test_of_two_new_files_of_one_name_the_chosen_one_stays_whole(folder: Folder) -> None:
    session = folder.open()
    session.change([Edit(("new.md",), ABSENT, NEW)], "new")
    folder.write(**{"new.md": "---\nname: new\nmodel: haiku\n---\nYou are theirs.\n"})
    assert session.refresh().kind == "collided"
    assert session.resolve("yours").kind == "merged"
    session.save("test")
    assert folder.files == FILES | {"new.md": NEW}


THEIRS = NEW.replace("You are new.", "You are theirs.")
READ_WELL = FILES["reader.md"].replace("You read", "You read well")
WITHOUT = {name: text for name, text in FILES.items() if name != "reader.md"}


@pytest.mark.parametrize(("edit", "outside", "theirs", "yours"), [
    (Edit(("new.md",), ABSENT, NEW), {"new.md": THEIRS}, FILES | {"new.md": THEIRS},
     FILES | {"new.md": NEW}),
    (Edit(("reader.md",), {"name": "reader", "model": "haiku"}, ABSENT), {"reader.md": READ_WELL},
     FILES | {"reader.md": READ_WELL}, WITHOUT),
], ids=["both create, with equal data", "one deletes, one writes the body"])  # fmt: skip
@pytest.mark.parametrize("side", ["theirs", "yours"])
def test_files_that_differ_in_their_body_alone_are_asked_about(
    folder: Folder, edit: Edit, outside: dict[str, str | None], theirs: dict[str, str],
    yours: dict[str, str], side: Choice,
) -> None:  # fmt: skip
    session = folder.open()
    session.change([edit], "one")
    folder.write(**outside)
    with pytest.raises(ChangedOnDisk, match="in the same places"):
        session.save("test")
    assert folder.files == theirs
    (collision,) = session.refresh().collisions
    assert collision.path == edit.path
    assert collision.theirs != collision.yours
    assert session.resolve(side).kind == "merged"
    session.save("test")
    assert folder.files == (theirs if side == "theirs" else yours)


def test_a_file_that_both_sides_create_alike_is_no_collision(folder: Folder) -> None:
    session = folder.open()
    session.change([Edit(("new.md",), ABSENT, NEW)], "new")
    folder.write(**{"new.md": NEW})
    assert session.save("test").lines_changed == 0
    assert folder.files == FILES | {"new.md": NEW}


def test_a_renamed_file_keeps_the_body_that_somebody_else_has_written_meanwhile(
    folder: Folder,
) -> None:
    session = folder.open()
    session.change([Edit(("reader.md",), "reader.md", "lector.md", on="key")], "rename")
    folder.write(**{"reader.md": READ_WELL})
    assert session.refresh().kind == "merged"
    folder.write(**{"reader.md": READ_WELL + ", and fast"})
    session.save("test")
    assert folder.files == WITHOUT | {"lector.md": READ_WELL + ", and fast"}


def test_an_undo_does_not_delete_a_body_that_was_written_since(folder: Folder) -> None:
    session = folder.open()
    session.change([Edit(("new.md",), ABSENT, NEW)], "new")
    session.save("test")
    folder.write(**{"new.md": THEIRS})
    with pytest.raises(ChangedOnDisk, match=r"in the same places: new\.md"):
        folder.states().undo()
    assert folder.files == FILES | {"new.md": THEIRS}


def test_an_undo_keeps_what_others_did_since(folder: Folder) -> None:
    session = folder.open()
    session.change([TO_OPUS, TO_HAIKU], "two")
    session.save("test")
    folder.write(**{"editor.md": HAIKU.replace("You edit.", "You edit well."), "new.md": NEW})
    folder.states().undo()
    assert folder.files == FILES | {
        "editor.md": FILES["editor.md"].replace("You edit.", "You edit well."),
        "new.md": NEW,
    }


# ------------------------------------------------------------------------ locks


def test_a_session_of_one_file_and_one_of_its_folder_exclude_each_other(folder: Folder) -> None:
    session = folder.open()
    session.change([TO_OPUS], "one")
    with (folder.path / "sub/writer.md").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(Locked, match=r"writer\.md: it is being saved by another program"):
            session.save("test", wait=0)
    assert session.save("test", wait=0).lines_changed == 1
    session.change([TO_HAIKU], "two")
    with (
        Session.alone(folder.path, "first", disk=folder.disk, state=folder.state),
        pytest.raises(Locked, match=r"being saved by process .* \(first\)"),
    ):
        session.save("test", wait=0)


def test_all_locks_are_taken_in_one_order_and_released(folder: Folder) -> None:
    order: list[str] = []
    flock = fcntl.flock

    class Noting(type(folder.disk)):  # type: ignore[misc]  # a class that is only known here
        def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
            result = super().call(function, *args, **kwargs)
            if function is flock:
                order.append(str(Path(f"/proc/self/fd/{args[0]}").readlink()))
            return result

    session = folder.open(disk=Noting())
    session.change([TO_HAIKU, TO_OPUS], "two")
    session.save("test")
    names = [path for path in order if not path.endswith(".tmp")]
    assert names == [str(folder.path), *(str(folder.path / name) for name in sorted(FILES))]
    for path in [folder.path, *(folder.path / name for name in FILES)]:
        handle = os.open(path, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(handle)


# ------------------------------------------------------------------------ failing, and journals


def test_where_one_file_is_read_only_none_is_written(folder: Folder) -> None:
    (folder.path / "sub/writer.md").chmod(0o444)
    session = folder.open()
    assert "sub/writer.md: the file is read-only" in session.read_only
    session.change([TO_OPUS, TO_HAIKU], "two")
    with pytest.raises(SaveFailed, match=r"sub/writer\.md"):
        session.save("test")
    assert folder.files == FILES
    assert session.unsaved == 2


def test_unsaved_changes_of_many_files_outlive_their_program(folder: Folder) -> None:
    session = folder.open(journal=True)
    session.change([TO_OPUS, Edit(("new.md",), ABSENT, NEW)], "two files")
    assert session._journal is not None
    assert session._journal._open is not None
    os.close(session._journal._open[1])
    survivor = folder.open(journal=True)
    (work,) = survivor.pending()
    assert work.labels == ("two files",)
    assert "+++ b/agents/new.md" in work.diff("agents")
    assert survivor.restore(work).kind == "same"
    survivor.save("test")
    assert folder.files == FILES | {"sub/writer.md": OPUS, "new.md": NEW}
    assert list(folder_of(folder.path.resolve(), folder.state).glob("journal-*")) == []
