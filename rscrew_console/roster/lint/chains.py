"""Warnings about chains: fallbacks that never help, and vendors that too much depends on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rscrew_console.roster.effective import tried
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint.places import LintPlaces, warning
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.problem import Path, Problem
from rscrew_console.roster.secret import shown_variable

Vendor = tuple[str, ...]
"""The kind, and what else tells one server from another; fit to be compared."""


def chain_warnings(
    roster: Roster, facts: Mapping[str, Facts], places: LintPlaces, unlike: Roster | None = None,
    data: Any = None,
) -> Iterator[Problem]:  # fmt: skip
    """Agent by agent: a provider twice, one vendor only, no key anywhere.

    Of agents that are the very same in `unlike` nothing is said. `data` is that of the document.
    """
    left_out = unlike.agent_by_name if unlike else {}
    agents = [agent for agent in roster.agents if left_out.get(agent.name) is not agent]
    yield from _not_in_force(agents, places, data)
    fallback_enabled, has_pin = roster.settings.fallback_enabled, roster.settings.pin is not None
    # Many agents have the same chain: what is wrong with it is found out once.
    by_chain: dict[tuple[str, ...], _Fault | None] = {}
    by_tried: dict[tuple[str, ...], _Fault | None] = {}
    for agent in agents:
        names = agent.chain.providers
        if len(names) != len({*names}):
            yield from _twice(agent, places)
        if roster.fallback.enabled:
            if names not in by_chain:
                by_chain[names] = _one_vendor(names, roster, facts)
            if (fault := by_chain[names]) is not None:
                yield fault.of(agent, places)
        if not has_pin:
            names = tried(agent.chain, fallback_enabled=fallback_enabled)
            if names not in by_tried:
                by_tried[names] = _no_key(names, facts)
            if (fault := by_tried[names]) is not None:
                yield fault.of(agent, places)


class _Fault(NamedTuple):
    """What is wrong with a chain, whichever agent has it."""

    code: str
    message: str
    """Behind the agent's name."""
    of_several: str
    variables: tuple[str, ...] = ()

    def of(self, agent: Agent, places: LintPlaces) -> Problem:
        path = places.agent_path(agent.name)
        return warning(
            self.code, path, f"{agent.name}{self.message}", self.of_several, self.variables
        )


def _twice(agent: Agent, places: LintPlaces) -> Iterator[Problem]:
    for provider in dict.fromkeys(agent.chain.providers):
        first, *others = agent.chain.slots_of(provider)
        for slot in others:
            yield warning(
                "provider-twice",
                places.agent_path(agent.name, slot),
                f"{agent.name}: {provider} is {first} and {slot};"
                " where it failed once it fails again",
            )


def _not_in_force(agents: Sequence[Agent], places: LintPlaces, data: Any) -> Iterator[Problem]:
    """That the file names one model and its agents get another: once for each place that wins."""
    overruled: dict[tuple[str, str], list[Agent]] = {}
    for agent in agents:
        link = agent.chain.links[0] if agent.chain.links else None
        if not link or agent.model_in_force in ("", link.provider):
            continue
        # A word in place of a model (`inherit`) counts where it is written, not where none is.
        if link.provider or _is_written(data, places.agent_path(agent.name, link.slot)):
            source = agent.in_force.source if agent.in_force else ""
            overruled.setdefault((source, agent.model_in_force), []).append(agent)
    for (source, model), those in overruled.items():
        first, link = those[0], those[0].chain.links[0]
        others = f" and {len(those) - 1} more" if len(those) > 1 else ""
        says = f"{source}={model}" if _is_variable(source) else f"{model} of {source}"
        yield warning(
            "not-in-force",
            places.agent_path(first.name, link.slot),
            f"{first.name}{others}: this file says {link.text}, {says} wins",
        )


def _is_written(data: Any, path: Path) -> bool:
    for key in path:
        if not isinstance(data, Mapping) or key not in data:
            return False
        data = data[key]
    return True


def _is_variable(source: str) -> bool:
    """Whether it is one of the environment, or of a settings file's `env`; else it is a file."""
    return source.rpartition(" ")[2].replace("_", "").isupper()


def _one_vendor(
    names: tuple[str, ...], roster: Roster, facts: Mapping[str, Facts]
) -> _Fault | None:
    vendors = {vendor_of(name, roster, facts) for name in names}
    if len(vendors) != 1:
        return None
    if len({*names}) == 1:
        message = f": {names[0]} alone, with nothing to fall back to"
        several = "agents have nothing to fall back to"
    else:
        kind = facts[names[0]].kind
        message = f": every provider of the chain is {kind}'s; one outage stops them all"
        several = f"agents have providers of {kind} alone; one outage stops them all"
    return _Fault("single-vendor-chain", message, several)


def vendor_of(name: str, roster: Roster, facts: Mapping[str, Facts]) -> Vendor:
    """Return the vendor of the provider: its kind, or its address if many servers speak the
    protocol.
    """
    kind = facts[name].kind
    if kind is None:
        return ("", name)
    return (kind, (roster.provider_by_name[name].base_url or "").rstrip("/"))


def _no_key(names: tuple[str, ...], facts: Mapping[str, Facts]) -> _Fault | None:
    if not names or any(facts[name].usable for name in names):
        return None
    variables = dict.fromkeys(
        shown_variable(facts[name].key_variables[0]) for name in names if facts[name].key_variables
    )
    those = "none of its providers has a key" if len(names) > 1 else f"{names[0]} has no key"
    message = f" cannot run: {those}; set {' or '.join(variables)}"
    several = "agents cannot run: none of their providers has a key"
    return _Fault("agent-without-key", message, several, tuple(variables))


_NAMED = 3
"""More agents than this are counted instead of named."""


def outage_warnings(
    roster: Roster, facts: Mapping[str, Facts], places: LintPlaces
) -> Iterator[Problem]:
    """One for each vendor whose outage would strand agents for want of other keys.

    Chains of one vendor alone are no matter of keys; they have a warning of their own.
    """
    has_keys = any(fact.key == "set" for fact in facts.values())
    if roster.settings.pin or not roster.settings.fallback_enabled or not has_keys:
        return
    stranded: dict[Vendor, list[Agent]] = defaultdict(list)
    known: dict[tuple[str, ...], Vendor | None] = {}  # the same chain is that of many agents
    for agent in roster.agents:
        chain = agent.chain.providers
        if chain not in known:
            known[chain] = _last_vendor(chain, roster, facts)
        if (vendor := known[chain]) is not None:
            stranded[vendor].append(agent)
    for vendor, agents in stranded.items():
        ours = [
            one.name for one in roster.providers if vendor_of(one.name, roster, facts) == vendor
        ]
        who = ours[0] if len(ours) == 1 else vendor[0]
        yield warning(
            "single-point-of-failure",
            places.provider_path(ours[0]),
            f"{who}: an outage would leave {_listed(agents)} with nothing, as no other provider"
            f" of {'its chain' if len(agents) == 1 else 'their chains'} has a key",
        )


def _last_vendor(chain: Sequence[str], roster: Roster, facts: Mapping[str, Facts]) -> Vendor | None:
    """The only vendor in a chain of several that has a key."""
    vendors = {vendor_of(name, roster, facts) for name in chain}
    keyed = {vendor_of(name, roster, facts) for name in chain if facts[name].usable}
    return keyed.pop() if len(keyed) == 1 < len(vendors) else None


def _listed(agents: list[Agent]) -> str:
    names = [agent.name for agent in agents]
    if len(names) > _NAMED:
        return f"{len(names)} agents"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
