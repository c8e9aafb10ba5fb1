"""What the trained classifier looks at in a prompt: its words, where they stand, and its shape.

A feature is a number below 2³², made of the CRC-32 of a name or of words. Text that is worked on
(quotations, code) gives only weak features of its own; the sentences around it give words, pairs
of words, and pieces of words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from zlib import crc32

from rscrew_console.records import dataclass
from rscrew_console.tasks.code_signs import has_code, has_formula
from rscrew_console.tasks.instruction import PromptParts
from rscrew_console.tasks.kinds import Classification
from rscrew_console.tasks.rules import rule_features
from rscrew_console.tasks.small_words import FILLERS
from rscrew_console.tasks.words import Sentence

MOST_WORDS = 25
"""Words of a prompt's request that are looked at, from its beginning; as many from its end."""
MOST_QUOTED_WORDS = 30

_WORD = re.compile(
    r"[\u3040-\u309f]+|[\u30a0-\u30ff]+|[\u3400-\u9fff]+|[\uac00-\ud7af]+|[\u0900-\u097f]+"
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|[+*/^=<>%√∫∑≤≥²³]"
)
_COLON = re.compile("[:：]")
_LABEL = re.compile(r"(?:^|[\s\"{,])([^\W\d_]{1,30})(?: ?\d)?\"?\s?$")
_LABEL_LETTERS = 36
"""How far before a colon the label in front of it may begin."""
_NUMBER = re.compile(r"[0-9]+")
_STEMS = (4, 6)
_PIECE = 4
"""Letters of the pieces into which words are cut, too: they outlive typos and endings."""

_LONGEST_WORD = 40
"""Letters of a word that are cut into pieces; what is longer is no word."""

_ALL = 0xFFFFFFFF
_MIX = 0x9E3779B1
"""An odd number that spreads what it is multiplied with over all 32 bits."""
_FIRST, _LAST, _MIDDLE, _QUOTED, _PAIR, _GAP_PAIR, _END, _OPENING, _OPENING_PAIR, _OF_HEAD = (
    crc32(f"place {number}".encode()) for number in range(10)
)
_WHOLE, _START, _PART, _ENDING = (crc32(name) for name in (b"w:", b"s:", b"c:", b"e:"))
"""What a word, its beginnings, its pieces and its endings are counted on from."""
_HEADS = tuple(crc32(f"head {number}".encode()) for number in range(3))
_HEAD_STEMS = tuple(crc32(f"head stem {number}".encode()) for number in range(3))
"""What is mixed into a word's number for each place in which it stands."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a prompt as numbers."""

    text: str
    number: int
    stem: int
    """Of its first five letters."""
    head: int
    """Of its first six letters."""
    everywhere: Mapping[int, str]
    """Features that it is wherever it stands: itself, its beginnings, and the pieces of it."""
    is_filler: bool


def features(
    prompt: PromptParts, read: Sequence[Sentence], by_rules: Classification
) -> dict[int, str]:
    """Every feature of a prompt by number, with the word that it comes from ("" where from none).

    `read` are the sentences of the prompt's request, `by_rules` what the rules say of them.
    """
    found: dict[int, str] = {}
    in_short = _add_shape(found, prompt)
    for name in rule_features(read, by_rules, in_short):
        found[_number(name)] = ""
    _add_words(found, prompt)
    return found


@lru_cache(maxsize=8192)
def _number(name: str) -> int:
    return crc32(name.encode())


def _add_words(found: dict[int, str], prompt: PromptParts) -> None:
    left = MOST_QUOTED_WORDS
    for part in prompt.quoted[:3]:
        words = _words(part)[:left]
        left -= len(words)
        for word in words:
            # Quoted words decide little, and never explain.
            found[_word(word).number ^ _QUOTED] = ""
    pieces = [_words(piece) for piece in prompt.sentences]
    last = len(pieces) - 1
    for number, words in enumerate(_from_both_ends(pieces, MOST_WORDS)):
        place = _FIRST if number == 0 else _LAST if number == last else _MIDDLE
        _add_sentence(found, [_word(word) for word in words], place)


def _from_both_ends(pieces: Sequence[list[str]], most: int) -> list[list[str]]:
    """The pieces with only the first `most` of all their words, and the last `most`."""
    if sum(map(len, pieces)) <= 2 * most:
        return list(pieces)
    begun, left = [], most
    for words in pieces:
        begun.append(min(len(words), left))
        left -= begun[-1]
    kept, left = [], most
    for words, count in zip(reversed(pieces), reversed(begun), strict=True):
        ending = min(len(words) - count, left)
        left -= ending
        kept.append(words[:count] + words[len(words) - ending :])
    return kept[::-1]


def _add_sentence(found: dict[int, str], words: Sequence[_Word], place: int) -> None:
    before = second_before = 0
    for word in words:
        found.update(word.everywhere)
        number, text = word.number, word.text
        found[number ^ place] = text
        if before:
            found[((before * _MIX) ^ number ^ _PAIR) & _ALL] = text
            if second_before:
                found[((second_before * _MIX) ^ number ^ _GAP_PAIR) & _ALL] = text
        second_before, before = before, number
    counted = [word for word in words if not word.is_filler]
    for word, head, stem in zip(counted, _HEADS, _HEAD_STEMS, strict=False):
        found[word.number ^ head] = word.text
        found[word.stem ^ stem] = word.text
    if counted:
        first = counted[0].head * _MIX ^ _OF_HEAD
        for word in counted[1:12]:
            found[(first ^ word.head) & _ALL] = word.text
        found[counted[-1].number ^ _END] = counted[-1].text
    if words:
        opening = words[0]
        found[opening.number ^ _OPENING] = opening.text
        following = words[1].number if len(words) > 1 else 0
        found[((opening.number * _MIX) ^ following ^ _OPENING_PAIR) & _ALL] = opening.text


def _words(text: str) -> list[str]:
    """The words in small letters; of Chinese and Japanese runs of letters, every two."""
    words: list[str] = []
    found = _WORD.findall(text.lower().replace("’", "'"))
    if text.isascii():
        return ["0" if word[0].isdigit() else word for word in found]
    for word in found:
        if word[0].isdigit():
            words.append("0")
        elif "\u3040" <= word[0] <= "\u9fff" and len(word) > 2:
            words += [word[at : at + 2] for at in range(len(word) - 1)]
        else:
            words.append(word)
    return words


def whole_word(text: str) -> int:
    """The feature that a word is as a whole, wherever it stands."""
    return crc32(text.encode(), _WHOLE)


@lru_cache(maxsize=16384)
def _word(text: str) -> _Word:
    return _Word(
        text,
        crc32(text.encode()),
        crc32(text[:5].encode()),
        crc32(text[:6].encode()),
        dict.fromkeys(_parts_of(text), text),
        text in FILLERS,
    )


def _parts_of(word: str) -> list[int]:
    """The numbers of the word, of its beginnings, and of the pieces of it; of Korean also of its
    first and last letters."""
    found = [whole_word(word)]
    found += [crc32(word[:length].encode(), _START) for length in _STEMS if len(word) > length]
    if len(word) >= _PIECE - 1:
        padded = f"<{word[:_LONGEST_WORD]}>"
        last = len(padded) - _PIECE + 1
        if word.isascii():
            letters = padded.encode()
            found += [crc32(letters[at : at + _PIECE], _PART) for at in range(last)]
        else:
            found += [crc32(padded[at : at + _PIECE].encode(), _PART) for at in range(last)]
    if "\uac00" <= word[0] <= "\ud7af":
        found += [crc32(word[:length].encode(), _START) for length in (1, 2, 3)]
        found += [crc32(word[-length:].encode(), _ENDING) for length in (1, 2, 3)]
    return found


def _add_shape(found: dict[int, str], prompt: PromptParts) -> str:
    """What can be seen without reading: code, formulas, quotations, labels, length, questions.

    Whether there is code, a formula in the request, and a quotation, is returned as three digits.
    """
    text = prompt.text.lower()
    request = prompt.request.lower()
    quoted = min(len(prompt.quoted), 3)
    code = has_code(text)
    formula = has_formula(request)
    question = request.rstrip(" .…\n")[-1:] in ("?", "？", "؟")
    length = 0 if len(request) < 25 else 1 if len(request) < 90 else 2 if len(request) < 300 else 3
    for name in (
        "bias",
        f"#quoted {quoted}",
        f"#code {code}",
        f"#fenced {'```' in text}",
        f"#formula {formula}",
        f"#question {question}",
        f"#length {length}",
        f"#shape {min(quoted, 1)} {code} {formula} {question}",
        f"#numbers {min(len(_NUMBER.findall(request)), 4)}",
        f"#lines {min(text.count(chr(10)), 3)}",
    ):
        found[_number(name)] = ""
    for colon in _COLON.finditer(text):
        before = text[max(colon.start() - _LABEL_LETTERS, 0) : colon.start()]
        if (label := _LABEL.search(before)) is not None:
            found[_number(f"#label {label[1]}")] = label[1]
    return f"{code:d}{formula:d}{quoted > 0:d}"
