"""Text between quotes, and bare keys, in JSON and JSON5: read and written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_IDENTIFIER_START = r"(?:[^\W\d]|\$|\\u[0-9a-fA-F]{4})"
IDENTIFIER = re.compile(rf"{_IDENTIFIER_START}(?:[\w$\u200c\u200d]|\\u[0-9a-fA-F]{{4}})*")
_PLAIN_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")

_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))"
)
_SHORT = {
    "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0",
    "\n": "", "\r": "", "\r\n": "", "\u2028": "", "\u2029": "",
}  # fmt: skip
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_UNSAFE = re.compile(r"[\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_REPLACEMENT = "\ufffd"


def string_value(content: str) -> str | None:
    """The text that stands between quotes, or None for an escape that JSON5 does not know."""
    is_valid = True

    def character(match: re.Match[str]) -> str:
        nonlocal is_valid
        high, low, unit, byte, letter = match.groups()
        if high is not None:
            return chr(0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00)
        if unit is not None or byte is not None:
            return chr(int(unit or byte, 16))
        if letter in "ux123456789" or (
            letter == "0" and content[match.end() : match.end() + 1].isdigit()
        ):
            is_valid = False
        return _SHORT.get(letter, letter)

    value = _ESCAPE.sub(character, content)
    return value if is_valid else None


def identifier_value(text: str) -> str | None:
    """The name that a bare key is, or None where its escapes make none."""
    return string_value(text) if "\\" in text else text


def is_bare(key: str) -> bool:
    """Whether a key may be written without quotes, for every reader of JSON5."""
    return _PLAIN_IDENTIFIER.fullmatch(key) is not None


def quoted(text: str, quote: str, *, ascii_only: bool) -> str:
    """The text as a literal. What would not be seen, and half of a surrogate pair, is escaped."""
    literal = json.dumps(text, ensure_ascii=ascii_only)
    if not ascii_only:
        literal = _SURROGATES.sub(_escape, _UNSAFE.sub(_escape, literal))
    if quote == '"':
        return literal
    return "'" + literal[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def without_lone_surrogates(content: str) -> str:
    """The source of a JSON text with each lone `\\ud800` as the replacement character: the
    independent reader of JSON5 knows no lone ones."""

    def replaced(match: re.Match[str]) -> str:
        unit = match.group(3)
        is_lone = unit is not None and 0xD800 <= int(unit, 16) <= 0xDFFF
        return _REPLACEMENT if is_lone else match.group()

    return _ESCAPE.sub(replaced, content)


def replaced_surrogates(text: str) -> str:
    """The same for text that has been read."""
    return _SURROGATES.sub(_REPLACEMENT, text)


def mostly_single(quotes: Iterable[str]) -> bool:
    """Whether single quotes are more than double ones."""
    counted = list(quotes)
    return counted.count("'") > counted.count('"')
