"""Budgets and alerts: how much of each is used, in words and as a bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.text import Line, TextRun, Tone, cropped, line, width

if TYPE_CHECKING:
    from rscrew_console.roster.standings import BudgetStatus, Level

TONES: Mapping[Level, Tone] = {"ok": "good", "near": "warn", "over": "bad", "under": "bad"}
SIGNS: Mapping[Level, str] = {"ok": "●", "near": "!", "over": "✗", "under": "✗"}
_RANK: Mapping[Level, int] = {"over": 0, "under": 0, "near": 1, "ok": 2}
FULL, EMPTY = "█", "░"
LONGEST_WORD = len("near")
"""Of the usual levels; `under` is a letter longer."""
SHORTEST_NAME = 12
SHORTEST_BAR, LONGEST_BAR = 6, 24
GAP = 2
ROOMY = (3, 2)
"""Lines that each one gets where there are so many."""
_GAP = TextRun(" " * GAP)
NONE: Line = line(
    ("no budgets or alerts: ", "dim"), ("b", "key"), (" sets a budget, ", "dim"), ("a", "key"),
    (" an alert", "dim"),
)  # fmt: skip
"""Where there is no limit at all."""


def headline(standings: Sequence[BudgetStatus], available: int) -> Line:
    """The worst one that is near or over and how many more there are, as short as it must be."""
    worst = [one for one in _ranked(standings) if one.level != "ok"]
    if not worst:
        return ()
    first, more = worst[0], len(worst) - 1
    name, over_limit = visible(first.name), f" {first.level}" if first.exceeded else ""
    wordings = [
        f"{name}{over_limit}: {first.amount_text}",
        f"{name} {first.level}",
        f"limit {first.level}",
    ]
    if more:
        wordings.insert(0, f"{wordings[0]}, {more} more")
    words = [line((f"{SIGNS[first.level]} {each}", TONES[first.level])) for each in wordings]
    return next((each for each in words if width(each) <= available), words[-1])


def lines(standings: Sequence[BudgetStatus], available: int, most: int) -> list[Line]:
    """At most `most`: those that are over first, then those that are near.

    Where there is room for it, bars and words of what is measured have lines of their own.
    """
    if not standings:
        return [NONE]
    ranked = _ranked(standings)
    digits = max(len(_percent(one)) for one in ranked)
    for each in ROOMY:
        if each * len(ranked) <= most:
            return [words for one in ranked for words in _roomy(one, available, digits)[:each]]
    listed = ranked if len(ranked) <= most else ranked[: max(most - 1, 0)]
    lines_ = _tight(listed, available, digits)
    if omitted := ranked[len(listed) :]:
        word = "all ok" if omitted[0].level == "ok" else f"the first of them {omitted[0].level}"
        lines_.append(line((f"and {len(omitted)} more, {word}", "dim")))
    return lines_


def _ranked(standings: Sequence[BudgetStatus]) -> list[BudgetStatus]:
    return sorted(standings, key=lambda one: _RANK[one.level])


def _tight(standings: Sequence[BudgetStatus], available: int, digits: int) -> list[Line]:
    """A line each, in columns; where there is too little room the bars go, then the shares."""
    names = max((width(line(visible(one.name))) for one in standings), default=0)
    words = max((len(_words(one)) for one in standings), default=0)
    ends = {one: _end(one, digits) for one in standings}
    fixed = 2 + words + 2 * GAP
    if available - fixed - max(map(len, ends.values()), default=0) < SHORTEST_NAME:
        ends = {one: one.level for one in standings}
    fixed += max(map(len, ends.values()), default=0)
    names = max(min(names, available - fixed), SHORTEST_NAME)
    bar = min(available - names - fixed - GAP, LONGEST_BAR)
    return [
        (
            *_name(one, names),
            _GAP,
            *((*_bar(one, bar), _GAP) if bar >= SHORTEST_BAR else ()),
            *line(_words(one).rjust(words), _GAP, (ends[one], TONES[one.level])),
        )
        for one in standings
    ]


def _roomy(one: BudgetStatus, available: int, digits: int) -> list[Line]:
    word = " " * (LONGEST_WORD - len(one.level))  # so that the shares stand below each other
    end = line(_words(one), _GAP, (_end(one, digits) + word, TONES[one.level]))
    more = f"; {one.remarks}" if one.remarks else ""
    return [
        (*_name(one, max(available - 2 - GAP - width(end), SHORTEST_NAME)), _GAP, *end),
        (TextRun("  "), *_bar(one, max(available - 2, 1))),
        line((f"  {visible(one.what)}{more}", "dim")),
    ]


def _name(one: BudgetStatus, available: int) -> Line:
    return line(
        (f"{SIGNS[one.level]} ", TONES[one.level]), *cropped(line(visible(one.name)), available)
    )


def _bar(one: BudgetStatus, available: int) -> Line:
    full = _full(one, available)
    return line((FULL * full, TONES[one.level]), (EMPTY * (available - full), "dim"))


def _full(one: BudgetStatus, available: int) -> int:
    if not one.used:
        return 0
    return min(max(round(available * _share(one)), 1), available)


def _share(one: BudgetStatus) -> float:
    return (one.used or 0.0) / one.limit if one.limit else float(bool(one.used))


def _words(one: BudgetStatus) -> str:
    """Write the sum, with a sign if it may be more because some prices are unknown."""
    return ("≥" if one.unpriced else "") + one.amount_text


def _percent(one: BudgetStatus) -> str:
    return f"{100 * _share(one):,.0f}"


def _end(one: BudgetStatus, digits: int) -> str:
    """`84 %  near`; where nothing can be said yet, no percentage. `digits` is what the longest of
    the percentages takes, so that all of them stand below each other."""
    share = "" if one.used is None else f"{_percent(one).rjust(max(digits, 4))} %  "
    return share + one.level
