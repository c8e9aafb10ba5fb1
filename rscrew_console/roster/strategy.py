"""Which known way of giving out primaries a crew follows."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.roster.capability import GUIDE_CAPABILITY
from rscrew_console.roster.model import Roster

# The guide's task-optimised distribution, by vendor: providers' names are the user's own.
_TASK_OPTIMISED = {
    "reasoning": "anthropic",
    "communication": "openai",
    "analysis": "gemini",
    "coding": "deepseek",
}
FAR = 3
"""A crew more agents apart than this does not follow the strategy."""


def matched(roster: Roster, kinds: Mapping[str, str | None]) -> str:
    """`task-optimised`, `task-optimised, 1 apart`, or nothing where the crew is another.

    `kinds` maps providers to their kind. Only agents that the guide knows are compared, and at
    least half of them must be there.
    """
    known = [agent for agent in roster.agents if agent.name in GUIDE_CAPABILITY]
    if 2 * len(known) < len(GUIDE_CAPABILITY):
        return ""
    apart = sum(
        kinds.get(agent.chain.primary or "") != _TASK_OPTIMISED[GUIDE_CAPABILITY[agent.name]]
        for agent in known
    )
    if apart > FAR:
        return ""
    return f"task-optimised, {apart} apart" if apart else "task-optimised"
