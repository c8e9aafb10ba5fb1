"""Adding an entry and removing it again leaves the text as it was, byte for byte."""

import pytest

from rscrew_console.document import ABSENT, Document, Edit

TIGHT = "top:\n  a:\n    x: 1\n  b:\n    x: 2\n"
SPACED = "top:\n  a:\n    x: 1\n\n  b:\n    x: 2\n"


@pytest.mark.parametrize("behind", ["", "\n", "\n\n", "\n\n# next\nnext: 1\n", "next: 1\n"])
@pytest.mark.parametrize("text", [TIGHT, SPACED])
@pytest.mark.parametrize("order", [(), ("a", "new", "b")])
def test_adding_and_removing_is_nothing(text: str, behind: str, order: tuple[str, ...]) -> None:
    document = Document.parse(text + behind)
    for _ in range(3):
        added = document.apply([Edit(("top", "new"), ABSENT, {"x": 3, "y": 4}, order=order)])
        assert added.text != document.text
        document = added.apply([Edit(("top", "new"), {"x": 3, "y": 4}, ABSENT)])
    assert document.text == text + behind
