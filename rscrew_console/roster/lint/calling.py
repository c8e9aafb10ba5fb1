"""Warnings about what the file says of calls."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rscrew_console.roster.lint.places import LintPlaces, warning
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem

_PASSWORD = re.compile(r"[a-z+]+://[^/@]*:[^/@]+@", re.IGNORECASE)


def calling_warnings(roster: Roster, places: LintPlaces) -> Iterator[Problem]:
    """That a password stands in the file, which others read and git keeps."""
    if _PASSWORD.match(roster.settings.calling.redis_url or ""):
        message = "redis_url holds a password; put the whole address into RSCREW_REDIS_URL instead"
        yield warning("password-in-file", places.settings_path("redis_url"), message)
