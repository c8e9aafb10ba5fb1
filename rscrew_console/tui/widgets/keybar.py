"""The footer line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Unpack

from textual import events
from textual.message import Message

from rscrew_console.tui.command import Command
from rscrew_console.tui.view import keybar
from rscrew_console.tui.widgets.lines import Lines, WidgetOptions


class KeyBar(Lines):
    """Shows what can be done; it fits whatever the width."""

    class Clicked(Message):
        """A key or its label was clicked."""

        def __init__(self, command: Command[Any]) -> None:
            super().__init__()
            self.command = command

    def __init__(self, **named: Unpack[WidgetOptions]) -> None:
        super().__init__(**named)
        self._commands: Sequence[Command[Any]] = ()
        self._fitting: Sequence[Command[Any]] = ()

    def offer(self, commands: Sequence[Command[Any]]) -> None:
        """The commands to choose from: those that can run now."""
        self._commands = commands
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def on_click(self, event: events.Click) -> None:
        x = event.x - self.gutter.left
        command = keybar.command_at(self._fitting, self.size.width, x)
        if command is not None:
            self.post_message(self.Clicked(command))

    def _fit(self) -> None:
        available = self.size.width
        if available:
            self._fitting = keybar.best(self._commands, available)
            self.show(keybar.bar(self._fitting, available))
