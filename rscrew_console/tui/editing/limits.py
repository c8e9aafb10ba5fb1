"""Budgets and alerts: asked for in the console, written as `rsc budget` and `rsc alert` write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rscrew_console.dialects.companion import COMPANION
from rscrew_console.plans.spending_limits import (
    AddAlert,
    RemoveAlert,
    SetBudget,
    SetOnExceed,
    SpendingLimit,
    why_no_alert,
)
from rscrew_console.roster.alerts import DAYS, FAILURES, METRICS
from rscrew_console.roster.budgets import ADJECTIVES, ON_EXCEED, PERIODS, Limits
from rscrew_console.roster.money import dollars, usd
from rscrew_console.roster.visible import visible
from rscrew_console.tui.editing.edit_targets import provider_under_cursor
from rscrew_console.tui.editing.field_options import NAME, NOTE
from rscrew_console.tui.editing.strategies import write_beside
from rscrew_console.tui.requests import Anchor, PickRequest, TextRequest
from rscrew_console.tui.state.beside import keep_limit_beside
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.view.text import line

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext

WHEN_SPENT = "when the budget of all is spent"
AT_LEAST = "at least"
_EXCEED_WORDS = {
    "warn": "it is told, and calls go on",
    "budget_tier": "only providers with cost_tier: budget serve",
    "block": "calls are refused",
}
_EXAMPLES = {
    "cost": "US dollars, such as 10",
    "calls": "such as 200",
    "cost_per_user": "US dollars, such as 2",
    "p95_latency_ms": "such as 2000 ms or 2 s",
    "failures": "such as 5",
}


async def set_budget(context: ConsoleContext) -> None:
    """Asks which limit, and how much."""
    choices = _budgets(context)
    rows = [*map(_row, choices, (note for note, _ in choices.values()))]
    rows.append(_row(WHEN_SPENT, context.state.settings.budgets.on_exceed))
    key = await context.ask(PickRequest("Budget: which limit", (NAME, NOTE), rows, _place(context)))
    if key is None:
        return
    if key == WHEN_SPENT:
        await _set_on_exceed(context)
        return
    present, budget = choices[key]
    text = await context.ask(
        TextRequest(
            f"Budget, {key}: US dollars",
            present.removeprefix("$").replace(",", ""),
            hint="such as 5; empty takes the limit out",
            refuse=lambda typed: "" if not typed.strip() or dollars(typed) else _NO_DOLLARS,
        )
    )
    if text is None:
        return
    limit = SetBudget(budget.period, dollars(text) if text.strip() else None, budget.provider)
    _keep(context, limit, f"{key}: {usd(limit.usd) if limit.usd else 'no limit'}")


_NO_DOLLARS = "this is no amount of US dollars above zero, such as 5"


def _budgets(context: ConsoleContext) -> dict[str, tuple[str, SetBudget]]:
    """By what they are called: the present amount, or "", and the limit without one. Those of all
    providers, of the one under the cursor, and of any that has a budget."""
    budgets = context.view_state.roster.settings.budgets
    own = dict(budgets.providers)
    names = dict.fromkeys(["", provider_under_cursor(context), *own])
    found = {}
    for name in names:
        limits = own.get(name, Limits()) if name else budgets.limits
        for period in PERIODS:
            amount = dict(limits).get(period)
            words = f"{ADJECTIVES[period]}, {visible(name) or 'all providers'}"
            found[words] = (usd(amount) if amount else "", SetBudget(period, None, name))
    return found


async def _set_on_exceed(context: ConsoleContext) -> None:
    rows = [_row(word, _EXCEED_WORDS[word]) for word in ON_EXCEED]
    request = PickRequest(
        WHEN_SPENT.capitalize(), (NAME, NOTE), rows, _place(context),
        current=context.state.settings.budgets.on_exceed,
    )  # fmt: skip
    chosen = await context.ask(request)
    known = next((word for word in ON_EXCEED if word == chosen), None)
    if known is not None:
        _keep(context, SetOnExceed(known), f"{WHEN_SPENT}: {_EXCEED_WORDS[known]}")


async def add_alert(context: ConsoleContext) -> None:
    """Asks what is measured, over which time, and from where on it is told."""
    metrics: dict[str, dict[str, Any]] = {
        metric.replace("_", " "): {"metric": metric} for metric in METRICS
    }
    metrics |= {
        f"failures: {kind.replace('_', ' ')}": {"metric": "failures", "failure": kind}
        for kind in FAILURES
    }
    rows = [_row(name) for name in metrics]
    name = await context.ask(PickRequest("Alert: on what", (NAME, NOTE), rows, _place(context)))
    if name is None:
        return
    periods = [_row(one, f"the last {'24 hours' if DAYS[one] == 1 else f'{DAYS[one]} days'}")
               for one in PERIODS]  # fmt: skip
    request = PickRequest("Alert: over which time", (NAME, NOTE), periods, _place(context))
    if (period := await context.ask(request)) is None:
        return
    fields = {**metrics[name], "per": period}
    text = await context.ask(
        TextRequest(
            f"Alert, {name} a {period}: told when it is more than",
            hint=f"{_EXAMPLES[fields['metric']]}; “{AT_LEAST} 20” tells of less than that",
            refuse=lambda typed: why_no_alert(fields | _bound(typed)),
        )
    )
    if text is not None:
        _keep(context, AddAlert(fields | _bound(text)), f"an alert on {name}: {text.strip()}")


def _bound(text: str) -> dict[str, Any]:
    """The bound that was typed, as the field of an alert; a figure as a number."""
    words = text.strip()
    field = "at_least" if words.casefold().startswith(AT_LEAST) else "threshold"
    words = words[len(AT_LEAST) :].strip() if field == "at_least" else words
    try:
        number = float(words)
    except ValueError:
        return {field: words}
    return {field: int(number) if number == int(number) else number}


async def remove_alert(context: ConsoleContext) -> None:
    """Asks which, and takes it out."""
    alerts = context.view_state.roster.settings.alerts
    rows = [_row(one.name, f"{one.measured} a {one.per}") for one in alerts]
    name = await context.ask(PickRequest("Remove an alert", (NAME, NOTE), rows, _place(context)))
    if name:
        _keep(context, RemoveAlert(name), f"removed the alert {visible(name)}")


def _keep(context: ConsoleContext, limit: SpendingLimit, told: str) -> None:
    """Makes the change: in the file where that has a place for it, else beside it at once."""
    session = context.state.session
    if session.dialect.capabilities.settings:
        done, where = bool(context.apply([limit])), ""
    else:
        done = write_beside(context, lambda: keep_limit_beside(session, limit))
        where = f" in {COMPANION}"
    if done:
        context.redraw()
        context.show_message(f"{told}{where}; u takes that back")


def _row(name: str, note: str = "") -> GridRow:
    cells = {"name": line(visible(name)), "note": line((visible(note), "dim"))}
    return GridRow(name, cells, {"name": name, "note": note})


def _place(context: ConsoleContext) -> Anchor:
    """In the middle of the screen."""
    return (max(context.size.width // 2 - 28, 0), context.size.height // 3, 0)
