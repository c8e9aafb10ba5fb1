"""RSCrew's `model_config.yaml` into a Roster, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from rscrew_console.dialects.base import ParseResult
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
from rscrew_console.dialects.sections.settings import read_provider_name, read_settings
from rscrew_console.dialects.sections.unread import note_unread
from rscrew_console.dialects.strategies import STRATEGIES, RuleSubjects, read_strategies
from rscrew_console.dialects.values import described, text, whole
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


def read(doc: Document) -> ParseResult:
    """Unknown keys are kept and ignored; what is wrong in one entry leaves the others readable."""
    found = Findings(doc)
    roster = _roster(found, doc.value)
    found.duplicates()
    return ParseResult(roster, found.problems)


def _roster(found: Findings, value: Any) -> Roster | None:
    if value is None:
        found.add("not-a-crew", (), f"the file is empty; a crew needs {PROVIDERS} and {AGENTS}")
        return None
    if not isinstance(value, Mapping):
        message = (
            f"the file is {described(value)}; a crew is a mapping with {PROVIDERS} and {AGENTS}"
        )
        found.add("not-a-mapping", (), message)
        return None
    if PROVIDERS not in value and AGENTS not in value:
        found.add("not-a-crew", (), f"this is not a crew: it has no {PROVIDERS} and no {AGENTS}")
        return None
    providers = _section(found, value, PROVIDERS)
    agents = _section(found, value, AGENTS)
    if PROVIDERS in value and AGENTS in value:  # else that is said, with what was meant
        note_misspelt(found, (), value, SECTIONS)
    named = found.names((PROVIDERS,), providers or {}, "a provider")
    known = None if providers is None else named
    read = tuple(_provider(found, name, entry) for name, entry in named.items())
    note_unread(found, value)
    return Roster(
        dialect="rscrew",
        scheme=SCHEME,
        providers=read,
        agents=tuple(
            _agent(found, name, entry, known)
            for name, entry in found.names((AGENTS,), agents or {}, "an agent").items()
        ),
        settings=read_settings(found, value, None if known is None else read, agents, known),
        distribution=_distribution(found, value),
        strategies=read_strategies(found, value.get(STRATEGIES), RuleSubjects(known, agents)),
    )


def _section(found: Findings, value: Mapping[Any, Any], name: str) -> Mapping[Any, Any] | None:
    """One of the two that a crew must have; None where it is missing or no mapping."""
    if name not in value:
        others = [key for key in value if isinstance(key, str) and key not in (PROVIDERS, AGENTS)]
        found.add("missing-section", (), f"{name} is missing{did_you_mean(name, others)}")
        return None
    section = found.mapping((name,), value[name])
    return section if isinstance(value[name], Mapping | None) else None


def _provider(found: Findings, name: str, entry: Any) -> Provider:
    path = (PROVIDERS, name)
    fields = found.mapping(path, entry)
    read = {
        field: value
        for field, convert in PROVIDER_TYPES.items()
        if (value := found.read((*path, field), fields.get(field), convert, None)) is not None
    }
    note_misspelt(found, path, fields, PROVIDER_TYPES)
    model = read.pop("model", "").strip()
    missing = fields.get("model") is None or isinstance(fields["model"], str)
    if not model and missing and isinstance(entry, Mapping | None):
        found.add("no-model", path, f"{PROVIDERS}.{name} has no model")
    for index, strength in enumerate(read.get("strengths", ())):
        _check_capability(found, (*path, "strengths", index), strength)
    return Provider(name=name, model=model, path=path, **read)


def _agent(found: Findings, name: str, entry: Any, known: Collection[str] | None) -> Agent:
    path = (AGENTS, name)
    fields = found.mapping(path, entry)
    note_misspelt(found, path, fields, (*AGENT_FIELDS, "usage", "fallback_on"))
    links = tuple(
        Link(slot, provider)
        for slot in SLOTS
        if (provider := _slot(found, (*path, slot), fields.get(slot), known))
    )
    if fields.get(SLOTS[0]) in (None, "") and isinstance(entry, Mapping | None):
        then = f"it starts with its {links[0].slot}" if links else "it cannot run"
        found.add("no-primary", path, f"{AGENTS}.{name} has no {SLOTS[0]}: {then}", "warning")
    capability = found.read((*path, "capability"), fields.get("capability"), text, "")
    given = bool(capability) and _check_capability(found, (*path, "capability"), capability)
    return Agent(
        name=name,
        chain=Chain(SCHEME, links),
        reasoning=found.read((*path, "reasoning"), fields.get("reasoning"), text, ""),
        capability=capability if given else derive(name),
        capability_given=given,
        usage=read_usage(found, (*path, "usage"), fields.get("usage")),
        fallback_on=read_fallback_on(found, (*path, "fallback_on"), fields),
        path=path,
    )


def _slot(
    found: Findings, path: tuple[str, ...], value: Any, known: Collection[str] | None
) -> str | None:
    """The provider in the slot; None where it is empty or (an error) not a provider's name."""
    return read_provider_name(found, path, value, known, path[1:])


def _check_capability(found: Findings, path: tuple[str | int, ...], value: str) -> bool:
    if value in CAPABILITIES:
        return True
    hint = did_you_mean(value, CAPABILITIES) or f"; it is one of {', '.join(CAPABILITIES)}"
    found.add("unknown-capability", path, f'there is no capability "{value}"{hint}', "warning")
    return False


def _distribution(found: Findings, value: Mapping[Any, Any]) -> tuple[tuple[str, int], ...] | None:
    parent, child = DISTRIBUTION
    section = found.mapping((parent,), value.get(parent))
    stated = found.mapping(DISTRIBUTION, section.get(child))
    if not stated:
        return None
    names = found.names(DISTRIBUTION, stated, "a provider")
    return tuple(
        (name, found.read((*DISTRIBUTION, name), count, whole, 0)) for name, count in names.items()
    )
