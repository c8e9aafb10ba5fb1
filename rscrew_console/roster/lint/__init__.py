"""What is unwise in a crew that can be read: warnings, never errors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint.chains import chain_warnings, outage_warnings
from rscrew_console.roster.lint.crew import (
    calling_warnings,
    distribution_warnings,
    expectation_warnings,
    pin_warnings,
)
from rscrew_console.roster.lint.places import LintPlaces
from rscrew_console.roster.lint.providers import parameter_warnings, provider_warnings
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.stray_keys import stray_key_warnings

__all__ = ["LintPlaces", "Linted", "lint"]


class Linted(NamedTuple):
    """Another state of the same crew."""

    roster: Roster
    data: Any


def lint(
    roster: Roster,
    facts: Mapping[str, Facts],
    places: LintPlaces,
    known_kinds: Collection[str] = (),
    data: Any = None,
    secret_keys: Collection[str] = (),
    unlike: Linted | None = None,
) -> tuple[Problem, ...]:
    """Every warning, without lines; `dialects.located` finds those.

    With `unlike`, the warnings of agents and data that are the very same objects there are left
    out: what an edit has brought is the difference of both states, each linted `unlike` the other,
    where facts and settings are alike.

    `facts` (see `providers.facts`) are per provider's name; a dialect is the `places`.
    `data` is that of the document, and `secret_keys` are the names where its format has keys.
    """
    return (
        *provider_warnings(roster, facts, places, known_kinds),
        *parameter_warnings(roster, facts, places),
        *chain_warnings(roster, facts, places, unlike.roster if unlike else None, data),
        *distribution_warnings(roster, places),
        *outage_warnings(roster, facts, places),
        *pin_warnings(roster, facts, places),
        *expectation_warnings(roster, places),
        *calling_warnings(roster, places),
        *stray_key_warnings(data, secret_keys, unlike.data if unlike else None),
    )
