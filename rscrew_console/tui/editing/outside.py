"""What happens to the file while it is open, and what was left of it by a session that died."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.session import SessionError
from rscrew_console.tui.view.differences import told_of_texts

if TYPE_CHECKING:
    from rscrew_console.session import RefreshResult
    from rscrew_console.tui.screens.main import MainScreen

QUIET = 200
"""Milliseconds without a change after which a file counts as written."""
LOOK_EVERY = 1000
"""Milliseconds after which the file is looked at even if the system has told of nothing."""


async def look_again(screen: MainScreen) -> bool:
    """Takes in what changed on disk; where that needs a decision, asks. False if it is left open.

    A file that cannot be used as it is now is told of and left alone: that is for saving to judge.
    """
    return await _settled(screen, screen.desk.session.refresh())


async def _settled(screen: MainScreen, refreshed: RefreshResult) -> bool:
    if refreshed.kind == "collided":
        from rscrew_console.tui.screens.collisions import Collisions

        choices = await screen.ask(Collisions(refreshed.collisions))
        if choices is None:
            screen.tell("Nothing was taken in yet; S asks again before it saves.", "warning")
            return False
        refreshed = screen.desk.session.resolve(choices)
        if refreshed.kind == "collided":  # it changed once more meanwhile
            return await _settled(screen, refreshed)
    if refreshed.kind != "same" or refreshed.notice:
        screen.desk.refresh()
        screen.project()
    if refreshed.notice:
        screen.tell(refreshed.notice, "error" if refreshed.kind == "unusable" else "information")
    return refreshed.kind != "unusable"


async def watch(screen: MainScreen) -> None:
    """Looks at the file again whenever something has written it, until the screen goes."""
    from watchfiles import awatch

    session = screen.desk.session
    paths = {session.path.absolute(), session.real_path}
    folders = {path.parent for path in paths}
    names = {str(path) for path in paths}

    def ours(_change: object, path: str) -> bool:
        return path in names

    seen = _identity(session.path)
    try:
        async for changes in awatch(
            *folders, watch_filter=ours, recursive=False, debounce=QUIET,
            rust_timeout=LOOK_EVERY, yield_on_timeout=True,
        ):  # fmt: skip
            now = _identity(session.path)
            if changes or now != seen:
                seen = now
                await screen.changed_outside()
    except (OSError, RuntimeError) as error:  # too many watches, or the folder is gone
        screen.tell(f"the file is not watched any more ({error}); S looks at it anyway", "warning")


def _identity(path: Path) -> tuple[str, int, int, int]:
    """What changes whenever another file is behind the path, by whichever link or folder.

    The system tells only of changes in the folders that are watched, not of links on the way.
    """
    real = os.path.realpath(path)
    try:
        status = os.stat(real)
    except OSError:
        return (real, 0, 0, 0)
    return (real, status.st_ino, status.st_mtime_ns, status.st_size)


async def offer_left_behind(screen: MainScreen) -> None:
    """Offers the unsaved changes of sessions that did not end in order, the latest first."""
    from rscrew_console.tui.screens.review import Review

    session = screen.desk.session
    left_behind = session.pending()
    if trouble := session.journal_trouble:
        screen.desk.refresh()
        screen.project()
        screen.tell(f"Unsaved changes would not outlive a crash: {trouble}", "warning")
    for left in left_behind:
        name = str(session.path).lstrip("/")
        changed = told_of_texts(left.base.decode("utf-8"), left.text)
        review = Review(left.diff(name), str(session.path), changed, "restore")
        review.since = left.since
        decision = await screen.ask(review)
        if decision == "discard":
            session.discard(left)
        if decision == "save":
            try:
                refreshed = session.restore(left)
            except SessionError as error:
                screen.tell(str(error), "error")
                return
            screen.desk.refresh()
            screen.project()
            await _settled(screen, refreshed)
            return
