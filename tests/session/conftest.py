"""What the tests of the session share."""

from pathlib import Path

import pytest

from tests.session.place import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place.make(tmp_path)
