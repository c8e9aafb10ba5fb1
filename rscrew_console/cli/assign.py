"""`assign`: which provider in which slot of an agent."""

from typing import Annotated

import click

from rscrew_console.cli.completion import complete_providers
from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Argument, Option
from rscrew_console.cli.options import (
    AgentName,
    AsJson,
    DryRun,
    Fallbacks,
    Reasoning,
    Secondary,
    Slot,
    Tertiary,
)
from rscrew_console.cli.output import say_json
from rscrew_console.cli.saving import diff_of, make
from rscrew_console.cli.shapes import agent_shape, change_shapes
from rscrew_console.cli.slot_options import SlotOptions
from rscrew_console.dialects.operations import AddAgent, Operation, SetAgent
from rscrew_console.roster.describe import changes
from rscrew_console.roster.model import Roster
from rscrew_console.session import Session


def assign(
    ctx: click.Context,
    agent: AgentName,
    primary: Annotated[
        str | None,
        Argument(
            metavar="[PRIMARY]", complete=complete_providers,
            help="The provider of the primary slot.",
        ),
    ] = None,
    secondary: Secondary = None,
    tertiary: Tertiary = None,
    fallback: Fallbacks = None,
    slot: Slot = None,
    reasoning: Reasoning = None,
    create: Annotated[
        bool, Option("--create", help="Make the agent if there is none of that name.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Set slots of an agent's chain; a provider that it has in another slot swaps places.

    No other slot changes.
    """
    options = SlotOptions(primary, secondary, tertiary, tuple(fallback or ()), slot)
    if not options and reasoning is None:
        raise click.BadParameter(
            "nothing to set: name a primary, or use --fallback, --slot, --secondary, --tertiary or"
            " --reasoning"
        )
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    operations = _operations(session.roster, agent, options, reasoning, create=create)
    if as_json:
        _make_as_json(context, session, agent, operations, dry_run=dry_run)
    else:
        make(context, session, operations, dry_run=dry_run)


def _operations(
    roster: Roster, agent: str, options: SlotOptions, reasoning: str | None, *, create: bool
) -> list[Operation]:
    if create and agent not in roster.agent_by_name:
        return [AddAgent(agent, options.slots(roster.scheme), reasoning or "")]
    operations = options.operations(roster, agent)
    if reasoning is not None:
        operations.append(SetAgent(agent, "reasoning", reasoning))
    return operations


def _make_as_json(
    context: CliContext, session: Session, agent: str, operations: list[Operation], *,
    dry_run: bool,
) -> None:  # fmt: skip
    before = session.roster
    session.apply(*operations)
    changed, diff = changes(before, session.roster), diff_of(session)
    lines = 0 if dry_run else session.save(context.command).lines_changed
    roster = session.roster
    say_json(
        {
            "config": str(context.path),
            "agent": agent_shape(roster.agent_by_name[agent], roster, context.facts(roster)),
            "changes": change_shapes(changed),
            "diff": diff,
            "saved": lines > 0,
            "lines_changed": lines,
        }
    )
