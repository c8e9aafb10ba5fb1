"""What calls have really cost: a day, an agent, a provider; and how far that is from the limits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content

from rscrew_console.roster.visible import visible
from rscrew_console.tui.command import CommandGroup, bindings
from rscrew_console.tui.commands.allowed import no_alert, no_editing
from rscrew_console.tui.context import ConsoleContext
from rscrew_console.tui.editing import limits as editing
from rscrew_console.tui.screens.dialogue import LiveDialogue
from rscrew_console.tui.screens.helping import HELP
from rscrew_console.tui.view import limits
from rscrew_console.tui.view import usage as view
from rscrew_console.tui.view.text import Line, line
from rscrew_console.tui.widgets.day_chart import DayChart
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.keybar import KeyBar
from rscrew_console.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from rscrew_console.tui.view.usage_report import UsageReport

USAGE: CommandGroup[UsageScreen] = CommandGroup("In the usage")
BY = ("agent", "provider", "model")
DAYS = {"7": 7, "3": 30, "9": 90}
LEAST_ROOM = 20
FEW = 3
"""Limits that are shown where there is little room."""


@USAGE.command("d", label="days", footer=90, naming=lambda it: f"{it.next_days} days")
def longer(screen: UsageScreen) -> None:
    """Look further back: 7 days, 30, 90, and again from the start."""
    screen.look_back(screen.next_days)


@USAGE.command(*DAYS, label="7, 30, 90 days", shown_key="7 3 9")
def days(screen: UsageScreen, key: str) -> None:
    """Look 7, 30 or 90 days back."""
    screen.look_back(DAYS.get(key) or screen.next_days)


@USAGE.command(
    "tab",
    "shift+tab",
    label="other table",
    footer=70,
    naming=lambda it: f"by {it.next_by}",
    unless=lambda it: it.why_no_table,
)
def next_table(screen: UsageScreen) -> None:
    """By agent, by provider, by model."""
    screen.query_one(f"#by-{screen.next_by}", Grid).focus()


@USAGE.command("r", label="read again", footer=60)
def reload(screen: UsageScreen) -> None:
    """Read the ledger again now; new calls are read automatically."""
    screen.read_again()


@USAGE.command("b", label="budget", footer=66, unless=lambda it: no_editing(it.context))
async def budget(screen: UsageScreen) -> None:
    """Set or take out a budget, of all providers or of one."""
    await editing.set_budget(screen.context)
    screen.read_again()


@USAGE.command("a", label="new alert", footer=64, unless=lambda it: no_editing(it.context))
async def alert(screen: UsageScreen) -> None:
    """Warn when a figure is over or under a bound."""
    await editing.add_alert(screen.context)
    screen.read_again()


@USAGE.command("x", label="remove alert", unless=lambda it: it.why_no_alert)
async def remove_alert(screen: UsageScreen) -> None:
    """Take one of the alerts out."""
    await editing.remove_alert(screen.context)
    screen.read_again()


@USAGE.command("escape", "q", "c", label="back", footer=80)
def back(screen: UsageScreen) -> None:
    """Back to the tables."""
    screen.dismiss(None)


class UsageScreen(LiveDialogue):
    """Follows the ledger while it is open."""

    CSS_PATH = "usage.tcss"
    COMMAND_GROUPS = (USAGE, HELP)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings((USAGE, HELP))]
    AUTO_FOCUS = "#by-agent"

    def __init__(self, context: ConsoleContext) -> None:
        super().__init__(context)
        self._days = DAYS["7"]
        self._by = BY[0]

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="panel"):
            yield Lines(id="nothing")
            yield Lines(id="totals")
            with Container(id="upper"):
                yield DayChart(id="days", classes="part")
                yield Lines(id="limits", classes="part")
            with Container(id="tables"):
                for by in BY:
                    yield Grid(cursor="row", id=f"by-{by}", classes="part")
            yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#days").border_title = "Days"
        self.query_one("#limits").border_title = "Budgets and alerts"
        for by in BY:
            self.query_one(f"#by-{by}").border_title = f"By {by}"
        self.look_back(self._days)

    def on_unmount(self) -> None:
        self.context.ledger_watch.follow(None)

    @property
    def next_days(self) -> int:
        """The next longer time, after the longest the shortest."""
        return next((some for some in DAYS.values() if some > self._days), DAYS["7"])

    @property
    def next_by(self) -> str:
        """What Tab goes to."""
        return BY[(BY.index(self._by) + 1) % len(BY)]

    @property
    def why_no_table(self) -> str:
        """Why there is no table to go to."""
        return "there is nothing to show yet" if self.has_class("-nothing") else ""

    @property
    def why_no_alert(self) -> str:
        """Why there is no alert to remove."""
        return no_editing(self.context) or no_alert(self.context)

    def read_again(self) -> None:
        """Reads the ledger, and how far its sums are from the limits."""
        self.context.ledger_watch.reload()
        self.offer_keys()

    def look_back(self, number: int) -> None:
        """Shows so many days, as soon as they have been read."""
        self._days = number
        self.context.ledger_watch.follow(number)
        self.redraw()

    def redraw(self) -> None:
        report = self.context.ledger_watch.report
        notice = self._instead(report)
        self.set_class(bool(notice), "-nothing")
        self.query_one("#nothing", Lines).show(*notice)
        number = report.days if report else self._days
        box = self.query_one("#box")
        box.border_title = Content(view.title(number))
        box.border_subtitle = "" if number == self._days else f"reading {self._days} days…"
        if report is not None and not notice:
            self._show(report)  # so that no pane is blank until sizes are known
            self.call_after_refresh(self._show, report)
        self.offer_keys()

    def _instead(self, report: UsageReport | None) -> list[Line]:
        """What there is to say where there is nothing to show."""
        if trouble := self.context.state.usage.trouble:
            return [line(("✗ ", "bad"), visible(trouble))]
        if report is None:
            return [line(("reading the ledger…", "dim"))]
        agents = self.context.view_state.roster.agents
        return [] if report.by_day.calls else view.nothing(report, agents[0].name if agents else "")

    def _show(self, report: UsageReport) -> None:
        state = self.context.state
        totals = self.query_one("#totals", Lines)
        totals.show(*view.totals(report, self._room(totals)))
        days_ = self.query_one("#days", DayChart)
        limited, daily = bool(state.usage.standings), state.usage.daily_usd
        self.set_class(not limited, "-unlimited")
        days_.border_title = view.chart_title(report)
        days_.border_subtitle = Content(view.chart_note(report, daily, limited=limited))
        days_.show(partial(view.bars, report, daily_usd=daily))
        limits_ = self.query_one("#limits", Lines)
        narrow = self.has_class("-narrow")
        most = min(len(state.usage.standings), FEW) if narrow else max(limits_.size.height, FEW)
        limits_.show(*limits.lines(state.usage.standings, self._room(limits_), most))
        for by in BY:
            self.query_one(f"#by-{by}", Grid).show(view.columns(by), view.rows(report, by))

    def _room(self, pane: Lines) -> int:
        """The cells of the pane; while it is not laid out about what it will have."""
        return pane.size.width or max(self.size.width * 9 // 10, LEAST_ROOM)

    def on_resize(self) -> None:
        self.redraw()

    def on_descendant_focus(self) -> None:
        """In a narrow terminal the table that has the keyboard is the one that is shown."""
        if isinstance(grid := self.focused, Grid):
            self._by = (grid.id or "").removeprefix("by-")
            for by in BY:
                self.set_class(by == self._by, f"-by-{by}")
            self.offer_keys()
