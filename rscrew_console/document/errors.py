"""Why a text cannot be read or edited, in the user's words, with the place."""

from __future__ import annotations


class DocumentError(ValueError):
    """`line` and `column` are 1-based; `reason` is a sentence without the place.

    `file` is the name of the file in a set of files, "" where there is only one.
    """

    def __init__(self, reason: str, line: int = 1, column: int = 1, *, file: str = "") -> None:
        super().__init__(f"line {line}, column {column}: {reason}")
        self.reason = reason
        self.line = line
        self.column = column
        self.file = file


class StaleEditError(DocumentError):
    """The place no longer holds what the edit expects to find there."""
