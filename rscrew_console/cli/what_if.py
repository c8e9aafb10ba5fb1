"""`what-if`: who moves where if providers are down, and who is left with nothing."""

# No `from __future__ import annotations`: Typer reads the annotations when the program runs.

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from rscrew_console.cli.completion import complete_providers
from rscrew_console.cli.crew import surroundings
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import say, say_json, styled, width
from rscrew_console.cli.shapes import distribution_shape
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.dialects import OperationError
from rscrew_console.plans import PlanFacts, outage_cost
from rscrew_console.roster.lint.crew import pin_told
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.view import any_serves
from rscrew_console.roster.visible import visible
from rscrew_console.roster.what_if import OutageImpact, OutageMatrix, WhatIf, blast_radius

# The command and the function behind it have one name.
from rscrew_console.roster.what_if import what_if as supposed


def what_if(
    ctx: typer.Context,
    down: Annotated[
        str | None,
        typer.Option(
            metavar="P[,P]", autocompletion=complete_providers,
            help="Providers to suppose down; without it, each and every pair in turn.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Suppose that providers are down: who moves where, and who is left with nothing."""
    here = surroundings(ctx)
    roster = here.open().roster
    names = tuple(name.strip() for name in (down or "").split(",") if name.strip())
    if down and not names:
        raise typer.BadParameter("--down names no provider; leave it out for all of them in turn")
    for name in names:
        if name not in roster.provider_by_name:
            raise OperationError.unknown("provider", name, roster.provider_by_name)
    facts = here.facts(roster)
    if as_json:
        say_json(_shape(supposed(roster, names, here.plan_facts(roster).usable)))
        return
    if pinned := pin_told(roster.settings):
        say(styled(visible(pinned), "red"))
    if not roster.fallback.enabled:
        say(styled(visible(f"fallback: {roster.fallback}"), "dim"))
    if not any_serves(facts):
        say(styled("no provider has a key here; this is as if all had one", "dim"))
    if not names:
        for line in _matrix(blast_radius(roster, here.plan_facts(roster).usable)):
            say(line)
        return
    known = here.plan_facts(roster)
    for line in _lines(roster, supposed(roster, names, known.usable), known):
        say(line)


def _lines(roster: Roster, found: WhatIf, known: PlanFacts) -> Iterator[str]:
    rows = [
        [one.name, one.before or "✗ nothing", one.after or "✗ nothing"]
        for one in found.agents
        if one.before != one.after or one.name in found.stranded
    ]
    if rows:
        columns = [TableColumn("agent"), TableColumn("runs now"), TableColumn("would run")]
        head, *lines = table(columns, rows, width())
        yield styled(head, "bold")
        yield from lines
        yield ""
    total = len(found.agents)
    stranded = len(found.stranded)
    yield f"{len(found.moved)} of {total} agents move, {total - len(rows)} stay where they are"
    shares = (f"{visible(name)} {count}" for name, count in found.distribution.items() if count)
    yield f"then run: {', '.join(shares) or 'none'}"
    cost = outage_cost(roster, found, known)
    yield f"cost: {cost}"
    if stranded:
        names = visible(", ".join(found.stranded))
        yield styled(f"left with nothing: {names}", "red")
    else:
        yield styled("nobody is left with nothing", "green")


def _matrix(radius: OutageMatrix) -> Iterator[str]:
    """Rows and columns are providers; a cell is what happens with both of them down."""
    columns = [TableColumn("down"), *(TableColumn(name, right=True) for name in radius.providers)]
    rows = [
        [name, *(_cell(radius.at(name, other)) for other in radius.providers)]
        for name in radius.providers
    ]
    head, *lines = table(columns, rows, width())
    yield styled(head, "bold")
    yield from lines
    yield ""
    yield styled("agents that move, ✗ agents that are left with nothing", "dim")
    if radius.idle:
        yield styled(f"in none of the figures: {radius.idle} that run on nothing already", "dim")
    if (weakest := radius.weakest) is not None:
        stranded = radius.singles[weakest].stranded
        yield styled(f"{visible(weakest)} down alone leaves {stranded} with nothing", "red")


def _cell(blast: OutageImpact) -> str:
    return f"{blast.moved} ✗{blast.stranded}" if blast.stranded else str(blast.moved)


def _shape(found: WhatIf) -> dict[str, Any]:
    return {
        "down": list(found.down),
        "agents": [
            {"name": one.name, "before": one.before, "after": one.after} for one in found.agents
        ],
        "stranded": list(found.stranded),
        "distribution": distribution_shape(found.distribution, len(found.agents)),
    }
