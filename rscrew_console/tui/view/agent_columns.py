"""What the agents table needs of every row, drawn or not: its key, its widths, what a filter sees.

Each is worked out when it is first asked for, and from then on only of the agents that change.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from itertools import compress
from operator import is_, is_not
from typing import TYPE_CHECKING, Any, TypeVar

from rscrew_console.tui.view.agent_widths import widths_of
from rscrew_console.tui.view.agents import columns_of_slots, values_of
from rscrew_console.tui.view.view_state import field_of

if TYPE_CHECKING:
    from rscrew_console.roster.model import Agent
    from rscrew_console.tui.view.table import Value
    from rscrew_console.tui.view.view_state import ViewState

Fact = TypeVar("Fact")


class AgentColumns:
    """Of all agents of one view, in the file's order. What is worked out is kept."""

    def __init__(self, view_state: ViewState, common: tuple[object, ...]) -> None:
        """`common` is what all rows depend on."""
        self.view_state = view_state
        self.agents = view_state.roster.agents
        self.names = view_state.agent_names
        self._common = common
        self._sources = _sources(view_state)
        self._inputs = _inputs(view_state)
        self._widths: dict[str, list[int]] = {}
        self._searched: list[str] | None = None

    def after(self, view_state: ViewState, common: tuple[object, ...]) -> AgentColumns:
        """The same of another view, of which only the agents that changed are looked at."""
        if common == self._common and all(map(is_, _sources(view_state), self._sources)):
            same = copy(self)
            same.view_state = view_state
            return same
        now = AgentColumns(view_state, common)
        if now.names is not self.names or common != self._common:
            return now
        differing = [_differing(*pair) for pair in zip(self._inputs, now._inputs, strict=True)]
        places = sorted({place for each in differing for place in each})
        if len(places) > len(now.names) // 2:
            return now
        agents = [now.agents[place] for place in places]
        now._widths = {
            column: _replaced(known, places, widths_of(view_state, agents, column))
            for column, known in self._widths.items()
        }
        if self._searched is not None:
            now._searched = _replaced(self._searched, places, _texts(view_state, agents))
        return now

    def widths(self, column: str) -> Sequence[int]:
        """The cells that each agent's text in that column takes."""
        if column not in self._widths:
            self._widths[column] = widths_of(self.view_state, self.agents, column)
        return self._widths[column]

    @property
    def searched(self) -> Sequence[str]:
        """What a filter looks in, of each agent."""
        if self._searched is None:
            self._searched = _texts(self.view_state, self.agents)
        return self._searched

    def values(self, column: str) -> Sequence[Value]:
        """What stands behind that column, of each agent."""
        return [values_of(self.view_state, agent).get(column) for agent in self.agents]


def _sources(view_state: ViewState) -> tuple[object, ...]:
    """What those are taken from: of the very same ones all inputs are the same."""
    costs = view_state.usd_per_1k, view_state.planned_usd_per_1k
    return (view_state.roster, view_state.saved, view_state.running, *costs)


def _inputs(view_state: ViewState) -> tuple[Sequence[Any], ...]:
    """What the row of each agent depends on beside what all rows do, in the file's order."""
    names = view_state.agent_names
    by_name = (view_state.running, view_state.usd_per_1k, view_state.planned_usd_per_1k)
    return (
        view_state.roster.agents,
        [*map(view_state.saved.agent_by_name.get, names)],
        # In the order of the agents, unless two of them have one name.
        *([*each.values()] if len(each) == len(names) else [*map(each.get, names)]
          for each in by_name),
    )  # fmt: skip


def _differing(before: Sequence[Any], now: Sequence[Any]) -> list[int]:
    """The places at which the two hold different things. Agents are compared by identity first."""
    return [*compress(range(len(now)), map(is_not, before, now))]


def _replaced(known: list[Fact], places: Sequence[int], facts: Sequence[Fact]) -> list[Fact]:
    changed = [*known]
    for place, fact in zip(places, facts, strict=True):
        changed[place] = fact
    return changed


def _texts(view_state: ViewState, agents: Sequence[Agent]) -> list[str]:
    """All texts behind the cells of each row, folded; see `values_of`."""
    slots, running = {*columns_of_slots(view_state.roster)}, view_state.running
    fields = view_state.format.agent_fields
    texts = []
    for agent in agents:
        parts = [agent.name, running.get(agent.name) or "", agent.file]
        parts += [field_of(agent, field) for field in fields]
        parts += [one.provider or one.says or "" for one in agent.chain.links if one.slot in slots]
        texts.append("\n".join(parts).casefold())
    return texts
