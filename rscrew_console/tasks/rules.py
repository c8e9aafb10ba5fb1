"""What the vocabulary says of a prompt: the verb at its head and what the verb is to be done to.

Whole words only, quotations and code left out, the first sentence that tells somebody to do
something before all others. `classify.classify` weighs this with what it has learned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rscrew_console.tasks.kinds import (
    CODE_GENERATION,
    CONTENT_VARIATION,
    EVALUATION_GRADING,
    MATHEMATICAL_REASONING,
    PROBLEM_GENERATION,
    RESEARCH_DOCUMENTATION,
    Classification,
)
from rscrew_console.tasks.small_words import DETERMINERS, FILLERS
from rscrew_console.tasks.words import KnownWord, Sentence, read_sentence

_TASK_OF_ACTION = {
    "create": PROBLEM_GENERATION,
    "evaluate": EVALUATION_GRADING,
    "vary": CONTENT_VARIATION,
    "research": RESEARCH_DOCUMENTATION,
    "code": CODE_GENERATION,
    "solve": MATHEMATICAL_REASONING,
    "why": RESEARCH_DOCUMENTATION,
}
_TASK_OF_OBJECT = {
    "problem": PROBLEM_GENERATION,
    "answer": EVALUATION_GRADING,
    "variant": CONTENT_VARIATION,
    "document": RESEARCH_DOCUMENTATION,
    "code": CODE_GENERATION,
    "math": MATHEMATICAL_REASONING,
    "proof": MATHEMATICAL_REASONING,
}
_TASK_OF_PAIR = {
    ("create", "answer"): EVALUATION_GRADING,
    ("create", "variant"): CONTENT_VARIATION,
    ("create", "document"): RESEARCH_DOCUMENTATION,
    ("create", "code"): CODE_GENERATION,
    ("create", "math"): MATHEMATICAL_REASONING,
    ("create", "proof"): MATHEMATICAL_REASONING,
    ("solve", "code"): CODE_GENERATION,
    ("solve", "document"): RESEARCH_DOCUMENTATION,
    ("evaluate", "math"): MATHEMATICAL_REASONING,
    ("why", "code"): CODE_GENERATION,
    ("vary", "code"): CODE_GENERATION,
}
"""Where the object says more than the verb. Else the verb decides."""

_PRIORITY = ("evaluate", "vary", "code", "solve", "research", "why", "create")
"""Which action counts where one word names several."""

MOST_SENTENCES = 12
"""Sentences from a prompt's beginning that are read."""
_LAST_SENTENCES = 4
"""Sentences from its end that are read besides."""


def read_request(pieces: Sequence[str]) -> tuple[Sentence, ...]:
    """The known words of a prompt's sentences, which are without quotations and code."""
    if len(pieces) > MOST_SENTENCES + _LAST_SENTENCES:
        pieces = (*pieces[:MOST_SENTENCES], *pieces[-_LAST_SENTENCES:])
    return tuple(read_sentence(text) for text in pieces)


def classify_by_rules(read: Sequence[Sentence]) -> Classification:
    """The kind of task by the verb at the head and its object, as far as they are known words.

    Confidence is 0.2, and there are no words, where none of the prompt's words is known.
    """
    if (program := _program_asked_for(read)) is not None:
        return program
    ranked = sorted(
        (
            (_headedness(sentence, action), -number, sentence, action)
            for number, sentence in enumerate(read)
            if (action := _head_action(sentence)) is not None
        ),
        key=lambda entry: entry[:2],
        reverse=True,
    )
    if ranked:
        headedness, _, sentence, action = ranked[0]
        return _by_action(sentence, action, sure=headedness > 0)
    return _by_objects(read)


CERTAIN = 1.0
"""Confidence of what no other word of a prompt can change."""
_PROGRAMS = frozenset((
    "function", "method", "script", "program", "tool", "funktion", "skript", "programm",
    "methode", "fonction", "programme", "función", "funcion", "programa", "funzione", "programma",
    "função", "funcao", "functie", "funkcję", "funkcja", "функцию", "функция", "скрипт",
    "программу", "программа", "fonksiyon",
))  # fmt: skip
_RELATIVES = frozenset((
    "that", "which", "to", "die", "der", "das", "qui", "que", "che", "dat", "który", "która",
    "które", "которая", "которую", "который", "которое", "som",
))  # fmt: skip


def _program_asked_for(read: Sequence[Sentence]) -> Classification | None:
    """`Write a function that …`: whatever it is to do, it is code."""
    sentence = read[0] if read else None
    action = _head_action(sentence) if sentence and not sentence.is_cjk else None
    if sentence is None or action is None or not action.actions & {"create", "code"}:
        return None
    if _headedness(sentence, action) != 2:
        return None
    start = action.position + action.length
    for position, word in enumerate(sentence.words[start : start + _NEAR + 1], start):
        following = sentence.words[position + 1 : position + 4]
        if word in _PROGRAMS and not _RELATIVES.isdisjoint(following[:1] + following[2:]):
            return Classification(CODE_GENERATION, CERTAIN, (action.text, word))
    return None


def rule_features(read: Sequence[Sentence], verdict: Classification, shape: str) -> Iterator[str]:
    """Names of what the rules see: actions, objects, their pair in each sentence, the verdict.

    `shape` is what can be seen of the prompt without reading it; it is told with the verdict.
    """
    level = 2 if verdict.confidence >= 0.9 else 1 if verdict.confidence >= 0.6 else 0
    yield f"#rules {verdict.task_type}"
    yield f"#rules {verdict.task_type} {level}"
    for number, sentence in enumerate(read[:MOST_SENTENCES]):
        for word in sentence.known:
            yield from (f"#a {action}" for action in word.actions)
            yield from (f"#o {one}" for one in word.objects)
        if (action := _head_action(sentence)) is None:
            continue
        name = next(one for one in _PRIORITY if one in action.actions)
        found = _object_of(sentence, action)
        thing = found[0] if found else ""
        headedness = _headedness(sentence, action)
        yield f"#p {name} {thing}"
        yield f"#p{min(number, 2)} {name} {thing} {headedness}"
        if found and headedness == 2 and _is_near(action, found[1]):
            yield f"#n{min(number, 1)} {name} {thing}"
    kinds = {one for sentence in read for word in sentence.known for one in word.objects}
    work = "answer" in kinds
    yield f"#t {verdict.task_type} {shape}"
    yield f"#t {verdict.task_type} {level} {shape} {work}"
    for kind in kinds:
        yield f"#to {kind} {shape}"


def _head_action(sentence: Sentence) -> KnownWord | None:
    """The word that says what is to be done: the first action, the last one in Japanese order."""
    actions = [word for word in sentence.known if word.actions]
    if not actions:
        return None
    if sentence.is_cjk:
        return actions[-1] if _verb_comes_last(sentence) else actions[0]
    return next((word for word in actions if _is_verb(sentence, word)), None)


def _verb_comes_last(sentence: Sentence) -> bool:
    """Whether the text is Japanese or Korean."""
    return any("\u3040" <= letter <= "\u30ff" or letter >= "\uac00" for letter in sentence.words[0])


def _is_verb(sentence: Sentence, word: KnownWord) -> bool:
    """Not a verb: what an article stands before, where the word may be an object as well."""
    if not word.objects or word.position == 0:
        return True
    return sentence.words[word.position - 1] not in DETERMINERS


def _headedness(sentence: Sentence, action: KnownWord) -> int:
    """2: the action is the first word that counts; 1: among the first; 0: further behind."""
    if sentence.is_cjk:
        return 1
    before = [word for word in sentence.words[: action.position] if word not in FILLERS]
    return 2 if not before else 1 if len(before) <= 2 else 0


_NEAR = 3
"""Words that may stand between a verb and what it is to be done to."""


def _is_near(action: KnownWord, thing: KnownWord) -> bool:
    return 0 <= thing.position - action.position - action.length <= _NEAR


_ACTION_OF_PARTICLE = {"um": "vary", "ab": "vary", "zusammen": "research", "samen": "research"}
"""German and Dutch end a sentence with a part of the verb: `Formuliere diesen Satz um`."""


def _by_action(sentence: Sentence, action: KnownWord, *, sure: bool) -> Classification:
    name = next(one for one in _PRIORITY if one in action.actions)
    name = _ACTION_OF_PARTICLE.get(sentence.words[-1], name)
    found = _object_of(sentence, action)
    if found is None:
        return Classification(_TASK_OF_ACTION[name], 0.75 if sure else 0.6, (action.text,))
    object_name, word = found
    if (name, object_name) == ("evaluate", "math") and _is_submission(sentence):
        object_name = "answer"
    task = _TASK_OF_PAIR.get((name, object_name), _TASK_OF_ACTION[name])
    words = tuple(one.text for one in sorted((action, word), key=lambda one: one.position))
    return Classification(task, 0.95 if sure else 0.7, words)


def _is_submission(sentence: Sentence) -> bool:
    """Whether what is to be judged is somebody's work: an answer, a student's proof."""
    return any("answer" in word.objects for word in sentence.known)


def _object_of(sentence: Sentence, action: KnownWord) -> tuple[str, KnownWord] | None:
    """What the action is to be done to: the first object behind it, else the last one before it.

    Of objects that stand side by side the last one counts: a "function problem" is a problem.
    """
    objects = [word for word in sentence.known if word.objects and word is not action]
    behind = [word for word in objects if word.position > action.position]
    if not behind or (sentence.is_cjk and _verb_comes_last(sentence)):
        before = [word for word in objects if word.position < action.position]
        chosen = before[-1] if before else behind[0] if behind else None
    else:
        chosen = behind[0]
        for word in behind[1:]:
            if word.position != chosen.position + chosen.length:
                break
            chosen = word
    return None if chosen is None else (min(chosen.objects), chosen)


def _by_objects(read: Iterable[Sentence]) -> Classification:
    """Without a verb: what the prompt speaks of most."""
    objects = [word for sentence in read for word in sentence.known if word.objects]
    if objects:
        name, _ = Counter(min(word.objects) for word in objects).most_common(1)[0]
        words = tuple(dict.fromkeys(word.text for word in objects if name in word.objects))
        return Classification(_TASK_OF_OBJECT[name], 0.5, words)
    return Classification(PROBLEM_GENERATION, 0.2, ())
