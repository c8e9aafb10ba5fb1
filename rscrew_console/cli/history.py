"""`history`, `undo`, `redo` and `rollback`: the saved states of the file, and the ways back."""

from typing import Annotated, Any

import click

from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.declared import Argument
from rscrew_console.cli.options import AsJson, DryRun
from rscrew_console.cli.output import complain, say, say_json, styled, width
from rscrew_console.cli.saving import hide_keys, say_saved, show_diff
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.roster.visible import visible
from rscrew_console.session import RevertResult
from rscrew_console.session.together import JointStates, SavedTogether

_COLUMNS = (
    TableColumn("", right=True), TableColumn("id"), TableColumn("time"),
    TableColumn("by", droppable=True),
    TableColumn("lines", right=True, droppable=True), TableColumn("what", least=20),
)  # fmt: skip


def history(ctx: click.Context, as_json: AsJson = False) -> None:
    """List the saves of the file, newest first."""
    context = cli_context_of(ctx)
    states = JointStates(context.path)
    entries = states.entries()
    if passed_over := states.passed_over():
        many = "1 line" if passed_over == 1 else f"{passed_over} lines"
        complain(f"note: {many} of the history cannot be read and went unheeded")
    if as_json:
        say_json({"entries": [_shape(entry) for entry in entries]})
        return
    if not entries:
        say(f"{visible(str(context.path))}: {_why_nothing_is_listed()}")
        return
    rows = [_row(number, entry) for number, entry in enumerate(entries, start=1)]
    head, *lines = table(_COLUMNS, rows, width())
    say(styled(head, "bold"))
    for line in lines:
        say(line)
    say(styled("rollback N or ID goes back to before that save; undo and redo walk", "dim"))


def _why_nothing_is_listed() -> str:
    from rscrew_console.doctor.machine import state_findings
    from rscrew_console.session.state import state_root

    folder = state_root()
    for finding in state_findings(folder, str(folder)):
        if finding.code == "state-not-writable":
            return f"no save is kept, as {visible(str(folder))} cannot be written; see rsc doctor"
    return "no save yet; from the first one on they are kept here"


def undo(ctx: click.Context, dry_run: DryRun = False) -> None:
    """Undo the last save; run it again to undo the one before it."""
    _tell(_states(ctx, dry_run=dry_run).undo())


def redo(ctx: click.Context, dry_run: DryRun = False) -> None:
    """Redo the save that was undone last."""
    _tell(_states(ctx, dry_run=dry_run).redo())


def rollback(
    ctx: click.Context,
    to: Annotated[
        str,
        Argument(metavar="[N|ID]", help="A number or an id of `history`; 1 is the newest."),
    ] = "1",
    dry_run: DryRun = False,
) -> None:
    """Undo a save and all later ones; what others have changed since then stays."""
    _tell(_states(ctx, dry_run=dry_run).rollback(to))


def _states(ctx: click.Context, *, dry_run: bool) -> JointStates:
    context = cli_context_of(ctx)
    if not dry_run:
        context.refuse_read_only()
    return JointStates(context.path, context.command, dry_run=dry_run)


def _tell(results: list[RevertResult]) -> None:
    for result in results:
        _tell_one(result)


def _tell_one(result: RevertResult) -> None:
    if result.saved is None:
        show_diff(hide_keys(result.diff))
        return
    say(visible(result.label))
    if result.diff:
        say_saved(result.saved)
    else:
        say("nothing to change: this is what the file holds")


def _shape(row: SavedTogether) -> dict[str, Any]:
    entry = row.first
    return {
        "id": row.id,
        "time": entry.time.isoformat(timespec="seconds"),
        "summary": entry.summary,
        "lines_changed": row.lines_changed,
    }


def _row(number: int, row: SavedTogether) -> list[str]:
    entry = row.first
    time = f"{entry.time.astimezone():%Y-%m-%d %H:%M:%S}"
    return [str(number), row.id, time, entry.by, str(row.lines_changed), entry.summary]
