"""Where a text spells a key, or a longer piece of one, however it is written.

Letters and digits alone are compared, in lower case: separators may be others, doubled or left out,
and any letter may be percent-encoded (`%2D`), escaped as in JSON (`\\u002d`) or HTML (`&#45;`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_CODED = re.compile(
    r"%(?:25)*([0-9a-fA-F]{2})|\\+u00([0-9a-fA-F]{2})|&#x([0-9a-fA-F]{2});|&#([0-9]{2,3});"
)
UNFINISHED_CODE = re.compile(r"(?:%(?:25)*[0-9a-fA-F]?|\\+(?:u[0-9a-fA-F]{0,3})?|&#?\w{0,3})\Z")
"""The end of a text that may be the beginning of a coded letter."""
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
_SAMPLE = 8
_WIDEST_GAP = 8
_BREAK = "\0"

Span = tuple[int, int]
"""Where something begins and ends in a text, counted in letters from 0."""


def letters_of(text: str) -> tuple[list[Span], str]:
    """Where each letter or digit of the text stands, and all of them in lower case.

    What is more than `_WIDEST_GAP` other signs apart has a break in between, which no key has.
    """
    places: list[Span] = []
    folded: list[str] = []
    place = gap_from = 0
    while place < len(text):
        coded = _CODED.match(text, place) if text[place] in "%\\&" else None
        end = coded.end() if coded else place + 1
        letter = _decoded(coded) if coded else text[place]
        if letter.isascii() and letter.isalnum():
            if place - gap_from > _WIDEST_GAP and folded:
                places.append((gap_from, place))
                folded.append(_BREAK)
            places.append((place, end))
            folded.append(letter.lower())
            gap_from = end
        place = end
    return places, "".join(folded)


def spans_of(text: str, key_letters: str, shortest: int) -> list[Span]:
    """Where the text spells at least `shortest` letters of the key in their order.

    `shortest` is 15 or more. `key_letters` is of `letters_of`.
    """
    if not _may_have(text, key_letters):
        return []
    places, folded = letters_of(text)
    spans: list[Span] = []
    for start in _starts(folded, key_letters, shortest):
        begin, end = places[start][0], places[start + shortest - 1][1]
        if spans and begin < spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return spans


def unfinished(text: str, key_letters: str, least: int) -> int:
    """Where the end of the text begins that may go on as the key; its length where nothing may.

    That is what spells the key's beginning, or at least `least` letters out of its midst.
    """
    code = UNFINISHED_CODE.search(text)
    end = code.start() if code else len(text)
    window = end - len(key_letters) * (_WIDEST_GAP + 1)
    offset = max(window, 0)
    places, folded = letters_of(text[offset:end])
    if not folded or end - offset - places[-1][1] > _WIDEST_GAP:
        return end
    size = 0
    while size < len(folded) and folded[-size - 1 :] in key_letters:
        size += 1
    if size < least:
        while size and not key_letters.startswith(folded[-size:]):
            size -= 1
    return offset + places[-size][0] if size else end


def _starts(folded: str, key_letters: str, size: int) -> Iterator[int]:
    pieces = {key_letters[at : at + size] for at in range(len(key_letters) - size + 1)}
    for start in range(len(folded) - size + 1):
        if folded[start : start + size] in pieces:
            yield start


def _may_have(text: str, key_letters: str) -> bool:
    """A quick look, as answers are long: every run of 15 letters of the key has a sample in it."""
    ascii_text = _CODED.sub(_decoded, text).encode("ascii", "ignore").lower()
    letters = ascii_text.translate(None, delete=_NO_LETTERS)
    samples = range(0, len(key_letters) - _SAMPLE + 1, _SAMPLE)
    return any(key_letters[at : at + _SAMPLE].encode() in letters for at in samples)


def _decoded(coded: re.Match[str]) -> str:
    *hexadecimal, decimal = coded.groups()
    number = int(decimal) if decimal else int(next(filter(None, hexadecimal)), 16)
    return chr(number)
