"""oh-my-openagent (before: oh-my-opencode): agents and categories, each a model and its fallbacks.

An agent has a `model` of its own, or takes that of its `category`, or says neither: then the
program's built-in chain is used. A category is a row as well. Read at oh-my-openagent 346a054bc and
26ed2d79 (src/config/schema).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.dialects.base import MAYBE, NO, SURE, Dialect, OperationError, ParseResult
from rscrew_console.dialects.capabilities import Capabilities
from rscrew_console.dialects.chains import known_agent
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.implied import implied_providers
from rscrew_console.dialects.model_lists import own_option_edits, write_list
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.omo.fields import (
    AGENTS,
    CATEGORIES,
    CATEGORY,
    DEFAULT,
    FALLBACKS,
    MODEL,
    OPTIONS,
    ORDER,
    SCHEME,
)
from rscrew_console.dialects.omo.places import OmoPlaces
from rscrew_console.dialects.omo.reading import (
    entries_of,
    fallback_rule,
    file_layers,
    links_of,
    read_agent,
    warn_of_fallbacks,
    warn_of_winning_file,
)
from rscrew_console.dialects.refused import has_slim_schema
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import PRIMARY, Chain, Link
from rscrew_console.roster.model import Agent, Roster, Settings
from rscrew_console.roster.places import Places
from rscrew_console.roster.problem import Path


class OhMyOpenAgent(Dialect):
    """See `Dialect`, which says what each method does."""

    name = "omo"
    title = "oh-my-openagent"
    recognised_by = "agents or categories with model and fallback_models, or runtime_fallback"
    file_places = FORMATS["omo"].places
    spelling = "models.dev"
    scheme = SCHEME
    capabilities = Capabilities(
        add_agents=True,
        remove_agents=True,
        rename_agents=True,
        link_options=OPTIONS,
        layers=True,
    )
    cell_words = (DEFAULT,)

    def recognises(self, value: Any, file_name: str = "") -> int:
        if not isinstance(value, Mapping):
            return NO
        if has_slim_schema(value):
            return NO  # another program
        base = file_name.rpartition("/")[2]
        named = base.startswith(("oh-my-openagent.", "oh-my-opencode.", "omo."))
        entries = [
            entry
            for section in (AGENTS, CATEGORIES)
            if isinstance(value.get(section), Mapping)
            for entry in value[section].values()
            if isinstance(entry, Mapping)
        ]
        if "runtime_fallback" in value or any(FALLBACKS in entry for entry in entries):
            return SURE
        if "oh-my-open" in str(value.get("$schema", "")) or (named and entries):
            return SURE
        if isinstance(value.get(CATEGORIES), Mapping) and entries:
            return MAYBE
        return MAYBE if named else NO

    def layer_paths(self, path: str) -> tuple[str, ...]:
        return file_layers(path)

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        value = findings.mapping((), document.value)
        categories = entries_of(findings, value, CATEGORIES)
        chains = {
            name: links_of(findings, (CATEGORIES, name), entry)
            for name, entry in categories.items()
        }
        warn_of_winning_file(findings, context)
        agents = [
            read_agent(findings, name, entry, chains, context)
            for name, entry in entries_of(findings, value, AGENTS).items()
        ]
        agent_names = {agent.name for agent in agents}
        agents += [
            Agent(
                name if name not in agent_names else f"{name} (category)",
                Chain(self.scheme, links),
                capability=derive(name),
                path=(CATEGORIES, name),
            )
            for name, links in chains.items()
        ]
        findings.duplicates("warning")
        rule = fallback_rule(findings, value, context)
        warn_of_fallbacks(findings, agents, rule)
        roster = Roster(
            dialect=self.name,
            scheme=self.scheme,
            providers=implied_providers(agents, login="opencode"),
            agents=tuple(agents),
            settings=Settings(rule),
            spelling=self.spelling,
        )
        return ParseResult(roster, findings.problems)

    def places(self, roster: Roster) -> Places:
        return OmoPlaces(roster)

    def check_provider(self, roster: Roster, name: str) -> None:
        if name not in _category_names(roster):
            super().check_provider(roster, name)

    def write_chain(
        self, document: Document, roster: Roster, agent: Agent, links: Sequence[Link]
    ) -> list[Edit]:
        path, first = agent.path, links[0] if links else Link(PRIMARY, DEFAULT)
        is_set = first.says is None or first.provider == (agent.chain.primary or "")
        # A model that has come up from a category's list is said by the agent itself now.
        word = first.says if first.says is not None and is_set else first.provider
        is_agent = path[0] == AGENTS
        refers = is_agent and word in _category_names(roster)
        own = "" if refers or word == DEFAULT else word
        edits = _set(document, (*path, MODEL), own)
        if is_agent:
            # A category that the agent had beside a model of its own stays: it says more than that.
            keeps = own and document.get((*path, MODEL)) is not ABSENT
            if not keeps:
                edits += _set(document, (*path, CATEGORY), word if refers else "")
        if own:
            edits += own_option_edits(document, path, agent, first, OPTIONS, ORDER)
        # The fallbacks of a category are not written into an agent that still takes its model.
        fallback_links = [link for link in links[1:] if link.says is None or not refers]
        if is_agent and word == DEFAULT and fallback_links:
            raise OperationError(
                f'"{agent.name}" needs a model or a category before it can have a fallback'
            )
        return edits + write_list(document, (*path, FALLBACKS), fallback_links, OPTIONS, ORDER)

    def add_agent(
        self, document: Document, roster: Roster, name: str, slots: Mapping[str, str | None],
        reasoning: str = "", capability: str = "",
    ) -> list[Edit]:  # fmt: skip
        models = SCHEME.in_order(slots)
        entry: dict[str, Any] = {}
        if models:
            key = CATEGORY if models[0] in _category_names(roster) else MODEL
            entry[key] = models[0]
        if models[1:]:
            entry[FALLBACKS] = models[1:]
        old = document.get((AGENTS,))
        if not isinstance(old, Mapping):
            return [Edit((AGENTS,), old, {name: entry})]
        return [Edit((AGENTS, name), ABSENT, entry)]

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        path = known_agent(roster, name).path
        if path[0] == CATEGORIES and (users := _users_of(document, str(path[1]))):
            raise OperationError(f'"{name}" is the category of {", ".join(users)}')
        return [Edit(path, document.get(path), ABSENT)]

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        path = known_agent(roster, old).path
        if old == new.strip():
            return []
        new = new_name("agent", new, roster.agent_by_name)
        edits = [Edit(path, path[1], new, on="key")]
        if path[0] == CATEGORIES:
            edits += [
                Edit((AGENTS, user, CATEGORY), path[1], new)
                for user in _users_of(document, str(path[1]))
            ]
        return edits


def _category_names(roster: Roster) -> frozenset[str]:
    return frozenset(str(one.path[1]) for one in roster.agents if one.path[0] == CATEGORIES)


def _users_of(document: Document, category: str) -> list[str]:
    agents = document.get((AGENTS,))
    return [
        name
        for name, entry in (agents.items() if isinstance(agents, Mapping) else ())
        if isinstance(entry, Mapping) and entry.get(CATEGORY) == category
    ]


def _set(document: Document, path: Path, text: str) -> list[Edit]:
    old, new = document.get(path), text or ABSENT
    return [] if old == new else [Edit(path, old, new, order=ORDER)]
