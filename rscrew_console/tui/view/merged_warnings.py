"""Warnings that all have one cause, told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rscrew_console.roster.causes import by_cause
from rscrew_console.roster.secret import shown_variable

if TYPE_CHECKING:
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Roster
    from rscrew_console.roster.problem import Problem

NO_KEY = "agent-without-key"


def merged_warnings(
    problems: Sequence[Problem], roster: Roster, facts: Mapping[str, Facts]
) -> tuple[Problem, ...]:
    """One warning for what many agents have in common; if no provider has a key, that is it."""
    merged = _without_any_key(problems, roster, facts)
    causes = {cause.problems[0]: cause for cause in by_cause([p for p in merged if p.of_several])}
    return tuple(
        replace(problem, message=causes[problem].message) if problem in causes else problem
        for problem in merged
        if not problem.of_several or problem in causes
    )


def _without_any_key(
    problems: Sequence[Problem], roster: Roster, facts: Mapping[str, Facts]
) -> tuple[Problem, ...]:
    those = [problem for problem in problems if problem.code == NO_KEY]
    if len(those) < 2 or any(fact.usable for fact in facts.values()):
        return tuple(problems)
    names = [facts[each.name].key_variables for each in roster.providers if each.name in facts]
    variables = dict.fromkeys(shown_variable(variable[0]) for variable in names if variable)
    message = f"{len(those)} agents cannot run: no provider has a key; set {_any_of([*variables])}"
    one = replace(those[0], message=message)
    remaining = (one if problem is those[0] else problem for problem in problems)
    return tuple(problem for problem in remaining if problem is one or problem.code != NO_KEY)


def _any_of(variables: Sequence[str]) -> str:
    *others, last = variables or [""]
    return f"{', '.join(others)} or {last}" if others else last or "the key of one"
