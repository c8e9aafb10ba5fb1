"""What the trained classifier looks at in a prompt: its words, where they stand, and its shape.

A feature is a number, the CRC-32 of its name. Text that is worked on (quotations, code) gives only
weak features of its own; the sentences around it give words, pairs of words, and stems.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from rscrew_console.tasks.instruction import PromptParts
from rscrew_console.tasks.kinds import Classification
from rscrew_console.tasks.rules import rule_features
from rscrew_console.tasks.small_words import FILLERS
from rscrew_console.tasks.words import Sentence

MOST_WORDS = 60
"""Words of a prompt's request that are looked at, from its beginning; as many from its end."""

_WORD = re.compile(
    r"[\u3040-\u309f]+|[\u30a0-\u30ff]+|[\u3400-\u9fff]+|[\uac00-\ud7af]+|[^\W\d_]+(?:['’-][^\W\d_]+)*"
    r"|\d+|[+*/^=<>%√∫∑≤≥²³]"
)
_CODE = re.compile(
    r"\bdef \w+\(|\bfunction\b.*\(|\bselect\b.+\bfrom\b|[;{}]\s*$|=>|\w\(\)|\breturn\b.*;|"
    r"\bfor \w+ in\b|\bprint\(|\bimport \w+|\w+\.\w+\(|==",
    re.IGNORECASE | re.MULTILINE,
)
_FORMULA = re.compile(
    r"\d\s*[-+*/^=<>×·]\s*\d|\b[a-z]\s*\^\s*\d|[a-z]\s*=\s*-?\d|[√∫∑²³≤≥π∞→]|\b(?:sin|cos|tan|log|ln|lim)\b"
    r"|\d\s?%|\bf\(x\)|\d[xyz]\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:^|[\s\"{,])([^\W\d_]+)(?: ?\d)?\"?\s?[:：]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STEMS = (4, 6)
_PIECE = 4
"""Letters of the pieces into which words are cut, too: they outlive typos and endings."""


def features(
    prompt: PromptParts, read: Sequence[Sentence], by_rules: Classification
) -> dict[int, str]:
    """Every feature of a prompt by number, with the word that it comes from ("" where from none).

    `read` are the sentences of the prompt's request, `by_rules` what the rules say of them.
    """
    found: dict[int, str] = {}
    for name, word in _shape(prompt):
        found.setdefault(crc32(name.encode()), word)
    for name in rule_features(read, by_rules, _shape_in_short(prompt)):
        found.setdefault(crc32(name.encode()), "")
    _add_words(found, prompt)
    return found


def _add_words(found: dict[int, str], prompt: PromptParts) -> None:
    lists = [words for piece in prompt.sentences if (words := _words(piece))]
    left = MOST_WORDS * 2
    for number, words in enumerate(lists):
        is_last = number == len(lists) - 1
        if left > 0:
            chosen = words[: min(left, MOST_WORDS)]
            left -= len(words)
        elif is_last:
            chosen = words[-MOST_WORDS:]
        else:
            continue
        for word in chosen:
            for each in _of_word(word):
                found.setdefault(each, word)
        for name, word in _of_sentence(chosen, is_first=number == 0, is_last=is_last):
            found.setdefault(crc32(name.encode()), word)
    for part in prompt.quoted[:3]:
        for word in _words(part)[:30]:
            # Quoted words decide little, and never explain.
            found.setdefault(crc32(f"q:{word}".encode()), "")


def _words(text: str) -> list[str]:
    """The words in small letters; of Chinese and Japanese runs of letters, every two and three."""
    words: list[str] = []
    for word in _WORD.findall(text.lower().replace("’", "'")):
        if word[0].isdigit():
            words.append("0")
        elif _CJK.match(word) and word[0] < "\uac00":
            words += _pieces(word)
        else:
            words.append(word)
    return words


def _pieces(run: str) -> list[str]:
    if len(run) <= 2:
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]


@lru_cache(maxsize=8192)
def _of_word(word: str) -> tuple[int, ...]:
    """The numbers of the word, of its beginnings, and of the pieces of it; of Korean also of its
    first and last letters."""
    return tuple(crc32(name.encode()) for name in _parts_of(word))


def _parts_of(word: str) -> Iterator[str]:
    yield f"w:{word}"
    for length in _STEMS:
        if len(word) > length:
            yield f"s:{word[:length]}"
    if len(word) >= _PIECE - 1:
        padded = f"<{word}>"
        for at in range(len(padded) - _PIECE + 1):
            yield f"c:{padded[at : at + _PIECE]}"
    if "\uac00" <= word[0] <= "\ud7af":
        for length in (1, 2, 3):
            yield f"s:{word[:length]}"
            yield f"e:{word[-length:]}"


def _of_sentence(words: list[str], *, is_first: bool, is_last: bool) -> Iterator[tuple[str, str]]:
    place = "f" if is_first else "l" if is_last else "m"
    for word in words:
        yield f"{place}:{word}", word
    for one, two in itertools.pairwise(words):
        yield f"b:{one} {two}", one
    for one, two in zip(words, words[2:], strict=False):
        yield f"k:{one} {two}", one
    counted = [word for word in words if word not in FILLERS]
    for number, word in enumerate(counted[:3]):
        yield f"h{number}:{word}", word
        yield f"hs{number}:{word[:5]}", word
    if counted:
        head = counted[0][:6]
        for word in counted[1:12]:
            yield f"x:{head} {word[:6]}", word
        yield f"z:{counted[-1]}", counted[-1]
    if words:
        yield f"o:{words[0]}", words[0]
        yield f"o:{' '.join(words[:2])}", words[0]


def _shape_in_short(prompt: PromptParts) -> str:
    """Whether the prompt has code, a formula in its request, and a quotation."""
    parts = (bool(_CODE.search(prompt.text)), bool(_FORMULA.search(prompt.request)))
    return "".join("01"[one] for one in (*parts, bool(prompt.quoted)))


def _shape(prompt: PromptParts) -> Iterator[tuple[str, str]]:
    """What can be seen without reading: code, formulas, quotations, labels, length, questions."""
    yield "bias", ""
    text, request = prompt.text, prompt.request
    quoted = min(len(prompt.quoted), 3)
    code = bool(_CODE.search(text))
    formula = bool(_FORMULA.search(request))
    fenced = "```" in text
    question = request.rstrip(" .…\n")[-1:] in ("?", "？")
    length = 0 if len(request) < 25 else 1 if len(request) < 90 else 2 if len(request) < 300 else 3
    yield f"#quoted {quoted}", ""
    yield f"#code {code}", ""
    yield f"#fenced {fenced}", ""
    yield f"#formula {formula}", ""
    yield f"#question {question}", ""
    yield f"#length {length}", ""
    yield f"#shape {min(quoted, 1)} {code} {formula} {question}", ""
    yield f"#numbers {min(len(re.findall(r'[0-9]+', request)), 4)}", ""
    yield f"#lines {min(text.count(chr(10)), 3)}", ""
    for label in _LABEL.findall(text.lower()):
        yield f"#label {label}", label
