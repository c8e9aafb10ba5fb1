"""The providers' health, and models that are no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui import wishes
from rscrew_console.tui.commands.command import Group

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen

CHECKING: Group[MainScreen] = Group("Check")


def _nobody(screen: MainScreen) -> str:
    return "" if screen.picture.roster.providers else "there is no provider to check"


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


@CHECKING.command(label="details of health", unless=_no_provider)
async def health(screen: MainScreen) -> None:
    """What the last checks of this provider found; Enter on its health opens this, too."""
    from rscrew_console.tui.screens.health import HealthDetails  # noqa: PLC0415 - first paint first

    await screen.ask(HealthDetails(screen, screen.grid.row_key))


@CHECKING.command("n", label="successor", footer=29, unless=_no_successor)
def successor(screen: MainScreen) -> None:
    """Put the successor into the place of a model that its vendor has retired, or will."""
    name = screen.grid.row_key
    retirement = screen.picture.facts[name].retirement
    if retirement is not None and retirement.successor:
        screen.grant([wishes.set_provider(name, "model", retirement.successor)])
