"""What an operation leaves in a file, when it was done, undone, done again and saved."""

from __future__ import annotations

from pathlib import Path

from rscrew_console.dialects.operations import Operation
from rscrew_console.session import Session


def saved_bytes(path: Path, text: str, operation: Operation) -> bytes:
    """The bytes of the file `path`, which held `text`. The state folder is beside it."""
    path.write_bytes(text.encode())
    session = Session.open(path, state=path.parent / "state")
    assert session.apply(operation)
    assert session.undo()
    assert session.document.text == text
    assert session.redo()
    session.save()
    return path.read_bytes()
