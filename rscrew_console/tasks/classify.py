"""Which kind of task a prompt is: by the verb at its head and by what the verb is to be done to.

Rules over a vocabulary, without a network: whole words only, quotations and code left out, the
first sentence that tells somebody to do something before all others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from rscrew_console.tasks.instruction import sentences, without_content
from rscrew_console.tasks.kinds import (
    CODE_GENERATION,
    CONTENT_VARIATION,
    EVALUATION_GRADING,
    MATHEMATICAL_REASONING,
    PROBLEM_GENERATION,
    RESEARCH_DOCUMENTATION,
    Classification,
    TaskContext,
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

_CODE_DOMAINS = frozenset({"python_programming", "algorithm_design", "data_structures"})
_MATH_DOMAINS = frozenset({"mathematical_proofs", "computational_complexity", "numerical_analysis"})


def classify(prompt: str, context: TaskContext | None = None) -> Classification:
    """The kind of task that a prompt is, how sure that is, and the words that decided.

    The verb at the head decides with its object. Where the prompt says nothing, the context's
    domain does, and without one it is `problem_generation`.
    """
    read = [read_sentence(text) for text in sentences(without_content(prompt))]
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
    return _by_objects(read, context)


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


def _by_objects(read: Iterable[Sentence], context: TaskContext | None) -> Classification:
    """Without a verb: what the prompt speaks of most, or the context's domain."""
    objects = [word for sentence in read for word in sentence.known if word.objects]
    if objects:
        name, _ = Counter(min(word.objects) for word in objects).most_common(1)[0]
        words = tuple(dict.fromkeys(word.text for word in objects if name in word.objects))
        return Classification(_TASK_OF_OBJECT[name], 0.5, words)
    domain = context.domain if context else ""
    if domain in _CODE_DOMAINS:
        return Classification(CODE_GENERATION, 0.4, ())
    if domain in _MATH_DOMAINS:
        return Classification(MATHEMATICAL_REASONING, 0.4, ())
    return Classification(PROBLEM_GENERATION, 0.2, ())
