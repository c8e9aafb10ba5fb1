"""Edits of a list that keep what stands around its items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.problem import Path


def list_edits(
    document: Document, path: Path, wanted: Sequence[Any], order: tuple[str, ...] = ()
) -> list[Edit]:
    """The edits after which the list at `path` holds exactly these items.

    An item that stays keeps its place in the text where nothing before it came or went; what comes
    is added behind, what goes is taken out alone. A list that is not there is made; an empty one
    goes, key and all. `order` is for a list that is made: see `Edit`.
    """
    present = document.get(path)
    if not wanted:
        return [] if present is ABSENT else [Edit(path, present, ABSENT)]
    if not isinstance(present, list) or not present:
        return [] if present == list(wanted) else [Edit(path, present, list(wanted), order=order)]
    edits: list[Edit] = []
    now = list(present)
    for index in range(len(now) - 1, -1, -1):
        if len(now) > len(wanted) and now[index] not in wanted:
            edits.append(Edit((*path, index), now.pop(index), ABSENT))
    while len(now) > len(wanted):
        edits.append(Edit((*path, len(now) - 1), now.pop(), ABSENT))
    for index, item in enumerate(wanted):
        if index >= len(now):
            edits.append(Edit((*path, index), ABSENT, item))
        elif now[index] != item:
            edits.append(Edit((*path, index), now[index], item))
    return edits
