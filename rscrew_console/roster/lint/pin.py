"""Warnings about the pin: easily set in an emergency, and easily forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint.places import LintPlaces, warning
from rscrew_console.roster.model import Roster, Settings
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.secret import shown_variable


def pin_told(settings: Settings) -> str:
    """`pinned: every agent runs on claude (rate limits)`, or nothing."""
    if settings.pin is None:
        return ""
    why = f" ({settings.pin_why})" if settings.pin_why else ""
    return f"pinned: every agent runs on {settings.pin}{why}"


def pin_warnings(
    roster: Roster, facts: Mapping[str, Facts], places: LintPlaces
) -> Iterator[Problem]:
    """That there is a pin, and that it cannot serve."""
    if (pin := roster.settings.pin) is None:
        return
    path = places.settings_path("pin")
    yield warning("pinned", path, f"{pin_told(roster.settings)} until it is unpinned")
    fact = facts[pin]
    if not fact.usable:
        variable = shown_variable(fact.key_variables[0]) if fact.key_variables else "its key"
        message = f"no agent can run: {pin} is pinned and has no key; set {variable}"
        yield warning("agent-without-key", path, message)
