"""Edits of the sections of this product, wherever they stand. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.problem import Path


def entry_edits(document: Document, place: Path, entries: Mapping[str, Any]) -> list[Edit]:
    """The edits after which the mapping at `place` has these entries; ABSENT takes one out.

    Mappings that are missing above it are made.
    """
    new = {name: value for name, value in entries.items() if value is not ABSENT}
    for length in range(1, len(place) + 1):
        present = document.get(place[:length])
        if isinstance(present, Mapping):
            continue
        value: Any = new
        for key in reversed(place[length:]):
            value = {key: value}
        return [Edit(place[:length], present, value)] if new else []
    return [
        Edit((*place, name), old, value)
        for name, value in entries.items()
        if (old := document.get((*place, name))) != value
    ]


def item_added(document: Document, section: str, item: Mapping[str, Any]) -> list[Edit]:
    """The edits after which the list of a section has one more item."""
    present = document.get((section,))
    if not isinstance(present, list):
        return [Edit((section,), present, [dict(item)])]
    return [Edit((section, len(present)), ABSENT, dict(item))]


def item_removed(document: Document, section: str, index: int) -> list[Edit]:
    """The edits after which the list of a section is without an item; none where it has none."""
    present = document.get((section,))
    if not isinstance(present, list) or index >= len(present):
        return []
    if len(present) == 1:
        alone = isinstance(document.value, Mapping) and len(document.value) == 1
        return [Edit((section,), present, [] if alone else ABSENT)]
    return [Edit((section, index), present[index], ABSENT)]
