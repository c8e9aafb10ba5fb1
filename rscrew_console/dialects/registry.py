"""The dialects that there are, and which of them a document is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from operator import itemgetter
from typing import Any, overload

from rscrew_console.dialects.base import NO, SURE, Dialect, ParseResult
from rscrew_console.dialects.companion import CompanionFile
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.formats import FORMATS, FormatEntry
from rscrew_console.dialects.refused import (
    ClaudeCodeRouter,
    OhMyOpencodeSlim,
    OneAgentFile,
    RefusedFormat,
    folder_format_at,
)
from rscrew_console.dialects.values import described
from rscrew_console.document import Document


class LazyDialects(Sequence[Dialect]):
    """The dialects of a table of formats, each loaded when it is needed, and `further` ones."""

    def __init__(self, formats: Mapping[str, FormatEntry], further: Sequence[Dialect] = ()) -> None:
        self._entries = tuple(formats.values())
        self._dialects = dict(enumerate(further, len(formats)))
        self.names = (*formats, *(one.name for one in further))
        self.places = (
            *(entry.places for entry in self._entries), *(one.file_places for one in further),
        )  # fmt: skip
        """Where the files of each are looked for, in the same order."""

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, index: int) -> Dialect: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Dialect]: ...

    def __getitem__(self, index: int | slice) -> Dialect | Sequence[Dialect]:
        if isinstance(index, slice):
            return tuple(self)[index]
        if index not in self._dialects:
            entry = self._entries[index]  # an IndexError ends a loop over all
            module = import_module(f"rscrew_console.dialects.{entry.module}")
            self._dialects[index] = getattr(module, entry.class_name)()
        return self._dialects[index]

    def that_may_read(self, value: Any, file_name: str, *, many_files: bool) -> Iterator[Dialect]:
        """Those of a single file, or of a set, of which the data has a clue; no other is loaded."""
        for index, places in enumerate(self.places):
            entry = self._entries[index] if index < len(self._entries) else None
            if bool(places.crew_files) is many_files and (
                entry is None or entry.may_be(value, file_name)
            ):
                yield self[index]


DIALECTS = LazyDialects(FORMATS)
"""The one that is surest of a document reads it; of equally sure ones the first."""


REFUSED: tuple[RefusedFormat, ...] = (ClaudeCodeRouter(), OhMyOpencodeSlim())
"""Recognised, and not opened."""


class UnknownFormat(Dialect):
    """A document that no dialect knows: its one problem says what is known, and from where."""

    name = "unknown"
    title = "This file"
    recognised_by = "nothing"

    def recognises(self, value: Any, file_name: str = "") -> int:
        return SURE

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        if at_place := folder_format_at(context.path, folder_formats()):
            return OneAgentFile(at_place).read(document, context)
        problems = Findings(document)
        value = document.value
        state = "the file is empty" if value is None else f"the file is {described(value)}"
        if isinstance(value, dict) and value:
            state = "this is not a crew in any known format"
        code = "not-a-crew" if value is None or isinstance(value, dict) else "not-a-mapping"
        problems.add(code, (), f"{state}; known are {'; '.join(known_formats())}")
        return ParseResult(None, problems.problems)


_UNKNOWN = UnknownFormat()
_COMPANION = CompanionFile()


def known_formats() -> list[str]:
    """A line for each format: its title, what it is told by, and where it is looked for."""
    return [
        f"{each.title} ({each.recognised_by}), looked for at {', '.join(places_of(each))}"
        for each in DIALECTS
    ]


def places_of(dialect: Dialect) -> tuple[str, ...]:
    """Where the files of a format are looked for, in the project and at the user's places."""
    return (*dialect.file_places.project, *dialect.file_places.home)


def detect(document: Document, file_name: str = "") -> Dialect:
    """The document's dialect; for one that is not opened a dialect whose error says why.

    A set of files is only of a dialect that has a file for each agent, and a single file never.
    """
    value = document.value
    if _COMPANION.recognises(value, file_name):
        return _COMPANION
    many_files = document.is_file_set
    likeliest, surest = None, NO
    for one in DIALECTS.that_may_read(value, file_name, many_files=many_files):
        sure = one.recognises(value, file_name)
        if sure > surest:
            likeliest, surest = one, sure
        if sure == SURE:  # the first one that is: the others need not be loaded
            break
    if likeliest is not None:
        return likeliest
    return _UNKNOWN if many_files else _refused(value, file_name)


def _refused(value: Any, file_name: str) -> Dialect:
    """For a single file of none of the formats that are opened."""
    if refused := next((one for one in REFUSED if one.recognises(value, file_name)), None):
        return refused
    alone = {file_name: value if isinstance(value, dict) else {}}
    formats = DIALECTS.that_may_read(alone, file_name, many_files=True)
    sure = [(one.recognises(alone, file_name), one) for one in formats] if value else []
    if known := [pair for pair in sure if pair[0]]:
        return OneAgentFile(max(known, key=itemgetter(0))[1])
    return _UNKNOWN


def folder_formats() -> list[Dialect]:
    """The dialects in which every agent has a file, so that a folder is a crew."""
    return [DIALECTS[index] for index, one in enumerate(DIALECTS.places) if one.crew_files]


def dialect_named(name: str) -> Dialect | None:
    """The dialect of that name."""
    return DIALECTS[DIALECTS.names.index(name)] if name in DIALECTS.names else None
