"""A line of text edited in place; several lines where the text has several."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, TextArea

from rscrew_console.roster.visible import visible
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.requests import TextRequest
from rscrew_console.tui.screens.dialogue import Dialogue
from rscrew_console.tui.screens.helping import HELP_WHILE_TYPING
from rscrew_console.tui.view.text import line
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines
from rscrew_console.tui.widgets.text_input import SteadyInput

PROMPT: CommandGroup[Prompt] = CommandGroup("While typing a value")
WIDEST = 100


@PROMPT.command("enter", label="take it", footer=90, unless=lambda prompt: prompt.why_not_enter)
def take(prompt: Prompt) -> None:
    """Take the value; an empty one removes it."""
    prompt.take()


@PROMPT.command("ctrl+s", label="take it", footer=80, unless=lambda prompt: prompt.why_not_save)
def take_lines(prompt: Prompt) -> None:
    """Take a value of several lines, in which Enter begins a new one."""
    prompt.take()


@PROMPT.command("escape", label="back", footer=70)
def back(prompt: Prompt) -> None:
    """Leave the value as it was."""
    prompt.dismiss(None)


class Prompt(Dialogue[str]):
    """Answers a `TextRequest`; says while typing why a text cannot be taken."""

    CSS_PATH = "prompt.tcss"
    COMMAND_GROUPS = (PROMPT, HELP_WHILE_TYPING)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((PROMPT, HELP_WHILE_TYPING))]
    AUTO_FOCUS = "Input, TextArea"

    def __init__(self, request: TextRequest) -> None:
        super().__init__()
        self._request = request
        self._has_lines = "\n" in request.value

    @property
    def why_not_enter(self) -> str:
        return "Enter begins a new line here; ctrl+s takes the value" if self._has_lines else ""

    @property
    def why_not_save(self) -> str:
        return "" if self._has_lines else "Enter takes the value"

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel") as box:
            box.border_title = Content(visible(self._request.title))
            if self._has_lines:
                yield TextArea(self._request.value, compact=True, soft_wrap=True)
            else:
                yield SteadyInput(self._request.value, compact=True, select_on_focus=False)
            yield Lines(line((self._request.hint, "dim")), id="note")
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        for area in self.query(TextArea):
            area.cursor_blink = False
        self._place()

    def on_resize(self) -> None:
        self._place()

    @property
    def text(self) -> str:
        """What has been typed."""
        if self._has_lines:
            return self.query_one(TextArea).text
        return self.query_one(Input).value

    def take(self) -> None:
        """Answers with the text, or says why it cannot be taken."""
        if reason := self._request.refuse(self.text):
            self._note(reason)
        else:
            self.dismiss(self.text)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._note(self._request.refuse(self.text) if self.text != self._request.value else "")

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.take()

    def _note(self, reason: str) -> None:
        note = line((visible(reason), "warn")) if reason else line((self._request.hint, "dim"))
        self.query_one("#note", Lines).show(note)

    def _place(self) -> None:
        box = self.query_one("#box")
        wide = min(max(len(self._request.value) + 12, 56), WIDEST, self.size.width - 2)
        tall = 5 + (min(self._request.value.count("\n") + 2, 10) if self._has_lines else 0)
        x, y, _ = self._request.anchor or ((self.size.width - wide) // 2, self.size.height // 3, 0)
        top = y + 1 if y + 1 + tall <= self.size.height else max(y - tall, 0)
        box.styles.width, box.styles.height = wide, tall
        box.styles.offset = (max(min(x - 2, self.size.width - wide), 0), top)
