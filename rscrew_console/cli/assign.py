"""`assign`: which provider in which slot of an agent."""

from typing import Annotated

import typer

from rscrew_console.cli.completion import complete_providers
from rscrew_console.cli.crew import CliContext, surroundings
from rscrew_console.cli.options import (
    AgentName,
    AsJson,
    DryRun,
    Fallback,
    Reasoning,
    Secondary,
    Tertiary,
)
from rscrew_console.cli.output import say_json
from rscrew_console.cli.saving import diff_of, make
from rscrew_console.cli.shapes import agent_shape, change_shapes
from rscrew_console.dialects.operations import AddAgent, Assign, Operation, SetAgent
from rscrew_console.roster.describe import changes
from rscrew_console.roster.model import Roster
from rscrew_console.session import Session

Slots = dict[str, str | None]


def assign(
    ctx: typer.Context,
    agent: AgentName,
    primary: Annotated[
        str | None,
        typer.Argument(
            metavar="[PRIMARY]", show_default=False, autocompletion=complete_providers,
            help="The provider of the primary slot.",
        ),
    ] = None,
    secondary: Secondary = None,
    tertiary: Tertiary = None,
    fallback: Fallback = None,
    reasoning: Reasoning = None,
    create: Annotated[
        bool, typer.Option("--create", help="Make the agent if there is none of that name.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Set slots of an agent's chain; a provider that it has in another slot swaps places.

    No other slot changes.
    """
    given = {
        "primary": primary, "secondary": secondary, "tertiary": tertiary, "fallback": fallback,
    }  # fmt: skip
    slots = chosen(given)
    if not slots and reasoning is None:
        raise typer.BadParameter(
            "nothing to set: name a primary, or use --secondary, --tertiary, --fallback or"
            " --reasoning"
        )
    here = surroundings(ctx)
    session = here.open_to_change(dry_run=dry_run)
    operations = _operations(session.roster, agent, slots, reasoning, create=create)
    if as_json:
        _make_as_json(here, session, agent, operations, dry_run=dry_run)
    else:
        make(here, session, operations, dry_run=dry_run)


def chosen(given: dict[str, str | None]) -> Slots:
    """The slots that were named; "-" and "" empty one."""
    return {
        slot: None if provider in ("", "-") else provider
        for slot, provider in given.items()
        if provider is not None
    }


def _operations(
    roster: Roster, agent: str, slots: Slots, reasoning: str | None, *, create: bool
) -> list[Operation]:
    if create and agent not in roster.agent_by_name:
        return [AddAgent(agent, slots, reasoning or "")]
    operations: list[Operation] = [Assign(agent, slots)] if slots else []
    if reasoning is not None:
        operations.append(SetAgent(agent, "reasoning", reasoning))
    return operations


def _make_as_json(
    here: CliContext, session: Session, agent: str, operations: list[Operation], *,
    dry_run: bool,
) -> None:  # fmt: skip
    before = session.roster
    session.apply(*operations)
    changed, diff = changes(before, session.roster), diff_of(session)
    lines = 0 if dry_run else session.save(here.command).lines_changed
    roster = session.roster
    say_json(
        {
            "config": str(here.path),
            "agent": agent_shape(roster.agent_by_name[agent], roster, here.facts(roster)),
            "changes": change_shapes(changed),
            "diff": diff,
            "saved": lines > 0,
            "lines_changed": lines,
        }
    )
