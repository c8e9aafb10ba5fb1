"""Looks up the words of a sentence: which action and which object each of them names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from rscrew_console.records import dataclass
from rscrew_console.tasks.cjk_vocabulary import CJK
from rscrew_console.tasks.further_vocabulary import FURTHER_ACTIONS, FURTHER_OBJECTS
from rscrew_console.tasks.object_vocabulary import OBJECTS
from rscrew_console.tasks.vocabulary import ACTIONS

_WORD = re.compile(r"[\u0900-\u097f]+|[^\W_]+(?:['’+#.-][^\W_]+|\+\+|#)*")
_CJK_LETTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word or phrase of the vocabulary where it stands in a sentence."""

    text: str
    actions: frozenset[str]
    objects: frozenset[str]
    position: int
    """Number of the word in the sentence; for Chinese, Japanese and Korean, of the letter."""
    length: int = 1
    """In words, or letters."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as its known words."""

    words: tuple[str, ...]
    known: tuple[KnownWord, ...]
    is_cjk: bool = False


Meanings = Mapping[str, tuple[frozenset[str], frozenset[str]]]


@cache
def _vocabulary() -> tuple[Meanings, Meanings]:
    """Whole words and phrases; and stems. Each with the actions and the objects that it names."""
    names: list[tuple[int, str]] = []  # 0 for an action, 1 for an object
    whole: dict[str, int] = {}
    stems: dict[str, int] = {}  # a bit for each of `names`
    for place, classes in enumerate((ACTIONS, OBJECTS, FURTHER_ACTIONS, FURTHER_OBJECTS)):
        for name, words in classes.items():
            bit = 1 << len(names)
            names.append((place % 2, name))
            for word in words.split():
                if word[-1] == "*":
                    stem = word[:-1]
                    stems[stem] = stems.get(stem, 0) | bit
                else:
                    key = word.replace("_", " ")
                    whole[key] = whole.get(key, 0) | bit
    meanings = {
        bits: (_names(names, bits, 0), _names(names, bits, 1))
        for bits in {*whole.values(), *stems.values()}
    }
    return (
        {key: meanings[bits] for key, bits in whole.items()},
        {key: meanings[bits] for key, bits in stems.items()},
    )


def _names(names: Sequence[tuple[int, str]], bits: int, part: int) -> frozenset[str]:
    return frozenset(
        name for at, (place, name) in enumerate(names) if place == part and bits >> at & 1
    )


@cache
def _cjk_vocabulary() -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """First letter → (word, "action" or "object", class), the longest word first."""
    by_letter: dict[str, list[tuple[str, str, str]]] = {}
    for key, words in CJK.items():
        part, name = key.split()
        for word in words.split():
            text = word.replace("_", " ")
            by_letter.setdefault(text[0], []).append((text, part, name))
    return {
        letter: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for letter, entries in by_letter.items()
    }


@cache
def _phrases() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """First word → the phrases that begin with it, the longest first."""
    by_word: dict[str, list[tuple[str, ...]]] = {}
    for key in _vocabulary()[0]:
        if " " in key:
            words = tuple(key.split())
            by_word.setdefault(words[0], []).append(words)
    return {
        word: tuple(sorted(phrases, key=len, reverse=True)) for word, phrases in by_word.items()
    }


def read_sentence(text: str) -> Sentence:
    """The known words of a sentence, in order. Longer phrases go before their parts."""
    text = text.lower().replace("’", "'")
    if not text.isascii():
        letters = len(_CJK_LETTER.findall(text))
        if letters and letters * 3 >= len("".join(text.split())):
            return Sentence((text,), tuple(_cjk_words(text)), is_cjk=True)
    words = tuple(_WORD.findall(text))
    return Sentence(words, tuple(_known_words(words)))


def _known_words(words: tuple[str, ...]) -> Iterator[KnownWord]:
    whole = _vocabulary()[0]
    phrases = _phrases()
    position = 0
    while position < len(words):
        for phrase in phrases.get(words[position], ()):
            if words[position : position + len(phrase)] == phrase:
                text = " ".join(phrase)
                yield KnownWord(text, *whole[text], position, len(phrase))
                position += len(phrase)
                break
        else:
            if (meaning := _meaning_of(words[position])) is not None:
                yield KnownWord(words[position], *meaning, position)
            position += 1


@cache
def _stems_by_length() -> tuple[int, ...]:
    return tuple(sorted({len(stem) for stem in _vocabulary()[1]}, reverse=True))


@lru_cache(maxsize=4096)
def _meaning_of(word: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """A whole word goes before a stem, the longest stem before shorter ones."""
    whole, stems = _vocabulary()
    if (meaning := whole.get(word)) is not None:
        return meaning
    for length in _stems_by_length():
        if _SHORTEST_STEM <= length <= len(word) and (meaning := stems.get(word[:length])):
            return meaning
    return None


def _cjk_words(text: str) -> Iterator[KnownWord]:
    vocabulary = _cjk_vocabulary()
    position = 0
    while position < len(text):
        for word, _, _ in vocabulary.get(text[position], ()):
            if text.startswith(word, position):
                entries = [entry for entry in vocabulary[word[0]] if entry[0] == word]
                yield KnownWord(
                    word,
                    frozenset(name for _, part, name in entries if part == "action"),
                    frozenset(name for _, part, name in entries if part == "object"),
                    position,
                    len(word),
                )
                position += len(word)
                break
        else:
            position += 1
