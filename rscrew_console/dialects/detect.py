"""Which format a document is in."""

from __future__ import annotations

from rscrew_console.dialects.base import Dialect
from rscrew_console.dialects.rscrew import RSCrew
from rscrew_console.document import Document, DocumentSet

DIALECTS: tuple[Dialect, ...] = (RSCrew(),)
"""The first one that recognises a document reads it."""


def detect(doc: Document) -> Dialect:
    """The document's dialect; for one that none recognises the first, whose errors say so.

    A set of files is only of a dialect that has a file for each agent, and a single file never.
    """
    many_files = isinstance(doc, DocumentSet)
    candidates = [one for one in DIALECTS if bool(one.file_places.crew_files) is many_files]
    return next(
        (dialect for dialect in candidates if dialect.recognises(doc.value)),
        (candidates or DIALECTS)[0],
    )
