"""What a file format has to offer: reading a document, and turning wishes into edits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rscrew_console.dialects.file_places import FilePlaces
from rscrew_console.document import Document, Edit
from rscrew_console.roster.model import Roster
from rscrew_console.roster.nearest import nearest
from rscrew_console.roster.problem import Path, Problem
from rscrew_console.roster.strategies.model import Strategy


@dataclass(frozen=True, slots=True)
class ParseResult:
    """A document as a dialect understands it."""

    roster: Roster | None
    """Everything that could be read in spite of errors; None if nothing can be shown."""
    problems: tuple[Problem, ...] = ()
    """Sorted by line."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")


class OperationError(ValueError):
    """A wish that cannot be granted, in the user's words.

    `reason` is a sentence without a full stop, `nearest` the name that was most likely meant.
    """

    def __init__(self, reason: str, *, nearest: str | None = None) -> None:
        super().__init__(f'{reason}; did you mean "{nearest}"?' if nearest else reason)
        self.reason = reason
        self.nearest = nearest

    @classmethod
    def unknown(cls, what: str, name: str, names: Iterable[str]) -> OperationError:
        """`what` is "agent", "provider", …; the nearest of `names` is offered."""
        return cls(f'there is no {what} "{name}"', nearest=nearest(name, names))


class Dialect(Protocol):
    """One file format.

    Wishes are pure: they take the document and the roster read from it, and return the edits that
    grant the wish, the upkeep of what the file states about itself included. No edits means that
    the wish is already true. They raise OperationError.
    """

    @property
    def name(self) -> str: ...
    @property
    def slots(self) -> tuple[str, ...]:
        """Every slot of a chain, in the order in which the providers are tried."""

    @property
    def provider_fields(self) -> tuple[str, ...]:
        """The fields that `set_provider` knows, in the order in which they stand."""

    @property
    def file_places(self) -> FilePlaces:
        """Where files of this format are looked for."""

    def recognises(self, value: Any) -> bool:
        """Whether the data looks like this format, however wrong in detail."""
        ...

    def read(self, doc: Document) -> ParseResult: ...

    def provider_path(self, provider: str, field: str | None = None) -> Path:
        """Where in the data a provider, or one of its fields, is."""
        ...

    def agent_path(self, agent: str, field: str | None = None) -> Path:
        """Where in the data an agent is, or its slot, `reasoning` or `capability`."""
        ...

    def agent_of(self, path: Path) -> str | None:
        """The agent in whose entry the path is."""
        ...

    def distribution_path(self) -> Path:
        """Where in the data the file states its primaries per provider."""
        ...

    def settings_path(self, field: str) -> Path:
        """Where in the data a setting of the whole crew is, such as `pin`."""
        ...

    def assign(
        self, doc: Document, roster: Roster, agent: str, slots: Mapping[str, str | None]
    ) -> list[Edit]:
        """Put providers into slots; None empties one.

        A provider that already sits in another slot of the agent swaps with the one it replaces.
        """
        ...

    def move(
        self, doc: Document, roster: Roster, agent: str, provider: str, step: int,
        slot: str | None = None,
    ) -> list[Edit]:  # fmt: skip
        """Swap a provider with the one before (-1) or after (+1) it in the agent's chain.

        `slot` tells which place is meant where the provider has several. No edits at the ends.
        """
        ...

    def set_agent(
        self, doc: Document, roster: Roster, agent: str, field: str, value: str | None
    ) -> list[Edit]:
        """Set `reasoning` or `capability`; None or an empty text removes it."""
        ...

    def set_provider(
        self, doc: Document, roster: Roster, provider: str, field: str, value: Any
    ) -> list[Edit]:
        """Set one of `provider_fields`; numbers may come as text; None or "" removes it."""
        ...

    def add_agent(
        self, doc: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]: ...  # fmt: skip

    def remove_agent(self, doc: Document, roster: Roster, name: str) -> list[Edit]: ...

    def add_provider(
        self, doc: Document, roster: Roster, name: str, fields: Mapping[str, Any]
    ) -> list[Edit]: ...

    def remove_provider(self, doc: Document, roster: Roster, name: str) -> list[Edit]:
        """Refused, with their names, while agents use it."""
        ...

    def rename_agent(self, doc: Document, roster: Roster, old: str, new: str) -> list[Edit]: ...

    def rename_provider(self, doc: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        """Follows the provider through every chain."""
        ...

    def set_chains(
        self,
        doc: Document,
        roster: Roster,
        chains: Mapping[str, Sequence[str]],
        notes: Mapping[str, str] | None = None,
    ) -> list[Edit]:
        """Give each of the agents these providers, in the first slots, and empty the others.

        Agents that have these providers in this order already stay untouched; the note of the
        others is put behind their reasoning, unless it is in there already.
        """
        ...

    def add_strategy(
        self, doc: Document, roster: Roster, strategy: Strategy, *, replace: bool = False
    ) -> list[Edit]:
        """Keep a strategy in the file; one of the same name is refused or replaced."""
        ...

    def set_pin(
        self, doc: Document, roster: Roster, provider: str | None, why: str = ""
    ) -> list[Edit]:
        """Have every agent run on the provider until None is pinned."""
        ...
