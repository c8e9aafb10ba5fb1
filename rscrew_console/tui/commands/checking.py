"""The providers' health, what calls have cost, and models that are no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.providers.token_price import can_be_asked
from rscrew_console.roster.visible import visible
from rscrew_console.tui import editing
from rscrew_console.tui.command import CommandGroup
from rscrew_console.tui.commands.allowed import capabilities
from rscrew_console.tui.view.text import line

if TYPE_CHECKING:
    from rscrew_console.roster.model import Provider
    from rscrew_console.tui.context import ConsoleContext

CHECKING: CommandGroup[ConsoleContext] = CommandGroup("Check")


def _nobody(context: ConsoleContext) -> str:
    return "" if context.view_state.roster.providers else "there is no provider to check"


def _no_model(context: ConsoleContext) -> str:
    if context.view_state.keyless:
        return ""  # then it opens the demo
    return _nobody(context) or ("" if _models(context) else "there is no model that can be asked")


def _models(context: ConsoleContext) -> list[Provider]:
    """Those that would be asked for a token: the others have no key or no way to be asked, or
    failed the last free check."""
    view_state = context.view_state
    return [
        provider
        for provider in view_state.roster.providers
        if provider.name in view_state.usable and can_be_asked(provider)
    ]


def _deep_or_demo(context: ConsoleContext) -> str:
    return "demo" if context.view_state.keyless else "deep check"


def _not_asked(context: ConsoleContext) -> str:
    """Which models are left out, and why."""
    asked = {provider.name for provider in _models(context)}
    others = [each.name for each in context.view_state.roster.providers if each.name not in asked]
    left_out = f" Not now: {visible(', '.join(others))}." if others else ""
    return f"Only models that the free check finds usable are asked.{left_out}"


def _no_provider(context: ConsoleContext) -> str:
    if context.kind == "provider" and context.grid.row:
        return ""
    return "this works in the providers table: Tab goes there"


def _no_successor(context: ConsoleContext) -> str:
    if reason := _no_provider(context):
        return reason
    facts = context.view_state.facts.get(context.grid.row_key)
    if facts is None or facts.retirement is None:
        return "this model is not retired, as far as is known"
    return "" if facts.retirement.successor else "its vendor names no successor"


@CHECKING.command("r", label="check", footer=25, unless=_nobody)
def check(context: ConsoleContext) -> None:
    """Check all providers now; it is free, and asks all at once."""
    context.health_checks.check(asked_for=True)


@CHECKING.command("D", label="deep check", unless=_no_model, naming=_deep_or_demo)
async def deep_check(context: ConsoleContext) -> None:
    """Ask each model that can be used for one token; shows the price first.

    Where no provider has a key there is nobody to ask: then it opens the demo.
    """
    if context.view_state.keyless:
        editing.demo.run_demo(context)
        return
    from rscrew_console.providers.prices import prices_of
    from rscrew_console.providers.token_price import token_price
    from rscrew_console.tui.requests import ConfirmRequest  # what a key needs loads with that key

    price = token_price(_models(context), prices_of(context.view_state.quotes))
    lines = (
        line(f"Asks {price}."),
        line((_not_asked(context), "dim")),
    )
    if await context.ask(ConfirmRequest("Ask the models themselves?", lines)):
        context.health_checks.check(asked_for=True, deep=True)


@CHECKING.command(label="details of health", unless=_no_provider)
async def health(context: ConsoleContext) -> None:
    """What the last checks of this provider found; Enter on its health opens this, too."""
    from rscrew_console.tui.requests import HealthRequest  # what a key needs loads with that key

    await context.ask(HealthRequest(context.grid.row_key))


@CHECKING.command("c", label="usage", footer=28)
async def usage(context: ConsoleContext) -> None:
    """What calls have cost so far, by day, agent and provider; and what is left of budgets."""
    from rscrew_console.tui.requests import UsageRequest  # what a key needs loads with that key

    await context.ask(UsageRequest())


@CHECKING.command(label="checklist")
async def checklist(context: ConsoleContext) -> None:
    """What a crew on several models needs, point by point; Enter copies the command for one."""
    from rscrew_console.session import SessionError, entries_of
    from rscrew_console.session.companion_file import settings_place
    from rscrew_console.tui.requests import ChecklistRequest
    from rscrew_console.tui.view.checklist import checklist_of  # what a key needs loads with it

    week = await context.ledger_watch.week()
    try:
        saves = len(entries_of(context.state.session))
    except SessionError:
        saves = 0  # a history that cannot be read brings nothing back
    session = context.state.session
    settings_file = str(settings_place(session.path, session.dialect))
    result = checklist_of(context.view_state, context.state.settings, saves, week, settings_file)
    chosen = await context.ask(ChecklistRequest(result))
    if chosen is not None and (mend := result.items[int(chosen)].mend):
        context.copy(mend)
        context.show_message(f"copied: {visible(mend)}")


@CHECKING.command("m", label="doctor")
async def doctor(context: ConsoleContext) -> None:
    """Everything that is wrong, in all files and around them, each with how to fix it."""
    await editing.doctor.show_doctor(context)


@CHECKING.command("n", label="successor", footer=29, unless=_no_successor)
def successor(context: ConsoleContext) -> None:
    """Replace a model that its vendor has retired, or will retire, by its successor."""
    from rscrew_console.dialects.operations import Rename, SetProvider  # loads with that key

    name = context.grid.row_key
    retirement = context.view_state.facts[name].retirement
    if retirement is not None and retirement.successor:
        if capabilities(context).declared_providers:
            context.apply([SetProvider(name, "model", retirement.successor)])
        else:
            context.apply([Rename("provider", name, retirement.successor)])
