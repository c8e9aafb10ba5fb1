"""What every operation has: edits, a label for people, and the command line that does the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from shlex import quote
from typing import Any, ClassVar, Protocol

from rscrew_console.dialects.base import Dialect
from rscrew_console.document import Document, Edit
from rscrew_console.roster.model import Roster
from rscrew_console.roster.stray_keys import without_keys_in_words

PROGRAM = "rsc"
_OPTION = re.compile("--[a-z][a-z-]*")
EMPTY = "empty"
"""What labels call a slot without a provider."""


class Operation(Protocol):
    """What a user wants done: a small frozen value.

    The console, the command line, the history and the equivalent command that is shown all take
    their words from here, so that they cannot say different things.
    """

    changes_entries_only: ClassVar[bool]
    """Whether it changes entries that are there, and neither adds, removes nor renames any."""

    def edits(self, dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        """The edits that do it; none where the file is like that already.

        Raises OperationError where it cannot be done.
        """
        ...

    def label(self, roster: Roster) -> str:
        """For people: `code_writer primary claude → openai`. `roster` is the one before it."""
        ...

    def command_line(self, roster: Roster) -> str:
        """The command that does the same, quoted for a shell; "" where there is none."""
        ...


def label_of(operations: Sequence[Operation], roster: Roster) -> str:
    """One label for operations that are applied together."""
    if not operations:
        return ""
    first = operations[0].label(roster)
    return first if len(operations) == 1 else f"{first} and {len(operations) - 1} more"


def command_of(operations: Sequence[Operation], roster: Roster, config: str = "") -> str:
    """One line for the shell that does the same; "" if any of them has no command.

    `config` is the path of the file where the command would not find it on its own.
    """
    commands = [operation.command_line(roster) for operation in operations]
    if not all(commands):
        return ""
    return " && ".join(with_config(each, config) for each in commands)


def with_config(command_line: str, config: str) -> str:
    """The command line for the file at that path; as it is where that is empty."""
    if not config:
        return command_line
    return f"{PROGRAM} --config {quote(config)}{command_line.removeprefix(PROGRAM)}"


def command(*words: str) -> str:
    """The words as a command line of this program, quoted for a shell; "" where the shell, or the
    program, would take one of them for something else: a name that looks like an option."""
    if any(word.startswith("-") and word != "-" and not _OPTION.fullmatch(word) for word in words):
        return ""
    return " ".join((PROGRAM, *map(quote, words)))


def value_text(value: Any, most: int = 40) -> str:
    """A value as a label shows it, cut to `most` characters."""
    if value in ("", None, []):
        return "removed"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = without_keys_in_words(str(value))
    return f"“{text if len(text) <= most else text[: most - 1] + '…'}”"
