"""Findings as lines, where one cause is one line however many agents it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rscrew_console.cli.output import styled
from rscrew_console.roster.causes import ProblemCause, by_cause
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible


def finding_lines(
    path: str, problems: Sequence[Problem], *, verbose: bool = False
) -> Iterator[str]:
    """A line for each cause, in the order of the file; with `verbose` one for each finding."""
    alone = [ProblemCause((problem,), problem.message) for problem in problems]
    for cause in alone if verbose else by_cause(problems):
        first = cause.problems[0]
        severity = styled(first.severity, "red" if first.severity == "error" else "yellow")
        more = "" if len(cause.problems) == 1 else " (--verbose lists them)"
        where = visible(f"{path}/{first.file}" if first.file else path)
        yield f"{where}:{first.line}: {severity} {first.code}: {visible(cause.message)}{more}"
