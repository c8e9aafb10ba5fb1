"""`checklist`: whether a crew of several models is as it ought to be, point by point."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import AsJson, number_of
from rscrew_console.cli.output import complain, say, say_json, styled
from rscrew_console.providers.prices import prices_of
from rscrew_console.providers.token_price import TokenPrice, token_price
from rscrew_console.roster.alerts import DAYS
from rscrew_console.roster.checklist import (
    NO_AUTHENTICATION_FAILURE,
    Checklist,
    ChecklistFacts,
)
from rscrew_console.roster.checklist import (
    checklist as items_of,
)
from rscrew_console.roster.model import Roster
from rscrew_console.roster.visible import visible
from rscrew_console.session import Session, SessionError, entries_of
from rscrew_console.session.companion_file import settings_place

_SIGNS = {"ok": ("✓", "green"), "failed": ("✗", "red"), "not_asked": ("?", "yellow"),
          "not_ours": ("–", "dim")}  # fmt: skip


def checklist(
    ctx: click.Context,
    offline: Annotated[bool, Option("--offline", help="Ask no vendor.")] = False,
    deep: Annotated[
        bool, Option("--deep", help="Ask each model for one token, too; shows the price first.")
    ] = False,
    timeout: Annotated[
        str | None, Option(metavar="SECONDS", help="How long to wait for a vendor.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check, point by point, whether a crew on several models has what it needs.

    Keys, answers, expectations, a backup, budgets, alerts, calls within their targets, speed and
    refused keys, each with the command that mends it. Exit status 1 if a point fails.
    """
    if deep and offline:
        raise click.BadParameter("--deep asks models for a token, and --offline asks nobody")
    seconds = number_of("--timeout", timeout, "seconds")
    context = cli_context_of(ctx)
    session = context.open()
    roster = session.roster
    price = _price(context, roster)
    if deep and not as_json:
        complain(f"asks at most {price}")
    answers = None if offline else _answers(context, roster, seconds, deep=deep)
    known = _with_ledger(context, roster, replace(
        ChecklistFacts(context.facts(roster), answers, deep, str(price)),
        saves=_saves(session),
        unpriced=tuple(
            one.name for one in roster.providers if one.name not in context.quotes(roster)
        ),
        config=visible(str(context.path)),
        settings_file=visible(str(settings_place(session.path, session.dialect))),
    ))  # fmt: skip
    result = items_of(roster, known)
    if as_json:
        say_json(_shape(result))
    else:
        for line in _lines(result):
            say(line)
    if result.failed:
        raise click.exceptions.Exit(1)


def _answers(
    context: CliContext, roster: Roster, seconds: float | None, *, deep: bool
) -> dict[str, str]:
    """Provider → what speaks against calling it; those without a key are told of elsewhere."""
    from rscrew_console.providers.health.check import check_all
    from rscrew_console.providers.health.run import run

    settings = roster.settings.health
    if seconds is not None:
        settings = replace(settings, timeout=seconds)
    facts = context.facts(roster)
    asked = [provider for provider in roster.providers if facts[provider.name].usable]
    healths = run(check_all(asked, context.env, settings, deep=deep))
    return {health.provider: health.objection for health in healths}


def _price(context: CliContext, roster: Roster) -> TokenPrice:
    from rscrew_console.providers.health.check import may_be_asked

    providers = [one for one in roster.providers if may_be_asked(one, context.env)]
    return token_price(providers, prices_of(context.quotes(roster)))


def _saves(session: Session) -> int:
    try:
        return len(entries_of(session))
    except SessionError:
        return 0  # a history that cannot be read brings nothing back


def _with_ledger(context: CliContext, roster: Roster, known: ChecklistFacts) -> ChecklistFacts:
    """The facts, and what calls have come to."""
    from rscrew_console.roster.standings import standings, with_alerts
    from rscrew_console.runtime.ledger import budget_totals, usage_of

    settings = context.limits(roster)
    ledger, config = context.ledger(roster), context.ledger_config
    sums = budget_totals(
        ledger, context.now, config=config,
        alerts=(*settings.alerts, NO_AUTHENTICATION_FAILURE),
    )  # fmt: skip
    week = usage_of(ledger, since=context.now - timedelta(days=DAYS["week"]), config=config)
    told = standings(settings, sums)
    refused = sums.alerts.get(NO_AUTHENTICATION_FAILURE)
    return replace(
        known,
        standings=with_alerts(settings, told),
        p95_ms=week.p95_ms,
        authentication_failures=int(refused.value or 0) if refused and week.attempts else None,
    )


def _lines(result: Checklist) -> Iterator[str]:
    for item in result.items:
        sign, style = _SIGNS[item.state]
        yield f"{styled(sign, style)} {visible(item.finding)}"
        if item.mend and item.state != "ok":
            yield f"    {visible(item.mend)}"
    ok = sum(item.state == "ok" for item in result.items)
    open_ones = len(result.items) - ok - len(result.failed)
    yield f"{ok} pass, {len(result.failed)} fail, {open_ones} cannot be checked here"


def _shape(result: Checklist) -> dict[str, Any]:
    return {
        "passes": not result.failed,
        "items": [
            {
                "name": item.name,
                "text": item.text,
                "state": item.state,
                "detail": item.detail,
                "mend": item.mend,
            }
            for item in result.items
        ],
    }
