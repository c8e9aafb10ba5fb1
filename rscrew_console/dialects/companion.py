"""`rscrew.yaml`: what a file of another format cannot hold, in a file of this product beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rscrew_console.dialects.base import NO, SURE, Dialect, ParseResult
from rscrew_console.dialects.context import NO_CONTEXT, Companion, ReadContext
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.sections import names
from rscrew_console.dialects.sections.settings import read_settings, strategies_in
from rscrew_console.document import Document
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem

COMPANION = "rscrew.yaml"
SECTIONS = (
    names.SETTINGS, names.HEALTH, names.COSTS, names.BUDGETS, names.ALERTS, names.OPTIMISATION,
    names.EXPECT, names.ALIASES, names.STRATEGIES,
)  # fmt: skip


def with_companion(result: ParseResult, companion: Companion | None) -> ParseResult:
    """The result with the companion's settings and strategies.

    What is wrong in the companion is a warning: the crew itself can be worked with. Whether
    fallbacks fire is a fact of the format, and stays.
    """
    roster = result.roster
    if companion is None or roster is None:
        return result
    if companion.document is None:
        message = f"{companion.path} is not read: {companion.trouble}"
        return replace(
            result, problems=(*result.problems, Problem("warning", "companion", message, (), 1))
        )
    findings = Findings(companion.document)
    value = findings.mapping((), companion.document.value)
    findings.unknown_fields((), value, SECTIONS)
    provider_names = tuple(provider.name for provider in roster.providers)
    agents = tuple(agent.name for agent in roster.agents)
    settings = read_settings(findings, _sections(value), roster.providers, agents, provider_names)
    strategies = strategies_in(findings, value, provider_names, agents)
    findings.duplicates()
    # Some formats have budgets of their own, which hold where the companion says none.
    budgets = settings.budgets if names.BUDGETS in value else roster.settings.budgets
    roster = replace(
        roster,
        settings=replace(settings, fallback=roster.fallback, budgets=budgets),
        strategies=(*roster.strategies, *strategies),
    )
    warnings = tuple(_warning(companion, problem) for problem in findings.problems)
    return ParseResult(roster, (*result.problems, *warnings))


class CompanionFile(Dialect):
    """`rscrew.yaml` opened by itself: no crew, but changed, saved and undone as others are."""

    name = "companion"
    title = COMPANION
    recognised_by = f"the name {COMPANION}"

    def recognises(self, value: Any, file_name: str = "") -> int:
        return SURE if file_name.rpartition("/")[2] == COMPANION else NO

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        findings = Findings(document)
        value = findings.mapping((), document.value)
        findings.unknown_fields((), value, SECTIONS)
        settings = read_settings(findings, _sections(value), None, None, None)
        strategies = strategies_in(findings, value, None, None)
        findings.duplicates()
        roster = Roster(self.name, self.scheme, (), (), settings, strategies=strategies)
        return ParseResult(roster, findings.problems)


def _sections(value: Mapping[object, object]) -> dict[object, object]:
    return {name: section for name, section in value.items() if name in SECTIONS}


def _warning(companion: Companion, problem: Problem) -> Problem:
    """Told with the companion's own line, at no line of the file itself."""
    message = f"{companion.path}:{problem.line}: {problem.message}"
    return Problem("warning", problem.code, message, (), 1)
