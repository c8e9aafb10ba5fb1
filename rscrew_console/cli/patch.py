"""`patch`: a unified diff as one change of the file, proved like any other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import click

from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.declared import Argument
from rscrew_console.cli.options import DryRun
from rscrew_console.cli.output import is_terminal
from rscrew_console.cli.saving import diff_of, save, show_diff
from rscrew_console.document.patch import PatchError
from rscrew_console.roster.describe import changes
from rscrew_console.roster.visible import visible
from rscrew_console.session.patching import apply_patch

MOST_BYTES = 16 * 1024 * 1024
"""No diff of agents is larger."""
LABEL = "patch"


def patch(
    ctx: click.Context,
    diff: Annotated[
        Path | None,
        Argument(metavar="[DIFF]", help="The file with the diff; without it, standard input."),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Make the changes of a unified diff, as --dry-run prints it; refused if it does not fit.

    The file has to be valid afterwards. One undo takes the diff back.
    """
    context = cli_context_of(ctx)
    if not dry_run:
        context.refuse_read_only()
    context.open()  # what is wrong with the file is told first, and nobody waits for the diff
    text = _read(diff)
    session = context.open_to_change(dry_run=dry_run)
    before = session.roster
    try:
        after = apply_patch(session.document.text, text, str(session.path))
    except PatchError as error:
        raise click.BadParameter(visible(str(error))) from error
    session.change_text(after, LABEL)
    if dry_run:
        show_diff(diff_of(session))
    else:
        save(session, changes(before, session.roster), context.command)


def _read(path: Path | None) -> str:
    """The diff. Raises BadParameter where there is none."""
    if (path is None or str(path) == "-") and is_terminal(sys.stdin):
        raise click.BadParameter("name the file with the diff, or write it to standard input")
    try:
        if path is None or str(path) == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise click.BadParameter(
            f"{visible(str(path))} cannot be read: {error.strerror or error}"
        ) from error
    if len(data) > MOST_BYTES:
        raise click.BadParameter("the diff is larger than 16 MiB")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.BadParameter("the diff is not UTF-8 text") from error
