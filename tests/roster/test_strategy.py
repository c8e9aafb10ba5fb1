"""Whether a crew follows the guide's task-optimised distribution."""

import pytest

from rscrew_console.roster.capability import GUIDE_CAPABILITY
from rscrew_console.roster.model import Agent, Chain, Link, Roster
from rscrew_console.roster.strategy import matched

KINDS = {"c": "anthropic", "o": "openai", "g": "gemini", "d": "deepseek", "x": None}
BY_CAPABILITY = {"reasoning": "c", "communication": "o", "analysis": "g", "coding": "d"}
NAMES = tuple(GUIDE_CAPABILITY)


def roster(names: tuple[str, ...], **changed: str) -> Roster:
    """The guide's agents on the guide's vendors, but for those changed."""
    agents = []
    for name in names:
        primary = changed.get(name) or BY_CAPABILITY[GUIDE_CAPABILITY.get(name, "coding")]
        agents.append(Agent(name, Chain(("primary",), (Link("primary", primary),))))
    return Roster("rscrew", ("primary",), (), tuple(agents))


@pytest.mark.parametrize(("crew", "strategy"), [
    (roster(NAMES), "task-optimised"),
    (roster((*NAMES, "another")), "task-optimised"),
    (roster(NAMES, code_implementer="o"), "task-optimised, 1 apart"),
    (roster(NAMES, code_implementer="x", technical_writer="d", solution_architect="g"),
     "task-optimised, 3 apart"),
    (roster(NAMES, code_implementer="x", technical_writer="d", solution_architect="g",
            feature_analyst="c"), ""),
    (roster(NAMES[:7]), "task-optimised"),
    (roster(NAMES[:6]), ""),
    (roster(("a", "b")), ""),
    (roster(()), ""),
])  # fmt: skip
def test_matched(crew: Roster, strategy: str) -> None:
    assert matched(crew, KINDS) == strategy


def test_an_agent_without_primary_is_apart() -> None:
    crew = roster(NAMES[1:])
    empty = Agent(NAMES[0], Chain(("primary",), ()))
    all_of_them = Roster("rscrew", ("primary",), (), (empty, *crew.agents))
    assert matched(all_of_them, KINDS) == "task-optimised, 1 apart"
