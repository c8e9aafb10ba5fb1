"""What a text may cost to read: refused before a parser that recurses, or that copies, meets it."""

from __future__ import annotations

import re
from contextlib import suppress

import yaml

from rscrew_console.document.errors import DocumentError

MAX_CHARACTERS = 64 * 1024 * 1024
MAX_ENTRIES = 5_000_000
"""Nodes in the text itself; PyYAML needs about half a kilobyte for each."""
MAX_DEPTH = 200
"""Much less than the levels at which Python's own recursion ends, and PyYAML's C composer dies."""
MAX_SHARED = 1_000_000
"""Entries that aliases and merge keys add to those written out (the "billion laughs")."""

_MANY_BRACKETS = 400
_INDENTATION = re.compile(r"^[ \t?:-]{80,}", re.MULTILINE)
_ENTRY_MARKS = ("\n", ",", "[", "{", "- ", "? ")


def refuse_costly(text: str) -> None:
    """Raise DocumentError for a text that is too long, too full or nested too deeply."""
    if len(text) > MAX_CHARACTERS:
        raise DocumentError(f"the file is larger than {MAX_CHARACTERS // 1024 // 1024} MiB")
    if len(text) > MAX_ENTRIES and sum(map(text.count, _ENTRY_MARKS)) > MAX_ENTRIES:
        raise DocumentError(f"the file has more than {MAX_ENTRIES:,} entries")
    if _may_be_deep(text):
        _refuse_deep(text)


def _may_be_deep(text: str) -> bool:
    """Whether the walk that needs no stack is worth its time. What is let past has too few
    levels to do harm to a composer, and is refused for its depth when its data is built."""
    brackets = text.count("[") + text.count("{")
    return brackets > _MANY_BRACKETS or _INDENTATION.search(text) is not None


def _refuse_deep(text: str) -> None:
    try:
        _count_levels(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        # From PyYAML 6.0.4 on the C parser looks ahead, and stops at 1,000 levels of its own
        # before it tells of the first: the slower one tells of each as it comes.
        if "nesting" in str(error):
            with suppress(yaml.YAMLError):
                _count_levels(text, yaml.SafeLoader)
        # Of any other error the parser proper says where it is.


def _count_levels(text: str, loader: type[yaml.CSafeLoader | yaml.SafeLoader]) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                mark = event.start_mark or yaml.error.Mark("", 0, 0, 0, None, 0)
                raise DocumentError(
                    f"nested more than {MAX_DEPTH} levels deep", mark.line + 1, mark.column + 1
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
