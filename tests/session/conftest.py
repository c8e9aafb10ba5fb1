"""What the tests of the session share."""

from pathlib import Path

import pytest

from tests.session.folder import Folder, use_folder_dialect
from tests.session.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place.make(tmp_path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    use_folder_dialect(monkeypatch)
    return Folder.make(tmp_path)
