"""The line on top: which file, what is not saved, what the crew looks like as a whole."""

from __future__ import annotations

from rscrew_console.plans import month_in_words
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view import limits
from rscrew_console.tui.view.text import ELLIPSIS, Line, TextRun, count, line, width
from rscrew_console.tui.view.view_state import ViewState

GAP = TextRun("   ")
LEAST_PATH = 24
"""Letters of the path that stay as long as there is another part to leave out."""


def header(picture: ViewState, room: int) -> Line:
    """The parts that fit into `room` cells, the most important first to stay."""
    path = visible(picture.path)
    least = min(len(path), LEAST_PATH)
    first = (pinned(picture), _unsaved(picture), _read_only(picture), _stranded(picture))
    left = room - width(_joined(path[:least], [*filter(None, first)])) - width((GAP,))
    told = (
        *first, limits.headline(picture.standings, left), _warnings(picture), _checked(picture),
        _strategy(picture), month(picture),
    )  # fmt: skip
    parts = [part for part in told if part]
    shown = _joined(path, parts)
    stays = 1 if pinned(picture) else 0
    while len(parts) > stays and width(shown) > room and len(path) > 0:
        spare = width(shown) - room
        if len(path) - spare >= least:
            return _joined(ELLIPSIS + path[spare + 1 :], parts)
        parts.pop()
        shown = _joined(path, parts)
    if (spare := width(shown) - room) > 0:
        shown = _joined(ELLIPSIS + path[spare + 1 :], parts)
    return shown


def _joined(path: str, parts: list[Line]) -> Line:
    spans: list[TextRun] = [TextRun(path, "strong")]
    for part in parts:
        spans += [GAP, *part]
    return line(*spans)


def pinned(picture: ViewState) -> Line:
    """That all run on one provider for the time being; nothing where each has its own chain."""
    pin = picture.roster.settings.pin
    return line((f"▲ pinned: all run on {visible(pin)}", "bad")) if pin else ()


def month(picture: ViewState) -> Line:
    """What the crew costs a month as it runs, and as planned where that is something else;
    nothing as long as no price is known."""
    if not picture.priced:
        return ()
    alone = " as planned" if picture.keyless else ""
    return line((month_in_words(picture.cost) + alone, "dim"))


def _unsaved(picture: ViewState) -> Line:
    risk = f" (lost in a crash: {picture.unsafe})" if picture.unsafe else ""
    if not picture.unsaved:
        safe = f" (changes would be lost in a crash: {picture.unsafe})" if picture.unsafe else ""
        return line(("saved", "dim"), (safe, "warn"))
    return line((f"● {picture.unsaved} unsaved", "edited"), (risk, "warn"))


def _read_only(picture: ViewState) -> Line:
    if picture.unusable:
        return line(("✗ the file is gone or broken", "bad"))
    return line(("read-only", "bad")) if picture.read_only else ()


def _stranded(picture: ViewState) -> Line:
    if not picture.stranded:
        return ()
    return line((f"✗ {count(len(picture.stranded), 'agent')} without a provider", "bad"))


def _checked(picture: ViewState) -> Line:
    age, asking = picture.healths.age_of_all, picture.healths.asking
    if asking and not age:
        return line(("checking…", "dim"))
    return line((f"checked {age}", "dim")) if age else ()


def _warnings(picture: ViewState) -> Line:
    if not picture.problems:
        return ()
    return line((f"! {count(len(picture.problems), 'warning')}", "warn"))


def _strategy(picture: ViewState) -> Line:
    return line((visible(str(picture.strategy or "")), "dim"))
