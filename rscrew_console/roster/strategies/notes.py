"""What a strategy's `reasoning_template` puts behind an agent's reasoning."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.apply import StrategyPlan

_PLACE = re.compile(r"\{(\w+)\}")


def notes(plan: StrategyPlan, roster: Roster, agents: Iterable[str]) -> dict[str, str]:
    """The note of each of these agents, none without a template.

    `{strategy}`, `{agent}`, `{capability}` and `{primary}` are filled in; other braces stay.
    """
    template = plan.strategy.reasoning_template.strip()
    if not template:
        return {}
    return {name: _filled(template, plan, roster, name) for name in agents}


def _filled(template: str, plan: StrategyPlan, roster: Roster, agent: str) -> str:
    values = {
        "strategy": plan.strategy.name,
        "agent": agent,
        "capability": roster.agent_by_name[agent].capability,
        "primary": plan.chains[agent][0],
    }
    return _PLACE.sub(lambda match: values.get(match[1], match[0]), template)
