"""The agents table: who runs on what, and what of it is not in the file yet."""

from __future__ import annotations

from collections.abc import Collection

from rscrew_console.roster.model import Agent
from rscrew_console.roster.money import usd
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.table import Column, GridRow, Value
from rscrew_console.tui.view.text import EDITED_MARK, NOTHING, Line, TextRun, Tone, line
from rscrew_console.tui.view.view_state import Kind, ViewState

MARK = TextRun("▌", "accent")
WARNED = TextRun("!", "warn")
STRANDED = TextRun("✗", "bad")


_COSTS = (
    Column("cost", "$/1k", least=5, rank=2, right=True),
    Column("planned", "planned", least=7, rank=5, right=True),
)
"""For 1,000 calls: on what the agent runs on now, and on what it should run on if that differs."""


def columns(picture: ViewState) -> tuple[Column, ...]:
    """The columns of the agents table; the slots are whatever the dialect has.

    Costs have one where any price is known.
    """
    slots = picture.roster.slots
    return (
        Column("name", "agent", least=24, floor=12, most=48),
        *(Column(slot, slot, least=9, floor=7, most=28) for slot in slots),
        Column("now", "runs now", least=9, rank=1, most=28),
        *(_COSTS if picture.priced else ()),
        Column("reasoning", "reasoning", least=20, floor=14, rank=3, most=400),
        Column("capability", "capability", least=13, rank=4),
    )


def rows(picture: ViewState, marks: Collection[str] = ()) -> list[GridRow]:
    """A row per agent, in the file's order; row keys are the agents' names."""
    return [_row(picture, agent, agent.name in marks) for agent in picture.roster.agents]


def _row(picture: ViewState, agent: Agent, marked: bool) -> GridRow:
    now = picture.runs_on(agent)
    slots = {slot: agent.chain.provider_in(slot) for slot in picture.roster.slots}
    name: Tone = "strong" if now else "bad"
    usd_per_1k = picture.usd_per_1k[agent.name]
    planned = picture.planned_usd_per_1k[agent.name]
    cells = {
        "name": _edited(picture, agent, "name", line((visible(agent.name), name))),
        "now": runs_now(agent, now),
        "cost": dollars(usd_per_1k),
        "planned": () if planned == usd_per_1k else dollars(planned),
        "reasoning": _edited(picture, agent, "reasoning", line((visible(agent.reasoning), "dim"))),
        "capability": _edited(
            picture,
            agent,
            "capability",
            line((visible(agent.capability), "plain" if agent.capability_given else "dim")),
        ),
    }
    for slot, provider in slots.items():
        cells[slot] = _edited(picture, agent, slot, _provider(picture, provider))
    values: dict[str, Value] = {
        "name": agent.name,
        "now": now or "",
        "cost": usd_per_1k,
        "planned": planned,
        "reasoning": agent.reasoning,
        "capability": agent.capability,
        **slots,
    }
    return GridRow(agent.name, cells, values, sign(picture, "agent", agent.name, marked))


def runs_now(agent: Agent, now: str | None) -> Line:
    """What the agent runs on, with a sign where that is not its primary."""
    if now is None:
        return line(("✗ nothing", "bad"))
    if now == agent.chain.primary:
        return line(("  ", "dim"), visible(now))
    return line(("↪ ", "warn"), (visible(now), "warn"))


def dollars(amount: float | None) -> Line:
    """An amount in a column whose title says that it is dollars."""
    return line((NOTHING, "dim")) if amount is None else line(usd(amount).replace("$", ""))


def _provider(picture: ViewState, provider: str | None) -> Line:
    if provider is None:
        return line((NOTHING, "dim"))
    if provider in picture.usable:
        return line(visible(provider))
    return line((visible(provider), "dim"), " ", ("✗", "bad"))


def _edited(picture: ViewState, agent: Agent, field: str, shown: Line) -> Line:
    if not picture.is_edited("agent", agent.name, field):
        return shown
    return mark_edited(shown)


def sign(picture: ViewState, kind: Kind, name: str, marked: bool) -> TextRun | None:
    """What stands in the margin of the row."""
    if marked:
        return MARK
    if kind == "agent" and name in picture.stranded:
        return STRANDED
    return WARNED if picture.concerns.get((kind, name)) else None


def mark_edited(shown: Line) -> Line:
    """The cell with the sign, and in the colour, of what differs from the file."""
    return (*(TextRun(span.text, "edited") for span in shown), TextRun(EDITED_MARK, "edited"))
