"""Adding an entry to YAML and removing it again leaves the text as it was, byte for byte."""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rscrew_console.document import ABSENT, Document, DocumentError, Edit
from tests.document.syntax_checking import BLANK_BRACKETS, CORPUS, common_ends, places
from tests.document.writing import DATA, KEYS, SCALARS, written
from tests.rows import each_row

TIGHT = "top:\n  a:\n    x: 1\n  b:\n    x: 2\n"
SPACED = "top:\n  a:\n    x: 1\n\n  b:\n    x: 2\n"
COMMENTED = "top:\n  # a\n  a:\n    x: 1  # x\n\n  # b\n  b:\n    x: 2\n    # in b\n"
SHORT = "top:\n  a: 1\n\n  b: 2\n"
ONE = "top:\n  a:\n    x: 1\n"
FLOW = "top: {a: {x: 1}, b: {x: 2}}\n"
FLOW_LINES = "top: {\n  a: {x: 1},\n  b: {x: 2}\n}\n"
EMPTY = "top: {}\n"
LIST = "top:\n  - x: 1\n\n  - x: 2\n"
BEHIND = ["", "\n", "\n\n", "\n\n# next\nnext: 1\n", "next: 1\n", "# end\n", "\n  # end\n"]
VALUES: list[Any] = [{"x": 3, "y": 4}, "x", ["a", "b"], {}, [{"x": 1}]]
ALL = [TIGHT, SPACED, COMMENTED, SHORT, ONE, FLOW, FLOW_LINES, EMPTY, LIST]


@each_row("ending", ["\n", "\r\n", ""])
@each_row(("text", "behind"), product(ALL, BEHIND))
def test_adding_and_removing_is_nothing(text: str, behind: str, ending: str) -> None:
    text = (text + behind).replace("\n", ending or "\n")
    text = text.rstrip("\n") if not ending else text
    document = Document.parse(text)
    held = document.get(("top",))
    orders: list[Any] = [(), ("a", "new", "b"), ("new", "a")]
    for value, order in product(VALUES, orders):
        path = ("top", len(held) if isinstance(held, list) else "new")
        added = document.apply([Edit(path, ABSENT, value, order=order)])
        assert added.text != text
        assert added.delete(path).text == text, (value, order, added.text)


def test_it_stays_so_time_and_again() -> None:
    document = Document.parse(SPACED)
    for _ in range(3):
        document = document.set(("top", "new"), {"x": 3, "y": 4}).delete(("top", "new"))
    assert document.text == SPACED


NAMES = sorted(path.name for path in CORPUS.iterdir() if path.is_file())
NOT_THE_SAME = {
    "no-final-newline-block-text.yaml": "its block text must end otherwise where more follows",
    "flow-nested.yaml": "a pair alone in a list has no braces, and has some with another one",
}


@each_row("name", [name for name in NAMES if name not in NOT_THE_SAME])
def test_in_every_document(name: str) -> None:
    document = Document.parse((CORPUS / name).read_bytes().decode())
    for turn, holder in enumerate([(), *places(document.value)]):
        held = document.get(holder)
        is_merged_in = (
            "<<" in document.text
            and holder
            and (document.line_of(holder) == document.line_of(holder[:-1]))
        )
        if is_merged_in or not isinstance(held, dict | list):
            continue
        orders: list[Any] = [()]
        if isinstance(held, dict):
            keys = [key for key in held if isinstance(key, str)]
            orders += [("added", *keys), (*keys[:1], "added")]
        for index, order in enumerate(orders):
            value = VALUES[(turn + index) % len(VALUES)]
            path = (*holder, len(held) if isinstance(held, list) else "added")
            try:
                added = document.apply([Edit(path, ABSENT, value, order=order)])
            except DocumentError:
                continue
            if "&" in document.text and not is_insertion(document.text, added.text):
                continue  # Others share what was changed, and it was written out for them.
            before, after = document.text, added.delete(path).text
            if not held:  # White space alone in brackets cannot be told from what is put there.
                before, after = BLANK_BRACKETS.sub("", before), BLANK_BRACKETS.sub("", after)
            assert after == before, (path, order, value, added.text)


def is_insertion(before: str, after: str) -> bool:
    """Whether `after` has all of `before`, with one piece put into it."""
    start, end = common_ends(before, after)
    return start + end == len(before)


@settings(max_examples=40)
@given(written(), KEYS, SCALARS | DATA, st.data())
def test_in_random_documents(
    case: tuple[str, Any, list[str]], key: str, new: Any, data: st.DataObject
) -> None:
    document = Document.parse(case[0])
    holders = [
        path
        for path in [(), *places(document.value)]
        if isinstance(document.get(path), dict | list) and document.get(path)
    ]
    assume(holders)
    holder = data.draw(st.sampled_from(holders))
    held = document.get(holder)
    path = (*holder, len(held) if isinstance(held, list) else key)
    assume(document.get(path) is ABSENT)
    order = tuple(data.draw(st.permutations([*held, key]))) if isinstance(held, dict) else ()
    added = document.apply([Edit(path, ABSENT, new, order=order)])
    assert added.delete(path).text == document.text, (path, order, added.text)
