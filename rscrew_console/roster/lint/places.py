"""Where in the data the things are that a warning is about."""

from __future__ import annotations

from typing import Protocol

from rscrew_console.roster.problem import Path, Problem


class LintPlaces(Protocol):
    """The part of a dialect that warnings need."""

    def provider_path(self, provider: str, field: str | None = None) -> Path: ...
    def agent_path(self, agent: str, field: str | None = None) -> Path: ...
    def distribution_path(self) -> Path: ...
    def settings_path(self, field: str) -> Path: ...
    def takes_field(self, field: str) -> bool:
        """Whether a provider's entry may have the field."""
        ...


def warning(
    code: str, path: Path, message: str, of_several: str = "", variables: tuple[str, ...] = ()
) -> Problem:
    return Problem("warning", code, message, path, of_several=of_several, variables=variables)
