"""Which kind of task a prompt is: learned weights over its words, their places and the rules.

Without a network, and in well under a millisecond. Whole words and their beginnings count, never
their middle; words in quotations and in code count for little, the sentences around them for much.
"""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.tasks.features import features, whole_word
from rscrew_console.tasks.instruction import parts_of
from rscrew_console.tasks.kinds import (
    CODE_GENERATION,
    MATHEMATICAL_REASONING,
    PROBLEM_GENERATION,
    TASK_TYPES,
    Classification,
    TaskContext,
)
from rscrew_console.tasks.rules import CERTAIN, classify_by_rules, read_request
from rscrew_console.tasks.small_words import DETERMINERS, FILLERS
from rscrew_console.tasks.weights import Weights, weights

_MOST_WORDS = 3
"""Deciding words that are told."""
_LEAST_SHARE = 0.5
"""A word is told that speaks for the kind at least this share of what the strongest one does."""
UNSURE = 0.5
"""Confidence below which the context's domain counts more than the prompt."""
_DOMAIN_CONFIDENCE, _NOTHING_CONFIDENCE = 0.4, 0.2
_TASK_OF_DOMAIN = {
    "python_programming": CODE_GENERATION,
    "algorithm_design": CODE_GENERATION,
    "data_structures": CODE_GENERATION,
    "mathematical_proofs": MATHEMATICAL_REASONING,
    "computational_complexity": MATHEMATICAL_REASONING,
    "numerical_analysis": MATHEMATICAL_REASONING,
}


def classify(prompt: str, context: TaskContext | None = None) -> Classification:
    """The kind of task that a prompt is, how sure that is (0 to 1), and the words that decided.

    Where the prompt says nothing, the context's domain decides, and without one it is
    `problem_generation`.
    """
    found, by_rules = read_features(prompt)
    if by_rules.confidence == CERTAIN:
        return by_rules
    learned = weights()
    places = learned.places(found)
    likely = learned.probabilities(list(places.values()), len(found))
    next_likely, kind = sorted(range(len(likely)), key=likely.__getitem__)[-2:]
    task = TASK_TYPES[kind]
    words = (
        by_rules.words
        if by_rules.task_type == task and by_rules.words
        else _deciding_words(learned, found, places, kind, next_likely)
    )
    knows_a_word = any(whole_word(word) in places for word in set(found.values()) if word)
    sure = likely[kind] if knows_a_word else min(likely[kind], _DOMAIN_CONFIDENCE)
    if not words or sure < UNSURE:
        domain = context.domain if context else ""
        if domain in _TASK_OF_DOMAIN:
            return Classification(_TASK_OF_DOMAIN[domain], _DOMAIN_CONFIDENCE, ())
        has_digit = any(map(str.isdigit, prompt))
        says_nothing = not any(map(str.isalnum, prompt))
        if not words and (says_nothing or (likely[kind] < UNSURE and not has_digit)):
            return Classification(PROBLEM_GENERATION, _NOTHING_CONFIDENCE, ())
    confidence = round(sure, 2)
    if not by_rules.words and len(prompt.split()) == 1:
        confidence = min(confidence, _DOMAIN_CONFIDENCE)  # part of a word is no proof
    return Classification(task, confidence, words)


def read_features(prompt: str) -> tuple[dict[int, str], Classification]:
    """The prompt's features, see `features.features`, and what the rules alone say of it."""
    parts = parts_of(prompt)
    read = read_request(parts.sentences)
    by_rules = classify_by_rules(read)
    return features(parts, read, by_rules), by_rules


def _deciding_words(
    learned: Weights,
    found: Mapping[int, str],
    places: Mapping[int, int],
    kind: int,
    next_likely: int,
) -> tuple[str, ...]:
    """The words that speak most for the kind and not for the next likely one, in the order in
    which they stand in the prompt."""
    totals: dict[str, int] = {}
    for_kind, against = learned.columns[kind], learned.columns[next_likely]
    for number, place in places.items():
        if word := found[number]:
            totals[word] = totals.get(word, 0) + for_kind[place] - against[place]
    speaking = {
        word: total
        for word, total in totals.items()
        if total > 0 and word.isalpha() and word not in FILLERS and word not in DETERMINERS
    }
    least = max(speaking.values(), default=0) * _LEAST_SHARE
    strongest = sorted(
        (word for word, total in speaking.items() if total >= least),
        key=lambda word: -speaking[word],
    )[:_MOST_WORDS]
    return tuple(word for word in speaking if word in strongest)
