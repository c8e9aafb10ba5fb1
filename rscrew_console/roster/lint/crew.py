"""Warnings about the crew as a whole: the pin, the count of primaries, settings of calls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rscrew_console.roster.effective import route
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


def expectation_warnings(roster: Roster, places: LintPlaces) -> Iterator[Problem]:
    """One for each agent that does not run on what it is meant to run on."""
    for name, expected in roster.settings.expected:
        agent = roster.agent_by_name.get(name)
        if agent is None:
            continue  # that is said where the expectation is read
        first = next(iter(route(agent, roster.settings)), "")
        provider = roster.provider_by_name.get(first)
        if expected in (first, provider.model if provider else first):
            continue
        runs = f"runs on {first}" if first else "names no model"
        message = f"{name} {runs}, and is meant to run on {expected}"
        yield warning("not-as-expected", places.agent_path(name, roster.scheme.first), message)


def distribution_warnings(roster: Roster, places: LintPlaces) -> Iterator[Problem]:
    """Warn of each count that is wrong, and of each that is missing."""
    if roster.distribution is None or not roster.providers:
        return  # without providers something worse is wrong, and is said elsewhere
    stated, real = dict(roster.distribution), roster.primaries
    path = places.distribution_path()
    for name, count in stated.items():
        if name not in real:
            message = f'the distribution counts "{name}", which is no provider'
            yield warning("distribution-differs", (*path, name), message)
        elif count != real[name]:
            message = f"the distribution says {name} {count}, in fact it is primary of {real[name]}"
            yield warning("distribution-differs", (*path, name), message)
    for name, count in real.items():
        if count and name not in stated:
            message = f"the distribution lacks {name}, which is primary of {count}"
            yield warning("distribution-differs", path, message)


_PASSWORD = re.compile(r"[a-z+]+://[^/@]*:[^/@]+@", re.IGNORECASE)


def calling_warnings(roster: Roster, places: LintPlaces) -> Iterator[Problem]:
    """That a password stands in the file, which others read and git keeps."""
    if _PASSWORD.match(roster.settings.calling.redis_url or ""):
        message = "redis_url holds a password; put the whole address into RSCREW_REDIS_URL instead"
        yield warning("password-in-file", places.settings_path("redis_url"), message)
