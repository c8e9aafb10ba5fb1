"""`budget` and `alert`: into the file where it has a place for them, else into `rscrew.yaml`."""

from collections.abc import Sequence
from typing import Annotated, Any

import click

from rscrew_console.cli.companion import keep_beside
from rscrew_console.cli.completion import complete_agents, complete_providers
from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Argument, Option, names_among
from rscrew_console.cli.options import AsJson, DryRun
from rscrew_console.cli.output import say, say_json
from rscrew_console.cli.saving import save_edits
from rscrew_console.dialects.chains import known_agent, known_provider
from rscrew_console.plans.spending_limits import (
    PERIOD_BY_ADJECTIVE,
    AddAlert,
    RemoveAlert,
    SetBudget,
    SetOnExceed,
    SpendingLimit,
    edits_of,
)
from rscrew_console.roster.alerts import METRICS, Alert
from rscrew_console.roster.budgets import ON_EXCEED, PERIODS, Budgets, Limits
from rscrew_console.roster.money import dollars, usd
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.visible import visible
from rscrew_console.session.companion_file import companion_document


def budget(
    ctx: click.Context,
    period: Annotated[
        str | None,
        Argument(metavar="[daily|weekly|monthly]", complete=names_among(PERIOD_BY_ADJECTIVE)),
    ] = None,
    amount: Annotated[
        str | None,
        Argument(metavar="[USD]", help='The limit for that time; "-" removes it.'),
    ] = None,
    provider: Annotated[
        str | None,
        Option(metavar="NAME", complete=complete_providers, help="Only for this provider."),
    ] = None,
    on_exceed: Annotated[
        str | None,
        Option(
            metavar="|".join(ON_EXCEED), help="What happens when the budget of the crew is spent."
        ),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Limit what may be spent; usage, check and calls use it. Without arguments: list limits.

    It is written into the file if that has a place for budgets, else into rscrew.yaml beside it.
    """
    context = cli_context_of(ctx)
    roster = context.open().roster
    if period is None and on_exceed is None:
        _list_budgets(roster.settings.budgets, as_json=as_json)
        return
    changes: list[SpendingLimit] = []
    if period is not None:
        name = known_provider(roster, provider).name if provider else ""
        changes.append(_limit(period, amount, name))
    if on_exceed is not None:
        known = next((word for word in ON_EXCEED if word == on_exceed), None)
        if known is None:
            hint = did_you_mean(on_exceed, ON_EXCEED) or f"; it takes {', '.join(ON_EXCEED)}"
            raise click.BadParameter(f'--on-exceed does not know "{on_exceed}"{hint}')
        changes.append(SetOnExceed(known))
    _keep(context, changes, dry_run=dry_run)


def alert(
    ctx: click.Context,
    metric: Annotated[
        str | None, Argument(metavar="[METRIC]", complete=names_among(METRICS))
    ] = None,
    threshold: Annotated[
        str | None,
        Argument(metavar="[THRESHOLD]", help="A higher figure is over: 10, $5, 2 s."),
    ] = None,
    at_least: Annotated[
        str | None, Option(metavar="N", help="A lower figure is under.")
    ] = None,
    target: Annotated[str | None, Option(metavar="N", help="What is wanted.")] = None,
    per: Annotated[
        str | None, Option(metavar="|".join(PERIODS), help="Its time; a week by default.")
    ] = None,
    failure: Annotated[
        str | None, Option(metavar="KIND", help="With the metric failures: only this kind.")
    ] = None,
    provider: Annotated[
        str | None, Option(metavar="NAME", complete=complete_providers)
    ] = None,
    model: Annotated[str | None, Option(metavar="PATTERN", help="As in *opus*.")] = None,
    agent: Annotated[str | None, Option(metavar="NAME", complete=complete_agents)] = None,
    name: Annotated[str | None, Option(metavar="TEXT", help="The name of the alert.")] = None,
    remove: Annotated[
        str | None, Option(metavar="NAME", help="Remove the alert of this name.")
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Warn when a figure is over or under a bound. Without arguments: list the alerts.

    It is written into the file if that has a place for alerts, else into rscrew.yaml beside it.
    """
    context = cli_context_of(ctx)
    roster = context.open().roster
    if remove is not None:
        _keep(context, [RemoveAlert(remove)], dry_run=dry_run)
        return
    if metric is None:
        _list_alerts(roster.settings.alerts, as_json=as_json)
        return
    if threshold is None and at_least is None:
        raise click.BadParameter(
            f"the threshold is missing: rsc alert {metric} THRESHOLD, or --at-least N"
        )
    entry: dict[str, Any] = {
        "name": name,
        "metric": metric,
        "failure": failure,
        "per": per,
        "provider": known_provider(roster, provider).name if provider else None,
        "model": model,
        "agent": known_agent(roster, agent).name if agent else None,
        "target": _figure(target),
        "threshold": _figure(threshold),
        "at_least": _figure(at_least),
    }
    entry = {field: value for field, value in entry.items() if value is not None}
    _keep(context, [AddAlert(entry)], dry_run=dry_run)


def _keep(context: CliContext, limits: Sequence[SpendingLimit], *, dry_run: bool) -> None:
    """Make the edits in the file that has a place for settings: the crew's, or `rscrew.yaml`."""
    if not dry_run:
        context.refuse_read_only()
    session = context.open()
    dialect, roster = session.dialect, session.roster
    label = " ".join(
        one.label(roster).removeprefix("budget " if number else "")
        for number, one in enumerate(limits)
    )
    if not dialect.capabilities.settings:
        made = edits_of(limits, dialect, companion_document(context.path), roster)
        keep_beside(context, made, label, dry_run=dry_run)
        return
    session = context.open_to_change(dry_run=dry_run)
    made = edits_of(limits, dialect, session.document, session.roster)
    save_edits(context, session, made, label, dry_run=dry_run)


def _limit(period: str, amount: str | None, provider: str) -> SetBudget:
    """The limit that was asked for. Raises BadParameter."""
    if period not in PERIOD_BY_ADJECTIVE:
        hint = did_you_mean(period, PERIOD_BY_ADJECTIVE) or "; there are daily, weekly, monthly"
        raise click.BadParameter(f'there is no budget "{visible(period)}"{hint}')
    if amount is None:
        raise click.BadParameter(f"the amount is missing: rsc budget {period} 5, or - for no limit")
    if amount == "-":
        return SetBudget(PERIOD_BY_ADJECTIVE[period], None, provider)
    if (value := dollars(amount)) is None:
        raise click.BadParameter(
            f'"{visible(amount)}" is not an amount above zero in US dollars, such as 5'
        )
    return SetBudget(PERIOD_BY_ADJECTIVE[period], value, provider)


def _figure(text: str | None) -> Any:
    """A number where the text is one; else the text, such as `$3-5`."""
    try:
        number = float(text or "")
    except ValueError:
        return text
    return int(number) if number == int(number) else number


def _list_budgets(budgets: Budgets, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "limits": _plain(budgets.limits),
                "providers": {name: _plain(limits) for name, limits in budgets.providers},
                "alert_at": budgets.alert_at,
                "on_exceed": budgets.on_exceed,
            }
        )
        return
    for name, limits in (("all", budgets.limits), *budgets.providers):
        for period, limit in limits:
            say(f"{visible(name)}: {usd(limit)} a {period}")
    if not budgets:
        say("there is no budget; rsc budget daily 5 sets one")
    else:
        say(f"when the budget of all is spent: {budgets.on_exceed}")


def _plain(limits: Limits) -> dict[str, float]:
    return dict(limits)


def _list_alerts(alerts: Sequence[Alert], *, as_json: bool) -> None:
    if as_json:
        fields = ("name", "metric", "failure", "per", "provider", "model", "agent", "target",
                  "threshold", "at_least")  # fmt: skip
        say_json({"alerts": [{field: getattr(one, field) for field in fields} for one in alerts]})
        return
    for one in alerts:
        bounds = [f"over {one.threshold:g}"] if one.threshold is not None else []
        bounds += [f"under {one.at_least:g}"] if one.at_least is not None else []
        say(visible(f"{one.name}: {one.measured} a {one.per}, {' or '.join(bounds)}"))
    if not alerts:
        say("there is no alert; rsc alert cost 10 --per week makes one")
