"""The crew as a whole: strategies, outages, the pin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui.commands.command import CommandGroup
from rscrew_console.tui.editing import keeping
from rscrew_console.tui.editing.whom import marked_in_sight

if TYPE_CHECKING:
    from rscrew_console.tui.screens.main import MainScreen

PLANNING: CommandGroup[MainScreen] = CommandGroup("Plan")
PAIR = 2
"""Providers that a what-if begins with at most."""


def _no_crew(screen: MainScreen) -> str:
    roster = screen.picture.roster
    if not roster.providers:
        return "there is no provider yet: Tab, then a, adds one"
    return "" if roster.agents else "there is no agent yet: a adds one"


def _no_case(screen: MainScreen) -> str:
    if reason := _no_crew(screen):
        return reason
    if screen.kind == "provider" and len(marked_in_sight(screen, "provider")) > PAIR:
        return "it can be asked of one provider or of two: more are marked"
    return ""


def _not_pinned(screen: MainScreen) -> str:
    return "" if screen.picture.roster.settings.pin else "no provider is pinned"


def _no_provider(screen: MainScreen) -> str:
    return "" if screen.picture.roster.providers else "there is no provider to pin"


@PLANNING.command("b", label="strategies", footer=45, unless=_no_crew)
async def strategies(screen: MainScreen) -> None:
    """Strategies for all agents, or for the marked ones: what each would change, and cost."""
    from rscrew_console.tui.screens.strategies import Strategies

    await screen.ask(Strategies(screen, marked_in_sight(screen, "agent")))


@PLANNING.command("w", label="what if", footer=35, unless=_no_case)
async def what_if(screen: MainScreen) -> None:
    """What if this provider were down, or the two marked ones; and every other case."""
    from rscrew_console.tui.screens.what_if import WhatIfScreen

    await screen.ask(WhatIfScreen(screen, *_meant(screen)))


def _meant(screen: MainScreen) -> list[str]:
    """The providers under the cursor: those of the row, or the one in the agent's slot."""
    if screen.kind == "provider":
        return marked_in_sight(screen, "provider") or [screen.grid.row_key]
    picture, name = screen.picture, screen.grid.row_key
    agent = picture.roster.agent_by_name.get(name)
    if agent is not None:
        slot = agent.chain.provider_in(screen.grid.column)
        if found := slot or picture.runs_on(agent) or agent.chain.primary:
            return [found]
    return [picture.roster.providers[0].name]


@PLANNING.command(label="save as strategy", unless=_no_crew)
async def save_strategy(screen: MainScreen) -> None:
    """Keep the crew's present chains as a strategy of your own."""
    await keeping.keep_strategy(screen, screen)


@PLANNING.command(label="pin a provider", unless=_no_provider)
async def pin(screen: MainScreen) -> None:
    """Have every agent run on one provider until it is unpinned; assignments stay as they are."""
    await keeping.pin(screen)


@PLANNING.command(label="unpin", unless=_not_pinned)
def unpin(screen: MainScreen) -> None:
    """Let every agent run on its own chain again."""
    keeping.unpin(screen)
