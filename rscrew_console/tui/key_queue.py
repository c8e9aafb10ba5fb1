"""Keys in turn: each waits until all that the one before it began has come to rest.

Textual sends a key to whatever has the focus when it is read, and what a key opens gets the focus
some turns later. Of keys that come in one piece (a paste, a macro, a slow line, a console that was
busy) the later ones would be commands to the table instead of text for the box that was asked for.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

from textual import events
from textual.app import ScreenStackError
from textual.message_pump import MessagePump

from rscrew_console.tui.minimum_size import MinimumSizeGuard
from rscrew_console.tui.screens.dialogue import Dialogue

PATIENCE = 1000
"""Turns of the event loop in which a key is dealt with; some dozens are usual."""
LONGEST_WAIT = 5.0
"""Seconds after which the next key goes on all the same. What another thread works out before a
dialogue opens, such as the files with agents, takes more than turns."""
LOOK_AGAIN = 0.01
"""Seconds between looks whether it has opened."""
THERE_AND_BACK = 2
"""A key goes from the focus up to the app; what it told on the way (a text has changed, a line is
left, something else shall have the focus) goes the same way."""


LEAVING = ("ctrl+c", "ctrl+q")


class KeyQueue(MinimumSizeGuard):
    """Holds keys and pastes back until the app listens; without room it takes none but to leave."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Key | events.Paste] = deque()
        self._typing: asyncio.Task[None] | None = None
        self._waits_long = False

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        leaves = _leaves(event)
        if self.too_small and not leaves:
            return
        if leaves and self._waits_long:
            self._typed.clear()  # as a terminal forgets what was typed before ctrl+c
        self._typed.append(event)
        if self._typing is None:
            self._typing = asyncio.create_task(self._type())

    async def all_typed(self) -> None:
        """Return when every key that has arrived so far has been dealt with."""
        while self._typing is not None:
            await self._typing

    async def _type(self) -> None:
        try:
            while self._typed and self.is_running:
                await self._wait_until_listening()
                event = self._typed.popleft()
                path = (self.focused or self.screen).ancestors_with_self
                await super().on_event(event)
                for _ in range(THERE_AND_BACK):
                    await _passed(path)
        except Exception as error:  # noqa: BLE001 - a task of our own: told as the app's own are
            self._handle_exception(error)
        finally:
            self._typing = None

    async def _wait_until_listening(self) -> None:
        loop, turns = asyncio.get_running_loop(), 0
        end = loop.time() + LONGEST_WAIT
        while not self.listens and (turns < PATIENCE or loop.time() < end):
            self._waits_long = turns >= PATIENCE
            if self._waits_long and _leaves(self._typed[0]):
                break
            await asyncio.sleep(LOOK_AGAIN if self._waits_long else 0)
            turns += 1
        self._waits_long = False

    @property
    def listens(self) -> bool:
        """Whether nothing is under way, and what the user was asked last has the keyboard."""
        try:
            screen = self.screen
        except ScreenStackError:
            return False
        if screen.id == "_default" or not screen.is_mounted:
            return False
        asking = [each.waiting_worker for each in self.screen_stack if isinstance(each, Dialogue)]
        for worker in self.workers:
            if worker.group == "command" and not worker.is_finished and worker not in asking:
                return False
        return screen.focused is not None or not screen.focus_chain


def _leaves(event: events.Event) -> bool:
    return isinstance(event, events.Key) and event.key in LEAVING


async def _passed(path: Iterable[MessagePump]) -> None:
    """Returns when each has dealt with all that was sent to it so far, one after another."""
    for pump in path:
        dealt = asyncio.Event()
        if not pump.call_later(dealt.set):
            continue
        for _ in range(PATIENCE):
            if dealt.is_set() or not pump.is_running:
                break
            await asyncio.sleep(0)
