"""Findings as lines, where one cause is one line however many agents it concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rscrew_console.cli.output import styled
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible


def finding_lines(
    path: str, problems: Sequence[Problem], *, verbose: bool = False
) -> Iterator[str]:
    """A line for each cause, in the order of the file; with `verbose` one for each finding."""
    groups: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for place, problem in enumerate(problems):
        cause = _cause(problem)
        # The variables to set are those of the chain, in its order, which is no other cause.
        key = (str(place),) if verbose or not cause else (problem.code, *sorted(cause.split()))
        groups[key].append(problem)
    for group in groups.values():
        first = group[0]
        message = (
            first.message
            if len(group) == 1
            else f"{len(group)} agents{first.message.removeprefix(str(first.path[1]))}"
        )
        severity = styled(first.severity, "red" if first.severity == "error" else "yellow")
        more = "" if len(group) == 1 else " (--verbose lists them)"
        yield f"{visible(path)}:{first.line}: {severity} {first.code}: {visible(message)}{more}"


def _cause(problem: Problem) -> str:
    """What is said of an agent, without its name; "" where it is about something else."""
    names = [str(part) for part in problem.path[1:2]]
    of_agents = problem.severity == "warning" and problem.code in _OF_AGENTS
    if not of_agents or not names or not problem.message.startswith(names[0]):
        return ""
    return problem.message.removeprefix(names[0]).replace(";", " ;")


_OF_AGENTS = ("agent-without-key", "single-vendor-chain", "provider-twice")
