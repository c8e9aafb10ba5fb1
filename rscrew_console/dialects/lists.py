"""Edits of a list that keep what stands around its items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.problem import Path


def list_edits(
    document: Document, path: Path, items: Sequence[Any], order: tuple[str, ...] = ()
) -> list[Edit]:
    """The edits after which the list at `path` holds exactly these items.

    An item that stays keeps its place in the text where nothing before it came or went; what comes
    is added behind, what goes is taken out alone. A list that is not there is made; an empty one
    goes, key and all. `order` is for a list that is made: see `Edit`.
    """
    present = document.get(path)
    if not items:
        return [] if present is ABSENT else [Edit(path, present, ABSENT)]
    if not isinstance(present, list) or not present:
        return [] if present == list(items) else [Edit(path, present, list(items), order=order)]
    remaining = list(present)
    removed: list[Edit] = []
    for index in reversed(range(len(present))):
        spare = len(remaining) > len(items)
        if spare and (present[index] not in items or index >= len(items)):
            removed.append(Edit((*path, index), remaining.pop(index), ABSENT))
    changed = [
        Edit((*path, index), remaining[index] if index < len(remaining) else ABSENT, item)
        for index, item in enumerate(items)
        if index >= len(remaining) or remaining[index] != item
    ]
    return removed + changed
