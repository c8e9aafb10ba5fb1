"""`pin` and `unpin`: every agent on one provider for the time being."""

from typing import Annotated

import click

from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import DryRun, ProviderName
from rscrew_console.cli.saving import make
from rscrew_console.dialects.operations import Pin


def pin(
    ctx: click.Context,
    provider: ProviderName,
    why: Annotated[str, Option(help="A note to people, shown with the pin.")] = "",
    dry_run: DryRun = False,
) -> None:
    """Have every agent run on one provider until unpinned. Assignments stay as they are."""
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    make(context, session, [Pin(provider, why.strip())], dry_run=dry_run)


def unpin(ctx: click.Context, dry_run: DryRun = False) -> None:
    """Let every agent run on its own chain again."""
    context = cli_context_of(ctx)
    session = context.open_to_change(dry_run=dry_run)
    make(context, session, [Pin(None)], dry_run=dry_run)
