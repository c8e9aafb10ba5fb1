"""`what-if`: who moves where if providers are down, and who is left with nothing."""

from collections.abc import Iterator
from typing import Annotated, Any

import click

from rscrew_console.cli.completion import complete_providers
from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import say, say_json, styled, width
from rscrew_console.cli.shapes import distribution_shape
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.dialects import OperationError
from rscrew_console.plans.costs import outage_cost
from rscrew_console.plans.facts import PlanFacts
from rscrew_console.roster.lint.crew import pin_told
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.view import any_serves
from rscrew_console.roster.visible import visible
from rscrew_console.roster.what_if import OutageImpact, OutageMatrix, WhatIf, blast_radius

# The command and the function behind it have one name.
from rscrew_console.roster.what_if import what_if as supposed


def what_if(
    ctx: click.Context,
    down: Annotated[
        str | None,
        Option(
            metavar="P[,P]", complete=complete_providers,
            help="Providers that are down; without it, every provider and every pair of them.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Show which agents move, and which have nothing to run on, when providers are down."""
    context = cli_context_of(ctx)
    roster = context.open().roster
    names = tuple(name.strip() for name in (down or "").split(",") if name.strip())
    if down is not None and not names:
        raise click.BadParameter("--down names no provider; leave it out for all of them in turn")
    for name in names:
        if name not in roster.provider_by_name:
            raise OperationError.unknown("provider", name, roster.provider_by_name)
    facts = context.facts(roster)
    if as_json:
        say_json(_shape(supposed(roster, names, context.plan_facts(roster).usable)))
        return
    if pinned := pin_told(roster.settings):
        say(styled(visible(pinned), "red"))
    if not roster.fallback.enabled:
        say(styled(visible(f"fallback: {roster.fallback}"), "dim"))
    if not any_serves(facts):
        say(styled("no provider has a key here; this is as if all had one", "dim"))
    if not names:
        for line in _matrix(blast_radius(roster, context.plan_facts(roster).usable)):
            say(line)
        return
    plan_facts = context.plan_facts(roster)
    for line in _lines(roster, supposed(roster, names, plan_facts.usable), plan_facts):
        say(line)


def _lines(roster: Roster, outage: WhatIf, facts: PlanFacts) -> Iterator[str]:
    rows = [
        [one.name, one.before or "✗ nothing", one.after or "✗ nothing"]
        for one in outage.agents
        if one.before != one.after or one.name in outage.stranded
    ]
    if rows:
        columns = [TableColumn("agent"), TableColumn("runs now"), TableColumn("would run")]
        head, *lines = table(columns, rows, width())
        yield styled(head, "bold")
        yield from lines
        yield ""
    total = len(outage.agents)
    stranded = len(outage.stranded)
    yield f"{len(outage.moved)} of {total} agents move, {total - len(rows)} stay where they are"
    shares = (f"{visible(name)} {count}" for name, count in outage.distribution.items() if count)
    yield f"then run: {', '.join(shares) or 'none'}"
    cost = outage_cost(roster, outage, facts)
    yield f"cost: {cost}"
    if stranded:
        names = visible(", ".join(outage.stranded))
        yield styled(f"left with nothing: {names}", "red")
    else:
        yield styled("every agent still has a provider", "green")


def _matrix(radius: OutageMatrix) -> Iterator[str]:
    """Rows and columns are providers; a cell is what happens with both of them down."""
    columns = [TableColumn("down"), *(TableColumn(name, right=True) for name in radius.providers)]
    rows = [
        [name, *(_cell(radius.at(name, second)) for second in radius.providers)]
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


def _shape(outage: WhatIf) -> dict[str, Any]:
    return {
        "down": list(outage.down),
        "agents": [
            {"name": one.name, "before": one.before, "after": one.after} for one in outage.agents
        ],
        "stranded": list(outage.stranded),
        "distribution": distribution_shape(outage.distribution, len(outage.agents)),
    }
