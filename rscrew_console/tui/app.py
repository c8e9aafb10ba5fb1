"""The application: opens the file, chooses the screen, and leaves the rest to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen, Screen

from rscrew_console.console_settings import ConsoleSettings
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible
from rscrew_console.session import (
    BadConfig,
    CannotRead,
    ConfigNotFound,
    Session,
    SeveralFiles,
)
from rscrew_console.session.read_only import STARTED_READ_ONLY
from rscrew_console.starter import is_blank
from rscrew_console.tui.ending import end_on_signals
from rscrew_console.tui.frecency import Frecency
from rscrew_console.tui.key_queue import KeyQueue
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.theme import DARK, LIGHT, ThemeMemory
from rscrew_console.tui.view.own_columns import wrong_columns
from rscrew_console.tui.widgets.command_owner import CommandOwner

if TYPE_CHECKING:
    from rscrew_console.tui.health.checker import Clock
    from rscrew_console.tui.state.key_states import KeyStates
    from rscrew_console.tui.usage.ledger_source import LedgerSource
    from rscrew_console.tui.workspace import Workspace

Open = Callable[[], Session]


class ConsoleApp(KeyQueue):
    """`open_session` opens the file and is asked again after an error was mended; `create` writes
    the starter to `create_at` where there is no file at all, and is None where no file may be
    written; `named` is the path as given."""

    CSS_PATH = "app.tcss"
    TITLE = "rscrew-console"
    ENABLE_COMMAND_PALETTE = False  # ours comes from the same table as all keys
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("ctrl+c", "leave", show=False, priority=True),
    ]

    def __init__(
        self,
        open_session: Open,
        keys_for: Callable[[Path], KeyStates],
        *,
        clock: Clock,
        create: Callable[[Path], None] | None,
        create_at: Path,
        workspace: Workspace,
        named: str = "",
        light: bool = False,
        demo: bool = False,
        theme_memory: ThemeMemory | None = None,
        settings: ConsoleSettings | None = None,
        user_keys: Mapping[str, tuple[str, ...]] | None = None,
        watched: bool = True,
        checked: bool = True,
        priced: bool = True,
        ledger_source: LedgerSource | None = None,
        frecency: Frecency | None = None,
    ) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]
        self._open = open_session
        self._keys_for = keys_for
        self._create = create
        self._create_at = create_at
        self._watched = watched
        self._checked = checked
        self._priced = priced
        self._ledger_source = ledger_source
        self._clock = clock
        self._named = named
        self._workspace = workspace
        self._demo = demo
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        if light:
            self.theme = LIGHT.name
        else:
            # To assign it would have all style sheets parsed again and everything styled twice. The
            # theme before it is dark, too.
            self.set_reactive(App.theme, DARK.name)
            self.stylesheet.set_variables(self.get_css_variables())
        self._theme_memory = theme_memory
        self._frecency = frecency or Frecency(None)
        self._settings = settings or ConsoleSettings()
        self.when_painted: Callable[[], None] | None = None
        """Called once, when the first screen has been painted."""
        self.user_keys: Mapping[str, tuple[str, ...]] = user_keys or {}
        """The user's own keys, by command's id."""
        self.set_keymap({name: ",".join(keys) for name, keys in self.user_keys.items()})
        for name, keys in self.user_keys.items():
            self.bind(",".join(keys), f"run_named('{name}')", show=False)

    def on_mount(self) -> None:
        super().on_mount()
        if not self.is_headless:
            end_on_signals(asyncio.get_running_loop(), partial(self.exit, None))
        self.open()

    def open(self) -> None:
        """Opens the file, or shows why that cannot be done and what can be done about it."""
        # Which screen is needed is known only now, and the crew's must not wait for the others.
        try:
            session = self._open()
        except BadConfig as bad:
            if is_blank(bad.path):
                self._show_welcome(bad.path, f"{bad.path} is empty")
            else:
                self._show_problems(bad.path, bad.problems)
        except CannotRead as error:
            problem = Problem("error", "unreadable", error.reason, (), error.line)
            self._show_problems(error.path, (problem,))
        except SeveralFiles:
            self._choose_file()
        except ConfigNotFound as missing:
            self._show_welcome(self._create_at, missing.message)
        else:
            self._show_crew(session)

    def _show_welcome(self, path: Path, message: str) -> None:
        from rscrew_console.tui.screens.welcome import Welcome

        make = partial(self._make_starter, path)
        self._show(Welcome(path, message, make, self._why_not_create))

    def _show_crew(self, session: Session) -> None:
        keys = self._keys_for(session.path)
        state = ConsoleState(session, keys, named=self._named, demo=self._demo)
        wrong = wrong_columns(self._settings, state.view_state())
        state.settings_problems = (*self._settings.problems, *wrong)
        state.frecency = self._frecency
        screen = MainScreen(
            state, self._clock,
            watched=self._watched, checked=self._checked, priced=self._priced,
            ledger_source=self._ledger_source, settings=self._settings,
            remember_theme=self._theme_memory.save if self._theme_memory else None,
            workspace=self._workspace, switch_to=self._switch_to,
        )  # fmt: skip
        self._show(screen)

    def _switch_to(self, session: Session) -> None:
        """Another file was opened: commands that are copied name it from now on."""
        self._named = str(session.path)
        self._show_crew(session)

    def _choose_file(self) -> None:
        """Lists the files that were found, where none of them is the one to open."""
        from rscrew_console.tui.requests import FilesRequest
        from rscrew_console.tui.screens.files import Files

        self.push_screen(Files(FilesRequest(self._workspace.entries())), self._open_chosen)

    def _open_chosen(self, chosen: str | None) -> None:
        if chosen is None:
            self.exit()
            return
        path = self._workspace.path_to_open(Path(chosen))
        self._open, self._named = partial(self._workspace.open, path), str(path)
        self.open()

    def _show_problems(self, path: Path, problems: tuple[Problem, ...]) -> None:
        from rscrew_console.tui.screens.problems import Problems

        if isinstance(self.screen, Problems):
            self.screen.show(problems)
            self.screen.show_message("read again: there are still errors", "warning")
        else:
            self._show(Problems(path, problems, self.open, self._why_not_create))

    def _show(self, screen: Screen[None]) -> None:
        self.clear_notifications()
        if self.when_painted is not None:
            screen.call_after_refresh(self.when_painted)
            self.when_painted = None
        if self.screen.id == "_default":
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    @property
    def _why_not_create(self) -> str:
        """Why no file may be written; empty where one may."""
        return "" if self._create else STARTED_READ_ONLY

    def _make_starter(self, path: Path) -> None:
        if self._create is None:
            return
        try:
            self._create(path)
        except OSError as error:
            reason = f"{path} cannot be made: {error.strerror or error}"
            self.notify(visible(reason), severity="error", markup=False)
        else:
            self.open()

    def action_run_named(self, command_id: str) -> None:
        """What a key of the user's own does for a command that has none by itself."""
        screen = self.screen
        if isinstance(screen, CommandOwner):
            screen.run_known(command_id)

    @property
    def fault(self) -> Exception | None:
        """The error of our own that ended the app, if one did."""
        return self._exception

    def _fatal_error(self) -> None:
        # Textual would print a traceback with the values of all variables, keys among them.
        self._close_messages_no_wait()

    def action_leave(self) -> None:
        """What ctrl+c and ctrl+q do: close a dialogue, else quit as `q` does."""
        screen = self.screen
        if isinstance(screen, ModalScreen):
            screen.dismiss(None)
        elif isinstance(screen, CommandOwner):
            screen.run_by_id("quit")
