"""Warnings about outages: a vendor that too much hangs on, as the keys are now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint.chains import Vendor, vendor_of
from rscrew_console.roster.lint.places import LintPlaces, warning
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.problem import Problem

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
    for agent in roster.agents:
        vendors = {vendor_of(name, roster, facts) for name in agent.chain.providers}
        keyed = {
            vendor_of(name, roster, facts) for name in agent.chain.providers if facts[name].usable
        }
        if len(keyed) == 1 < len(vendors):
            stranded[keyed.pop()].append(agent)
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


def _listed(agents: list[Agent]) -> str:
    names = [agent.name for agent in agents]
    if len(names) > _NAMED:
        return f"{len(names)} agents"
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
