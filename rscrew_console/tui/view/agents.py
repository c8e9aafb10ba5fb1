"""The agents table: who runs on what, and what of it is not in the file yet."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rich.cells import cell_len

from rscrew_console.roster.model import Agent
from rscrew_console.roster.money import usd
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.table import Column, GridRow, Value, rounded_up
from rscrew_console.tui.view.text import EDITED_MARK, NOTHING, Line, TextRun, Tone, line
from rscrew_console.tui.view.view_state import Kind, ViewState

MARK = TextRun("▌", "accent")
WARNED = TextRun("!", "warn")
STRANDED = TextRun("✗", "bad")


_COSTS = (
    Column("cost", "$/1k", least=5, rank=2, right=True, reserve=6),
    Column("planned", "planned", least=7, rank=5, right=True),
)
"""For 1,000 calls: on what the agent runs on now, and on what it should run on if that differs."""


def columns(view_state: ViewState) -> tuple[Column, ...]:
    """The columns of the agents table; the slots are whatever the dialect has.

    Costs have one where any price is known.
    """
    slots = view_state.roster.slots
    agent_cells = longest(view_state.roster.agent_by_name) + len(EDITED_MARK)
    slot_cells = longest(view_state.roster.provider_by_name) + len(f" ✗{EDITED_MARK}")
    return (
        Column("name", "agent", least=24, floor=12, most=48, reserve=agent_cells),
        *(Column(slot, slot, least=9, floor=7, most=28, reserve=slot_cells) for slot in slots),
        Column("now", "runs now", least=9, rank=1, most=28, reserve=slot_cells),
        *(_COSTS if view_state.priced else ()),
        Column("reasoning", "reasoning", least=20, floor=14, rank=3, most=400),
        Column("capability", "capability", least=13, rank=4),
    )


def longest(names: Iterable[str]) -> int:
    """Cells for the longest of the names, and a few for what it may be renamed to."""
    return rounded_up(max((cell_len(visible(name)) for name in names), default=0))


def rows(view_state: ViewState, marks: Collection[str] = ()) -> list[GridRow]:
    """A row per agent, in the file's order; row keys are the agents' names."""
    return [_row(view_state, agent, agent.name in marks) for agent in view_state.roster.agents]


def _row(view_state: ViewState, agent: Agent, marked: bool) -> GridRow:
    running = view_state.runs_on(agent)
    slots = {slot: agent.chain.provider_in(slot) for slot in view_state.roster.slots}
    name: Tone = "strong" if running else "bad"
    usd_per_1k = view_state.usd_per_1k[agent.name]
    planned = view_state.planned_usd_per_1k[agent.name]
    cells = {
        "name": _edited(view_state, agent, "name", line((visible(agent.name), name))),
        "now": runs_now(agent, running),
        "cost": dollars(usd_per_1k),
        "planned": () if planned == usd_per_1k else dollars(planned),
        "reasoning": _edited(
            view_state, agent, "reasoning", line((visible(agent.reasoning), "dim"))
        ),
        "capability": _edited(
            view_state,
            agent,
            "capability",
            line((visible(agent.capability), "plain" if agent.capability_given else "dim")),
        ),
    }
    for slot, provider in slots.items():
        cells[slot] = _edited(view_state, agent, slot, _provider(view_state, provider))
    values: dict[str, Value] = {
        "name": agent.name,
        "now": running or "",
        "cost": usd_per_1k,
        "planned": planned,
        "reasoning": agent.reasoning,
        "capability": agent.capability,
        **slots,
    }
    return GridRow(agent.name, cells, values, sign(view_state, "agent", agent.name, marked))


def runs_now(agent: Agent, running: str | None) -> Line:
    """What the agent runs on, with a sign where that is not its primary."""
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
    if provider in view_state.usable:
        return line(visible(provider))
    return line((visible(provider), "dim"), " ", ("✗", "bad"))


def _edited(view_state: ViewState, agent: Agent, field: str, cell: Line) -> Line:
    if not view_state.is_edited("agent", agent.name, field):
        return cell
    return mark_edited(cell)


def sign(view_state: ViewState, kind: Kind, name: str, marked: bool) -> TextRun | None:
    """What stands in the margin of the row."""
    if marked:
        return MARK
    if kind == "agent" and name in view_state.stranded:
        return STRANDED
    return WARNED if view_state.concerns.get((kind, name)) else None


def mark_edited(cell: Line) -> Line:
    """The cell with the sign, and in the colour, of what differs from the file."""
    return (*(TextRun(span.text, "edited") for span in cell), TextRun(EDITED_MARK, "edited"))
