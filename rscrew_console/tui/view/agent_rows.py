"""The rows of the agents table, each drawn when it is in sight, and kept as long as it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, overload

from rscrew_console.roster.model import Agent
from rscrew_console.tui.view.agent_widths import widest_cells
from rscrew_console.tui.view.agents import draw, values_of
from rscrew_console.tui.view.table import GridRow, LazyRows, Value

if TYPE_CHECKING:
    from rscrew_console.tui.view.view_state import ViewState

KeptRows = dict[str, tuple[tuple[object, ...], GridRow]]
"""By agent: what its row depends on, and the row."""
Searched = dict[str, tuple[Agent, str | None, str]]
"""By agent: itself, what it runs on, and what a filter looks in."""


class KnownWidths(NamedTuple):
    """The cells that the widest text of each column takes, and whose they are."""

    view_state: ViewState
    agents: Sequence[Agent]
    columns: Sequence[str]
    cells: Mapping[str, int]


class RowCache:
    """The rows of the agents as they were drawn last. Mutable.

    A row is drawn anew only where something changed that it shows: its agent, what the file has in
    its place, its cost, its marks, or what is true of all rows.
    """

    def __init__(self) -> None:
        self.drawn = 0
        """How many rows were drawn in all."""
        self._common: tuple[object, ...] = ()
        self._rows: KeptRows = {}
        self._searched: Searched = {}
        self._widest: KnownWidths | None = None

    def rows(self, view_state: ViewState, marks: Collection[str] = ()) -> AgentRows:
        """A row per agent, in the file's order; row keys are the agents' names."""
        common = _common_inputs(view_state)
        if common != self._common:  # rows that were handed out go on with those that they know
            self._common, self._rows, self._searched = common, {}, {}
        elif len(self._rows) > 2 * len(view_state.roster.agents):  # most of them are gone
            self._rows, self._searched = {}, {}
        return AgentRows(self, view_state, view_state.roster.agents, frozenset(marks))

    def row(self, rows: KeptRows, view_state: ViewState, agent: Agent, marked: bool) -> GridRow:
        """The row of one agent, as it was if that still holds."""
        inputs = _inputs(view_state, agent, marked)
        kept = rows.get(agent.name)
        if kept is None or not _same_inputs(kept[0], inputs):
            self.drawn += 1
            kept = rows[agent.name] = inputs, draw(view_state, agent, marked)
        return kept[1]

    @property
    def kept(self) -> tuple[KeptRows, Searched]:
        """What is known under what is true of all rows now."""
        return self._rows, self._searched

    def widest(
        self, view_state: ViewState, agents: Sequence[Agent], columns: Sequence[str]
    ) -> Mapping[str, int]:
        """The cells of the widest text of each column, by the same agents found out once."""
        known = self._widest
        if known is None or known.view_state is not view_state or known.agents is not agents:
            known = None
        if known is None or known.columns != columns:
            cells = widest_cells(view_state, agents, columns)
            known = self._widest = KnownWidths(view_state, agents, columns, cells)
        return known.cells


class AgentRows(LazyRows):
    """Rows of agents at one moment."""

    def __init__(
        self, cache: RowCache, view_state: ViewState, agents: Sequence[Agent],
        marks: Collection[str],
    ) -> None:  # fmt: skip
        self._cache, self._view_state, self._agents, self._marks = cache, view_state, agents, marks
        self._kept, self._searched = cache.kept

    def __len__(self) -> int:
        return len(self._agents)

    @overload
    def __getitem__(self, index: int) -> GridRow: ...

    @overload
    def __getitem__(self, index: slice) -> list[GridRow]: ...

    def __getitem__(self, index: int | slice) -> GridRow | list[GridRow]:
        if isinstance(index, slice):
            return [self._row(agent) for agent in self._agents[index]]
        return self._row(self._agents[index])

    def __iter__(self) -> Iterator[GridRow]:
        return map(self._row, self._agents)

    def _row(self, agent: Agent) -> GridRow:
        marked = agent.name in self._marks
        return self._cache.row(self._kept, self._view_state, agent, marked)

    @cached_property
    def keys(self) -> Sequence[str]:
        """The agents' names."""
        return [agent.name for agent in self._agents]

    def widest(self, columns: Sequence[str]) -> Mapping[str, int]:
        """The cells that the widest text of each of these columns takes."""
        return self._cache.widest(self._view_state, self._agents, columns)

    def searched(self) -> Sequence[str]:
        """What a filter looks in, of each agent."""
        return [self._searched_in(agent) for agent in self._agents]

    def _searched_in(self, agent: Agent) -> str:
        running = self._view_state.running.get(agent.name)
        kept = self._searched.get(agent.name)
        if kept is None or kept[0] is not agent or kept[1] != running:
            values = values_of(self._view_state, agent).values()
            text = "\n".join([one for one in values if isinstance(one, str)]).casefold()
            kept = self._searched[agent.name] = agent, running, text
        return kept[2]

    def values(self, column: str) -> Sequence[Value]:
        """What stands behind that column, of each agent."""
        return [values_of(self._view_state, agent).get(column) for agent in self._agents]

    def picked(self, indices: Sequence[int]) -> AgentRows:
        """The rows of these numbers, in that order."""
        agents = [self._agents[index] for index in indices]
        return AgentRows(self._cache, self._view_state, agents, self._marks)


def _common_inputs(view_state: ViewState) -> tuple[object, ...]:
    """What all rows depend on."""
    return (
        view_state.roster.settings, view_state.roster.scheme, view_state.roster.slots,
        view_state.format, view_state.usable, view_state.keyless, view_state.without_key,
        tuple(view_state.renamed.items()),
    )  # fmt: skip


def _inputs(view_state: ViewState, agent: Agent, marked: bool) -> tuple[object, ...]:
    """What one row depends on beside those."""
    name = agent.name
    return (
        agent, view_state.saved.agent_by_name.get(name), view_state.usd_per_1k[name],
        view_state.planned_usd_per_1k[name], marked, name in view_state.stranded,
        bool(view_state.row_concerns("agent", name)),
    )  # fmt: skip


def _same_inputs(before: tuple[object, ...], now: tuple[object, ...]) -> bool:
    """Agents are compared by identity: equal ones may differ in what is no part of equality."""
    return before[0] is now[0] and before[1] is now[1] and before[2:] == now[2:]
