"""How wide the cells of the agents table are, found out without drawing its rows.

Most cells say the same as many others: each text is measured once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

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
    from rscrew_console.tui.view.text import Line

_MARK = len(EDITED_MARK)


def widths_of(view_state: ViewState, agents: Sequence[Agent], column: str) -> list[int]:
    """The cells that the text of that column takes, of each of the agents; 0 without any text."""
    slots = columns_of_slots(view_state.roster)
    edited = _Edited(view_state, agents)
    match column:
        case "name":
            return edited.added([visible_width(agent.name) for agent in agents], agents, column)
        case "now":
            return _of_running(view_state, agents)
        case "cost":
            costs = view_state.usd_per_1k
            return _measured(agents, lambda one: costs[one.name], lambda _, cost: dollars(cost))
        case "planned":
            return _of_planned(view_state, agents)
        case "file":
            return [visible_width(agent.file) for agent in agents]
        case _ if column in slots:
            return edited.added(_of_slot(view_state, agents, column), agents, column)
        case _ if column in view_state.format.agent_fields:
            texts = [visible_width(field_of(agent, column)) for agent in agents]
            return edited.added(texts, agents, column)
    return [0] * len(agents)


class _Edited:
    """Which cells differ from the file: none of an agent that is the saved one itself."""

    def __init__(self, view_state: ViewState, agents: Sequence[Agent]) -> None:
        saved, renamed = view_state.saved.agent_by_name, view_state.renamed
        self._view_state = view_state
        self._possible = [
            place
            for place, agent in enumerate(agents)
            if saved.get(agent.name) is not agent or ("agent", agent.name) in renamed
        ]

    def added(self, widths: list[int], agents: Sequence[Agent], column: str) -> list[int]:
        """The widths with the mark of an edited cell, which stands behind its text."""
        for place in self._possible:
            if self._view_state.is_edited("agent", agents[place].name, column):
                widths[place] += _MARK
        return widths


def _measured(
    agents: Sequence[Agent],
    look: Callable[[Agent], Hashable],
    cell: Callable[[Agent, Any], Line],
) -> list[int]:
    """The width of each agent's cell, which is the same for all of the same look."""
    known: dict[Hashable, int] = {}
    widths = []
    for agent in agents:
        key = look(agent)
        if key not in known:
            known[key] = width(cell(agent, key))
        widths.append(known[key])
    return widths


def _of_slot(view_state: ViewState, agents: Sequence[Agent], slot: str) -> list[int]:
    slots = columns_of_slots(view_state.roster)
    number = slots.index(slot)
    is_last = number == len(slots) - 1

    def look(agent: Agent) -> Hashable:
        more = len(agent.chain.links) if is_last else 0
        link = agent.chain.link_in(slot)
        if link is None:
            return None, more
        if link.says is None:
            return link.provider, more
        return link.provider, link.says, agent.model_in_force, more

    def cell(agent: Agent, _look: Hashable) -> Line:
        more = more_links(agent, number) if is_last else ()
        return (*slot_cell(view_state, agent, slot), *more)

    return _measured(agents, look, cell)


def _of_running(view_state: ViewState, agents: Sequence[Agent]) -> list[int]:
    running = view_state.running
    return _measured(
        agents,
        lambda one: (running.get(one.name), one.chain.primary, one.is_left_to_program),
        lambda one, look: now(view_state, one, look[0]),
    )


def _of_planned(view_state: ViewState, agents: Sequence[Agent]) -> list[int]:
    """Nothing is said where it is the same as what it costs now."""
    running, planned = view_state.usd_per_1k, view_state.planned_usd_per_1k

    def look(agent: Agent) -> tuple[bool, float | None]:
        amount = planned[agent.name]
        return amount == running[agent.name], amount

    return _measured(agents, look, lambda _, seen: () if seen[0] else dollars(seen[1]))
