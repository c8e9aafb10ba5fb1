"""Which kind of task a prompt is: the verb and its object decide, words in quotations do not."""

import json
from pathlib import Path

import pytest

from rscrew_console.tasks.classify import classify
from rscrew_console.tasks.instruction import LONGEST, parts_of
from rscrew_console.tasks.kinds import TASK_TYPES, TaskContext
from rscrew_console.tasks.weights import packed, unpacked
from tests.rows import each_row

PROMPTS = Path(__file__).parent / "prompts"


@each_row(("task", "prompt"), [
    ("problem_generation", "Generate a Python challenge about recursion"),
    ("evaluation_grading", "Grade this generated code"),
    ("content_variation", "Improve the wording: rephrase this answer"),
    ("code_generation", "Encode the message with a Caesar cipher in Python: implement encode()"),
    ("research_documentation", "Explain how to check a proof"),
    ("content_variation", "Create a variation of the following problem"),
    ("problem_generation", "Create a word problem about trains for 7th graders"),
    ("mathematical_reasoning", "Prove that sqrt(2) is irrational"),
    ("mathematical_reasoning", "Evaluate the integral of x^2 from 0 to 1"),
    ("evaluation_grading", "Evaluate this proof that sqrt(2) is irrational"),
    ("code_generation", "Write a function that checks whether an answer is correct"),
    ("code_generation", "Debug this function"),
    ("research_documentation", "Summarize the history of calculus"),
    ("mathematical_reasoning", "What is the derivative of sin(x)?"),
    ("research_documentation", "What is photosynthesis?"),
    ("code_generation", "Why does my loop never end?"),
    ("problem_generation", "Schreibe drei Übungsaufgaben zu Brüchen"),
    ("code_generation", "Schreibe eine Funktion, die eine Liste sortiert"),
    ("evaluation_grading", "Bewerte diese Antwort eines Schülers"),
    ("content_variation", "Formuliere diesen Satz um"),
    ("research_documentation", "Erkläre die Ursachen des Ersten Weltkriegs"),
    ("mathematical_reasoning", "Beweise, dass es unendlich viele Primzahlen gibt"),
    ("code_generation", "二分探索を実装してください"),
    ("problem_generation", "数学の問題を3つ作成してください"),
    ("evaluation_grading", "请给这篇作文打分"),
    ("mathematical_reasoning", "证明根号2是无理数"),
    ("code_generation", "用Python写一个排序函数"),
    ("problem_generation", "Rédige trois exercices sur les fractions"),
    ("research_documentation", "Explique comment fonctionne la photosynthèse"),
    ("content_variation", "Reformule cette phrase dans un ton plus formel"),
    ("code_generation", "Напиши функцию на Python для сортировки списка"),
    ("mathematical_reasoning", "Докажи, что сумма углов треугольника равна 180"),
    ("evaluation_grading", "Проверь ответ ученика и поставь оценку"),
    ("research_documentation", "Write documentation for the payments API"),
    ("research_documentation", "Write a report on the causes of inflation"),
    ("code_generation", "Refactor this class to use composition"),
    ("evaluation_grading", "Can you check whether this student's essay answers the question?"),
    ("mathematical_reasoning", "How many ways can 5 people sit in a row?"),
    ("problem_generation", "I need 10 quiz questions about the French Revolution"),
    ("content_variation", "Give me three different versions of this question"),
    ("content_variation", "Make this question harder"),
    ("code_generation", "Can you fix the bug in my script?"),
    ("content_variation", "improve this"), ("content_variation", "Improve this answer"),
    ("problem_generation", "भिन्नों पर पाँच अभ्यास प्रश्न बनाइए।"),
    ("content_variation", 'Bu cümleyi daha kibar söyle: "Kapıyı kapat."'),
    ("mathematical_reasoning", "حل المعادلة 3x - 6 = 9"),
])  # fmt: skip
def test_a_prompt_is_told_by_its_verb_and_object(task: str, prompt: str) -> None:
    assert classify(prompt).task_type == task


@each_row("prompt", [
    "Approve", "Encode", "documentary", "checkmate", "codec", "asdf qwer", "xkqj zvvt wqpl",
])  # fmt: skip
def test_parts_of_words_decide_nothing(prompt: str) -> None:
    assert classify(prompt).confidence < 0.5


@pytest.mark.parametrize(("prompt", "words"), [
    ("Grade this generated code", ("grade", "code")),
    ("Please explain how to check a proof", ("explain", "proof")),
    ('Rephrase: "Implement a function that proves a theorem"', ("rephrase",)),
    ("Encode the message", ("encode",)),
])  # fmt: skip
def test_the_words_that_decided_are_told(prompt: str, words: tuple[str, ...]) -> None:
    assert classify(prompt).words == words


@pytest.mark.parametrize(("domain", "task"), [
    ("python_programming", "code_generation"), ("mathematical_proofs", "mathematical_reasoning"),
    ("", "problem_generation"),
])  # fmt: skip
def test_where_the_prompt_says_nothing_the_domain_does(domain: str, task: str) -> None:
    result = classify("…", TaskContext(domain=domain))
    assert (result.task_type, result.words) == (task, ())
    assert result.confidence < 0.5


@pytest.mark.parametrize(
    "name", ["tune.jsonl", "held.jsonl", "fresh.jsonl", "fresh2.jsonl", "blind.jsonl"]
)
def test_every_prompt_gets_a_kind_and_a_confidence(name: str) -> None:
    for line in (PROMPTS / name).read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        assert entry["task"] in TASK_TYPES
        result = classify(entry["prompt"])
        assert result.task_type in TASK_TYPES
        assert 0 < result.confidence <= 1


@pytest.mark.parametrize(("name", "least"), [
    ("held.jsonl", 0.98), ("fresh.jsonl", 0.98), ("blind.jsonl", 0.95),
])  # fmt: skip
def test_most_prompts_that_it_has_not_learned_from_are_told_rightly(
    name: str, least: float
) -> None:
    """627 prompts in fifteen languages which the training has never read. `blind` is written by
    somebody who knew neither the classifier nor its mistakes, to be hard: many of its prompts speak
    in the words of another kind, tell a story first, or are badly spelt."""
    lines = (PROMPTS / name).read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    right = sum(classify(entry["prompt"]).task_type == entry["task"] for entry in entries)
    assert right / len(entries) >= least


@pytest.mark.parametrize(
    "filler", ["lorem ipsum dolor sit amet, ", "a", "f(x) = {y} == 3;\n", "語"]
)
def test_of_a_long_prompt_the_beginning_and_the_end_are_read(filler: str) -> None:
    text = filler * (60_000 // len(filler))
    assert len(parts_of(text).text) <= 2 * LONGEST + 1
    assert classify(f"Grade this student's essay.\n\n{text}").task_type == "evaluation_grading"
    at_the_end = f"{text}\n\nPlease write a function in Python that counts these words."
    assert classify(at_the_end).task_type == "code_generation"


def test_a_weight_is_found_by_its_feature_s_number() -> None:
    rows = {7: [1, 0, 0, 0, 0, 0], 1 << 24: [0, 2, 0, 0, 0, 0], 0xFFFFFFFF: [0, 0, 3, 0, 0, -3]}
    learned = unpacked(packed(rows, 0.5, [0.0] * 6))
    places = learned.places([0xFFFFFFFF, 8, 0, 7, 1 << 24, 0xFFFFFFFE])
    assert places == {0xFFFFFFFF: 2, 7: 0, 1 << 24: 1}
    assert [learned.columns[2][2], learned.columns[5][2], learned.columns[1][1]] == [3, -3, 2]
    assert sum(learned.probabilities([0, 1], 2)) == pytest.approx(1)
