"""`expect` and `alias`: what stands in the file where it can, else in `rscrew.yaml` beside it."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import click

from rscrew_console.cli.completion import complete_agents, complete_providers
from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Argument, Option
from rscrew_console.cli.options import AsJson, DryRun
from rscrew_console.cli.output import say, say_json, styled
from rscrew_console.cli.saving import hide_keys, save_edits, say_saved, show_diff
from rscrew_console.dialects import OperationError
from rscrew_console.dialects.chains import known_agent, without_alias
from rscrew_console.dialects.sections.names import ALIASES, EXPECT
from rscrew_console.document import ABSENT, Edit
from rscrew_console.roster.effective import route
from rscrew_console.roster.model import Roster
from rscrew_console.roster.visible import visible
from rscrew_console.session.companion_file import (
    CompanionChange,
    change_companion,
    companion_entries,
)
from rscrew_console.session.section_edits import entry_edits
from rscrew_console.session.together import made_for


def expect(
    ctx: click.Context,
    agent: Annotated[
        str | None,
        Argument(metavar="[AGENT]", complete=complete_agents),
    ] = None,
    provider: Annotated[
        str | None,
        Argument(
            metavar="[PROVIDER]",
            help='The provider or model that the agent should run on; "-" removes the note.',
            complete=complete_providers,
        ),
    ] = None,
    everyone: Annotated[
        bool, Option("--all", help="For every agent: what it runs on now.")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Note what an agent should run on; check and status warn when it does not.

    Without arguments it lists the notes, with exit status 1 if an agent runs on something else.
    """
    context = cli_context_of(ctx)
    if agent is None and not everyone:
        _list(context.open().roster, as_json=as_json)
        return
    if agent is not None and provider is None:
        raise click.BadParameter(
            f"name the provider that {agent} should run on: rsc expect {agent} PROVIDER"
        )
    roster = context.open().roster
    entries: dict[str, object]
    if everyone:
        entries = {one.name: first for one in roster.agents if (first := _first(roster, one.name))}
        label = "expect what every agent runs on"
    else:
        name = known_agent(roster, agent or "").name
        wanted = without_alias(roster, provider or "")
        if wanted in ("", "-"):
            entries, label = {name: ABSENT}, f"expect nothing of {name}"
        else:
            _check_known(roster, wanted)
            entries, label = {name: wanted}, f"expect {name} on {wanted}"
    _keep(context, EXPECT, entries, label, dry_run=dry_run)


def alias(
    ctx: click.Context,
    name: Annotated[str | None, Argument(metavar="[NAME]")] = None,
    model: Annotated[
        str | None,
        Argument(
            metavar="[MODEL]",
            help='The model as the file spells it; "-" removes the alias.',
            complete=complete_providers,
        ),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Give a model a name of your own, for files that have none: rsc assign takes it then.

    It is kept in rscrew.yaml beside the file. Without arguments all aliases are listed.
    """
    context = cli_context_of(ctx)
    session = context.open()
    if session.dialect.capabilities.declared_providers and not session.roster.settings.aliases:
        title = session.dialect.title
        raise OperationError(
            f"{title} has names for models already: its providers; see rsc add-provider"
        )
    aliases = dict(session.roster.settings.aliases)
    if name is None:
        if as_json:
            say_json({"aliases": aliases})
        for alias_name, meant in aliases.items() if not as_json else ():
            say(visible(f"{alias_name}: {meant}"))
        if not aliases and not as_json:
            say("no alias is kept; rsc alias NAME MODEL makes one")
        return
    if model is None:
        raise click.BadParameter(f"name the model for {name}: rsc alias {name} MODEL")
    if model == "-":
        if name not in aliases:
            raise OperationError.unknown("alias", name, aliases)
        entries: dict[str, object] = {name: ABSENT}
    else:
        if name in session.roster.provider_by_name:
            raise OperationError(f'"{name}" is the name of a model in the file already')
        if not name.strip() or visible(name) != name:
            raise OperationError(f'"{visible(name)}" cannot be an alias')
        session.dialect.check_provider(session.roster, model)
        entries = {name: model}
    _keep(context, ALIASES, entries, f"alias {name}", dry_run=dry_run)


def tell_companion(change: CompanionChange) -> None:
    """What was written into `rscrew.yaml`, or the diff of what would be; nothing for nothing."""
    if change.saved is not None:
        say_saved(change.saved)
    else:
        show_diff(hide_keys(change.diff))


def keep_beside(context: CliContext, edits: Sequence[Edit], label: str, *, dry_run: bool) -> None:
    """Make the edits in `rscrew.yaml`, or show them; tell what was done."""
    if not edits:
        say("nothing to change")
    change = change_companion(
        context.path, edits, label, context.command, dry_run=dry_run,
        made_for=made_for(context.path),
    )  # fmt: skip
    tell_companion(change)


def _keep(
    context: CliContext, section: str, entries: Mapping[str, object], label: str, *, dry_run: bool
) -> None:
    if not dry_run:
        context.refuse_read_only()
    session = context.open()
    if session.dialect.capabilities.settings and section == EXPECT:
        session = context.open_to_change(dry_run=dry_run)
        edits = entry_edits(session.document, (section,), entries)
        save_edits(context, session, edits, label, dry_run=dry_run)
        return
    beside = companion_entries(context.path, section, entries)
    keep_beside(context, beside, label, dry_run=dry_run)


def _check_known(roster: Roster, wanted: str) -> None:
    models = {provider.model for provider in roster.providers}
    if wanted in roster.provider_by_name or wanted in models:
        return
    if any(provider.declared for provider in roster.providers):
        raise OperationError.unknown("provider", wanted, roster.provider_by_name)


def _first(roster: Roster, agent: str) -> str:
    return next(iter(route(roster.agent_by_name[agent], roster.settings)), "")


def _list(roster: Roster, *, as_json: bool) -> None:
    rows = [
        (name, wanted, _first(roster, name) if name in roster.agent_by_name else "")
        for name, wanted in roster.settings.expected
    ]
    kept = [_is_kept(roster, first, wanted) for _, wanted, first in rows]
    if as_json:
        say_json(
            {
                "expected": [
                    {"agent": name, "expected": wanted, "runs_on": first or None, "kept": is_kept}
                    for (name, wanted, first), is_kept in zip(rows, kept, strict=True)
                ]
            }
        )
    for (name, wanted, first), is_kept in zip(rows, kept, strict=True) if not as_json else ():
        sign = styled("✓", "green") if is_kept else styled("✗", "red")
        more = "" if is_kept else f", and runs on {first or 'nothing'}"
        say(f"{sign} {visible(f'{name}: {wanted}{more}')}")
    if not rows and not as_json:
        say("nothing is expected of any agent; rsc expect AGENT PROVIDER keeps it")
    if not all(kept):
        raise click.exceptions.Exit(1)


def _is_kept(roster: Roster, first: str, wanted: str) -> bool:
    provider = roster.provider_by_name.get(first)
    return wanted in (first, provider.model if provider else first)
