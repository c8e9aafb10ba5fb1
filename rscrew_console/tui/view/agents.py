"""The agents table: who runs on what, and what of it is not in the file yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from rscrew_console.roster.money import usd
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.column_fit import rounded_up
from rscrew_console.tui.view.table import (
    DETAIL_RANK,
    Column,
    FoldedCell,
    GridRow,
    Value,
)
from rscrew_console.tui.view.text import (
    EDITED_MARK,
    NOTHING,
    Line,
    TextRun,
    Tone,
    line,
    visible_width,
)
from rscrew_console.tui.view.view_state import Kind, ViewState, field_of

if TYPE_CHECKING:
    from rscrew_console.roster.model import Agent, Roster

MARK = TextRun("▌", "accent")
WARNED = TextRun("!", "warn")
STRANDED = TextRun("✗", "bad")
WITHOUT_KEY = TextRun("○", "dim")


MOST_SLOTS = 4
"""Columns for the slots of chains without a limit."""
LEAST_NAME = 34
"""Cells for which columns of models are squeezed before a longer agent's name is cut."""
LEAST_MODEL = 20
"""Cells in which a model's id can be told from others; below that other columns go first."""
_FIELDS = {
    "reasoning": Column("reasoning", "reasoning", least=20, floor=14, rank=3, most=400),
    "capability": Column("capability", "capability", least=13, rank=4),
}
_COSTS = (
    Column("cost", "$/1k", least=5, rank=2, right=True, reserve=7),
    Column("planned", "planned", least=7, rank=5, right=True, reserve=7),
)
"""For 1,000 calls: on what the agent runs on now, and on what it should run on if that differs."""


def columns(view_state: ViewState) -> tuple[Column, ...]:
    """The columns of the agents table; the slots are whatever the dialect has.

    Costs have columns where any price is known, or may still become known.
    """
    slots = columns_of_slots(view_state.roster)
    fields = view_state.format.agent_fields
    longest_name = view_state.derived.longest_name(view_state.roster)
    agent_cells = rounded_up(longest_name) + len(EDITED_MARK)
    slot_cells = cells_of_slots(view_state.roster)
    is_list = view_state.roster.scheme.is_list
    least = LEAST_MODEL if is_list else 9
    return (
        Column("name", "agent", least=LEAST_NAME, floor=12, most=48, reserve=agent_cells),
        *(
            Column(
                slot,
                slot,
                least=least,
                floor=7,
                most=44,
                reserve=slot_cells,
                rank=DETAIL_RANK if is_list and number else 0,
            )
            for number, slot in enumerate(slots)
        ),
        Column("now", "runs now", least=least, rank=1, most=44, reserve=slot_cells),
        *(_file_column(view_state)),
        *(_COSTS if view_state.has_costs else ()),
        *(_FIELDS.get(field, Column(field, field, least=8, rank=4)) for field in fields),
    )


def _file_column(view_state: ViewState) -> tuple[Column, ...]:
    """Where the agents are in files of their own: which file."""
    files = [agent.file for agent in view_state.roster.agents if agent.file]
    if not files:
        return ()
    least = min(max(map(visible_width, files)), 24)
    return (Column("file", "file", least=least, rank=1, most=40),)


def columns_of_slots(roster: Roster) -> tuple[str, ...]:
    """The slots that have a column of their own. Of chains without a limit the last one tells how
    many more there are."""
    return roster.slots if not roster.scheme.is_list else roster.slots[:MOST_SLOTS]


def cells_of_slots(roster: Roster) -> int:
    """Cells for a provider's name with the signs that may come behind it."""
    return longest(roster.provider_by_name) + len(f" ✗{EDITED_MARK}")


def longest(names: Iterable[str]) -> int:
    """Cells for the longest of the names, and a few for what it may be renamed to."""
    return rounded_up(max(map(visible_width, names), default=0))


def rows(view_state: ViewState, marks: Collection[str] = ()) -> list[GridRow]:
    """A row per agent, in the file's order; row keys are the agents' names."""
    return [draw(view_state, agent, agent.name in marks) for agent in view_state.roster.agents]


def draw(view_state: ViewState, agent: Agent, marked: bool) -> GridRow:
    """The row of one agent."""
    running = view_state.running.get(agent.name)
    name: Tone = "strong" if running or view_state.keyless or agent.is_left_to_program else "bad"
    usd_per_1k = view_state.usd_per_1k[agent.name]
    planned = view_state.planned_usd_per_1k[agent.name]
    cells = {
        "name": _edited(view_state, agent, "name", line((visible(agent.name), name))),
        "now": now(view_state, agent, running),
        "cost": dollars(usd_per_1k),
        "planned": () if planned == usd_per_1k else dollars(planned),
    }
    if agent.file:
        cells["file"] = line((visible(agent.file), "dim"))
    for field in view_state.format.agent_fields:
        cells[field] = _edited(view_state, agent, field, _field(agent, field))
    slots = columns_of_slots(view_state.roster)
    folded: dict[str, FoldedCell] = {}
    for number, slot in enumerate(slots):
        cell = _edited(view_state, agent, slot, slot_cell(view_state, agent, slot))
        more = more_links(agent, number)
        is_last = number == len(slots) - 1
        cells[slot] = (*cell, *more) if is_last else cell
        if more and not is_last:
            folded[slot] = FoldedCell(slots[number + 1], (*cell, *more))
    shown_sign = sign(view_state, "agent", agent.name, marked)
    return GridRow(agent.name, cells, values_of(view_state, agent), shown_sign, folded)


def values_of(view_state: ViewState, agent: Agent) -> dict[str, Value]:
    """What stands behind the cells of the agent's row; a filter and an order go by it."""
    values: dict[str, Value] = {
        "name": agent.name,
        "now": view_state.running.get(agent.name) or "",
        "cost": view_state.usd_per_1k[agent.name],
        "planned": view_state.planned_usd_per_1k[agent.name],
    }
    if agent.file:
        values["file"] = agent.file
    for field in view_state.format.agent_fields:
        values[field] = field_of(agent, field)
    for slot in columns_of_slots(view_state.roster):
        link = agent.chain.link_in(slot)
        values[slot] = (link.provider or link.says) if link else None
    return values


def more_links(agent: Agent, number: int) -> Line:
    """That the chain goes on behind the slot of that number, counted from 0."""
    more = len(agent.chain.links) - number - 1
    return line((f" → {more} more", "dim")) if more > 0 else ()


def _field(agent: Agent, field: str) -> Line:
    given = field != "reasoning" and (field != "capability" or agent.capability_given)
    return line((visible(field_of(agent, field)), "plain" if given else "dim"))


def slot_cell(view_state: ViewState, agent: Agent, slot: str) -> Line:
    """The provider of a slot; of a cell that is no model itself what it says, and comes to."""
    link = agent.chain.link_in(slot)
    if link is None:
        return line((NOTHING, "dim"))
    if link.says is None:
        return _provider(view_state, link.provider or None)
    comes_to = link.provider or (
        agent.model_in_force if link.slot == agent.chain.scheme.first else ""
    )
    says = line((visible(link.says), "dim"))
    if comes_to and link.says == view_state.format.built_in_word:
        # Nothing of it stands in the file: it is the program's own, and all of it is greyed.
        broken = (
            ()
            if comes_to in view_state.usable or view_state.keyless
            else line(" ", why_not(view_state, comes_to))
        )
        return (*says, *line((f" → {visible(comes_to)}", "dim")), *broken)
    return (*says, *line((" → ", "dim")), *_provider(view_state, comes_to)) if comes_to else says


def now(view_state: ViewState, agent: Agent, running: str | None) -> Line:
    """The cell that tells what the agent runs on; nothing where nothing has a key."""
    return line((NOTHING, "dim")) if view_state.keyless else runs_now(agent, running)


def runs_now(agent: Agent, running: str | None) -> Line:
    """What the agent runs on, with a sign where that is not its primary."""
    if running is None and agent.is_left_to_program:
        return line(("  its program's choice", "dim"))
    if running is None:
        return line(("✗ nothing", "bad"))
    if running == agent.chain.primary:
        return line(("  ", "dim"), visible(running))
    return line(("↪ ", "warn"), (visible(running), "warn"))


def dollars(amount: float | None) -> Line:
    """An amount in a column whose title says that it is dollars."""
    return line((NOTHING, "dim")) if amount is None else line(usd(amount).replace("$", ""))


def _provider(view_state: ViewState, provider: str | None) -> Line:
    if provider is None:
        return line((NOTHING, "dim"))
    if provider in view_state.usable or view_state.keyless:
        return line(visible(provider))
    return line((visible(provider), "dim"), " ", why_not(view_state, provider))


def why_not(view_state: ViewState, provider: str) -> TextRun:
    """The sign of a provider that cannot serve: calm where it only has no key, as in the table of
    providers, which tells that once."""
    return WITHOUT_KEY if provider in view_state.without_key else STRANDED


def _edited(view_state: ViewState, agent: Agent, field: str, cell: Line) -> Line:
    if not view_state.is_edited("agent", agent.name, field):
        return cell
    return mark_edited(cell)


def sign(view_state: ViewState, kind: Kind, name: str, marked: bool) -> TextRun | None:
    """What stands in the margin of the row."""
    if marked:
        return MARK
    if kind == "agent" and name in view_state.stranded and not view_state.keyless:
        return STRANDED
    return WARNED if view_state.row_concerns(kind, name) else None


def mark_edited(cell: Line) -> Line:
    """The cell with the sign, and in the colour, of what differs from the file."""
    return (*(TextRun(span.text, "edited") for span in cell), TextRun(EDITED_MARK, "edited"))
