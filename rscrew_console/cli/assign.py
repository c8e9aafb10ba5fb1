"""`assign`: which provider in which slot of an agent."""

from typing import Annotated

import click

from rscrew_console.cli.completion import complete_either, complete_providers
from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Argument, Option
from rscrew_console.cli.options import (
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
from rscrew_console.roster.visible import visible
from rscrew_console.session import Session


def assign(
    ctx: click.Context,
    names: Annotated[
        list[str] | None,
        Argument(
            metavar="AGENT [PRIMARY]", complete=complete_either,
            help="The agent, and the provider of its primary slot; with --primary, agents.",
        ),
    ] = None,
    primary: Annotated[
        str | None,
        Option(
            "--primary", metavar="PROVIDER", complete=complete_providers,
            help="The provider of the primary slot; then every argument is an agent.",
        ),
    ] = None,
    secondary: Secondary = None,
    tertiary: Tertiary = None,
    fallback: Fallbacks = None,
    slot: Slot = None,
    reasoning: Reasoning = None,
    create: Annotated[
        bool, Option("--create", help="Add the agent if there is none of that name.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Set slots of an agent's chain; a provider that is in another slot already swaps places.

    No other slot changes. With --primary several agents get the same provider in one step.
    """
    agents, primary = _agents(names or [], primary)
    options = SlotOptions(primary, secondary, tertiary, tuple(fallback or ()), slot)
    if not options and reasoning is None:
        raise click.BadParameter(
            "nothing to set: name a primary, or use --fallback, --slot, --secondary, --tertiary or"
            " --reasoning"
        )
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    operations = [
        operation
        for agent in agents
        for operation in _operations(session.roster, agent, options, reasoning, create=create)
    ]
    if as_json:
        _make_as_json(context, session, agents, operations, dry_run=dry_run)
    else:
        make(context, session, operations, dry_run=dry_run)


def _agents(names: list[str], primary: str | None) -> tuple[list[str], str | None]:
    """The agents and the primary. Raises BadParameter where it is not clear which is which."""
    if not names:
        raise click.BadParameter("AGENT is missing")
    if primary is not None or len(names) == 1:
        return list(dict.fromkeys(names)), primary
    agent, first, *more = names
    if more:
        agents = visible(" ".join(names[:-1]))
        raise click.BadParameter(
            f"too many arguments: {visible(' '.join(more))}; several agents get the same provider"
            f" with rsc assign {agents} --primary {visible(names[-1])}"
        )
    return [agent], first


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
    context: CliContext, session: Session, agents: list[str], operations: list[Operation], *,
    dry_run: bool,
) -> None:  # fmt: skip
    before = session.roster
    session.apply(*operations)
    changed, diff = changes(before, session.roster), diff_of(session)
    lines = 0 if dry_run else session.save(context.command).lines_changed
    roster, facts = session.roster, context.facts(session.roster)
    shapes = [agent_shape(roster.agent_by_name[name], roster, facts) for name in agents]
    say_json(
        {
            "config": str(context.path),
            "agent": shapes[0],
            **({"agents": shapes} if len(shapes) > 1 else {}),
            "changes": change_shapes(changed),
            "diff": diff,
            "saved": lines > 0,
            "lines_changed": lines,
        }
    )
