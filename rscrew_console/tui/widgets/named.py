"""How widgets of ours take their id and classes."""

from __future__ import annotations

from typing import TypedDict


class WidgetOptions(TypedDict, total=False):
    """What every widget may be told about itself in the place where it is composed."""

    id: str
    classes: str
