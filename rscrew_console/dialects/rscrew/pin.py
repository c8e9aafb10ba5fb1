"""Operations on the crew as a whole: the pin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.dialects.chains import known_provider
from rscrew_console.dialects.sections.names import SETTING_FIELDS, SETTINGS
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.model import Roster

PIN, WHY = "pin", "pin_why"


def set_pin(doc: Document, roster: Roster, provider: str | None, why: str = "") -> list[Edit]:
    """None takes the pin out, and its reason with it."""
    if provider is not None:
        known_provider(roster, provider)
    settings = {PIN: provider or ABSENT, WHY: (why if provider else "") or ABSENT}
    section = doc.get((SETTINGS,))
    if not isinstance(section, Mapping):
        entry = {name: value for name, value in settings.items() if value is not ABSENT}
        return [Edit((SETTINGS,), section, entry)] if entry else []
    return [
        Edit((SETTINGS, name), old, new, order=SETTING_FIELDS)
        for name, new in settings.items()
        if (old := doc.get((SETTINGS, name))) != new
    ]


def rename_pin(doc: Document, old: str, new: str) -> list[Edit]:
    """The edit that follows a provider's new name, if it is pinned."""
    path = (SETTINGS, PIN)
    stated: Any = doc.get(path)
    return [Edit(path, old, new)] if stated == old else []
