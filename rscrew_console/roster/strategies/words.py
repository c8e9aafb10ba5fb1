"""The words of `prefer` and `then`, and what each says of a provider.

An item is a provider's name or one or more of these words: `tier:premium` (or another tier),
`strength` (strong in what the agent does), `cheapest`, `dearest`. Words together narrow down:
`strength tier:premium` are the strong ones among the premium ones. `cheapest` and `dearest` pick
one: `cheapest tier:budget` is one provider, `cheapest` alone the cheapest of all.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from typing import Literal

from rscrew_console.records import dataclass

TIERS = ("premium", "standard", "budget")
"""From the dearest to the cheapest. Files may have others; those are neither."""

WORDS = ("strength", "cheapest", "dearest", *(f"tier:{tier}" for tier in TIERS))
"""Everything that an item can be made of, for completion and error messages."""

Pick = Literal["", "cheapest", "dearest"]


@dataclass(frozen=True, slots=True)
class PreferenceItem:
    """One item of `prefer` or `then`, taken apart. What is empty does not narrow."""

    name: str = ""
    tiers: tuple[str, ...] = ()
    strong: bool = False
    pick: Pick = ""


def parse(text: str, names: Container[str]) -> PreferenceItem | None:
    """None for what is neither a provider (one of `names`) nor made of our words."""
    if text in names and text not in WORDS:
        return PreferenceItem(name=text)
    item = PreferenceItem()
    for word in text.split():
        if (wider := _with(item, word)) is None:
            return None
        item = wider
    return item if item != PreferenceItem() else None


def _with(item: PreferenceItem, word: str) -> PreferenceItem | None:
    match word.casefold():
        case "strength":
            return replace(item, strong=True)
        case "cheapest" | "dearest" as pick:
            return replace(item, pick=pick)
        case tier if tier.startswith("tier:") and tier != "tier:":
            return replace(item, tiers=(*item.tiers, tier.removeprefix("tier:")))
        case _:
            return None
