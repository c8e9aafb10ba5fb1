"""Keys while they are in memory: they can be sent, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

MOST_KEYS = 32
_SENDABLE = re.compile(r"[\x21-\x7e]+")
_SHORTEST_KEY = 4  # what servers of one's own take for a key, such as x, is in every word
_SHORTEST_TRACE = 8
HIDDEN = "(key)"


@dataclass(frozen=True, slots=True)
class Secret:
    """A key. Whatever shows it, shows nothing."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The key itself, for the one header that carries it."""
        return self._value

    @property
    def sendable(self) -> bool:
        """Whether a header can carry it: letters, digits and signs, and no space."""
        return _SENDABLE.fullmatch(self._value) is not None

    def __str__(self) -> str:
        return HIDDEN


def split_keys(value: str) -> tuple[str, ...]:
    """The keys of one variable: several, for rotation, stand between commas."""
    parts = (part.strip() for part in value.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_KEYS]


def without(text: str, secrets: Iterable[Secret]) -> str:
    """The text without any key in it, and without any longer piece of one.

    Vendors quote a refused key in their answer, some of them masked, some not.
    """
    for secret in secrets:
        value = secret.reveal()
        if len(value) >= _SHORTEST_KEY:
            text = text.replace(value, HIDDEN)
        text = _without_pieces(text, value.casefold())
    return text


def _without_pieces(text: str, key: str) -> str:
    pieces = {
        key[start : start + _SHORTEST_TRACE] for start in range(len(key) - _SHORTEST_TRACE + 1)
    }
    if not pieces:
        return text
    folded = text.casefold()
    if len(folded) != len(text):  # letters that fold into two would shift what is found
        folded = text.lower()
    if len(folded) != len(text):
        return "" if any(piece in folded for piece in pieces) else text
    hidden = [False] * len(text)
    for start in range(len(folded) - _SHORTEST_TRACE + 1):
        if folded[start : start + _SHORTEST_TRACE] in pieces:
            hidden[start : start + _SHORTEST_TRACE] = [True] * _SHORTEST_TRACE
    shown: list[str] = []
    for letter, hide in zip(text, hidden, strict=True):
        if not hide:
            shown.append(letter)
        elif not shown or shown[-1] != HIDDEN:
            shown.append(HIDDEN)
    return "".join(shown)
