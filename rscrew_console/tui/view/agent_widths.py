"""How wide the cells of the agents table are, found out without drawing its rows.

Most cells say the same as many others: each text is measured once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rscrew_console.tui.view.agents import (
    columns_of_slots,
    dollars,
    more_links,
    now,
    slot_cell,
)
from rscrew_console.tui.view.text import EDITED_MARK, visible_width, width
from rscrew_console.tui.view.view_state import ViewState, field_of

if TYPE_CHECKING:
    from rscrew_console.roster.model import Agent


def widest_cells(
    view_state: ViewState, agents: Sequence[Agent], columns: Sequence[str]
) -> dict[str, int]:
    """By column: the cells that its widest text takes, 0 where no row has any."""
    edited = _Edited(view_state, agents)
    slots = columns_of_slots(view_state.roster)
    widest: dict[str, int] = {}
    for column in columns:
        match column:
            case "name":
                names = ((agent, agent.name) for agent in agents)
                widest[column] = edited.widest(column, names)
            case "now":
                widest[column] = _widest_now(view_state, agents)
            case "cost" | "planned":
                widest[column] = _widest_cost(view_state, agents, column)
            case "file":
                widest[column] = max(map(visible_width, {one.file for one in agents}), default=0)
            case _ if column in slots:
                number = slots.index(column)
                is_last = number == len(slots) - 1
                widest[column] = _widest_slot(view_state, agents, edited, number, is_last)
            case _ if column in view_state.format.agent_fields:
                texts = ((agent, field_of(agent, column)) for agent in agents)
                widest[column] = edited.widest(column, texts)
    return widest


class _Edited:
    """Which cells differ from the file: none of an agent that is the saved one itself."""

    def __init__(self, view_state: ViewState, agents: Sequence[Agent]) -> None:
        saved = view_state.saved.agent_by_name
        self._view_state = view_state
        self._possible = {
            agent.name
            for agent in agents
            if saved.get(agent.name) is not agent or ("agent", agent.name) in view_state.renamed
        }

    def __call__(self, agent: Agent, column: str) -> bool:
        if agent.name not in self._possible:
            return False
        return self._view_state.is_edited("agent", agent.name, column)

    def widest(self, column: str, texts: Iterable[tuple[Agent, str]]) -> int:
        """The cells of the widest of the texts, each of which is its agent's cell."""
        if not self._possible:
            return max((visible_width(text) for _agent, text in texts), default=0)
        mark = len(EDITED_MARK)
        return max(
            (visible_width(text) + mark * self(agent, column) for agent, text in texts), default=0
        )


def _widest_slot(
    view_state: ViewState, agents: Sequence[Agent], edited: _Edited, number: int, is_last: bool
) -> int:
    slot = columns_of_slots(view_state.roster)[number]
    looks: dict[tuple[object, ...], Agent] = {}
    for agent in agents:
        link = agent.chain.link_in(slot)
        if link is None:
            says: tuple[object, ...] = ()
        elif link.says is None:
            says = (link.provider,)
        else:
            says = (link.provider, link.says, agent.model_in_force)
        more = len(agent.chain.links) if is_last else 0
        looks.setdefault((says, edited(agent, slot), more), agent)
    widest = 0
    for (_says, is_edited, _more), agent in looks.items():
        cells = width(slot_cell(view_state, agent, slot)) + len(EDITED_MARK) * bool(is_edited)
        widest = max(widest, cells + (width(more_links(agent, number)) if is_last else 0))
    return widest


def _widest_now(view_state: ViewState, agents: Sequence[Agent]) -> int:
    running = view_state.running
    looks = {
        (running.get(agent.name), agent.chain.primary, agent.is_left_to_program): agent
        for agent in agents
    }
    return max((width(now(view_state, agent, look[0])) for look, agent in looks.items()), default=0)


def _widest_cost(view_state: ViewState, agents: Sequence[Agent], column: str) -> int:
    running, planned = view_state.usd_per_1k, view_state.planned_usd_per_1k
    if column == "cost":
        amounts = {running[agent.name] for agent in agents}
    else:
        amounts = {planned[one.name] for one in agents if planned[one.name] != running[one.name]}
    return max((width(dollars(amount)) for amount in amounts), default=0)
