"""Budgets and alerts: how much of each is used, in words and as a bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rscrew_console.roster.standings import BudgetStatus, Level
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.text import Line, TextRun, Tone, cropped, line, width

TONES: Mapping[Level, Tone] = {"ok": "good", "near": "warn", "over": "bad"}
SIGNS: Mapping[Level, str] = {"ok": "●", "near": "!", "over": "✗"}
_RANK: Mapping[Level, int] = {"over": 0, "near": 1, "ok": 2}
FULL, EMPTY = "█", "░"
LONGEST_WORD = max(map(len, SIGNS))
SHORTEST_NAME = 12
SHORTEST_BAR, LONGEST_BAR = 6, 24
GAP = 2
ROOMY = (3, 2)
"""Lines that each one gets where there are so many."""
_GAP = TextRun(" " * GAP)
NONE: Line = line(("no budgets or alerts: ", "dim"), "budgets:", (" in the file sets them", "dim"))
"""Where there is no limit at all."""


def headline(standings: Sequence[BudgetStatus], room: int) -> Line:
    """The worst one that is near or over and how many more there are, as short as it must be."""
    worst = [one for one in _ranked(standings) if one.level != "ok"]
    if not worst:
        return ()
    first, more = worst[0], len(worst) - 1
    name, over = visible(first.name), " over" if first.level == "over" else ""
    said = [f"{name}{over}: {first.told}", f"{name} {first.level}", f"limit {first.level}"]
    if more:
        said.insert(0, f"{said[0]}, {more} more")
    told = [line((f"{SIGNS[first.level]} {each}", TONES[first.level])) for each in said]
    return next((each for each in told if width(each) <= room), told[-1])


def lines(standings: Sequence[BudgetStatus], room: int, most: int) -> list[Line]:
    """At most `most`: those that are over first, then those that are near.

    Where there is room for it, bars and words of what is measured have lines of their own.
    """
    if not standings:
        return [NONE]
    ranked = _ranked(standings)
    for each in ROOMY:
        if each * len(ranked) <= most:
            return [told for one in ranked for told in _roomy(one, room)[:each]]
    shown = ranked if len(ranked) <= most else ranked[: max(most - 1, 0)]
    found = _tight(shown, room)
    if rest := ranked[len(shown) :]:
        word = "all ok" if rest[0].level == "ok" else f"the first of them {rest[0].level}"
        found.append(line((f"and {len(rest)} more, {word}", "dim")))
    return found


def _ranked(standings: Sequence[BudgetStatus]) -> list[BudgetStatus]:
    return sorted(standings, key=lambda one: _RANK[one.level])


def _tight(standings: Sequence[BudgetStatus], room: int) -> list[Line]:
    """A line each, in columns; where there is too little room the bars go, then the shares."""
    names = max((width(line(visible(one.name))) for one in standings), default=0)
    told = max((len(_told(one)) for one in standings), default=0)
    ends = {one: _end(one) for one in standings}
    fixed = 2 + told + 2 * GAP
    if room - fixed - max(map(len, ends.values()), default=0) < SHORTEST_NAME:
        ends = {one: one.level for one in standings}
    fixed += max(map(len, ends.values()), default=0)
    names = max(min(names, room - fixed), SHORTEST_NAME)
    bar = min(room - names - fixed - GAP, LONGEST_BAR)
    return [
        (
            *_name(one, names),
            _GAP,
            *((*_bar(one, bar), _GAP) if bar >= SHORTEST_BAR else ()),
            *line(_told(one).rjust(told), _GAP, (ends[one], TONES[one.level])),
        )
        for one in standings
    ]


def _roomy(one: BudgetStatus, room: int) -> list[Line]:
    word = " " * (LONGEST_WORD - len(one.level))  # so that the shares stand below each other
    end = line(_told(one), _GAP, (_end(one) + word, TONES[one.level]))
    more = f"; {one.remarks}" if one.remarks else ""
    return [
        (*_name(one, max(room - 2 - GAP - width(end), SHORTEST_NAME)), _GAP, *end),
        (TextRun("  "), *_bar(one, max(room - 2, 1))),
        line((f"  {visible(one.what)}{more}", "dim")),
    ]


def _name(one: BudgetStatus, room: int) -> Line:
    return line((f"{SIGNS[one.level]} ", TONES[one.level]), *cropped(line(visible(one.name)), room))


def _bar(one: BudgetStatus, room: int) -> Line:
    full = _full(one, room)
    return line((FULL * full, TONES[one.level]), (EMPTY * (room - full), "dim"))


def _full(one: BudgetStatus, room: int) -> int:
    if not one.spent:
        return 0
    return min(max(round(room * _share(one)), 1), room)


def _share(one: BudgetStatus) -> float:
    return (one.spent or 0.0) / one.limit if one.limit else float(bool(one.spent))


def _told(one: BudgetStatus) -> str:
    """With a sign where it may be more, as prices are not known."""
    return ("≥" if one.unpriced else "") + one.told


def _end(one: BudgetStatus) -> str:
    """`84 %  near`; where nothing can be said yet, no percentage."""
    share = "" if one.spent is None else f"{100 * _share(one):>4.0f} %  "
    return share + one.level
