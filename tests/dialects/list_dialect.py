"""A small format for tests, in which a chain is a list of any length: `crew: {writer: [a, b]}`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from rscrew_console.dialects.base import NO, SURE, Dialect, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.implied import implied_providers, replace_model
from rscrew_console.dialects.known_keys import Schema
from rscrew_console.dialects.lists import list_edits
from rscrew_console.document import Document, Edit
from rscrew_console.roster.chain import Chain, FallbackRule, Link, SlotScheme
from rscrew_console.roster.model import Agent, Roster, Settings


class ListDialect(Dialect):
    """`says: inherit` is the only word that is no model; `fallbacks: off` switches them off."""

    name = "list"
    title = "The list of the tests"
    recognised_by = "crew"
    scheme = SlotScheme()
    capabilities = Capabilities(remove_agents=True)
    cell_words = ("inherit",)
    known_keys: ClassVar[Schema | None] = {"crew": {"*": {"*": None}}, "fallbacks": None}

    def recognises(self, value: Any, file_name: str = "") -> int:
        return SURE if isinstance(value, Mapping) and "crew" in value else NO

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        agents = tuple(
            Agent(name, Chain(self.scheme, self._links(models)), path=("crew", name))
            for name, models in document.get(("crew",)).items()
        )
        off = document.get(("fallbacks",)) is False
        rule = FallbackRule("off", why="fallbacks is off") if off else FallbackRule("on", ("429",))
        roster = Roster(self.name, self.scheme, implied_providers(agents), agents, Settings(rule))
        return ParseResult(roster, findings.problems)

    def _links(self, models: Sequence[str]) -> tuple[Link, ...]:
        return tuple(
            Link(slot, "", says=model) if model in self.cell_words else Link(slot, model)
            for slot, model in zip(self.scheme.names(len(models)), models, strict=True)
        )

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        texts = [link.text for link in links]
        return list_edits(document, agent.path, texts)

    def rename_provider(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        return replace_model(self, document, roster, old, new)


class StrayKey(ListDialect):
    """The fault of a prototype: it writes a key that its own format does not know."""

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        return [Edit(("secondary",), document.get(("secondary",)), links[-1].provider)]
