"""Warnings that all have one cause, told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rscrew_console.roster.causes import any_of, by_cause
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
    causes = by_cause([problem for problem in merged if problem.of_several])
    # By identity: to compare problems by what they say takes longer than to find them.
    messages = {id(cause.problems[0]): cause.message for cause in causes}
    return tuple(
        replace(problem, message=messages[id(problem)]) if problem.of_several else problem
        for problem in merged
        if not problem.of_several or id(problem) in messages
    )


def _without_any_key(
    problems: Sequence[Problem], roster: Roster, facts: Mapping[str, Facts]
) -> tuple[Problem, ...]:
    those = [problem for problem in problems if problem.code == NO_KEY]
    if len(those) < 2 or any(fact.usable for fact in facts.values()):
        return tuple(problems)
    names = [facts[each.name].key_variables for each in roster.providers if each.name in facts]
    variables = dict.fromkeys(shown_variable(variable[0]) for variable in names if variable)
    wanted = any_of([*variables]) or "the key of one"
    message = f"{len(those)} agents cannot run: no provider has a key; set {wanted}"
    one = replace(those[0], message=message)
    remaining = (one if problem is those[0] else problem for problem in problems)
    return tuple(problem for problem in remaining if problem is one or problem.code != NO_KEY)
