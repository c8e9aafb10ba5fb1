"""What differs between two states: of data as edits, of text as a diff. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from rscrew_console.document import (
    ABSENT,
    DocumentError,
    Edit,
    is_archive,
    split_archive,
)
from rscrew_console.document import Path as DataPath
from rscrew_console.document.data import differences
from rscrew_console.document.syntaxes import is_dotenv

HIDDEN_VALUE = "(hidden)"
_VALUE = re.compile(r"^([^#=\n]*=).+$", re.MULTILINE)


def difference(old: Any, new: Any, path: DataPath = ()) -> list[Edit]:
    """The edits that make `new` of `old`, as a user would name them: see `differences`."""
    return differences(old, new, path, as_told=True)


def diff_of(old: str, new: str, name: str) -> str:
    """What is different, as a unified diff; of a folder's files one after the other.

    `name` is the path of the file, or of the folder.
    """
    from rscrew_console.document.diff import unified_diff

    if not (is_archive(old) and is_archive(new)):
        return unified_diff(shown_text(old, name), shown_text(new, name), name)
    before, after = split_archive(old), split_archive(new)
    return "".join(
        diff_of(before.get(file, ""), after.get(file, ""), f"{name}/{file}")
        for file in sorted(before | after)
    )


def shown_text(text: str, name: str) -> str:
    """The text as a diff may show it: of a `.env` file the names and the models, and no other
    value, because any of them may be a key."""
    if not is_dotenv(name):
        return text
    from rscrew_console.document.dotenv_document import DotenvDocument
    from rscrew_console.roster.stray_keys import is_model

    try:
        return DotenvDocument.parse(text).shown_text(is_model, HIDDEN_VALUE)
    except DocumentError:
        return _VALUE.sub(rf"\1{HIDDEN_VALUE}", text)


def leaves(value: Any, path: DataPath) -> Iterator[DataPath]:
    """The paths of all scalars (and empty collections) in `value`, which stands at `path`."""
    if isinstance(value, dict) and value:
        for key, child in value.items():
            yield from leaves(child, (*path, key))
    elif isinstance(value, list) and value:
        for index, child in enumerate(value):
            yield from leaves(child, (*path, index))
    else:
        yield path


def leaf_paths(edits: Iterable[Edit]) -> frozenset[DataPath]:
    """Every leaf that the edits touch: of the new value, or of the old where it is removed."""
    touched: set[DataPath] = set()
    for edit in edits:
        if edit.on == "key":
            touched.add((*edit.path[:-1], edit.new))
            continue
        for value in (edit.old, edit.new):
            if value is not ABSENT:
                touched.update(leaves(value, edit.path))
    return frozenset(touched)
