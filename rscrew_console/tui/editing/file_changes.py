"""What happens to the file while it is open, and what was left of it by a session that died."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.session import SessionError
from rscrew_console.session.crew_files import paths_of
from rscrew_console.tui.requests import CollisionsRequest, ReviewRequest
from rscrew_console.tui.view.diffs import describe_text_changes

if TYPE_CHECKING:
    from rscrew_console.session import RefreshResult
    from rscrew_console.tui.context import ConsoleContext

QUIET = 200
"""Milliseconds without a change after which a file counts as written."""
LOOK_EVERY = 1000
"""Milliseconds after which the file is looked at even if the system has told of nothing."""


async def refresh_from_disk(context: ConsoleContext) -> bool:
    """Takes in what changed on disk; where that needs a decision, asks. False if it is left open.

    A file that cannot be used as it is now is told of and left alone: that is for saving to judge.
    """
    return await _settled(context, context.state.session.refresh())


async def _settled(context: ConsoleContext, refreshed: RefreshResult) -> bool:
    if refreshed.kind == "collided":
        choices = await context.ask(CollisionsRequest(refreshed.collisions))
        if choices is None:
            context.show_message(
                "Nothing was taken in yet; S asks again before it saves.", "warning"
            )
            return False
        refreshed = context.state.session.resolve(choices)
        if refreshed.kind == "collided":  # it changed once more meanwhile
            return await _settled(context, refreshed)
    if refreshed.kind != "same" or refreshed.notice:
        context.state.refresh()
        context.redraw()
    if refreshed.notice:
        context.show_message(
            refreshed.notice, "error" if refreshed.kind == "unusable" else "information"
        )
    return refreshed.kind != "unusable"


async def watch(context: ConsoleContext) -> None:
    """Looks at the file again whenever something has written it, until the screen goes."""
    from watchfiles import awatch

    session = context.state.session
    paths = {session.path.absolute(), session.real_path}
    folders = {path.parent for path in paths}
    names = {str(path) for path in paths}

    def ours(_change: object, path: str) -> bool:
        return path in names

    last_identity = _identity(session.path)
    try:
        async for changes in awatch(
            *folders, watch_filter=ours, recursive=False, debounce=QUIET,
            rust_timeout=LOOK_EVERY, yield_on_timeout=True,
        ):  # fmt: skip
            identity = _identity(session.path)
            if changes or identity != last_identity:
                last_identity = identity
                await context.follow_file_change()
    except (OSError, RuntimeError) as error:  # too many watches, or the folder is gone
        context.show_message(
            f"the file is not watched any more ({error}); S looks at it anyway", "warning"
        )


def _identity(path: Path) -> tuple[tuple[str, int, int, int], ...]:
    """What changes whenever the file changes, or any file of a folder that is open as a crew.

    The system tells only of changes in the folders that are watched, not of links on the way.
    """
    return tuple(map(_file_identity, paths_of(path)))


def _file_identity(path: Path) -> tuple[str, int, int, int]:
    real = os.path.realpath(path)
    try:
        status = os.stat(real)
    except OSError:
        return (real, 0, 0, 0)
    return (real, status.st_ino, status.st_mtime_ns, status.st_size)


async def offer_left_behind(context: ConsoleContext) -> None:
    """Offers the unsaved changes of sessions that did not end in order, the latest first."""
    session = context.state.session
    if session.started_read_only:
        return
    left_behind = session.pending()
    if trouble := session.journal_trouble:
        context.state.refresh()
        context.redraw()
        context.show_message(f"Unsaved changes would not outlive a crash: {trouble}", "warning")
    for work in left_behind:
        old = work.base.decode("utf-8")
        changed = describe_text_changes(old, work.text)
        answer = await context.ask(
            ReviewRequest(old, work.text, str(session.path), changed, "restore", since=work.since)
        )
        decision = answer.decision if answer else None
        if decision == "discard":
            session.discard(work)
        if decision == "save":
            try:
                refreshed = session.restore(work)
            except SessionError as error:
                context.show_message(str(error), "error")
                return
            context.state.refresh()
            context.redraw()
            await _settled(context, refreshed)
            return
