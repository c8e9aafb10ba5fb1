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
from rscrew_console.document import Edit
from rscrew_console.roster.describe import changes
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
    """Set slots of an agent's chain, and no others.

    A provider that already sits in another slot of the agent swaps places with the one it
    replaces.
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
    edits = _edits(session, agent, slots, reasoning, create=create)
    label = _label(session, agent, slots)
    if as_json:
        _make_as_json(here, session, agent, edits, label, dry_run=dry_run)
    else:
        make(here, session, edits, label, dry_run=dry_run)


def _label(session: Session, agent: str, slots: Slots) -> str:
    """What the history says: `code_implementer primary claude → openai`."""
    there = session.roster.agent_by_name.get(agent)
    words = [
        f"{slot} {(there and there.chain.provider_in(slot)) or '—'} → {provider or '—'}"
        for slot, provider in slots.items()
    ]
    return f"{agent} {', '.join(words) or 'reasoning'}"


def chosen(given: dict[str, str | None]) -> Slots:
    """The slots that were named; "-" and "" empty one."""
    return {
        slot: None if provider in ("", "-") else provider
        for slot, provider in given.items()
        if provider is not None
    }


def _edits(
    session: Session, agent: str, slots: Slots, reasoning: str | None, *, create: bool
) -> list[Edit]:
    if create and agent not in session.roster.agent_by_name:
        return session.wish("add_agent", agent, slots, reasoning or "")
    edits = session.wish("assign", agent, slots)
    if reasoning is not None:
        edits += session.wish("set_agent", agent, "reasoning", reasoning)
    return edits


def _make_as_json(
    here: CliContext, session: Session, agent: str, edits: list[Edit], label: str, *,
    dry_run: bool,
) -> None:  # fmt: skip
    before = session.roster
    session.change(edits, label)
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
