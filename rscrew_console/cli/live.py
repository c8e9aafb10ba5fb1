"""A table that fills in while a person looks on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.live import Live
from rich.text import Text

from rscrew_console.cli.status_view import StatusData
from rscrew_console.providers.health import Health

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_A_SECOND = 12
Draw = Callable[[StatusData, str], list[str]]


@contextmanager
def filling_in(status_data: StatusData, draw: Draw) -> Iterator[Callable[[Health], None]]:
    """Draw the table repeatedly, with a spinner where a health is not known yet.

    Yields what takes each health. All of it is gone from the screen in the end.
    """
    healths: dict[str, Health] = {}

    def table() -> Text:
        frame = _FRAMES[int(monotonic() * _A_SECOND) % len(_FRAMES)]
        current = status_data.showing(tuple(healths.values()))
        return Text("\n".join(draw(current, f"{frame} asking")), no_wrap=True, overflow="crop")

    def take(health: Health) -> None:
        healths[health.provider] = health

    console = Console(highlight=False, markup=False)
    with Live(get_renderable=table, console=console, refresh_per_second=_A_SECOND, transient=True):
        yield take
