"""Findings as lines, where one cause is one line however many agents it concerns."""

from __future__ import annotations

import re
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
        message = first.message
        if len(group) > 1:
            what = _WHAT.get(str(first.path[0]), "agents")
            count = len({problem.path[1] for problem in group})
            statement = _SLOT.sub(":", message.removeprefix(str(first.path[1])))
            message = f"{count} {what if count > 1 else what[:-1]}{statement}"
            message = message.replace(" of its providers", " of their providers")
        severity = styled(first.severity, "red" if first.severity == "error" else "yellow")
        more = "" if len(group) == 1 else " (--verbose lists them)"
        where = visible(f"{path}/{first.file}" if first.file else path)
        yield f"{where}:{first.line}: {severity} {first.code}: {visible(message)}{more}"


def _cause(problem: Problem) -> str:
    """Return the message without the name of its agent or provider; "" for other findings."""
    names = [str(part) for part in problem.path[1:2]]
    if not names or not problem.message.startswith(names[0]):
        return ""
    # `writer.primary: there is no provider "x"`: in whichever slot, it is the same cause.
    statement = _SLOT.sub(":", problem.message.removeprefix(names[0]))
    return statement.replace(";", " ;")


_WHAT = {"providers": "providers", "model_configs": "models"}
_SLOT = re.compile(r"^\.[\w ]+:")
