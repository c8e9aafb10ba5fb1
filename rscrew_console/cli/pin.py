"""`pin` and `unpin`: every agent on one provider for the time being."""

from typing import Annotated

import click

from rscrew_console.cli.companion import tell_companion
from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import DryRun, ProviderName
from rscrew_console.cli.output import say
from rscrew_console.cli.saving import hide_keys, make, say_saved, show_diff
from rscrew_console.dialects.operations import Pin
from rscrew_console.dialects.sections.names import SETTINGS
from rscrew_console.document import ABSENT
from rscrew_console.roster.visible import visible
from rscrew_console.session import NothingToRevert
from rscrew_console.session.companion_file import change_companion, companion_entries
from rscrew_console.session.together import made_for


def pin(
    ctx: click.Context,
    provider: ProviderName,
    why: Annotated[str, Option(help="A note for people, shown with the pin.")] = "",
    dry_run: DryRun = False,
) -> None:
    """Have every agent run on one provider until unpinned.

    In RSCrew's file the chains stay as they are. Files of other formats have no place for a pin:
    there every row is rewritten in one save, and `unpin` brings the rows back.
    """
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    before = session.saved.text
    make(context, session, [Pin(provider, why.strip())], dry_run=dry_run)
    if not session.dialect.capabilities.pin:
        # A format may call one model by the name of the first row that has it.
        name = next((one.chain.primary for one in session.roster.agents if one.path), "")
        entries: dict[str, object] = {"pin": name, "pin_why": why.strip() or ABSENT}
        _note(context, entries, f"pin {name}", dry_run, belongs=session.saved.text != before)


def unpin(ctx: click.Context, dry_run: DryRun = False) -> None:
    """Let every agent run on its own chain again."""
    context = cli_context_of(ctx)
    session = context.open()
    if session.dialect.capabilities.pin:
        session = context.open_to_change(dry_run=dry_run)
        make(context, session, [Pin(None)], dry_run=dry_run)
        return
    if not dry_run:
        context.refuse_read_only()
    from rscrew_console.session.pinning import unpin_rows

    is_noted = session.roster.settings.pin is not None
    try:
        for result in unpin_rows(context.path, context.command, dry_run=dry_run):
            if result.saved is None:
                show_diff(hide_keys(result.diff))
            else:
                say(visible(result.label))
                say_saved(result.saved)
    except NothingToRevert:
        if not is_noted:  # a pin in rscrew.yaml alone, which somebody has written there
            raise
    # Of a pin that was noted by itself, or by hand.
    _note(context, {"pin": ABSENT, "pin_why": ABSENT}, "unpin", dry_run, belongs=False)


def _note(
    context: CliContext, entries: dict[str, object], label: str, dry_run: bool, *, belongs: bool
) -> None:
    """Say in `rscrew.yaml` that there is a pin, so that `status` and `check` tell of it."""
    edits = companion_entries(context.path, SETTINGS, entries)
    change = change_companion(
        context.path, edits, label, context.command, dry_run=dry_run,
        made_for=made_for(context.path, with_last_save=belongs),
    )  # fmt: skip
    tell_companion(change)
