"""What would happen if providers were down: the matrix of outages, and one of them in full."""

from __future__ import annotations

from collections.abc import Collection

from rscrew_console.roster.visible import visible
from rscrew_console.roster.what_if import AgentMove, OutageImpact, OutageMatrix, WhatIf
from rscrew_console.tui.view.agents import MARK, STRANDED, WITHOUT_KEY, longest
from rscrew_console.tui.view.shares import with_shares
from rscrew_console.tui.view.strategies import cost_in_words
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Line, TextRun, count, line

LABEL = "down"
_COLUMN = "with "
"""Before a provider's name in a column's key: a provider may be called `down`, too."""


def move_columns(outage: WhatIf) -> tuple[Column, ...]:
    """The columns of the agents, with room for every provider that one may run on."""
    provider_cells = longest(outage.distribution) + len("↪ ")
    return (
        Column("name", "agent", least=18, floor=12, most=48),
        Column("before", "runs now", least=9, most=28, reserve=provider_cells),
        Column("after", "would run", least=11, most=28, reserve=provider_cells),
    )


def column_of(provider: str) -> str:
    """The matrix's column of that provider."""
    return _COLUMN + provider


def provider_of(column: str) -> str:
    """The provider of that column."""
    return column.removeprefix(_COLUMN)


def matrix_columns(radius: OutageMatrix, agents: int) -> tuple[Column, ...]:
    """A column per provider behind the names, with room for figures of that many agents."""
    figures = 2 * len(str(agents)) + len(" ✗")
    names = (
        Column(
            column_of(name), visible(name), least=8, most=16, right=True, rank=1, reserve=figures
        )
        for name in radius.providers
    )
    label = longest(radius.providers) + len(" ✗")
    return (Column(LABEL, "down", least=8, most=20, stop=False, reserve=label), *names)


def matrix_rows(
    radius: OutageMatrix, usable: Collection[str], without_key: Collection[str] = ()
) -> list[GridRow]:
    """A cell is what happens with both providers down; on the diagonal with the one alone.

    Of those that are not `usable` the name tells that nothing runs on them as it is, calmly where
    that is only for want of a key.
    """
    return [
        GridRow(
            name,
            {
                LABEL: _label(name, serves=name in usable, keyless=name in without_key),
                **{
                    column_of(second): _blast(radius.at(name, second), alone=name == second)
                    for second in radius.providers
                },
            },
            sign=STRANDED if radius.singles[name].stranded else None,
        )
        for name in radius.providers
    ]


def _label(name: str, *, serves: bool, keyless: bool) -> Line:
    if serves:
        return line((visible(name), "strong"))
    return line((visible(name), "dim"), " ", WITHOUT_KEY if keyless else STRANDED)


def _blast(blast: OutageImpact, *, alone: bool) -> Line:
    moved = line((str(blast.moved), "strong" if alone else "plain" if blast.moved else "dim"))
    return (*moved, *line((f" ✗{blast.stranded}", "bad"))) if blast.stranded else moved


def legend(radius: OutageMatrix, hidden: int = 0) -> Line:
    """How to read the matrix, its worst single point, and how many columns have no room."""
    more = f"; {count(hidden, 'more column')} →" if hidden else ""
    return (*_legend(radius), *line((more, "dim")))


def _legend(radius: OutageMatrix) -> Line:
    if (weakest := radius.weakest) is not None:
        stranded = count(radius.singles[weakest].stranded, "agent")
        return line((f"✗ {visible(weakest)} down alone leaves {stranded} with nothing", "bad"))
    idle = f"; {radius.idle} run on nothing already" if radius.idle else ""
    return line((f"agents that move, ✗ left with nothing{idle}", "dim"))


def title(outage: WhatIf) -> str:
    """Who is down."""
    was = "were" if len(outage.down) > 1 else "was"
    return f"What if {' and '.join(map(visible, outage.down))} {was} down?"


def moves(outage: WhatIf) -> list[GridRow]:
    """Return the rows: agents that are left with nothing, those that move, and those that stay."""
    ordered = sorted(outage.agents, key=_rank)
    return [_move(one) for one in ordered]


def _rank(move: AgentMove) -> int:
    return 0 if move.after is None else 1 if move.after != move.before else 2


def _move(move: AgentMove) -> GridRow:
    if move.after is None:
        after, sign = line(("✗ nothing", "bad")), STRANDED
    elif move.after != move.before:
        after, sign = line(("↪ ", "warn"), (visible(move.after), "warn")), MARK
    else:
        after, sign = line(("  the same", "dim")), None
    cells = {
        "name": line((visible(move.name), "bad" if move.after is None else "plain")),
        "before": line((visible(move.before or "✗ nothing"), "dim")),
        "after": after,
    }
    return GridRow(move.name, cells, {"name": move.name}, sign)


def summary(outage: WhatIf, cost: str, available: int, most: int) -> list[Line]:
    """How many move, who is left with nothing, the cost of a month if it is known, the shares."""
    total = len(outage.agents)
    staying = total - len(outage.moved) - len(outage.stranded)
    lines = [
        line(
            (f"{len(outage.moved)} of {count(total, 'agent')} move", "strong"),
            (f", {staying} {'stays' if staying == 1 else 'stay'}", "dim"),
        ),
        _stranded(outage),
    ]
    if cost:
        lines.append(line(cost_in_words(cost)))
    counts = dict.fromkeys(outage.distribution, 0)
    for name in outage.runs_before.values():
        if name in counts:
            counts[name] += 1
    return with_shares(lines, counts, outage.distribution, available, most)


def _stranded(outage: WhatIf) -> Line:
    if not outage.stranded:
        return line(("● every agent still has a provider", "good"))
    names = visible(", ".join(outage.stranded))
    who = f"✗ {count(len(outage.stranded), 'agent')} left with nothing"
    return (TextRun(f"{who}: {names}", "bad"),)
