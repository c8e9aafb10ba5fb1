"""Operations on the crew as a whole: the pin, and strategies kept in the file."""

from __future__ import annotations

from typing import ClassVar

from rscrew_console.dialects import chains
from rscrew_console.dialects.base import Dialect
from rscrew_console.dialects.experiment import edits as experiment
from rscrew_console.dialects.operations.base import command
from rscrew_console.document import Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.strategies.model import Strategy


@dataclass(frozen=True, slots=True)
class Pin:
    """Have every agent run on one provider, whatever its chain; None ends that.

    In a file that has no place for that every chain is rewritten; what ends it is then undoing the
    save, which gives back every row: see `session.pinning`.
    """

    changes_entries_only: ClassVar[bool] = False

    provider: str | None
    why: str = ""

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        if dialect.capabilities.pin or self.provider is None:
            return dialect.set_pin(document, roster, self.provider, self.why)
        provider = chains.without_alias(roster, self.provider)
        # A row without an entry follows another one, or runs on models of the program's own.
        rows = {
            agent.name: (provider,)
            for agent in roster.agents
            if agent.path or _is_built_in(dialect, agent)
        }
        edits = chains.set_chains(dialect, document, roster, rows, {})
        if roster.scenarios is not None:
            # Scenarios deal other models to agents; off, all run on the main model.
            edits += experiment.pin_scenarios(document, roster.scenarios, provider)
        return edits

    def label(self, roster: Roster) -> str:
        if self.provider is not None:
            return f"pin {self.provider}" + (f" ({self.why})" if self.why else "")
        return f"unpin {roster.settings.pin or ''}".strip()

    def command_line(self, roster: Roster) -> str:
        if self.provider is None:
            return command("unpin")
        return command("pin", self.provider, *(["--why", self.why] if self.why else []))


def _is_built_in(dialect: Dialect, agent: Agent) -> bool:
    """Whether the program's own models serve the row, as the file says nothing of it."""
    links = agent.chain.links
    return bool(dialect.built_in_word and links) and links[0].says == dialect.built_in_word


@dataclass(frozen=True, slots=True)
class AddStrategy:
    """Keep a strategy in the file; one of the same name is refused or replaced."""

    changes_entries_only: ClassVar[bool] = False

    strategy: Strategy
    replace: bool = False

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        return dialect.add_strategy(document, roster, self.strategy, replace=self.replace)

    def label(self, roster: Roster) -> str:
        return f"keep strategy {self.strategy.name}"

    def command_line(self, roster: Roster) -> str:
        replaced = ["--replace"] if self.replace else []
        return command("save-strategy", self.strategy.name, *replaced)
