"""Bars, a day each, drawn by plotext in the colours of the theme."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Unpack

from rich.text import Text
from textual_plotext import PlotextPlot

from rscrew_console.tui.view.chart import Bar, Chart, Tick
from rscrew_console.tui.widgets.lines import WidgetOptions

MARKER = "hd"
"""Plotext's name for half cells, which all fonts have."""
BELOW = 2
"""Lines of the axis and its labels."""


class DayChart(PlotextPlot):
    """Asks for its bars whenever it is drawn: they depend on the room that it has."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "chart--bar",
        "chart--over",
        "chart--limit",
        "chart--label",
    }

    def __init__(self, **named: Unpack[WidgetOptions]) -> None:
        super().__init__(**named)
        self._chart_for: Callable[[int, int], Chart] | None = None

    def show(self, chart_for: Callable[[int, int], Chart]) -> None:
        """Draws what that makes of a width in cells and of lines for bars."""
        self._chart_for = chart_for
        self.refresh()

    def render(self) -> Text:
        width, height = self.size
        if self._chart_for is None or height <= BELOW:
            return Text()
        plot = self.plt
        plot.clear_figure()
        plot.plotsize(width, height)
        plot._set_size(width, height)  # noqa: SLF001 - as PlotextPlot does: else no larger than the terminal was
        self._draw(self._chart_for(width, height - BELOW))
        return Text.from_ansi(plot.build())

    def _draw(self, chart: Chart) -> None:
        plot = self.plt
        background = self.background_colors[1].rgb
        plot.canvas_color(background)
        plot.axes_color(background)
        plot.ticks_color(self._colour("label"))
        plot.frame(False)
        plot.xaxes(True, False)
        plot.xlim(0, chart.width - 1)
        plot.ylim(0, chart.height - 1)
        plot.xticks(*_at_and_labels(chart.dates))
        plot.yticks(*_at_and_labels(chart.heights))
        if chart.limit is not None:
            plot.horizontal_line(chart.limit, color=self._colour("limit"))
        self._bars([bar for bar in chart.bars if not bar.over_limit], "bar")
        self._bars([bar for bar in chart.bars if bar.over_limit], "over")

    def _bars(self, bars: Sequence[Bar], name: str) -> None:
        """All as one: of two that share a cell plotext draws the later one alone."""
        columns = [(x, bar.height) for bar in bars for x in range(bar.left, bar.right + 1)]
        dots = [(x, y) for x, height in columns for y in range(height)]
        if dots:
            xs, ys = [x for x, _ in dots], [y for _, y in dots]
            self.plt.scatter(xs, ys, marker=MARKER, color=self._colour(name))

    def _colour(self, name: str) -> tuple[int, int, int]:
        colour = self.get_component_styles(f"chart--{name}").color
        return (self.background_colors[1] + colour).rgb


def _at_and_labels(ticks: Sequence[Tick]) -> tuple[list[float], list[str]]:
    return [tick.at for tick in ticks], [tick.label for tick in ticks]
