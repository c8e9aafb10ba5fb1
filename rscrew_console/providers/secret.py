"""Keys while they are in memory: they can be sent, and nothing else. And what is no key yet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import field

from rscrew_console.providers.key_spellings import Span, letters_of
from rscrew_console.records import dataclass

MOST_KEYS = 32
_SENDABLE = re.compile(r"[\x21-\x7e]+")
_SHORTEST_KEY = 4  # what servers of one's own take for a key, such as x, is in every word
_SHORTEST_TRACE = 8
HIDDEN = "(key)"
_ODD_ENDS = {
    ";": "a semicolon at its end", "`": "a backtick at its end", "\\": "a backslash at its end",
}  # fmt: skip
_AROUND = "'\"`"
_BEARER = re.compile(r"(?i)(authorization:\s*)?bearer\s+")


@dataclass(frozen=True, slots=True)
class Secret:
    """A key. Whatever shows it, shows nothing."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The key itself, for the one header that carries it."""
        return self._value

    @property
    def sendable(self) -> bool:
        """Whether a header can carry it: letters, digits and signs, no space, and nothing at an
        end that is at the end of no key."""
        return _SENDABLE.fullmatch(self._value) is not None and not self._odd_end

    @property
    def _odd_end(self) -> str:
        """A character at an end of the key that no key has there, in words; "" for none."""
        if len(self._value) < 2:
            return ""
        ends = [letter for letter in (self._value[0], self._value[-1]) if letter in ("'", '"')]
        if len(ends) == 1:
            return "a quotation mark at one end alone"
        return _ODD_ENDS.get(self._value[-1], "")

    @property
    def odd_letter(self) -> str:
        """The first letter that no header can carry, by its name; "" where there is none."""
        for place, letter in enumerate(self._value, 1):
            if not "\x21" <= letter <= "\x7e":
                usual = "a line break" if letter in "\r\n" else "a control letter"
                name = unicodedata.name(letter, usual).lower()
                return f"{name} (U+{ord(letter):04X}) as its letter {place}"
        return self._odd_end

    def __str__(self) -> str:
        return HIDDEN


def split_keys(value: str) -> tuple[str, ...]:
    """The keys of one variable: several, for rotation, stand between commas.

    Quotes around it, as `docker --env-file` keeps them, and a `Bearer ` in front are no part of it.
    """
    parts = (_bare(part) for part in _bare(value).split(","))
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_KEYS]


def left_out(value: str) -> str:
    """What `split_keys` leaves out around a key, in words; "" for nothing but usual space."""
    if value != value.strip():
        odd = next(letter for letter in (value[0], value[-1]) if letter.isspace())
        return f"{unicodedata.name(odd, 'space').lower()} (U+{ord(odd):04X}) around its value"
    if len(value) > 1 and value[0] == value[-1] and value[0] in _AROUND:
        return "quotation marks around its value"
    return f'"{bearer[0]}" in front of its value' if (bearer := _BEARER.match(value)) else ""


def _bare(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in _AROUND:
        value = value[1:-1].strip()
    return _BEARER.sub("", value, count=1).strip() if _BEARER.match(value) else value


def without(text: str, secrets: Iterable[Secret]) -> str:
    """The text without any key in it, and without any longer piece of one.

    Vendors quote a refused key in their answer, some of them masked, some not.
    """
    for secret in secrets:
        value = secret.reveal()
        if len(value) >= _SHORTEST_KEY:
            text = text.replace(value, HIDDEN)
        text = _without_pieces(text, value.lower())
    return text


def _without_pieces(text: str, key: str) -> str:
    hidden = [False] * len(text)
    letters = letters_of(key)[1]
    for (places, folded), spelled in ((_as_written(text), key), (letters_of(text), letters)):
        for start in _traces(folded, spelled):
            for place in range(places[start][0], places[start + _SHORTEST_TRACE - 1][1]):
                hidden[place] = True
    visible_letters: list[str] = []
    for letter, hide in zip(text, hidden, strict=True):
        if not hide:
            visible_letters.append(letter)
        elif not visible_letters or visible_letters[-1] != HIDDEN:
            visible_letters.append(HIDDEN)
    return "".join(visible_letters)


def _as_written(text: str) -> tuple[list[Span], str]:
    # A letter that folds into two would shift what is found; a key has none of them.
    folded = "".join(letter.lower() if letter.isascii() else "\0" for letter in text)
    return [(place, place + 1) for place in range(len(text))], folded


def _traces(folded: str, key: str) -> list[int]:
    """Where a piece of the key begins that is long enough to tell."""
    starts = range(len(key) - _SHORTEST_TRACE + 1)
    pieces = {key[start : start + _SHORTEST_TRACE] for start in starts}
    if not pieces:
        return []
    last = len(folded) - _SHORTEST_TRACE + 1
    return [start for start in range(last) if folded[start : start + _SHORTEST_TRACE] in pieces]


_PLACEHOLDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(sk-|key-)?your.*",
        r".*[-_ ]here",
        r"[<\[{(].*[>\]})]",
        r".*(\.\.\.|…|x{6}|\*{3}).*",
        r"(sk-|key-)?[x*•-]+",
        r"(sk-)?(change|replace)[-_ ]?(me|this|it).*",
        r"(insert|put|add|enter|paste)[-_ ].*",
        r"(my|the|an?|some)?[-_ ]?(api|secret)?[-_ ]?(key|token)",
        r"(sk-)?(placeholder|todo|tbd|fixme|none|null|secret|foo|bar)",
        r"(sk-)?(dummy|fake|example|sample|test)([-_ ]?(api)?[-_ ]?(key|token))?",
        r"\$\{?\w+\}?",
    )
)


_LONGEST = 500
"""No placeholder is longer. The patterns above try every end of a text, which takes long in one."""
_REFERENCE = re.compile(r"\$\{?\w+\}?|os\.environ/\w+")


def is_reference(value: str) -> bool:
    """Whether the text is the name of another variable, which nobody has filled in."""
    return _REFERENCE.fullmatch(value.strip()) is not None


def is_placeholder(value: str) -> bool:
    """Whether the text stands where a key is still to be filled in."""
    if len(value) > _LONGEST:
        return False
    return any(pattern.fullmatch(value.strip()) for pattern in _PLACEHOLDERS)
