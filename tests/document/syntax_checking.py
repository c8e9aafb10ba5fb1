"""What must hold of every edit in a document of any syntax but YAML, tried at every place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rscrew_console.document import ABSENT, DocumentError, Edit
from rscrew_console.document.data import changed, same

CORPUS = Path(__file__).parent.parent / "corpus"
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Syntax:
    """How the tests read one syntax, and what they write into it."""

    folder: str
    parse: Callable[[str], Any]
    load: Callable[[str], Any]
    """The data by a reader that is not ours."""
    comments: Callable[[str], list[str]]
    scalars: tuple[Any, ...]
    added: tuple[Any, ...]
    may_refuse: tuple[str, ...] = ()
    """Words of refusals that are right where they come."""

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in (CORPUS / self.folder).iterdir() if path.is_file())

    def text(self, name: str) -> str:
        return (CORPUS / self.folder / name).read_bytes().decode()

    def document(self, name: str) -> Any:
        return self.parse(self.text(name))


def places(value: Any, path: Place = ()) -> Iterator[Place]:
    """Every path in the data, the root aside."""
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


def check_untouched(syntax: Syntax, name: str) -> None:
    text = syntax.text(name)
    document = syntax.parse(text)
    assert document.text == text
    assert same(document.value, syntax.load(text))
    assert document.apply([]) is document
    for path in places(document.value):
        assert document.set(path, document.get(path)) is document
        assert 1 <= document.line_of(path) <= text.count("\n") + text.count("\r") + 1


def common_ends(before: str, after: str) -> tuple[int, int]:
    """How many characters two texts share at their starts, and then at their ends."""
    start = 0
    for left, right in zip(before, after, strict=False):
        if left != right:
            break
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return start, end


def changed_lines(before: str, after: str) -> list[str]:
    """The lines of `before` that are not in `after`."""
    gone = Counter(before.splitlines()) - Counter(after.splitlines())
    return list(gone.elements())


def attempt(syntax: Syntax, document: Any, edit: Edit) -> Any:
    """The edited document, checked, or None where it was refused for a reason that may be."""
    before = document.text
    try:
        edited = document.apply([edit])
    except DocumentError as error:
        assert document.text == before
        assert any(word in str(error) for word in syntax.may_refuse), (edit, str(error))
        return None
    expected = changed(document.value, edit)
    assert same(edited.value, expected), edit
    assert same(syntax.load(edited.text), expected), edit
    assert edited.text.startswith("\ufeff") == before.startswith("\ufeff")
    if "\r\n" in before and "\n" not in before.replace("\r\n", ""):
        assert "\n" not in edited.text.replace("\r\n", ""), (edit, "a line ends otherwise")
    if "\r" not in before:
        assert "\r" not in edited.text
    return edited


def keeps_comments(syntax: Syntax, document: Any, edited: Any) -> None:
    lost = Counter(syntax.comments(document.text)) - Counter(syntax.comments(edited.text))
    assert not lost, lost


def check_every_scalar(syntax: Syntax, name: str) -> int:
    """Each scalar replaced by several values; the number of edits that were made."""
    document = syntax.document(name)
    made = 0
    for turn, path in enumerate(places(document.value)):
        old = document.get(path)
        if isinstance(old, dict | list):
            continue
        for index in range(2):
            new = syntax.scalars[(turn + 5 * index) % len(syntax.scalars)]
            edited = attempt(syntax, document, Edit(path, old, new))
            if edited is None or edited is document:
                continue
            made += 1
            keeps_comments(syntax, document, edited)
            is_on_one_line = "\n" not in f"{new}{old}" and not any(
                sign in document.text for sign in ("\\\n", ": >")
            )
            if is_on_one_line:
                assert len(changed_lines(document.text, edited.text)) <= 1, path
            back = attempt(syntax, edited, Edit(path, new, old))
            if back is not None:
                keeps_comments(syntax, document, back)
    return made


def check_every_collection_replaced(syntax: Syntax, name: str) -> None:
    document = syntax.document(name)
    for path in places(document.value):
        old = document.get(path)
        if isinstance(old, dict | list):
            attempt(syntax, document, Edit(path, old, syntax.scalars[0]))
        else:
            attempt(syntax, document, Edit(path, old, [syntax.scalars[0]]))


def check_every_removal(syntax: Syntax, name: str) -> int:
    document = syntax.document(name)
    made = 0
    twice = {duplicate.path for duplicate in document.duplicates}
    for path in places(document.value):
        if path in twice:
            continue
        edited = attempt(syntax, document, Edit(path, document.get(path), ABSENT))
        if edited is not None:
            made += 1
            assert len(edited.text) <= len(document.text) + 12
    return made


def check_all_removed(syntax: Syntax, name: str) -> None:
    """Every entry of the document taken out, first to last and last to first."""
    document = syntax.document(name)
    if document.duplicates or not isinstance(document.value, dict | list):
        return
    for backwards in (False, True):
        rest = document
        while rest.value:
            keys = list(rest.value) if isinstance(rest.value, dict) else range(len(rest.value))
            path = (list(keys)[-1 if backwards else 0],)
            rest = attempt(syntax, rest, Edit(path, rest.get(path), ABSENT))


def check_every_renaming(syntax: Syntax, name: str) -> int:
    document = syntax.document(name)
    made = 0
    twice = {duplicate.path for duplicate in document.duplicates}
    for path in places(document.value):
        if not isinstance(path[-1], str) or path in twice:
            continue
        for new in ("renamed", "a space"):
            edited = attempt(syntax, document, Edit(path, path[-1], new, on="key"))
            if edited is None:
                continue
            made += 1
            keeps_comments(syntax, document, edited)
            before, after = list(document.get(path[:-1])), list(edited.get(path[:-1]))
            assert after == [new if key == path[-1] else key for key in before]
    return made


def check_every_addition(syntax: Syntax, name: str) -> int:
    document = syntax.document(name)
    made = 0
    for turn, holder in enumerate([(), *places(document.value)]):
        held = document.get(holder)
        if not isinstance(held, dict | list):
            continue
        orders: list[tuple[str, ...]] = [()]
        if isinstance(held, dict) and held:
            keys = tuple(held)
            orders += [("added", *keys), (*keys[:1], "added", *keys[1:])]
        for index, order in enumerate(orders):
            value = syntax.added[(turn + index) % len(syntax.added)]
            path = (*holder, len(held) if isinstance(held, list) else "added")
            edited = attempt(syntax, document, Edit(path, ABSENT, value, order=order))
            if edited is None:
                continue
            made += 1
            keeps_comments(syntax, document, edited)
            taken = attempt(syntax, edited, Edit(path, value, ABSENT))
            if taken is not None:
                assert same(taken.value, document.value)
                keeps_comments(syntax, document, taken)
    return made


BLANK_BRACKETS = re.compile(r"(?<=[\[{])\s+(?=[\]}])")


def check_added_and_removed(syntax: Syntax, name: str) -> int:
    """Adding an entry anywhere and removing it again gives the very bytes of before.

    Only white space in brackets that hold nothing else is lost: what stood there cannot be told
    from what came with the entry.
    """
    document = syntax.document(name)
    made = 0
    for turn, holder in enumerate([(), *places(document.value)]):
        held = document.get(holder)
        if not isinstance(held, dict | list):
            continue
        orders: list[tuple[str, ...]] = [()]
        if isinstance(held, dict):
            orders += [("added", *held), (*list(held)[:1], "added")]
        for index, order in enumerate(orders * 2):
            value = syntax.added[(turn + index) % len(syntax.added)]
            path = (*holder, len(held) if isinstance(held, list) else "added")
            added = attempt(syntax, document, Edit(path, ABSENT, value, order=order))
            if added is None:
                continue
            made += 1
            before, after = document.text, added.delete(path).text
            if not held:
                before, after = BLANK_BRACKETS.sub("", before), BLANK_BRACKETS.sub("", after)
            assert after == before, (path, order, value, added.text)
    return made
