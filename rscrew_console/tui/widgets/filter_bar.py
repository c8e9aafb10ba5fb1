"""The line below the tables in which words are typed that a row must contain."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from rscrew_console.tui.view.text import line
from rscrew_console.tui.widgets.lines import Lines
from rscrew_console.tui.widgets.text_input import FilterLine


class FilterBar(Horizontal):
    """Hidden until it is opened; `FilterLine` tells what is typed."""

    def compose(self) -> ComposeResult:
        yield Lines(line(("/ ", "key")))
        yield FilterLine(compact=True, placeholder="words that a row must contain")

    @property
    def filter_line(self) -> FilterLine:
        """Where the words are typed."""
        return self.query_one(FilterLine)

    def open(self, words: str) -> None:
        """Shows it with these words, and gives it the keyboard."""
        self.add_class("-open")
        self.filter_line.value = words
        self.filter_line.focus()

    def close(self) -> None:
        """Hides it."""
        self.remove_class("-open")
