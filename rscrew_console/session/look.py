"""Everything that can be said about a file without opening it for editing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rscrew_console.dialects import Dialect, detect
from rscrew_console.document import Document, DocumentError
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.session.disk import DISK, Disk
from rscrew_console.session.errors import CannotRead, is_error
from rscrew_console.session.reading import read_file


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A text as far as it can be understood, and all that is wrong with it, sorted by line."""

    document: Document | None
    dialect: Dialect | None
    roster: Roster | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(filter(is_error, self.problems))


@dataclass(frozen=True, slots=True)
class ParsedCrew:
    """A text that is a crew, perhaps with warnings."""

    document: Document
    dialect: Dialect
    roster: Roster
    problems: tuple[Problem, ...]


def look_at(text: str) -> ParsedText:
    """Never raises: what cannot be parsed is a problem like others."""
    try:
        document = Document.parse(text)
    except DocumentError as error:
        problem = Problem("error", "not-yaml", error.reason, (), error.line)
        return ParsedText(None, None, None, (problem,))
    return look_at_document(document)


def look_at_document(document: Document) -> ParsedText:
    """As `look_at`, for a text that is parsed already."""
    dialect = detect(document)
    reading = dialect.read(document)
    return ParsedText(document, dialect, reading.roster, reading.problems)


def crew_of(look: ParsedText) -> ParsedCrew | None:
    """The look as a crew that can be worked with, or None where it has errors."""
    if look.errors or look.document is None or look.dialect is None or look.roster is None:
        return None
    return ParsedCrew(look.document, look.dialect, look.roster, look.problems)


def problems_of(path: Path, disk: Disk = DISK) -> tuple[Problem, ...]:
    """Errors and warnings of a file. Raises CannotRead where there is no file to read.

    A file that is not UTF-8 text is there, and wrong in one line: that is a problem too.
    """
    try:
        text = read_file(path, disk).text
    except CannotRead as error:
        if not error.line:
            raise
        return (Problem("error", "not-utf8", error.reason, (), error.line),)
    return look_at(text).problems
