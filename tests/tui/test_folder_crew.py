"""A folder of files in the console: it opens, follows each file, and saves several as one."""

from pathlib import Path

import pytest

from rscrew_console.document import ABSENT, Edit
from rscrew_console.session import Session
from rscrew_console.tui.editing.file_changes import _identity
from rscrew_console.tui.screens.main import MainScreen
from tests.session.folder import FILES, Folder, use_folder_dialect
from tests.tui.console import NOON, console


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    use_folder_dialect(monkeypatch)
    return Folder.make(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"editor.md": FILES["editor.md"] + "More.\n"},
        {"new.md": "---\nmodel: opus\n---\n"},
        {"reader.md": None},
        {"sub/writer.md": "---\nname: writer\nmodel: opus\n---\n"},
    ],
)
def test_a_change_of_any_file_is_noticed(folder: Folder, change: dict[str, str | None]) -> None:
    before = _identity(folder.path)
    assert _identity(folder.path) == before
    folder.write(**change)
    assert _identity(folder.path) != before


async def test_the_console_opens_a_folder_and_saves_its_files_as_one(folder: Folder) -> None:
    session = Session.open(folder.path, clock=lambda: NOON, state=folder.state, journal=True)
    app = console(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, MainScreen)
        session.change(
            [
                Edit(("editor.md", "model"), "opus", "haiku"),
                Edit(("new.md",), ABSENT, "---\nname: new\nmodel: opus\n---\n"),
            ],
            "two files",
        )
        await pilot.press("u")
        assert not session.is_dirty
        await pilot.press("ctrl+r")
        assert session.is_dirty
        session.save("console")
    assert folder.files["new.md"] == "---\nname: new\nmodel: opus\n---\n"
    assert "model: haiku" in folder.files["editor.md"]
