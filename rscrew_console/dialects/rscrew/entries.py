"""New entries of the two sections that a crew is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.document import ABSENT, Document, Edit


def added(doc: Document, section: str, name: str, entry: Mapping[str, Any]) -> Edit:
    """The edit that adds an entry, to a section that may still be blank (`providers:`)."""
    entries = doc.get((section,))
    if isinstance(entries, Mapping):
        return Edit((section, name), ABSENT, dict(entry))
    return Edit((section,), entries, {name: dict(entry)})
