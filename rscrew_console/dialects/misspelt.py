"""Keys that are not read, and are one slip away from one that is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.roster.problem import Path

_ALIKE = 0.75
"""Below this, keys of the user's own (`notes`, `owner`) would be taken for slips."""


def note_misspelt(
    findings: Findings, path: Path, fields: Mapping[Any, Any], fields_read: Collection[str]
) -> None:
    """Warn of each unknown key whose name is nearly that of a known key that is missing here."""
    missing = [name for name in fields_read if name not in fields]
    for key in fields:
        if not isinstance(key, str) or key in fields_read:
            continue
        from difflib import get_close_matches

        if suggestions := get_close_matches(key.casefold(), missing, n=1, cutoff=_ALIKE):
            place = (*path, key)
            message = f'{dotted(place)} is not read by anything; did you mean "{suggestions[0]}"?'
            findings.add("misspelt-key", place, message, "warning")
