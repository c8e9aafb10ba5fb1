"""What a check changed, for a toast: who is down or back, and whom that moves."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Literal

from rscrew_console.providers.health import in_words
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.text import count

if TYPE_CHECKING:
    from rscrew_console.tui.view.view_state import ViewState

Severity = Literal["information", "warning", "error"]
LACKING_KEY = ("no_key", "placeholder_key")
MOST = 4
"""Providers that are named one by one."""


def news(
    before: ViewState, after: ViewState, turned: Collection[str]
) -> Iterator[tuple[str, Severity]]:
    """At most two toasts, one of those that are down and one of those that are back."""
    names = [name for name in after.roster.provider_by_name if name in turned]
    down = [name for name in names if name not in after.usable and name in before.usable]
    back = [name for name in names if name in after.usable and name not in before.usable]
    stranded = after.stranded - before.stranded
    if down:
        lines = [f"{visible(name)} is down: {_why(after, name)}" for name in down[:MOST]]
        lines += _more(down) + _moved(before, after)
        if stranded:
            lines.append(f"{count(len(stranded), 'agent')} with nothing left to run on")
        yield "\n".join(lines), "error" if stranded else "warning"
    if back:
        lines = [
            f"{visible(name)} {'has a key now' if _had_none(before, name) else 'is back'}"
            for name in back[:MOST]
        ] + _more(back)
        yield "\n".join(lines + ([] if down else _moved(before, after))), "information"


def _had_none(view_state: ViewState, name: str) -> bool:
    """Whether the provider had no key, as far as was known: one may have come since, unchecked."""
    last = view_state.healths.last(name)
    return name in view_state.without_key or (last is not None and last.status in LACKING_KEY)


def _why(view_state: ViewState, name: str) -> str:
    last = view_state.healths.last(name)
    return in_words(last.status) if last else "unchecked"


def _more(names: list[str]) -> list[str]:
    return [f"and {len(names) - MOST} more"] if len(names) > MOST else []


def _moved(before: ViewState, after: ViewState) -> list[str]:
    moved = 0
    for agent in after.roster.agents:
        running = after.runs_on(agent)
        moved += running is not None and running != before.runs_on(agent)
    return [f"{count(moved, 'agent runs', 'agents run')} on another provider now"] if moved else []
