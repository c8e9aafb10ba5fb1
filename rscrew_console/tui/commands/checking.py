"""The providers' health, what calls have cost, and models that are no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.dialects.operations import SetProvider
from rscrew_console.providers.prices import prices_of
from rscrew_console.providers.token_price import can_be_asked, token_price
from rscrew_console.tui.commands.command import CommandGroup
from rscrew_console.tui.view.text import line

if TYPE_CHECKING:
    from rscrew_console.roster.model import Provider
    from rscrew_console.tui.screens.main import MainScreen

CHECKING: CommandGroup[MainScreen] = CommandGroup("Check")


def _nobody(screen: MainScreen) -> str:
    return "" if screen.picture.roster.providers else "there is no provider to check"


def _no_model(screen: MainScreen) -> str:
    return _nobody(screen) or ("" if _models(screen) else "there is no model that can be asked")


def _models(screen: MainScreen) -> list[Provider]:
    """Those that may be asked for a token: the others lack a key, or a way to be asked."""
    picture = screen.picture
    return [
        provider
        for provider in picture.roster.providers
        if picture.facts[provider.name].usable and can_be_asked(provider)
    ]


def _no_provider(screen: MainScreen) -> str:
    if screen.kind == "provider" and screen.grid.row:
        return ""
    return "this works in the providers table: Tab goes there"


def _no_successor(screen: MainScreen) -> str:
    if reason := _no_provider(screen):
        return reason
    facts = screen.picture.facts.get(screen.grid.row_key)
    if facts is None or facts.retirement is None:
        return "this model is not retired, as far as is known"
    return "" if facts.retirement.successor else "its vendor names no successor"


@CHECKING.command("r", label="check", footer=25, unless=_nobody)
def check(screen: MainScreen) -> None:
    """Check all providers now; it is free, and asks all at once."""
    screen.rounds.check(asked_for=True)


@CHECKING.command("D", label="deep check", unless=_no_model)
async def deep_check(screen: MainScreen) -> None:
    """Ask each model that can be used for one token; tells first what that costs."""
    from rscrew_console.tui.screens.confirm import Confirm

    price = token_price(_models(screen), prices_of(screen.picture.quotes))
    told = (
        line(f"Asks {price}."),
        line(("Only models that the free check finds usable are asked.", "dim")),
    )
    if await screen.ask(Confirm("Ask the models themselves?", told)):
        screen.rounds.check(asked_for=True, deep=True)


@CHECKING.command(label="details of health", unless=_no_provider)
async def health(screen: MainScreen) -> None:
    """What the last checks of this provider found; Enter on its health opens this, too."""
    from rscrew_console.tui.screens.health import HealthDetails

    await screen.ask(HealthDetails(screen, screen.grid.row_key))


@CHECKING.command("c", label="usage", footer=28)
async def usage(screen: MainScreen) -> None:
    """What calls have cost so far: a day, an agent, a provider; and what budgets have left."""
    from rscrew_console.tui.screens.usage import UsageScreen

    await screen.ask(UsageScreen(screen))


@CHECKING.command("n", label="successor", footer=29, unless=_no_successor)
def successor(screen: MainScreen) -> None:
    """Put the successor into the place of a model that its vendor has retired, or will."""
    name = screen.grid.row_key
    retirement = screen.picture.facts[name].retirement
    if retirement is not None and retirement.successor:
        screen.apply([SetProvider(name, "model", retirement.successor)])
