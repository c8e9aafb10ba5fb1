"""The rows of the agents table, each drawn when it is in sight, and kept as long as it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, overload

from rscrew_console.tui.view.agent_columns import AgentColumns
from rscrew_console.tui.view.agents import draw
from rscrew_console.tui.view.table import GridRow, LazyRows, Value

if TYPE_CHECKING:
    from rscrew_console.roster.model import Agent
    from rscrew_console.tui.view.view_state import ViewState

Fact = TypeVar("Fact")

KeptRows = dict[str, tuple[tuple[object, ...], GridRow]]
"""By agent: what its row depends on, and the row."""


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
        self._columns: AgentColumns | None = None

    def rows(self, view_state: ViewState, marks: Collection[str] = ()) -> AgentRows:
        """A row per agent, in the file's order; row keys are the agents' names."""
        common = _common_inputs(view_state)
        if common != self._common:  # rows that were handed out go on with those that they know
            self._common, self._rows = common, {}
        elif len(self._rows) > 2 * len(view_state.roster.agents):  # most of them are gone
            self._rows = {}
        known = self._columns
        columns = known.after(view_state, common) if known else AgentColumns(view_state, common)
        self._columns = columns
        return AgentRows(self, columns, self._rows, frozenset(marks))

    def row(self, rows: KeptRows, view_state: ViewState, agent: Agent, marked: bool) -> GridRow:
        """The row of one agent, as it was if that still holds."""
        inputs = _inputs(view_state, agent, marked)
        kept = rows.get(agent.name)
        if kept is None or not _same_inputs(kept[0], inputs):
            self.drawn += 1
            kept = rows[agent.name] = inputs, draw(view_state, agent, marked)
        return kept[1]


class AgentRows(LazyRows):
    """Rows of agents at one moment: of all, or of those at certain places."""

    def __init__(
        self, cache: RowCache, columns: AgentColumns, kept: KeptRows, marks: Collection[str],
        places: Sequence[int] | None = None,
    ) -> None:  # fmt: skip
        self._cache, self._columns, self._kept, self._marks = cache, columns, kept, marks
        self._places = range(len(columns.agents)) if places is None else places
        self._are_all = places is None

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> GridRow: ...

    @overload
    def __getitem__(self, index: slice) -> list[GridRow]: ...

    def __getitem__(self, index: int | slice) -> GridRow | list[GridRow]:
        if isinstance(index, slice):
            return [self._row(place) for place in self._places[index]]
        return self._row(self._places[index])

    def __iter__(self) -> Iterator[GridRow]:
        return map(self._row, self._places)

    def _row(self, place: int) -> GridRow:
        agent = self._columns.agents[place]
        marked = agent.name in self._marks
        return self._cache.row(self._kept, self._columns.view_state, agent, marked)

    def _of_these(self, facts: Sequence[Fact]) -> Sequence[Fact]:
        return facts if self._are_all else [*map(facts.__getitem__, self._places)]

    @cached_property
    def keys(self) -> Sequence[str]:
        """The agents' names."""
        return self._of_these(self._columns.names)

    def widest(self, columns: Sequence[str]) -> Mapping[str, int]:
        """The cells that the widest text of each of these columns takes."""
        every = {column: self._of_these(self._columns.widths(column)) for column in columns}
        return {column: max(widths, default=0) for column, widths in every.items()}

    def searched(self) -> Sequence[str]:
        """What a filter looks in, of each agent."""
        return self._of_these(self._columns.searched)

    def values(self, column: str) -> Sequence[Value]:
        """What stands behind that column, of each agent."""
        return self._of_these(self._columns.values(column))

    def picked(self, indices: Sequence[int]) -> AgentRows:
        """The rows of these numbers, in that order."""
        places = self._of_places(indices)
        return AgentRows(self._cache, self._columns, self._kept, self._marks, places)

    def _of_places(self, indices: Sequence[int]) -> Sequence[int]:
        return indices if self._are_all else [self._places[index] for index in indices]


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
