"""An agent's chain: its slots, what stands in them, and whether the fallbacks can fire at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Literal

from rscrew_console.records import dataclass
from rscrew_console.roster.problem import Path

PRIMARY = "primary"
_FALLBACK = re.compile(r"fallback ([1-9]\d*)")

Options = tuple[tuple[str, str | int | float | bool], ...]
"""What is chosen beside a model, by name, such as `(("effort", "high"),)`."""


@dataclass(frozen=True, slots=True)
class SlotScheme:
    """The slots of a file format, by position.

    `fixed` are all the names where a format has so many slots and no more. Where it is empty,
    chains are lists: `primary`, `fallback 1`, `fallback 2` … up to `longest` providers.
    """

    fixed: tuple[str, ...] = ()
    longest: int | None = None
    """The most providers that a list may hold; None where there is no limit."""
    usual: int = 3
    """How many providers a strategy gives to an agent where there is no limit."""

    @property
    def max_chain(self) -> int | None:
        """The most providers of a chain; None where there is no limit."""
        return len(self.fixed) or self.longest

    @property
    def is_list(self) -> bool:
        """Whether a chain has no gaps: what stands behind an emptied slot moves up."""
        return not self.fixed

    @property
    def first(self) -> str:
        return self.name(0)

    def name(self, index: int) -> str:
        """The slot at that position, from 0. Raises IndexError behind the last one."""
        if self.fixed:
            return self.fixed[index]
        if self.longest is not None and index >= self.longest:
            raise IndexError(index)
        return PRIMARY if index == 0 else f"fallback {index}"

    def names(self, count: int) -> tuple[str, ...]:
        """The first slots: all where they are fixed, else `count`, or as many as there can be."""
        if self.fixed:
            return self.fixed
        most = count if self.longest is None else min(count, self.longest)
        return tuple(self.name(index) for index in range(most))

    def in_order(self, slots: Mapping[str, str | None]) -> list[str]:
        """The providers of the filled slots, that of the first slot first."""
        names = sorted(slots, key=lambda slot: self.index(slot) or 0)
        return [provider for name in names if (provider := slots[name])]

    def index(self, name: str) -> int | None:
        """The position of a slot; None where there is no slot of that name."""
        if self.fixed:
            return self.fixed.index(name) if name in self.fixed else None
        match = _FALLBACK.fullmatch(name)
        index = 0 if name == PRIMARY else int(match[1]) if match else None
        if index is None or (self.longest is not None and index >= self.longest):
            return None
        return index


@dataclass(frozen=True, slots=True)
class Link:
    """One place of a chain: the slot's name and the provider that serves it."""

    slot: str
    provider: str
    """"" where nobody but the program that reads the file knows."""
    says: str | None = None
    """The text of a cell that is no model itself, such as `inherit` or a reference to another row;
    `provider` is what it comes to."""
    options: Options = ()
    """What is chosen for this place beside the model."""
    path: Path = field(default=(), compare=False)
    """Where in the data it stands, where the dialect's `places` cannot tell by the slot."""

    @property
    def text(self) -> str:
        """What the cell says: a model, or the words in its place."""
        return self.provider if self.says is None else self.says


@dataclass(frozen=True, slots=True)
class Chain:
    """An agent's providers in the order in which they are tried."""

    scheme: SlotScheme
    links: tuple[Link, ...]
    """The filled slots, in order."""
    providers: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """The providers of the chain that the file defines, in order."""

    def __post_init__(self) -> None:
        # They are asked for many times as often as a chain is made.
        providers = tuple([link.provider for link in self.links if link.provider])
        object.__setattr__(self, "providers", providers)

    @classmethod
    def of(cls, scheme: SlotScheme, providers: Sequence[str]) -> Chain:
        """The providers in the first slots, as many as there are slots for."""
        names = scheme.names(len(providers))
        return cls(scheme, tuple(Link(*pair) for pair in zip(names, providers, strict=False)))

    @classmethod
    def of_links(cls, scheme: SlotScheme, links: Iterable[Link]) -> Chain:
        """The links in the slots from the first on, whatever slots they name.

        Of a provider that comes twice, the first place counts.
        """
        first: dict[str, Link] = {}
        for link in links:
            first.setdefault(link.provider or f"?{link.says}", link)
        placed = (replace(link, slot=scheme.name(i)) for i, link in enumerate(first.values()))
        return cls(scheme, tuple(placed))

    @property
    def slots(self) -> tuple[str, ...]:
        """The fixed slots, filled or not; of a list those that are filled, and the first."""
        return self.scheme.names(max(len(self.links), 1))

    @property
    def primary(self) -> str | None:
        """The provider of the first slot, if that slot is filled."""
        links = self.links  # in order: the first slot can only be that of the first link
        return (links[0].provider or None) if links and links[0].slot == self.scheme.first else None

    def provider_in(self, slot: str) -> str | None:
        link = self.link_in(slot)
        return (link.provider or None) if link else None

    def link_in(self, slot: str) -> Link | None:
        for link in self.links:  # a loop, as rows ask this of every cell
            if link.slot == slot:
                return link
        return None

    def shown_in(self, slot: str) -> str:
        """Return the text of the slot and the model that it leads to: `inherit → sonnet`; "" if
        empty.
        """
        link = self.link_in(slot)
        if link is None:
            return ""
        if link.says is None:
            return link.provider
        return f"{link.says} → {link.provider}" if link.provider else link.says

    def slots_of(self, provider: str) -> tuple[str, ...]:
        return tuple(link.slot for link in self.links if link.provider == provider)


@dataclass(frozen=True, slots=True)
class FallbackRule:
    """Whether the program that reads the file goes on to the next provider, and when."""

    fires: Literal["never", "off", "on"] = "on"
    """`never`: the format has no fallbacks; `off`: the file has switched them off."""
    on: tuple[str, ...] = ()
    """The failures after which it goes on, in words: `429`, `5xx`, `key errors`."""
    why: str = ""
    """A sentence without a full stop, such as `Claude Code has no fallbacks`."""

    @property
    def enabled(self) -> bool:
        return self.fires == "on"

    def __str__(self) -> str:
        """`never (Claude Code has no fallbacks)`, or `on: 429, 5xx`."""
        if self.fires == "on":
            return f"on: {', '.join(self.on)}" if self.on else "on"
        return f"{self.fires} ({self.why})" if self.why else self.fires


@dataclass(frozen=True, slots=True)
class InForce:
    """The model that an agent really gets, where that is not decided by this file alone."""

    model: str
    """A provider's name; "" where it is not known."""
    source: str
    """What decides: a variable, such as `CLAUDE_CODE_SUBAGENT_MODEL`, or another file's path."""
