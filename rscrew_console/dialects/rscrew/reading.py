"""RSCrew's `model_config.yaml` into a Roster, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import compress
from operator import is_not
from typing import Any

from rscrew_console.dialects.base import ParseResult
from rscrew_console.dialects.context import FormerReading
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.misspelt import note_misspelt
from rscrew_console.dialects.rscrew.fields import (
    AGENT_FIELDS,
    AGENTS,
    DISTRIBUTION,
    PROVIDER_TYPES,
    PROVIDERS,
    SCHEME,
    SECTIONS,
    SLOTS,
)
from rscrew_console.dialects.sections.calling import read_fallback_on
from rscrew_console.dialects.sections.costs import read_usage
from rscrew_console.dialects.sections.settings import (
    read_provider_name,
    read_settings,
    strategies_in,
)
from rscrew_console.dialects.sections.unread import note_unread
from rscrew_console.dialects.values import described, text, whole_number
from rscrew_console.document import Document
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import Chain, Link
from rscrew_console.roster.model import (
    CAPABILITIES,
    Agent,
    Provider,
    Roster,
)
from rscrew_console.roster.nearest import did_you_mean

DIALECT = "rscrew"


def read(doc: Document, former: FormerReading | None = None) -> ParseResult:
    """Unknown keys are kept and ignored; what is wrong in one entry leaves the others readable.

    Of a `former` reading the agents are taken over whose entries are the same objects.
    """
    findings = Findings(doc)
    roster = _roster(findings, doc.value, former)
    findings.duplicates()
    return ParseResult(roster, findings.problems)


def _roster(findings: Findings, value: Any, former: FormerReading | None) -> Roster | None:
    if value is None:
        findings.add("not-a-crew", (), f"the file is empty; a crew needs {PROVIDERS} and {AGENTS}")
        return None
    if not isinstance(value, Mapping):
        message = (
            f"the file is {described(value)}; a crew is a mapping with {PROVIDERS} and {AGENTS}"
        )
        findings.add("not-a-mapping", (), message)
        return None
    if PROVIDERS not in value and AGENTS not in value:
        findings.add("not-a-crew", (), f"this is not a crew: it has no {PROVIDERS} and no {AGENTS}")
        return None
    providers = _section(findings, value, PROVIDERS)
    agents = _section(findings, value, AGENTS)
    if PROVIDERS in value and AGENTS in value:  # else that is said, with what was meant
        note_misspelt(findings, (), value, SECTIONS)
    named = findings.names((PROVIDERS,), providers or {}, "a provider")
    provider_names = None if providers is None else named
    read = tuple(_provider(findings, name, entry) for name, entry in named.items())
    note_unread(findings, value)
    return Roster(
        dialect=DIALECT,
        scheme=SCHEME,
        providers=read,
        agents=_agents(findings, agents or {}, former, provider_names),
        settings=read_settings(
            findings, value, None if provider_names is None else read, agents, provider_names
        ),
        distribution=_distribution(findings, value),
        strategies=strategies_in(findings, value, provider_names, agents),
    )


def _agents(
    findings: Findings, agents: Mapping[Any, Any], former: FormerReading | None,
    provider_names: Collection[str] | None,
) -> tuple[Agent, ...]:  # fmt: skip
    before = _comparable(former, provider_names)
    if before is not None and (names := [*before]) == [*agents] and not _wrong_agents(former):
        read = [*former.roster.agents] if former else []
        if names == [agent.name for agent in read]:  # as they were, but for some entries
            for place in compress(range(len(read)), map(is_not, agents.values(), before.values())):
                read[place] = _agent(findings, names[place], agents[names[place]], provider_names)
            return tuple(read)
    known = _known_agents(former, provider_names)
    return tuple(
        known[name][1]
        if name in known and known[name][0] is entry
        else _agent(findings, name, entry, provider_names)
        for name, entry in findings.names((AGENTS,), agents, "an agent").items()
    )


def _known_agents(
    former: FormerReading | None, provider_names: Collection[str] | None
) -> Mapping[str, tuple[Any, Agent]]:
    """The agents that can be taken over as they were, each with the data that it was read from.

    None with which something was wrong: that is said with a line, which may be another now. None
    at all where other providers are there, as chains name them.
    """
    agents = _comparable(former, provider_names)
    if former is None or agents is None:
        return {}
    wrong = _wrong_agents(former)
    return {
        one.name: (agents[one.name], one)
        for one in former.roster.agents
        if one.name not in wrong and one.name in agents
    }


def _comparable(
    former: FormerReading | None, provider_names: Collection[str] | None
) -> Mapping[Any, Any] | None:
    """The agents' section of a former reading of the same format with the same providers."""
    if former is None or former.roster.dialect != DIALECT or provider_names is None:
        return None
    if former.roster.provider_by_name.keys() != set(provider_names):
        return None
    agents = former.document.get((AGENTS,))
    return agents if isinstance(agents, Mapping) else None


def _wrong_agents(former: FormerReading | None) -> set[Any]:
    """Those with which something was wrong when they were read."""
    problems = former.problems if former else ()
    return {one.path[1] for one in problems if len(one.path) > 1 and one.path[0] == AGENTS}


def _section(findings: Findings, value: Mapping[Any, Any], name: str) -> Mapping[Any, Any] | None:
    """One of the two that a crew must have; None where it is missing or no mapping."""
    if name not in value:
        others = [key for key in value if isinstance(key, str) and key not in (PROVIDERS, AGENTS)]
        findings.add("missing-section", (), f"{name} is missing{did_you_mean(name, others)}")
        return None
    section = findings.mapping((name,), value[name])
    return section if isinstance(value[name], Mapping | None) else None


def _provider(findings: Findings, name: str, entry: Any) -> Provider:
    path = (PROVIDERS, name)
    fields = findings.mapping(path, entry)
    read = {
        field: value
        for field, convert in PROVIDER_TYPES.items()
        if (value := findings.read((*path, field), fields.get(field), convert, None)) is not None
    }
    note_misspelt(findings, path, fields, PROVIDER_TYPES)
    model = read.pop("model", "").strip()
    missing = fields.get("model") is None or isinstance(fields["model"], str)
    if not model and missing and isinstance(entry, Mapping | None):
        findings.add("no-model", path, f"{PROVIDERS}.{name} has no model")
    for index, strength in enumerate(read.get("strengths", ())):
        _check_capability(findings, (*path, "strengths", index), strength)
    return Provider(name=name, model=model, path=path, **read)


def _agent(
    findings: Findings, name: str, entry: Any, provider_names: Collection[str] | None
) -> Agent:
    path = (AGENTS, name)
    fields = findings.mapping(path, entry)
    note_misspelt(findings, path, fields, (*AGENT_FIELDS, "usage", "fallback_on"))
    links = tuple(
        Link(slot, provider)
        for slot in SLOTS
        if (provider := _slot(findings, (*path, slot), fields.get(slot), provider_names))
    )
    if fields.get(SLOTS[0]) in (None, "") and isinstance(entry, Mapping | None):
        then = f"it starts with its {links[0].slot}" if links else "it cannot run"
        findings.add("no-primary", path, f"{AGENTS}.{name} has no {SLOTS[0]}: {then}", "warning")
    capability = findings.read((*path, "capability"), fields.get("capability"), text, "")
    is_known = bool(capability) and _check_capability(findings, (*path, "capability"), capability)
    return Agent(
        name=name,
        chain=Chain(SCHEME, links),
        reasoning=findings.read((*path, "reasoning"), fields.get("reasoning"), text, ""),
        capability=capability if is_known else derive(name),
        capability_given=is_known,
        usage=read_usage(findings, (*path, "usage"), fields.get("usage")),
        fallback_on=read_fallback_on(findings, (*path, "fallback_on"), fields),
        path=path,
    )


def _slot(
    findings: Findings, path: tuple[str, ...], value: Any, provider_names: Collection[str] | None
) -> str | None:
    """The provider in the slot; None where it is empty or (an error) not a provider's name."""
    return read_provider_name(findings, path, value, provider_names, path[1:])


def _check_capability(findings: Findings, path: tuple[str | int, ...], value: str) -> bool:
    if value in CAPABILITIES:
        return True
    hint = did_you_mean(value, CAPABILITIES) or f"; it is one of {', '.join(CAPABILITIES)}"
    findings.add("unknown-capability", path, f'there is no capability "{value}"{hint}', "warning")
    return False


def _distribution(
    findings: Findings, value: Mapping[Any, Any]
) -> tuple[tuple[str, int], ...] | None:
    parent, child = DISTRIBUTION
    section = findings.mapping((parent,), value.get(parent))
    stated = findings.mapping(DISTRIBUTION, section.get(child))
    if not stated:
        return None
    names = findings.names(DISTRIBUTION, stated, "a provider")
    return tuple(
        (name, findings.read((*DISTRIBUTION, name), count, whole_number, 0))
        for name, count in names.items()
    )
