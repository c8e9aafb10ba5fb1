"""Text from files made fit to show: nothing that a terminal would obey, nothing that misleads."""

from __future__ import annotations

import unicodedata

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡", 0x0A: "↵"}
_JOINERS = "\u200c\u200d"
"""Format characters that real words and emoji need; every other one can only mislead."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    """The text with every character that a terminal would obey or hide shown as a sign."""
    if text.isprintable():  # which leaves out all of what is hidden below
        return text
    return "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    if (symbol := _PICTURES.get(ord(character))) is not None:
        return symbol
    if unicodedata.category(character) in _HIDDEN and character not in _JOINERS:
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return character
