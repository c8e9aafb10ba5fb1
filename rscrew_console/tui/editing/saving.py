"""From changes to the file, always past the exact diff; and back to an earlier save."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from rscrew_console.roster.visible import visible
from rscrew_console.session import ChangedOnDisk, SessionError, entries_of, entry_diff, text_without
from rscrew_console.session.put_back import put_back
from rscrew_console.tui.editing import file_changes
from rscrew_console.tui.requests import (
    ConfirmRequest,
    Decision,
    HistoryRequest,
    Purpose,
    ReviewAnswer,
    ReviewRequest,
)
from rscrew_console.tui.view.diffs import describe_changes
from rscrew_console.tui.view.scenarios import wrong_sums
from rscrew_console.tui.view.text import count, line

if TYPE_CHECKING:
    from rscrew_console.session import SaveResult, Session
    from rscrew_console.session.parts import DiffPart
    from rscrew_console.tui.context import ConsoleContext


async def show_diff(context: ConsoleContext) -> None:
    """Shows the diff until the user has seen enough, or saves it."""
    answer = await context.ask(_review(context, "look"))
    if answer is not None and answer.decision == "save":
        await _save(context, "save", seen=answer)


async def save(context: ConsoleContext) -> bool:
    """Shows the diff and saves when that is the answer. False when nothing was written."""
    return await _save(context, "save")


async def may_leave(context: ConsoleContext) -> bool:
    """Whether to quit: with unsaved changes it shows them and asks."""
    if not context.state.session.is_dirty:
        return True
    return await _save(context, "quit")


async def may_switch(context: ConsoleContext) -> bool:
    """Whether to open another file: with unsaved changes it shows them and asks. Leaving them
    unsaved keeps their journal."""
    if not context.state.session.is_dirty:
        return True
    return await _save(context, "switch")


async def _save(
    context: ConsoleContext, purpose: Purpose, *, seen: ReviewAnswer | None = None
) -> bool:
    """`seen` is the answer of the user who has said to save this very diff; once more it is not
    asked."""
    if purpose == "save" and context.view_state.missing:
        if not await _put_back(context):
            return False
        if not context.state.session.is_dirty:
            return True
    while True:
        before = context.state.session.saved
        if not await file_changes.refresh_from_disk(context) and purpose == "save":
            return False
        if seen is None or context.state.session.saved is not before:
            seen = await context.ask(_review(context, purpose))
            if seen is None or seen.decision != "save":
                return _given_up(context, seen.decision if seen else None)
        left_out, seen = seen.left_out, None
        if context.view_state.missing and not await _put_back(context):
            return False
        if not await _sums_accepted(context):
            return False
        try:
            saved = context.state.save(left_out)
        except SessionError as error:
            if isinstance(error, ChangedOnDisk) and (error.collisions or left_out):
                continue  # it changed while the diff was shown: look, and show it again
            context.show_message(f"{error}\nYour changes are still here.", "error")
            return False
        context.redraw()
        message = "\n".join(_saved(context, saved))
        context.show_message(message, "warning" if saved.notices else "information")
        return True


async def _sums_accepted(context: ConsoleContext) -> bool:
    """Whether an experiment's scenarios add up, or the user wants to save them all the same."""
    wrong = wrong_sums(context.view_state.roster.scenarios)
    if not wrong:
        return True
    note = line(("The experiment program refuses such a scenario when it is used.", "dim"))
    answer = await context.ask(ConfirmRequest("Save counts that do not add up?", (*wrong, note)))
    return answer is True


def _given_up(context: ConsoleContext, decision: Decision | None) -> bool:
    """Whether the changes were discarded, or left to their journal: the file is to be closed."""
    if decision == "leave":
        context.state.session.set_aside()
    return decision is not None


async def _put_back(context: ConsoleContext) -> bool:
    """Asks, and writes the file that is gone as it was read last. Whether it is there again."""
    session = context.state.session
    question = (
        line(f"{visible(str(session.path))} is not there any more."),
        line(("It is written as it was read last; unsaved changes stay unsaved.", "dim")),
    )
    if not await context.ask(ConfirmRequest("Write the file again?", question)):
        return False
    try:
        put_back(session)
    except SessionError as error:
        context.show_message(str(error), "error")
        return False
    context.state.refresh()
    context.redraw()
    context.show_message(f"{session.path} is there again")
    return True


def _saved(context: ConsoleContext, saved: SaveResult) -> Iterator[str]:
    yield f"saved: {count(saved.lines_changed, 'line')} changed in {saved.path}"
    if saved.merged:
        yield "The file had changed meanwhile; your changes went on top of that."
    if context.state.session.is_dirty:
        yield f"{count(context.view_state.unsaved, 'change')} left out, and still unsaved."
    yield from saved.notices


def _review(context: ConsoleContext, purpose: Purpose) -> ReviewRequest:
    session = context.state.session
    changes = describe_changes(session.saved, session.document)
    can_choose = purpose in ("look", "save")
    return ReviewRequest(
        session.saved.text, session.document.text, str(session.path), changes, purpose,
        read_only=session.read_only, cannot_leave=session.why_not_set_aside,
        why_not_without=partial(why_not_without, session) if can_choose else None,
    )  # fmt: skip


def why_not_without(session: Session, left_out: Collection[DiffPart]) -> str:
    """Why the rest of the unsaved changes cannot be saved without these; "" where it can."""
    if not left_out:
        return ""
    try:
        text = session.crew_without(left_out).document.text
    except SessionError as error:
        return f"{error}"
    if text == session.document.text:
        return "this count follows from the other changes"
    return "" if text != session.saved.text else "nothing is left to save"


async def show_history(context: ConsoleContext) -> None:
    """Lists the saves; the one that is chosen, and all later ones, are taken back."""
    session = context.state.session
    try:
        entries = entries_of(session)
        request = HistoryRequest(
            entries,
            lambda entry: entry_diff(session, entry),
            session.read_only if session.started_read_only else "",
        )
        if context.state.last_save and not entries:
            why = session.journal_trouble or "its history cannot be written"
            request = replace(request, nothing=f"what was saved is not kept: {why}")
        chosen = await context.ask(request)
        if chosen is None:
            return
        place = next(index for index, entry in enumerate(entries) if entry.id == chosen)
        text = text_without(session, entries[: place + 1])
        label = f"back to before {chosen}: {entries[place].summary}"
        changed = session.change_text(text, label)
    except SessionError as error:
        context.show_message(str(error), "error")
        return
    context.redraw()
    message = f"{label}; u takes that back" if changed else "the file is like that already"
    context.show_message(message)
