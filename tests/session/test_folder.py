"""A folder of files as one crew: one step, one undo, one save."""

from pathlib import Path

import pytest

from rscrew_console.document import ABSENT, Edit
from rscrew_console.session import (
    BadConfig,
    CannotChange,
    CannotRead,
    ChangedOnDisk,
    WouldBreak,
    problems_of,
)
from tests.session.folder import BOTH, FILES, NEW, OPUS, TO_HAIKU, TO_OPUS, Folder


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
