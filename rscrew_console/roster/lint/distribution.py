"""Warnings about the file's own count of primaries per provider."""

from __future__ import annotations

from collections.abc import Iterator

from rscrew_console.roster.lint.places import LintPlaces, warning
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem


def distribution_warnings(roster: Roster, places: LintPlaces) -> Iterator[Problem]:
    """One for every count that is not the real one, and for those that are missing."""
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
