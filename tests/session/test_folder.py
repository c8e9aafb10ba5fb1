"""A folder of files as one crew: one step, one undo, one save."""

import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.document import ABSENT, Edit
from rscrew_console.session import (
    BadConfig,
    CannotChange,
    CannotRead,
    ChangedOnDisk,
    Locked,
    SaveFailed,
    Session,
    WouldBreak,
    problems_of,
)
from rscrew_console.session.state import folder_of
from tests.session.folder import FILES, Folder, use_folder_dialect

OPUS = FILES["sub/writer.md"].replace("sonnet", "opus")
HAIKU = FILES["editor.md"].replace("opus   #", "haiku  #")
TO_OPUS = Edit(("sub/writer.md", "model"), "sonnet", "opus")
TO_HAIKU = Edit(("editor.md", "model"), "opus", "haiku")
BOTH = FILES | {"sub/writer.md": OPUS, "editor.md": HAIKU}
NEW = "---\nname: new\nmodel: opus\n---\nYou are new.\n"
WRITTEN = FILES | {"sub/writer.md": OPUS}
WITHOUT_READER = {name: text for name, text in WRITTEN.items() if name != "reader.md"}
FINISHED = FILES["sub/writer.md"].replace("End.", "Fin.")
FINISHED_OPUS = FILES | {"sub/writer.md": OPUS.replace("End.", "Fin.")}
TO_HAIKU_BY_HAND = FILES["sub/writer.md"].replace("sonnet", "haiku")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    use_folder_dialect(monkeypatch)
    return Folder.make(tmp_path)


def test_a_folder_opens_as_one_crew_and_nothing_is_written(folder: Folder) -> None:
    session = folder.open(journal=True)
    assert session.is_folder
    assert list(session.roster.agent_by_name) == ["editor", "reader", "writer"]
    assert session.problems == ()
    assert folder.files == FILES
    assert not folder.state.exists()


def test_one_change_of_two_files_is_one_step_one_save_and_one_undo(folder: Folder) -> None:
    session = folder.open()
    assert session.change([TO_OPUS, TO_HAIKU], "two")
    assert session.unsaved == 2
    saved = session.save("test")
    assert (folder.files, saved.lines_changed, saved.summary) == (BOTH, 2, "two")
    (entry,) = session.history.entries("")
    assert (entry.summary, entry.lines_changed) == ("two", 2)
    session.undo()
    session.save("test")
    assert folder.files == FILES
    session.redo()
    session.save("test")
    assert folder.files == BOTH
    assert folder.litter() == []


def test_only_the_files_that_changed_are_written(folder: Folder) -> None:
    before = {name: (folder.path / name).stat().st_ino for name in FILES}
    session = folder.open()
    session.change([TO_OPUS], "one")
    session.save("test")
    after = {name: (folder.path / name).stat().st_ino for name in FILES}
    assert {name for name in FILES if before[name] != after[name]} == {"sub/writer.md"}


def test_the_diff_names_each_file(folder: Folder) -> None:
    session = folder.open()
    session.change([TO_OPUS, TO_HAIKU], "two")
    name = str(folder.path).lstrip("/")
    lines = session.diff().splitlines()
    assert [line for line in lines if line.startswith(("---", "+++", "-", "+"))] == [
        f"--- a/{name}/editor.md",
        f"+++ b/{name}/editor.md",
        "-model: opus   # the careful one",
        "+model: haiku  # the careful one",
        f"--- a/{name}/sub/writer.md",
        f"+++ b/{name}/sub/writer.md",
        "-model: sonnet",
        "+model: opus",
    ]


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        pytest.param([Edit(("new.md",), ABSENT, NEW)], FILES | {"new.md": NEW}, id="from text"),
        pytest.param(
            [Edit(("new.md",), ABSENT, {"name": "new", "model": "opus"})],
            FILES | {"new.md": NEW.replace("You are new.\n", "")},
            id="from data",
        ),
        pytest.param(
            [Edit(("more/new.md",), ABSENT, NEW)], FILES | {"more/new.md": NEW}, id="subfolder"
        ),
        pytest.param(
            [Edit(("reader.md",), {"name": "reader", "model": "haiku"}, ABSENT)],
            {name: text for name, text in FILES.items() if name != "reader.md"},
            id="deleted",
        ),
        pytest.param(
            [Edit(("reader.md",), "reader.md", "scout.md", on="key")],
            {name.replace("reader", "scout"): text for name, text in FILES.items()},
            id="renamed",
        ),
    ],
)
def test_files_come_and_go_as_edits(
    folder: Folder, edits: list[Edit], expected: dict[str, str]
) -> None:
    session = folder.open()
    session.change(edits, "files")
    assert folder.files == FILES
    session.save("test")
    assert folder.files == expected
    assert session.undo() is not None
    session.save("test")
    assert folder.files == FILES
    session.redo()
    session.save("test")
    assert folder.files == expected
    folder.states().undo()
    assert folder.files == FILES, "also after the program has ended"
    folder.states().redo()
    assert folder.files == expected
    folder.states().rollback("s1")
    assert folder.files == FILES
    assert folder.litter() == []


def test_a_new_file_has_the_permissions_of_its_siblings(folder: Folder) -> None:
    (folder.path / "editor.md").chmod(0o640)
    session = folder.open()
    session.change([Edit(("new.md",), ABSENT, NEW)], "new")
    session.save("test")
    assert (folder.path / "new.md").stat().st_mode & 0o777 == 0o640


# ------------------------------------------------------------------------ broken files


@pytest.mark.parametrize(
    ("text", "code", "line", "message"),
    [
        ("---\nname: [\n---\n", "broken-file", 3, "bad.md is left out"),
        ("---\nname: x\n", "broken-file", 1, "no end"),
        ("---\nname: x\nmodel: 5\n---\n", "wrong-type", 3, "the model is 5, no text"),
    ],
)
def test_a_broken_file_is_left_out_and_told_of(
    folder: Folder, text: str, code: str, line: int, message: str
) -> None:
    folder.write(**{"bad.md": text})
    session = folder.open()
    assert list(session.roster.agent_by_name) == ["editor", "reader", "writer"]
    (problem,) = session.problems
    assert (problem.code, problem.file, problem.line) == (code, "bad.md", line)
    assert message in problem.message
    assert problem.severity == "warning"
    assert problems_of(folder.path) == (problem,)
    session.change([TO_OPUS], "one")
    session.save("test")
    assert folder.files == FILES | {"sub/writer.md": OPUS, "bad.md": text}


def test_a_file_that_is_no_text_and_one_that_cannot_be_read_are_told_of(folder: Folder) -> None:
    (folder.path / "binary.md").write_bytes(b"---\nname: \xff\n---\n")
    (folder.path / "gone.md").symlink_to("nowhere.md")
    problems = folder.open().problems
    assert [(problem.file, problem.line) for problem in problems] == [
        ("binary.md", 2),
        ("gone.md", 0),
    ]
    assert "there is no such file" in problems[1].message


def test_a_file_that_is_mended_joins_and_one_that_breaks_leaves(folder: Folder) -> None:
    folder.write(**{"new.md": "---\nname: [\n---\n"})
    session = folder.open()
    folder.write(**{"new.md": NEW, "reader.md": "---\nname: [\n---\n"})
    assert session.refresh().kind == "reloaded"
    assert list(session.roster.agent_by_name) == ["editor", "new", "writer"]
    assert [problem.file for problem in session.problems] == ["reader.md"]


def test_a_file_with_unsaved_changes_that_breaks_is_not_taken(folder: Folder) -> None:
    session = folder.open()
    session.change([TO_OPUS], "one")
    folder.write(**{"sub/writer.md": "---\nname: [\n---\n"})
    refreshed = session.refresh()
    assert refreshed.kind == "unusable"
    assert f"{folder.path}/sub/writer.md:3: it changed on disk and has errors" in refreshed.notice
    with pytest.raises(ChangedOnDisk, match="has errors now"):
        session.save("test")
    folder.write(**{"sub/writer.md": FILES["sub/writer.md"]})
    assert session.refresh().notice == "the file is back as it was"
    session.save("test")
    assert folder.files == FILES | {"sub/writer.md": OPUS}


def test_a_folder_of_broken_files_alone_says_what_is_wrong(tmp_path: Path, folder: Folder) -> None:
    folder.write(**dict.fromkeys(FILES, "---\nname: [\n---\n"))
    with pytest.raises(BadConfig) as refused:
        folder.open()
    assert [
        line.rpartition(f"{folder.path}/")[2][:11] for line in str(refused.value).split("\n")
    ] == [
        "editor.md:3",
        "reader.md:3",
        "sub/writer.",
    ]
    (tmp_path / "empty").mkdir()
    with pytest.raises(
        CannotRead, match=r"a folder, not a file, and has no crew of many files: \*\*/\*\.md"
    ):
        folder.open(path=tmp_path / "empty")


def test_a_change_that_breaks_a_file_is_refused_with_its_place(folder: Folder) -> None:
    session = folder.open()
    with pytest.raises(WouldBreak, match="the model is 5"):
        session.change([Edit(("editor.md", "model"), "opus", 5)], "five")
    with pytest.raises(CannotChange, match=rf"{folder.path}/editor.md:3: “x” was not done"):
        session.change([Edit(("editor.md", "model"), "nothing", "y")], "x")
    assert folder.files == FILES
    assert not session.is_dirty


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
