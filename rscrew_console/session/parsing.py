"""From the text of a file (or of the files of a folder) to a crew, without opening it to edit."""

from __future__ import annotations

from dataclasses import replace
from operator import is_
from pathlib import Path
from typing import TypeVar, cast

from rscrew_console.dialects import Dialect, ParseResult, detect
from rscrew_console.dialects.companion import with_companion
from rscrew_console.dialects.context import FormerReading
from rscrew_console.document import Document, DocumentError, is_archive, parse_document
from rscrew_console.document.composing import uncollected
from rscrew_console.document.data import same
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.session.context import ContextSource, no_context
from rscrew_console.session.errors import is_error

Entry = TypeVar("Entry", Agent, Provider)


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


def document_of(text: str, file_name: str = "") -> Document:
    """The document in a text: of a set of files, or in the syntax that the file's name tells.

    Raises DocumentError. All syntaxes fulfil the contract of `Document`, which stands for them.
    """
    if is_archive(text):
        from rscrew_console.document import DocumentSet

        return cast("Document", DocumentSet.parse(text))
    return cast("Document", parse_document(text, file_name))


def name_of(path: Path) -> str:
    """The name that helps to tell a format: of a folder with that of the one around it, as in
    `.claude/agents`; of a file only the last part counts."""
    return "/".join(path.absolute().parts[-2:])


def parse_text(text: str, file_name: str = "", context: ContextSource = no_context) -> ParsedText:
    """The crew in a text. Never raises: a text that cannot be parsed gives a problem."""
    try:
        document = document_of(text, file_name)
    except DocumentError as error:
        code = "not-json" if "json" in file_name.rpartition(".")[2].lower() else "not-yaml"
        problem = Problem("error", code, error.reason, (), error.line, error.file)
        return ParsedText(None, None, None, (problem,))
    return parse_crew(document, file_name, context)


def parse_crew(
    document: Document, file_name: str = "", context: ContextSource = no_context,
    former: ParsedCrew | None = None,
) -> ParsedText:  # fmt: skip
    """As `parse_text`, for a text that is parsed already.

    Of the `former` state of the same file a dialect may take what has not changed.
    """
    dialect = detect(document, file_name if document.is_file_set else file_name.rpartition("/")[2])
    before = former if former is not None and former.dialect is dialect else None
    with uncollected():  # what is read stays
        result = read_document(document, dialect, context, before)
    return ParsedText(document, dialect, result.roster, result.problems)


def read_document(
    document: Document, dialect: Dialect, context: ContextSource, former: ParsedCrew | None = None
) -> ParseResult:
    """What the document says, with what else has a say, and with `rscrew.yaml` beside it."""
    read_context = context(dialect)
    if former is not None:
        reading = FormerReading(former.document, former.roster, former.problems)
        read_context = replace(read_context, former=reading)
    return with_companion(dialect.read(document, read_context), read_context.companion)


def with_known_entries(crew: ParsedCrew, before: ParsedCrew) -> ParsedCrew:
    """The crew with the very agents and providers of the one before it, where nothing changed.

    What is worked out for an agent then holds as long as the agent is the same object.
    """

    def known(entry: Entry, former: Entry | None) -> Entry:
        if former is entry:
            return entry
        if former is None or former != entry or not entry.path or former.path != entry.path:
            return entry
        # 1, 1.0 and true are equal for Python, and not the same for who reads the file.
        data = before.document.get(former.path)
        return former if same(data, crew.document.get(entry.path)) else entry

    def kept(entries: tuple[Entry, ...], former: tuple[Entry, ...]) -> tuple[Entry, ...]:
        names = [entry.name for entry in former]
        if names != [entry.name for entry in entries]:
            by_name = dict(zip(names, former, strict=True))
            return tuple([known(entry, by_name.get(entry.name)) for entry in entries])
        both = zip(entries, former, strict=True)
        return tuple([one if one is old else known(one, old) for one, old in both])

    old, new = before.roster, crew.roster
    agents, providers = kept(new.agents, old.agents), kept(new.providers, old.providers)
    if all(map(is_, agents, new.agents)) and all(map(is_, providers, new.providers)):
        return crew
    return replace(crew, roster=replace(new, agents=agents, providers=providers))


def crew_of(parsed: ParsedText) -> ParsedCrew | None:
    """The text as a crew that can be worked with, or None where it has errors."""
    if parsed.errors or parsed.document is None or parsed.dialect is None or parsed.roster is None:
        return None
    return ParsedCrew(parsed.document, parsed.dialect, parsed.roster, parsed.problems)
