"""What all dialogues share: a panel over the screen below, with its own commands and footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual.app import App
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.worker import Worker, get_current_worker

from rscrew_console.tui.widgets.command_owner import CommandOwner
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.tones import TONE_CLASSES

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext

Answer = TypeVar("Answer")


class Dialogue(CommandOwner, ModalScreen[Answer | None], Generic[Answer]):
    """Answers None when it was left without an answer."""

    AUTO_FOCUS: ClassVar[str] = "Grid, Input, TextArea"
    COMPONENT_CLASSES: ClassVar[set[str]] = TONE_CLASSES
    waiting_worker: Worker[Any] | None = None
    """The worker that waits for the answer."""

    def on_mount(self) -> None:
        self.offer_keys()

    def offer_keys(self) -> None:
        """Draws the footer anew."""
        for bar in self.query(KeyBar):
            bar.offer(self.available())


async def ask(owner: Widget, dialogue: Dialogue[Answer]) -> Answer | None:
    """Opens the dialogue and returns its answer. Call it in a worker: it waits for the user."""
    dialogue.waiting_worker = get_current_worker()
    return await owner.app.push_screen_wait(dialogue)


class LiveDialogue(Dialogue[None]):
    """Drawn anew whenever the console's state has something new."""

    shows_ages: ClassVar[bool] = False
    """Whether it tells how long ago something was, and so is drawn anew as time goes by."""

    def __init__(self, context: ConsoleContext) -> None:
        super().__init__()
        self.context = context

    def redraw(self) -> None:
        """Draws everything anew."""
        raise NotImplementedError


def live_dialogues(app: App[Any]) -> list[LiveDialogue]:
    """Those that are open. One that is just being opened draws itself when it is there, and one
    that is being closed has lost parts of it already."""
    screens = app.screen_stack if app.is_running else ()
    live = (screen for screen in screens if isinstance(screen, LiveDialogue))
    return [dialogue for dialogue in live if dialogue.is_mounted and dialogue.is_running]


def redraw_live(app: App[Any], *, ages_only: bool = False) -> None:
    """Draw the open ones anew that follow what is found out; `ages_only` those that tell ages."""
    for dialogue in live_dialogues(app):
        if dialogue.shows_ages or not ages_only:
            dialogue.redraw()
