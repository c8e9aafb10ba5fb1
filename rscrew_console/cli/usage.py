"""`usage`: what calls have taken, by the ledger, and how budgets and alerts stand."""

from typing import TYPE_CHECKING, Annotated, cast

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Option, names_among
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import complain, say, say_json
from rscrew_console.cli.since import since_in_words, since_of
from rscrew_console.cli.usage_view import standing_lines, usage_lines, usage_shape
from rscrew_console.roster.model import Roster
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.visible import visible

if TYPE_CHECKING:
    from rscrew_console.roster.standings import BudgetStatus
    from rscrew_console.runtime.ledger import By

BY = ("agent", "provider", "model", "day")


def usage(
    ctx: click.Context,
    since: Annotated[
        str, Option(metavar="WHEN", help="30m, 12h, 7d, 2w, or a date: 2026-11-01.")
    ] = "7d",
    by: Annotated[
        str,
        Option(metavar="|".join(BY), complete=names_among(BY), help="What each row shows."),
    ] = "agent",
    check: Annotated[
        bool,
        Option("--check", help="Show only budgets and alerts; exit 1 if one is over or under."),
    ] = False,
    everything: Annotated[
        bool, Option("--all", help="Calls of all files, not only of this one.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show calls, failures, fallbacks, tokens, cost, latency, budgets and alerts."""
    if by not in BY:
        hint = did_you_mean(by, BY) or f"; it takes {', '.join(BY)}"
        raise click.BadParameter(f'--by does not know "{by}"{hint}')
    context = cli_context_of(ctx)
    try:
        start = since_of(since, context.now)
    except ValueError as error:
        raise click.BadParameter(f"--since {error}") from error
    roster = context.open().roster
    limits = _limits(context, roster)
    if not check or as_json:
        from rscrew_console.runtime.ledger import calls_by_model, passed_over, usage_of

        config = None if everything else context.ledger_config
        path = context.ledger(roster)
        totals = usage_of(path, since=start, by=cast("By", by), config=config)
        recent = calls_by_model(path, until=context.now, config=config) if by == "model" else None
        if rows := passed_over(context.ledger(roster), since=start):
            lines = "1 row that cannot" if rows == 1 else f"{rows} rows that cannot"
            ledger = visible(str(context.ledger(roster)))
            complain(f"warning: {ledger}: skipped {lines} be read")
        if as_json:
            say_json(usage_shape(totals, start, limits if check else None, recent))
        else:
            whose = "any file" if everything else visible(str(context.path))
            by_day = usage_of(path, since=start, by="day", config=config)
            days = len(by_day.rows)
            when = since_in_words(since, start)
            for line in usage_lines(totals, by, when, whose, days, recent):
                say(line)
            if limits:
                say()
    elif not limits:
        name = visible(str(context.path))
        say(f"{name}: no budgets, no alerts and no premium limit to check")
    if not as_json:
        for line in standing_lines(limits):
            say(line)
    if check and any(status.exceeded for status in limits):
        raise click.exceptions.Exit(1)


def _limits(context: CliContext, roster: Roster) -> "tuple[BudgetStatus, ...]":
    """Measure the limits by the file's own calls, whichever calls are shown."""
    settings = context.limits(roster)
    if not (settings.budgets or settings.alerts or settings.premium.calls_per_hour is not None):
        return ()
    from rscrew_console.roster.standings import standings
    from rscrew_console.runtime.ledger import budget_totals

    sums = budget_totals(
        context.ledger(roster), context.now, config=context.ledger_config, alerts=settings.alerts
    )
    return standings(settings, sums)
