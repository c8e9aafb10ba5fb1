"""Problems collected while a document is read, so that everything wrong is said at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from rscrew_console.dialects.values import WrongType, described, mapping
from rscrew_console.document import Document
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path, Problem, Severity

T = TypeVar("T")


def located(doc: Document, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems with their lines in the document filled in, in the order of the text.

    In a crew of many files each problem gets the name of its file as well: its path begins with it.
    """
    placed = (
        problem
        if problem.line
        else replace(
            problem,
            line=doc.line_of(problem.path),
            file=str(problem.path[0]) if doc.is_file_set and problem.path else "",
        )
        for problem in problems
    )
    return tuple(sorted(placed, key=lambda one: (one.file, one.line, one.severity)))


def dotted(path: Iterable[Any]) -> str:
    """A path as people write it: `providers.claude.model`."""
    return ".".join(str(part) for part in path)


class Findings:
    """The problems found in one document so far."""

    def __init__(self, doc: Document) -> None:
        self._doc = doc
        self._problems: list[Problem] = []

    @property
    def problems(self) -> tuple[Problem, ...]:
        return located(self._doc, self._problems)

    def add(self, code: str, path: Path, message: str, severity: Severity = "error") -> None:
        self._problems.append(Problem(severity, code, message, path))

    def add_all(self, problems: Iterable[Problem]) -> None:
        self._problems += problems

    def stopper(self, code: str, path: Path, message: str) -> None:
        """An error at which the file's own program stops; it is opened here all the same."""
        self._problems.append(Problem("error", code, message, path, opens=True))

    def duplicates(self, severity: Severity = "error") -> None:
        """A problem for every key that stands twice, at its second place; and a warning for every
        one that merged mappings give another value, depending on the reader."""
        for duplicate in self._doc.duplicates:
            file, key = self._in_file(duplicate.path)
            message = (
                f'"{dotted(key)}" is defined twice (first on line'
                f" {duplicate.first_line}); YAML readers keep only one of them"
            )
            problem = Problem(
                severity, "duplicate-key", message, duplicate.path, duplicate.line, file
            )
            self._problems.append(problem)
        for conflict in self._doc.merge_conflicts:
            file, key = self._in_file(conflict.path)
            message = (
                f'"{dotted(key)}" comes from several merged mappings: YAML and PyYAML up'
                " to 6.0.3 take the first, PyYAML 6.0.4 takes the last; write the value itself here"
            )
            problem = Problem("warning", "merge-order", message, conflict.path, conflict.line, file)
            self._problems.append(problem)

    def _in_file(self, path: Path) -> tuple[str, Path]:
        """The file's name, in a crew of many files, and the path in it."""
        return (str(path[0]), path[1:]) if self._doc.is_file_set else ("", path)

    def read(self, path: Path, value: Any, convert: Callable[[Any], T], default: T) -> T:
        """The converted value; nothing, or what is not of the type (an error), is the default."""
        if value is None:
            return default
        try:
            return convert(value)
        except WrongType as wrong:
            place = (*path, *wrong.below)
            code = "not-a-mapping" if convert is mapping else "wrong-type"
            self.add(code, place, f"{dotted(place)} {wrong.reason}")
            return default

    def mapping(self, path: Path, value: Any) -> Mapping[Any, Any]:
        empty: Mapping[Any, Any] = {}
        return self.read(path, value, mapping, empty)

    def unknown_fields(
        self, path: Path, fields: Iterable[Any], fields_read: tuple[str, ...]
    ) -> None:
        """A warning for each field of a section of ours that means nothing."""
        for name in fields:
            if name not in fields_read:
                hint = (
                    did_you_mean(str(name), fields_read) or f"; there are {', '.join(fields_read)}"
                )
                message = f"{dotted((*path, name))}: nothing reads this{hint}"
                self.add("nothing-reads", (*path, name), message, "warning")

    def names(self, path: Path, entries: Mapping[Any, Any], what: str) -> dict[str, Any]:
        """The entries whose key can be a name; an error for each of the others."""
        good: dict[str, Any] = {}
        for name, value in entries.items():
            if isinstance(name, str) and name.strip():
                good[name] = value
            elif isinstance(name, str):
                self.add("bad-name", (*path, name), f"{dotted(path)}: the name of {what} is empty")
            else:
                self.add(
                    "bad-name",
                    (*path, name),
                    f"{dotted(path)}: YAML reads the name of {what} as {described(name)}, not as"
                    " a text; put it in quotes",
                )
        return good
