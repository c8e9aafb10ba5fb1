"""RSCrew's `model_config.yaml`: providers by name, and agents with four slots.

What changes such a file is loaded for the first change: most files are only read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rscrew_console.dialects.base import MAYBE, NO, SURE, Dialect, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.rscrew import fields
from rscrew_console.dialects.rscrew.reading import read
from rscrew_console.dialects.sections import names
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.roster.chain import Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.places import Places
from rscrew_console.roster.problem import Path

if TYPE_CHECKING:
    from rscrew_console.roster.strategies.model import Strategy


@dataclass(frozen=True)
class RSCrewPlaces(Places):
    """Every entry stands under its name, also one that is not there yet."""

    def agent_path(self, agent: str, field: str | None = None) -> Path:
        return (fields.AGENTS, agent) if field is None else (fields.AGENTS, agent, field)

    def provider_path(self, provider: str, field: str | None = None) -> Path:
        path = (fields.PROVIDERS, provider)
        return path if field is None else (*path, field)


class RSCrew(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "rscrew"
    title = "RSCrew's model_config.yaml"
    recognised_by = f"{fields.PROVIDERS} and {fields.AGENTS}"
    file_places = FORMATS["rscrew"].places
    scheme: ClassVar[SlotScheme] = fields.SCHEME
    provider_fields = fields.PROVIDER_FIELDS
    distribution = fields.DISTRIBUTION
    settings = (names.SETTINGS,)
    capabilities = Capabilities(
        declared_providers=True,
        implied_providers=False,
        needs_primary=True,
        add_agents=True,
        remove_agents=True,
        rename_agents=True,
        agent_fields=fields.AGENT_TEXT_FIELDS,
        strategies=True,
        pin=True,
        distribution=True,
        settings=True,
    )

    def recognises(self, value: Any, file_name: str = "") -> int:
        if not isinstance(value, Mapping):
            return NO
        if fields.AGENTS in value:
            return SURE
        is_toml = file_name.endswith(".toml")  # of other programs, which have providers, too
        return MAYBE if fields.PROVIDERS in value and not is_toml else NO

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        return read(document, context.former)

    def places(self, roster: Roster) -> Places:
        return RSCrewPlaces(roster, self.distribution, self.settings, self.provider_fields)

    def chain_paths(self, path: Path) -> tuple[Path, tuple[Path, ...]] | None:
        if len(path) != 3 or path[0] != fields.AGENTS or path[2] not in fields.SLOTS:
            return None
        agent = path[:2]
        return (*agent, "chain"), tuple((*agent, slot) for slot in fields.SLOTS)

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        by_slot = {link.slot: link.provider for link in links}
        edits = []
        for slot in fields.SLOTS:
            path = (fields.AGENTS, agent.name, slot)
            old, new = document.get(path), by_slot.get(slot, ABSENT)
            if (agent.chain.provider_in(slot) or ABSENT) != new:
                edits.append(Edit(path, old, new, order=fields.AGENT_FIELDS))
        return edits

    def count_primaries(
        self, document: Document, roster: Roster, primaries: Mapping[str, str | None],
        gone: Iterable[str] = (),
    ) -> list[Edit]:  # fmt: skip
        """The edits that correct the file's counts of agents for each provider."""
        from rscrew_console.dialects.rscrew import counts

        return counts.count_edits(document, roster, primaries, gone)

    def set_agent(
        self, document: Document, roster: Roster, agent: str, field: str, value: str | None
    ) -> list[Edit]:
        from rscrew_console.dialects.rscrew import agents

        return agents.set_agent(document, roster, agent, field, value)

    def set_provider(
        self, document: Document, roster: Roster, provider: str, field: str, value: Any
    ) -> list[Edit]:
        from rscrew_console.dialects.rscrew import providers

        return providers.set_provider(document, roster, provider, field, value)

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        from rscrew_console.dialects.rscrew import agents

        return agents.add_agent(document, roster, name, slots, reasoning, capability)

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        from rscrew_console.dialects.rscrew import agents

        return agents.remove_agent(document, roster, name)

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        from rscrew_console.dialects.rscrew import agents

        return agents.rename_agent(document, roster, old, new)

    def add_provider(
        self, document: Document, roster: Roster, name: str, fields: Mapping[str, Any]
    ) -> list[Edit]:
        from rscrew_console.dialects.rscrew import providers

        return providers.add_provider(document, roster, name, fields)

    def remove_provider(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        from rscrew_console.dialects.rscrew import providers

        return providers.remove_provider(document, roster, name)

    def rename_provider(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        from rscrew_console.dialects.rscrew import providers

        return providers.rename_provider(document, roster, old, new)

    def add_strategy(
        self, document: Document, roster: Roster, strategy: Strategy, *, replace: bool = False
    ) -> list[Edit]:
        from rscrew_console.dialects.rscrew import strategies

        return strategies.add_strategy(document, roster, strategy, replace=replace)

    def set_pin(
        self, document: Document, roster: Roster, provider: str | None, why: str = ""
    ) -> list[Edit]:
        from rscrew_console.dialects.rscrew import pin

        return pin.set_pin(document, roster, provider, why)
