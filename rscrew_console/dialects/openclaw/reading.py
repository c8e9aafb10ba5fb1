"""Reads OpenClaw's agents: each a text or `{primary, fallbacks}`, or what the defaults say.

An agent that names a primary has the fallbacks that it names beside it, and no others; one that
names no model has those of the defaults (docs.openclaw.ai, gateway/config-agents, "model"). Older
versions gave an agent with a primary alone the fallbacks of the defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.openclaw.includes import INCLUDE, IncludedFiles
from rscrew_console.dialects.values import described
from rscrew_console.document import ABSENT
from rscrew_console.document.data import value_at
from rscrew_console.roster.capability import derive
from rscrew_console.roster.chain import Chain, InForce, Link, SlotScheme
from rscrew_console.roster.model import Agent
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path, Severity

SCHEME = SlotScheme()
DEFAULTS = "defaults"
"""The row of `agents.defaults`, and what a slot says that takes it from there."""
DEFAULT = "default"
"""What the defaults say where they name no model: OpenClaw chooses one."""
MODEL, FALLBACKS = "model", "fallbacks"
ENTRIES = "entries"
"""The agents by their ids, as newer versions write them in place of `list`."""
SIDE_MODELS: Mapping[str, Path] = {
    "imageModel": ("imageModel",), "pdfModel": ("pdfModel",),
    "imageGenerationModel": ("imageGenerationModel",), "subagents": ("subagents", MODEL),
}  # fmt: skip
"""Further models of the defaults, each a row where it is set, and where it stands below them."""
_UNKNOWN_TO_OPENCLAW = ("fallbacks", "fallback", "primary", "models")
"""Keys that people write into an entry of the list, and that stop the gateway."""

Aliases = Mapping[str, str]
"""Alias → model's id."""


def aliases_of(defaults: Mapping[Any, Any]) -> dict[str, str]:
    """The aliases of `agents.defaults.models`."""
    models = defaults.get("models")
    entries = models.items() if isinstance(models, Mapping) else ()
    return {
        entry["alias"]: str(model)
        for model, entry in entries
        if isinstance(entry, Mapping) and isinstance(entry.get("alias"), str)
    }


def _tell_unread(findings: Findings, value: Mapping[Any, Any], included: IncludedFiles) -> None:
    """What is taken in and cannot be read: where agents may stand there, this file alone tells
    little."""
    section = value.get("agents")
    for path in included.unread:
        if len(path) > 1:
            findings.add(
                "include", path, f"{dotted(path[:-1])} takes in other files ($include) that cannot"
                " be read here, and this file alone does not tell what it holds; write its agents"
                " into this file to open it here",
            )  # fmt: skip
    if (INCLUDE,) not in included.unread:
        return
    what = "agents that stand in those are not shown, and may come before the ones here"
    if section is None:
        what = "its agents stand in those; write them into this file to open it here"
    severity: Severity = "warning" if section is not None else "error"
    message = f"the file takes in others ($include) that cannot be read here: {what}"
    findings.add("include", (INCLUDE,), message, severity)


def read_agents(
    findings: Findings, value: Mapping[Any, Any], included: IncludedFiles
) -> Iterator[Agent]:
    """The row of the defaults, those of its side models, then one for each entry of the list.

    Rows that stand in an included file have no path, and that file's line as their source.
    """
    _tell_unread(findings, value, included)
    whole = included.merged(value)
    section = findings.mapping(("agents",), whole.get("agents"))
    defaults = findings.mapping(("agents", DEFAULTS), section.get(DEFAULTS))
    aliases = aliases_of(defaults)
    path: Path = ("agents", DEFAULTS)
    own = _links(findings, (*path, MODEL), defaults.get(MODEL), aliases)
    chain = Chain(SCHEME, own or (Link("primary", "", says=DEFAULT),))
    yield _placed(
        Agent(DEFAULTS, chain, path=path, capability=derive(DEFAULTS)),
        (*path, MODEL),
        value,
        included,
    )
    for name, place in SIDE_MODELS.items():
        stated = value_at(defaults, place)
        if not isinstance(stated, type(ABSENT)):
            links = _links(findings, (*path, *place), stated, aliases)
            side = Agent(f"{DEFAULTS}.{name}", Chain(SCHEME, links), path=path)
            yield _placed(side, (*path, *place), value, included)
    yield from _entries(findings, value, included, own, aliases)


def _placed(agent: Agent, cell: Path, value: Mapping[Any, Any], included: IncludedFiles) -> Agent:
    """The row, without a path where its cell stands in an included file and not in this one."""
    source = included.source_of(cell)
    if not source or not isinstance(value_at(value, cell), type(ABSENT)):
        return agent
    return _elsewhere(agent, source)


def _elsewhere(agent: Agent, source: str) -> Agent:
    links = tuple(replace(link, path=()) for link in agent.chain.links)
    chain = Chain(agent.chain.scheme, links)
    return replace(agent, chain=chain, path=(), in_force=InForce(agent.chain.primary or "", source))


def _entries(
    findings: Findings, value: Mapping[Any, Any], included: IncludedFiles, own: tuple[Link, ...],
    aliases: Aliases,
) -> Iterator[Agent]:  # fmt: skip
    names: set[str] = set()
    place: Path = ("agents", "list")
    for entry, file, number in included.entries(place):
        there = Findings(file.document)
        path = (*place[len(file.place) :], number)
        agent = _entry(there, path, entry, own, aliases)
        for problem in there.problems:
            message = f"{file.label}:{problem.line}: {problem.message}"
            findings.add(problem.code, (), message, "warning")
        if agent is not None and agent.name not in names:
            names.add(agent.name)
            yield _elsewhere(agent, f"{file.label}:{file.document.line_of(path)}")
    section = value.get("agents")
    entries = section.get("list") if isinstance(section, Mapping) else None
    if isinstance(entries, Mapping) and INCLUDE in entries:
        entries = None  # told already, or taken in
    if entries is not None and not isinstance(entries, list):
        findings.add("wrong-type", place, f"agents.list is {described(entries)} where a list of"
                     " agents belongs")  # fmt: skip
        entries = None
    for index, entry in enumerate(entries or ()):
        agent = _entry(findings, (*place, index), entry, own, aliases)
        if agent is None:
            continue
        if agent.name in names:
            findings.add(
                "duplicate-agent", agent.path, f'the id "{agent.name}" stands twice; OpenClaw takes'
                " the first", "warning",
            )  # fmt: skip
            continue
        names.add(agent.name)
        yield agent
    for agent in _by_id(findings, value, included, own, aliases):
        if agent.name not in names:
            yield agent


def _by_id(
    findings: Findings, value: Mapping[Any, Any], included: IncludedFiles, own: tuple[Link, ...],
    aliases: Aliases,
) -> Iterator[Agent]:  # fmt: skip
    place: Path = ("agents", ENTRIES)
    section = included.merged(value).get("agents")
    entries = findings.mapping(
        place, section.get(ENTRIES) if isinstance(section, Mapping) else None
    )
    for name, entry in findings.names(place, entries, "an agent").items():
        fields = findings.mapping((*place, name), entry)
        agent = _entry(findings, (*place, name), {**fields, "id": name}, own, aliases)
        if agent is not None:
            yield _placed(agent, (*place, name), value, included)


def _entry(
    findings: Findings, path: Path, value: Any, defaults: tuple[Link, ...], aliases: Aliases
) -> Agent | None:
    entry = findings.mapping(path, value)
    if INCLUDE in entry:
        return None  # told already
    name = entry.get("id")
    if not isinstance(name, str) or not name.strip():
        findings.add("bad-name", path, f"{dotted(path)} has no id")
        return None
    for key in _UNKNOWN_TO_OPENCLAW:
        if key in entry:
            findings.add(
                "unknown-key", (*path, key), f"{name}: OpenClaw's gateway does not start with"
                f' "{key}" here; it belongs into "model": {{"primary": …, "fallbacks": […]}}',
                "warning",
            )  # fmt: skip
    model = entry.get(MODEL)
    own = _links(findings, (*path, MODEL), model, aliases)
    has_primary = bool(own) and own[0].slot == SCHEME.first
    links = list(own[:1] if has_primary else defaults[:1] and [_inherited(defaults[0])])
    if isinstance(model, Mapping) and FALLBACKS in model:
        links += own[1:] if has_primary else own
    elif not has_primary:
        links += [_inherited(link) for link in defaults[1:]]
    if not links:
        links = [Link("primary", "", says=DEFAULTS)]
    return Agent(name.strip(), Chain.of_links(SCHEME, links), capability=derive(name), path=path)


def _inherited(link: Link) -> Link:
    return Link(link.slot, link.provider, says=DEFAULTS)


def _links(findings: Findings, path: Path, value: Any, aliases: Aliases) -> tuple[Link, ...]:
    """What a cell itself says. Without a primary, the fallbacks begin at the second slot."""
    if value is None:
        return ()
    if not isinstance(value, Mapping):
        link = _link(findings, path, value, SCHEME.first, aliases)
        return (link,) if link else ()
    for key in value:
        if key not in ("primary", FALLBACKS, INCLUDE):
            message = (
                f"{dotted(path)}: OpenClaw's gateway does not start with"
                f' "{key}" here; there are primary and fallbacks'
            )
            findings.add("unknown-key", (*path, key), message, "warning")
    links = []
    if "primary" in value:
        links.append(_link(findings, (*path, "primary"), value["primary"], SCHEME.first, aliases))
    fallbacks = value.get(FALLBACKS)
    if fallbacks is not None and not isinstance(fallbacks, list):
        findings.add("wrong-type", (*path, FALLBACKS), f"{dotted((*path, FALLBACKS))} is"
                     f" {described(fallbacks)} where a list of models belongs")  # fmt: skip
        fallbacks = None
    for index, item in enumerate(fallbacks or ()):
        place = (*path, FALLBACKS, index)
        links.append(_link(findings, place, item, SCHEME.name(index + 1), aliases))
    return tuple(link for link in links if link is not None)


def _link(findings: Findings, path: Path, value: Any, slot: str, aliases: Aliases) -> Link | None:
    if not isinstance(value, str) or not value.strip():
        findings.add("wrong-type", path, f"{dotted(path)} is {described(value)}, not a model's id")
        return None
    name = value.strip()
    if name in aliases:
        return Link(slot, aliases[name], says=name, path=path)
    if "/" not in name and (hint := did_you_mean(name, aliases)):
        message = f'{dotted(path)}: "{name}" is no alias of agents.defaults.models{hint}'
        findings.add("unknown-alias", path, message, "warning")
    return Link(slot, name, path=path)
