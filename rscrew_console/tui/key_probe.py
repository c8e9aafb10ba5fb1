"""Which keys this terminal really delivers: `rsc keys --test`.

A terminal, tmux or an IDE takes some keys for itself. Here each key that arrives is ticked off.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from rscrew_console.tui.command import key_name

LEAVING = "ctrl+q"


class KeyProbe(App[tuple[str, ...]]):
    """Shows the keys that are waited for; its result are those that have arrived, in order."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding(LEAVING, "done", show=False, priority=True)]

    def __init__(self, wanted: Sequence[str]) -> None:
        super().__init__()
        self.wanted = tuple(dict.fromkeys(wanted))
        self.arrived: dict[str, None] = {}

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield Static(id="keys", markup=False)

    def on_mount(self) -> None:
        self._show()

    async def on_event(self, event: events.Event) -> None:
        """Every key is only noted: none of them is to do anything here."""
        if isinstance(event, events.Key) and event.key != LEAVING:
            self.arrived[event.key] = None
            self._show()
            return
        await super().on_event(event)

    def action_done(self) -> None:
        """Ends; the result is what has arrived."""
        self.exit(tuple(self.arrived))

    def _show(self) -> None:
        text = [f"Press each key once; {LEAVING} ends. Those that do not arrive stay open.", ""]
        text += [
            f"{'✓' if key in self.arrived else '·'} {key_name(key)}"
            for key in self.wanted
            if key != LEAVING
        ]
        others = [key_name(key) for key in self.arrived if key not in self.wanted]
        if others:
            text += ["", f"arrived as well: {' '.join(others)}"]
        self.query_one("#keys", Static).update(Content("\n".join(text)))
