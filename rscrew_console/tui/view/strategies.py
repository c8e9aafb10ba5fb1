"""Strategies to choose from, and what one would make of the crew."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rscrew_console.plans.costs import change_of_cost
from rscrew_console.plans.preview import AgentPreview, Preview
from rscrew_console.roster.money import UNKNOWN
from rscrew_console.roster.strategies.match import StrategyMatch
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.agents import MARK, STRANDED, cells_of_slots, dollars, why_not
from rscrew_console.tui.view.health import sign_of
from rscrew_console.tui.view.shares import with_shares
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import NOTHING, Line, TextRun, Tone, count, line
from rscrew_console.tui.view.view_state import ViewState

FOLLOWED = TextRun("●", "accent")
OUT = TextRun("○", "dim")
STRATEGY_COLUMNS = (
    Column("number", "", least=1, right=True),
    Column("name", "strategy", least=18, most=48),
    Column("followed", "", least=7, rank=1, reserve=14),
)


PENDING_COLUMNS = (Column("name", "agent", least=16, floor=12, most=48),)
"""Of the table of agents before anything is known of them."""


def strategy_rows(strategies: Sequence[Strategy], followed: StrategyMatch | None) -> list[GridRow]:
    """A row per strategy; `followed` is what the crew follows, as in the header."""
    name, remark = (followed.strategy, followed.remark) if followed else ("", "")
    return [
        GridRow(
            one.name,
            {
                "number": line((str(one.number), "dim")),
                "name": line(visible(one.name)),
                "followed": line((remark or "now", "accent")) if one.name == name else (),
            },
            {"name": one.name},
            FOLLOWED if one.name == name else None,
        )
        for one in strategies
    ]


def agent_columns(preview: Preview, view_state: ViewState) -> tuple[Column, ...]:
    """A column per slot that any chain has then; costs have one where any is, or may be, known."""
    slot_cells = cells_of_slots(view_state.roster)
    return (
        Column("name", "agent", least=16, floor=12, most=48),
        Column("old", "now", least=9, floor=7, most=28, reserve=slot_cells, stop=False),
        *(
            Column(
                slot,
                "then" if not index else slot,
                least=8,
                floor=7,
                most=28,
                reserve=slot_cells,
                rank=2 + index if index else 0,
            )
            for index, slot in enumerate(_slots(preview, view_state))
        ),
        *(
            (Column("cost", "$/1k", least=24, rank=1, right=True, most=24, reserve=15, stop=False),)
            if view_state.has_costs
            else ()
        ),
    )


def _slots(preview: Preview, view_state: ViewState) -> tuple[str, ...]:
    longest = max((len(agent.new) for agent in preview.agents), default=1)
    return view_state.roster.scheme.names(max(longest, 1))[: max(longest, 1)]


def agent_rows(preview: Preview, view_state: ViewState, out: Collection[str]) -> list[GridRow]:
    """Every agent, old and new; those that are `out` keep their chains."""
    stranded = set(preview.after.stranded)
    slots = _slots(preview, view_state)
    return [
        _agent(
            one,
            view_state,
            one.name in out,
            one.name in stranded,
            slots,
            preview.kept.get(one.name, ()),
        )
        for one in preview.agents
    ]


def _agent(
    agent: AgentPreview, view_state: ViewState, out: bool, stranded: bool,
    slots: Sequence[str], kept: Collection[str],
) -> GridRow:  # fmt: skip
    old = agent.old[:1]
    cells = {
        "name": line((visible(agent.name), _tone(out=out, stranded=stranded))),
        "old": _link(view_state, old[0], "dim") if old else line((NOTHING, "dim")),
        slots[0]: _new(agent, view_state, out=out, stranded=stranded),
        **{slot: _fallback(agent, index, view_state) for index, slot in enumerate(slots) if index},
        "cost": _cost(agent),
    }
    for slot in kept if not out else ():
        cells[slot] = line(OUT, " ", *(run._replace(tone="dim") for run in cells.get(slot, ())))
    sign = OUT if out else STRANDED if stranded else MARK if agent.changed else None
    return GridRow(agent.name, cells, {"name": agent.name}, sign)


def _tone(*, out: bool, stranded: bool) -> Tone:
    return "bad" if stranded else "dim" if out else "plain"


def _new(agent: AgentPreview, view_state: ViewState, *, out: bool, stranded: bool) -> Line:
    if out:
        return line(("left out", "dim"))
    if stranded:
        return line(("✗ ", "bad"), (visible(next(iter(agent.new), "nothing")), "bad"))
    if agent.old[:1] == agent.new[:1]:
        return line(("the same", "dim"))
    return _link(view_state, agent.new[0], "edited")


def _fallback(agent: AgentPreview, index: int, view_state: ViewState) -> Line:
    """What stands at that place of the chain, in the colour of an edit where that changes."""
    if index >= len(agent.new):
        return ()
    same = agent.new[index] == (agent.old[index] if index < len(agent.old) else "")
    return _link(view_state, agent.new[index], "dim" if same else "edited")


def left_out_in_words(agents: int, slots: int) -> str:
    """How many agents, and single slots, keep what they have; "" for none."""
    told = [str(agents)] if agents else []
    return ", ".join([*told, *([count(slots, "slot")] if slots else [])])


def _link(view_state: ViewState, name: str, tone: Tone, before: str = "") -> Line:
    """A provider with the sign of its health, or of its missing key, behind a space or nothing."""
    last = view_state.healths.last(name)
    sign: Line = ()
    if last is not None:
        sign = line(" ", sign_of(last.status))
    elif name not in view_state.usable:
        sign = line(" ", why_not(view_state, name))
    return (*line((before + visible(name), tone)), *sign)


def _cost(agent: AgentPreview) -> Line:
    if agent.old_usd == agent.new_usd:
        return line((dollars(agent.old_usd)[0].text, "dim"))
    tone: Tone = "plain"
    if agent.old_usd is not None and agent.new_usd is not None:
        tone = "warn" if agent.new_usd > agent.old_usd else "good"
    return (
        *dollars(agent.old_usd),
        TextRun(" → ", "dim"),
        TextRun(dollars(agent.new_usd)[0].text, tone),
    )


def summary(preview: Preview, out: str, available: int, most: int) -> list[Line]:
    """Who moves, the cost, who is left with nothing, the shares: at most `most` lines."""
    changed = len(preview.chains)
    total = len(preview.agents)
    headline = (
        f"{changed} of {count(total, 'agent')} would change" if changed else "changes nothing"
    )
    spans = [TextRun(headline, "strong" if changed else "dim")]
    if out:
        spans.append(TextRun(f", {out} left out", "dim"))
    lines = [line(*spans), _costs(preview)]
    if stranded := preview.after.stranded:
        before = set(preview.before.stranded)
        new = [name for name in stranded if name not in before]
        names = visible(", ".join(new or stranded))
        who = count(len(new or stranded), "agent")
        word = "would have nothing to run on" if new else "without a provider, as before"
        lines.append(line((f"✗ {who} {word}: {names}", "bad")))
    if preview.last:
        lines.append(line(("cannot serve, so last: ", "warn"), visible(", ".join(preview.last))))
    return with_shares(
        lines, preview.before.distribution, preview.after.distribution, available, most
    )


def _costs(preview: Preview) -> Line:
    before, after = preview.before.cost, preview.after.cost
    sums = (before.planned, after.planned, before.running, after.running)
    if all(one.usd_per_month is None for one in sums):
        return line(("cost unknown: no price is known", "dim"))
    unknown = after.running.unpriced
    missing = f", {count(len(unknown), 'agent')} without a known price" if unknown else ""
    unpinned = " once unpinned" if preview.pin else ""
    return line(f"{cost_in_words(change_of_cost(before, after))}{unpinned}", (missing, "warn"))


def cost_in_words(told: str) -> str:
    """What was told of a cost, fit to begin a line of its own: `cost unknown as it runs, …`."""
    return f"cost {told}" if told.startswith(UNKNOWN) else told


def description(strategy: Strategy) -> Line:
    """What the strategy is for, in its own words."""
    return line((visible(strategy.description), "dim"))
