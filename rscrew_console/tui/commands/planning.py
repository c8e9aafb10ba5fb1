"""The crew as a whole: strategies, outages, budgets and alerts, the pin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui import editing
from rscrew_console.tui.command import CommandGroup
from rscrew_console.tui.commands.allowed import if_editable, no_alert
from rscrew_console.tui.editing.edit_targets import marked_in_sight, provider_under_cursor

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext

PLANNING: CommandGroup[ConsoleContext] = CommandGroup("Plan")
PAIR = 2
"""Providers that a what-if begins with at most."""


def _no_crew(context: ConsoleContext) -> str:
    roster = context.view_state.roster
    if not roster.providers:
        return "there is no provider yet: Tab, then a, adds one"
    return "" if roster.agents else "there is no agent yet: a adds one"


def _no_scenarios(context: ConsoleContext) -> str:
    has_some = context.view_state.roster.scenarios is not None
    return "" if has_some else "only the file of an experiment has scenarios"


def _no_case(context: ConsoleContext) -> str:
    if reason := _no_crew(context):
        return reason
    if context.kind == "provider" and len(marked_in_sight(context, "provider")) > PAIR:
        return "it can be asked of one provider or of two: more are marked"
    return ""


def _not_pinned(context: ConsoleContext) -> str:
    return "" if context.view_state.roster.settings.pin else "no provider is pinned"


def _no_provider(context: ConsoleContext) -> str:
    return "" if context.view_state.roster.providers else "there is no provider to pin"


@PLANNING.command("b", label="strategies", footer=45, unless=_no_crew)
async def strategies(context: ConsoleContext) -> None:
    """Strategies for all agents, or for the marked ones: what each would change, and cost."""
    from rscrew_console.tui.requests import (
        StrategiesRequest,  # what a key needs loads with that key
    )

    await context.ask(StrategiesRequest(marked_in_sight(context, "agent")))


@PLANNING.command("s", label="scenarios", footer=44, unless=_no_scenarios)
async def scenarios(context: ConsoleContext) -> None:
    """The scenarios of an experiment: how many agents run on which model."""
    from rscrew_console.tui.requests import ScenariosRequest  # what a key needs loads with that key

    await context.ask(ScenariosRequest())


@PLANNING.command("w", label="what if", footer=35, unless=_no_case)
async def what_if(context: ConsoleContext) -> None:
    """What happens if this provider, or the two marked ones, were down; and every other case."""
    from rscrew_console.tui.requests import WhatIfRequest  # what a key needs loads with that key

    await context.ask(WhatIfRequest(_providers_under_cursor(context)))


def _providers_under_cursor(context: ConsoleContext) -> list[str]:
    """The providers under the cursor: those of the row, or the one in the agent's slot."""
    if context.kind == "provider":
        return marked_in_sight(context, "provider") or [context.grid.row_key]
    return [provider_under_cursor(context) or context.view_state.roster.providers[0].name]


@PLANNING.command(
    label="save as strategy",
    unless=if_editable(_no_crew),
)
async def save_strategy(context: ConsoleContext) -> None:
    """Keep the crew's present chains as a strategy of your own."""
    await editing.strategies.keep_strategy(context)


@PLANNING.command(label="budget", unless=if_editable())
async def budget(context: ConsoleContext) -> None:
    """Limit what may be spent in a day, a week or a month, by all providers or by one."""
    await editing.limits.set_budget(context)


@PLANNING.command(label="new alert", unless=if_editable())
async def alert(context: ConsoleContext) -> None:
    """Warn when costs, calls, latency or failures are over or under a bound."""
    await editing.limits.add_alert(context)


@PLANNING.command(label="remove an alert", unless=if_editable(no_alert))
async def remove_alert(context: ConsoleContext) -> None:
    """Take one of the alerts out."""
    await editing.limits.remove_alert(context)


@PLANNING.command(label="pin a provider", unless=if_editable(_no_provider))
async def pin(context: ConsoleContext) -> None:
    """Have every agent run on one provider until it is unpinned.

    Where the file has no place for a pin, every row is rewritten in one step; u, or rsc unpin after
    it is saved, brings them back.
    """
    await editing.strategies.pin(context)


@PLANNING.command(label="unpin", unless=if_editable(_not_pinned))
def unpin(context: ConsoleContext) -> None:
    """Let every agent run on its own chain again."""
    editing.strategies.unpin(context)
