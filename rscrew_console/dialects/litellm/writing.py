"""Writes chains: what each name's own deployment runs on, and the names that it falls back to.

Fallbacks are names, and a name is an agent as well. So the chains of all names are planned
together: where a name gets another model and others fall back to what it had, that gets a name of
its own, and they fall back to this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from itertools import chain
from typing import Any

from rscrew_console.dialects.base import OperationError
from rscrew_console.dialects.lists import list_edits
from rscrew_console.dialects.litellm.reading import (
    DEFAULTS,
    FALLBACKS,
    PARAMS,
    SECTIONS,
    Identity,
    ProxyDeployment,
    ProxyFile,
)
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.roster.chain import Link
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Path

WHERE_TO = ("model", "custom_llm_provider", "api_key", "api_base")
"""What says where a call goes. All else (rpm, temperature …) stays with the name."""

Where = Mapping[str, Any]
"""The values of `WHERE_TO` that are given."""


@dataclass
class _ProxyPlan:
    """What every name is to run on, and what is new in `model_list`."""

    proxy: ProxyFile
    own: dict[str, Where]
    """Name → where its first deployment leads."""
    added: dict[str, Where] = field(default_factory=dict)

    def name_for(self, where: Where, present: str, agent: str) -> str:
        """A name that leads there: the present one if it does, else another, else a new one."""
        wanted = _identity(where)
        for name in chain((present,), self.own, self.added):
            leads_to = self.own.get(name) or self.added.get(name)
            if name != agent and leads_to and _identity(leads_to) == wanted:
                return name
        name = str(where["model"])
        while name in self.own or name in self.added:
            name += " (2)"
        self.added[name] = where
        return name


def chain_edits(
    document: Document, proxy: ProxyFile, roster: Roster, chains: Mapping[str, Sequence[Link]]
) -> list[Edit]:
    """The edits after which these names have these chains, and all others those that they have."""
    plan = _ProxyPlan(proxy, {name: _where(group[0]) for name, group in proxy.groups.items()})
    before = dict(plan.own)
    for name, links in chains.items():
        _refuse_other_places(proxy, name, links)
        plan.own[name] = _where_of(links[0], proxy, roster, proxy.groups[name][0])
    edits: list[Edit] = []
    for name in chains:
        edits += _own_edits(document, proxy.groups[name][0], plan.own[name])
    fallbacks: dict[str, Sequence[str]] = {}
    for name, group in proxy.groups.items():
        if name not in chains:
            if name in proxy.fallbacks:
                fallbacks[name] = _moved(proxy.fallbacks[name].names, plan, before, name)
            continue
        further = tuple(chains[name])[len(group) :]
        if name not in proxy.fallbacks and further == _present(roster, name)[len(group) :]:
            continue  # none, or the fallbacks of all, see below
        names = [_fallback_name(link, plan, before, roster, name, document) for link in further]
        fallbacks[name] = names
    edits += fallback_edits(document, proxy, fallbacks)
    edits += _default_edits(document, plan, before)
    entries = document.get(("model_list",))
    for number, (name, where) in enumerate(plan.added.items()):
        entry = {"model_name": name, PARAMS: dict(where)}
        edits.append(Edit(("model_list", len(entries) + number), ABSENT, entry))
    return edits


def _moved(
    targets: Sequence[str], plan: _ProxyPlan, before: Mapping[str, Where], agent: str
) -> list[str]:
    """The fallbacks of a name whose chain is not edited: as they are, but for those whose target
    gets another model. What is listed twice, or leads to where the name itself does, stays."""
    names = []
    for target in targets:
        group = plan.proxy.aliases[target][0] if target in plan.proxy.aliases else target
        is_moved = group in before and _identity(plan.own[group]) != _identity(before[group])
        if target != agent:
            names.append(plan.name_for(before[group], target, agent) if is_moved else target)
    return names


def _present(roster: Roster, name: str) -> tuple[Link, ...]:
    return roster.agent_by_name[name].chain.links


def _where(deployment: ProxyDeployment) -> Where:
    return {key: deployment.params[key] for key in WHERE_TO if key in deployment.params}


def _identity(where: Where) -> Identity:
    return ProxyDeployment("", where, ()).identity


def _where_of(link: Link, proxy: ProxyFile, roster: Roster, own: ProxyDeployment) -> Where:
    """Where a provider, a name or a model's id leads."""
    word = link.provider or link.says or ""
    if word in proxy.groups and word not in roster.provider_by_name:
        return _where(proxy.groups[word][0])
    names = proxy.provider_names
    for group in proxy.groups.values():
        for deployment in group:
            if names[deployment.identity] == word:
                return _where(deployment)
    return {"model": word, **_key_for(word, own, proxy)}


def _key_for(model: str, own: ProxyDeployment, proxy: ProxyFile) -> Where:
    """The key and address of the same vendor's other models; without any, LiteLLM's usual ones."""
    vendor = model.partition("/")[0]
    everyone = [own, *(one for group in proxy.groups.values() for one in group)]
    alike = next((one for one in everyone if one.model.partition("/")[0] == vendor), None)
    return {key: value for key, value in _where(alike).items() if key != "model"} if alike else {}


def _refuse_other_places(proxy: ProxyFile, name: str, links: Sequence[Link]) -> None:
    """Further deployments of a name share its calls: they keep their places behind the first."""
    own = proxy.groups[name]
    further = [proxy.provider_names[one.identity] for one in own[1:]]
    if further and [link.provider for link in links[1 : len(own)]] != further:
        raise OperationError(
            f'"{name}" has {len(own)} deployments, which come before its fallbacks; their order is'
            " set in the file"
        )


def _own_edits(document: Document, own: ProxyDeployment, where: Where) -> list[Edit]:
    """Only what says where calls go is changed."""
    if _identity(where) == own.identity:
        return []
    return [
        Edit((*own.path, PARAMS, key), old, new, order=WHERE_TO)
        for key in WHERE_TO
        if (old := document.get((*own.path, PARAMS, key))) != (new := where.get(key, ABSENT))
    ]


def _fallback_name(
    link: Link, plan: _ProxyPlan, before: Mapping[str, Where], roster: Roster, agent: str,
    document: Document,
) -> str:  # fmt: skip
    """The name to write for a fallback."""
    if link.says is not None and not link.provider:
        return link.says  # a name that is not in the file stays as it is
    present = str(document.get(link.path)) if link.path else link.provider
    where = before.get(present)
    if where is None or not link.path:
        where = _where_of(link, plan.proxy, roster, plan.proxy.groups[agent][0])
    return plan.name_for(where, present, agent)


def fallback_edits(
    document: Document, proxy: ProxyFile, chains: Mapping[str, Sequence[str]]
) -> list[Edit]:
    """The edits after which these names fall back to these, each in the section that has it.

    What is new goes behind the last item; what falls back to nothing goes.
    """
    changed: list[Edit] = []
    removed: list[Path] = []
    new = [{name: list(names)} for name, names in chains.items() if name not in proxy.fallbacks]
    for name, names in chains.items():
        item = proxy.fallbacks.get(name)
        if item is None or tuple(names) == tuple(one for one in item.names if one != name):
            continue
        if names:
            changed += list_edits(document, item.path, list(names))
        else:
            removed.append(item.path[:-1])
    added = _new_items(document, [one for one in new if next(iter(one.values()))])
    for section in SECTIONS:
        path = (section, FALLBACKS)
        present = document.get(path)
        removed_here = sorted((one for one in removed if one[:2] == path), reverse=True)
        if removed_here and len(removed_here) == len(present) and not added:
            changed.append(Edit(path, present, ABSENT))
        else:
            added += [Edit(one, document.get(one), ABSENT) for one in removed_here]
    return changed + added


def _new_items(document: Document, items: Sequence[Mapping[str, Any]]) -> list[Edit]:
    if not items:
        return []
    for section in SECTIONS:
        present = document.get((section, FALLBACKS))
        if isinstance(present, list):
            return [
                Edit((section, FALLBACKS, len(present) + number), ABSENT, item)
                for number, item in enumerate(items)
            ]
    section = SECTIONS[0]
    if isinstance(document.get((section,)), Mapping):
        return [Edit((section, FALLBACKS), ABSENT, list(items))]
    return [Edit((section,), document.get((section,)), {FALLBACKS: list(items)})]


def _default_edits(document: Document, plan: _ProxyPlan, before: Mapping[str, Where]) -> list[Edit]:
    """Where a name of `default_fallbacks` gets another model, what it had stays in the list."""
    names = [
        plan.name_for(before[name], name, "") if name in before else name
        for name in plan.proxy.defaults
    ]
    if tuple(names) == plan.proxy.defaults:
        return []
    section = next(one for one in SECTIONS if isinstance(document.get((one, DEFAULTS)), list))
    return list_edits(document, (section, DEFAULTS), names)
