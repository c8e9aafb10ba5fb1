"""The six kinds of tasks, what a caller may say of a prompt, and the result of classifying it."""

from __future__ import annotations

from typing import NamedTuple

from rscrew_console.records import dataclass

PROBLEM_GENERATION = "problem_generation"
EVALUATION_GRADING = "evaluation_grading"
CONTENT_VARIATION = "content_variation"
RESEARCH_DOCUMENTATION = "research_documentation"
CODE_GENERATION = "code_generation"
MATHEMATICAL_REASONING = "mathematical_reasoning"

TASK_TYPES = (
    PROBLEM_GENERATION,
    EVALUATION_GRADING,
    CONTENT_VARIATION,
    RESEARCH_DOCUMENTATION,
    CODE_GENERATION,
    MATHEMATICAL_REASONING,
)


@dataclass(frozen=True, slots=True)
class TaskContext:
    """What the caller knows about a prompt. Everything is optional."""

    difficulty_level: int | None = None
    """1 (easy) to 10 (hard)."""
    domain: str = ""
    """Such as `python_programming`, `algorithm_design`, `mathematical_proofs`."""
    expected_length: str = ""
    """`short`, `medium` or `long`."""
    requires_reasoning: bool = False
    requires_creativity: bool = False
    quality_priority: bool | None = None
    """None: as the file says for the task."""
    cost_sensitive: bool | None = None
    """None: as the file says for the task."""


class Classification(NamedTuple):
    """The kind of task that a prompt is."""

    task_type: str
    """One of `TASK_TYPES`."""
    confidence: float
    """From 0 to 1: 0.9 and more where verb and object agree, under 0.5 where nothing was clear."""
    words: tuple[str, ...]
    """The words of the prompt that decided, in the order in which they stand in it."""
