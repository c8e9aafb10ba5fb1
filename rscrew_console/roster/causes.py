"""Problems that have one cause, told once however many agents they concern. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rscrew_console.records import dataclass
from rscrew_console.roster.problem import Problem

_WHAT = {"providers": "providers", "model_configs": "models"}
_SLOT = re.compile(r"^\.[\w ]+:")


@dataclass(frozen=True, slots=True)
class ProblemCause:
    """The problems of one cause, in the order of the file, and what is told of them all."""

    problems: tuple[Problem, ...]
    message: str


def by_cause(problems: Sequence[Problem]) -> list[ProblemCause]:
    """The problems by their causes, each where its first one stands."""
    groups: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for place, problem in enumerate(problems):
        if problem.of_several:
            groups[problem.code, problem.of_several].append(problem)
            continue
        cause = _cause(problem)
        # The variables to set are those of the chain, in its order, which is no other cause.
        key = (problem.code, *sorted(cause.split())) if cause else (str(place),)
        groups[key].append(problem)
    return [ProblemCause(tuple(group), _message(group)) for group in groups.values()]


def _message(group: Sequence[Problem]) -> str:
    first = group[0]
    if len(group) == 1:
        return first.message
    if first.of_several:
        variables = any_of(
            [*dict.fromkeys(name for problem in group for name in problem.variables)]
        )
        return f"{len(group)} {first.of_several}" + (f"; set {variables}" if variables else "")
    what = _WHAT.get(str(first.path[0]), "agents")
    count = len({problem.path[1] for problem in group})
    statement = _SLOT.sub(":", first.message.removeprefix(str(first.path[1])))
    message = f"{count} {what if count > 1 else what[:-1]}{statement}"
    return message.replace(" of its providers", " of their providers")


def any_of(names: Sequence[str]) -> str:
    """`A, B or C`; "" for none."""
    *others, last = names or [""]
    return f"{', '.join(others)} or {last}" if others else last


def _cause(problem: Problem) -> str:
    """Return the message without the name of its agent or provider; "" for other findings."""
    names = [str(part) for part in problem.path[1:2]]
    if not names or not problem.message.startswith(names[0]):
        return ""
    # `writer.primary: there is no provider "x"`: in whichever slot, it is the same cause.
    statement = _SLOT.sub(":", problem.message.removeprefix(names[0]))
    return statement.replace(";", " ;")
