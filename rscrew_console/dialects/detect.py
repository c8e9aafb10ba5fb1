"""Which format a document is in."""

from __future__ import annotations

from rscrew_console.dialects.base import Dialect
from rscrew_console.dialects.rscrew import RSCrew
from rscrew_console.document import Document

DIALECTS: tuple[Dialect, ...] = (RSCrew(),)
"""The first one that recognises a document reads it."""


def detect(doc: Document) -> Dialect:
    """The document's dialect; for one that none recognises the first, whose errors say so."""
    return next((dialect for dialect in DIALECTS if dialect.recognises(doc.value)), DIALECTS[0])
