"""What a diff holds, in the words of the crew: from the data alone, whatever steps led there."""

from __future__ import annotations

from rscrew_console.dialects import detect
from rscrew_console.document import Document, DocumentError
from rscrew_console.roster.describe import changes, lines
from rscrew_console.roster.model import Roster


def told(before: Document, after: Document) -> list[str]:
    """A line per change of an agent, a provider and so on; one where nothing of that changed."""
    old, new = _roster(before), _roster(after)
    if old is not None and new is not None and (found := lines(changes(old, new))):
        return found
    if before.value != after.value:
        return ["only settings that no table shows"]
    return ["only comments and layout"] if before.text != after.text else []


def told_of_texts(before: str, after: str) -> list[str]:
    """The same of texts; nothing where one of them is no document."""
    try:
        return told(Document.parse(before), Document.parse(after))
    except DocumentError:
        return []


def _roster(document: Document) -> Roster | None:
    return detect(document).read(document).roster
