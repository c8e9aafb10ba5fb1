"""What a screen or widget needs in order to run the commands that it declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar

from rscrew_console.tui.command import Command, CommandGroup, every
from rscrew_console.tui.view.text import shown_lines

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel
    from textual.widget import Widget
    from textual.worker import Worker

    from rscrew_console.tui.widgets.keybar import KeyBar

    _Base = Widget
else:
    _Base = object


class CommandOwner(_Base):
    """Mixin: `COMMAND_GROUPS` are run by id, from keys, help, palette and clicks alike."""

    COMMAND_GROUPS: ClassVar[tuple[CommandGroup[Any], ...]] = ()

    def commands(self) -> list[Command[Any]]:
        """The commands of this screen and of what has the focus on it, available or not."""
        focused = self.screen.focused
        groups = self.COMMAND_GROUPS
        if focused is not self and isinstance(focused, CommandOwner):
            groups = (*groups, *focused.COMMAND_GROUPS)
        keys: Mapping[str, tuple[str, ...]] = getattr(self.app, "user_keys", {})
        return [command.with_keys(keys) for command in every(groups)]

    def available(self) -> list[Command[Any]]:
        """Those of them that can run now."""
        return [
            replace(command, label=command.naming(self)) if command.naming else command
            for command in self.commands()
            if not command.unless(self.owner_of(command))
        ]

    def owner_of(self, command: Command[Any]) -> CommandOwner:
        """Whose command it is: this screen's, or that of the widget that has the focus."""
        focused = self.screen.focused
        if isinstance(focused, CommandOwner):
            theirs = {(one.group, one.id) for one in every(focused.COMMAND_GROUPS)}
            if (command.group, command.id) in theirs:
                return focused
        return self

    def action_run(self, command_id: str, key: str = "") -> None:
        """What a key does: runs the command. The next key waits until that has come to rest."""
        self.run_by_id(command_id, key)

    def run_by_id(self, command_id: str, key: str = "") -> Worker[object] | None:
        """Runs the command, or says why it cannot be run now."""
        for command in every(self.COMMAND_GROUPS):
            if command.id == command_id:
                return self.run_command(command, key)
        raise ValueError(f"no command {command_id!r}")

    def run_known(self, command_id: str) -> None:
        """Runs the command, if this screen has it."""
        if any(command.id == command_id for command in every(self.COMMAND_GROUPS)):
            self.run_by_id(command_id)

    def show_message(self, message: str, severity: SeverityLevel = "information") -> None:
        """A toast in the place of earlier ones; names in it are shown as they are."""
        self.app.clear_notifications()
        self.notify(shown_lines(message), severity=severity, markup=False)

    def on_key_bar_clicked(self, event: KeyBar.Clicked) -> None:
        """A click on the footer does what the key does."""
        event.stop()
        self.run_command(event.command)

    def run_command(self, command: Command[Any], key: str = "") -> Worker[object] | None:
        """Runs it, in a worker where it waits for an answer of the user's."""
        if reason := command.unless(self):
            self.show_message(reason, "warning")
            return None
        outcome = command.run(self, key) if command.shown_key else command.run(self)
        if isawaitable(outcome):
            return self.run_worker(outcome, group="command", exit_on_error=True)
        return None
