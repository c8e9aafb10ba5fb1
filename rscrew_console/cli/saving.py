"""The end of every command that changes the file: show it, or save it and tell what was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rscrew_console.cli.crew import CliContext
from rscrew_console.cli.output import complain, on_terminal, say, styled
from rscrew_console.dialects.operations import Operation
from rscrew_console.document import Edit
from rscrew_console.roster.describe import FieldChange, changes, lines
from rscrew_console.roster.stray_keys import without_keys
from rscrew_console.roster.visible import visible
from rscrew_console.session import SaveResult, Session


def make(
    context: CliContext, session: Session, operations: Sequence[Operation], *, dry_run: bool,
    label: str = "", listed: bool = True,
) -> None:  # fmt: skip
    """Apply the operations, then show the diff or save; print the changes and new warnings.

    Without `listed` the changes are not listed: the command has shown them already.
    """
    before, document = session.roster, session.document
    session.apply(*operations, label=label)
    if dry_run:
        show_diff(diff_of(session))
    else:
        save(session, changes(before, session.roster) if listed else (), context.command)
    now = session.roster, session.document
    for problem in context.new_warnings(session.dialect, (before, document), now):
        complain(f"warning: {visible(problem.message)}")


def save_edits(
    context: CliContext, session: Session, edits: Sequence[Edit], label: str, *, dry_run: bool
) -> None:
    """Make edits that are no operation on a crew; show the diff, or save and tell so."""
    session.change(edits, label)
    if dry_run:
        show_diff(diff_of(session))
    elif session.is_dirty:
        say_saved(session.save(context.command))
    else:
        say("nothing to change")


def save(session: Session, changed: tuple[FieldChange, ...], command: str) -> int:
    """Save and print a line per change. Return the number of changed lines."""
    saved = session.save(command)
    if not saved.lines_changed:
        say("nothing to change")
        return 0
    for line in lines(changed):
        say(visible(line))
    say_saved(saved)
    return saved.lines_changed


def say_saved(saved: SaveResult) -> None:
    """Print that the file was saved, and the notices of the save."""
    count = "1 line" if saved.lines_changed == 1 else f"{saved.lines_changed} lines"
    merged = ", on top of what had changed there meanwhile" if saved.merged else ""
    say(f"saved {visible(str(saved.path))} ({count} changed{merged})")
    tell(saved.notices)


def tell(notices: Iterable[str]) -> None:
    for notice in notices:
        complain(f"note: {visible(notice)}")


def show_diff(diff: str) -> None:
    """The unified diff on standard output, which `patch` understands."""
    if not on_terminal():
        say(diff.removesuffix("\n")) if diff else None
        return
    for line in diff.splitlines():
        text = "\t".join(map(visible, line.split("\t")))
        style = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
        say(styled(text, style) if style else text)


def diff_of(session: Session) -> str:
    """The diff, without any key that stands in the file by mistake."""
    return hide_keys(session.diff())


def hide_keys(diff: str) -> str:
    return "".join(map(without_keys, diff.splitlines(keepends=True)))
