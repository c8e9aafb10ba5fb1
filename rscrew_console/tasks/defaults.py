"""What holds for each kind of task where the file says nothing: its models, options and settings.

The table is AIVillage's (`MODEL_ROUTING_CONFIG` at ce55849f), which had it in its code.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rscrew_console.records import dataclass
from rscrew_console.tasks.kinds import (
    CODE_GENERATION,
    CONTENT_VARIATION,
    EVALUATION_GRADING,
    MATHEMATICAL_REASONING,
    PROBLEM_GENERATION,
    RESEARCH_DOCUMENTATION,
)

_OPUS, _SONNET = "anthropic/claude-3-opus-20240229", "anthropic/claude-3-sonnet-20240229"
_HAIKU, _MINI = "anthropic/claude-3-haiku-20240307", "openai/gpt-4o-mini"
_GPT_4, _GEMINI = "openai/gpt-4-turbo", "google/gemini-pro-1.5"


@dataclass(frozen=True, slots=True)
class TaskDefaults:
    """One kind of task."""

    models: tuple[str, ...] = ()
    """As OpenRouter spells them, the first one first."""
    cost_tier: str = "balanced"
    """`premium`, `balanced` or `budget`."""
    max_tokens: int = 2000
    temperature: float = 0.7
    cost_limit: float | None = None
    """US dollars for one call."""
    quality_priority: bool = False
    cost_sensitive: bool = False


OWN_TASK = TaskDefaults()
"""For a kind of task that only the file knows."""

TASK_DEFAULTS: Mapping[str, TaskDefaults] = MappingProxyType(
    {
        PROBLEM_GENERATION: TaskDefaults(
            (_OPUS, _GEMINI, _SONNET), "premium", 2000, 0.8, 0.10, quality_priority=True
        ),
        EVALUATION_GRADING: TaskDefaults(
            (_MINI, _HAIKU, "google/gemini-flash-1.5"), "budget", 1000, 0.3, 0.01,
            cost_sensitive=True,
        ),
        CONTENT_VARIATION: TaskDefaults(
            (_MINI, _HAIKU, "meta-llama/llama-3.1-70b-instruct"), "budget", 1500, 0.7, 0.02,
            cost_sensitive=True,
        ),
        RESEARCH_DOCUMENTATION: TaskDefaults((_GEMINI, _OPUS, _GPT_4), "balanced", 4000, 0.5, 0.05),
        CODE_GENERATION: TaskDefaults(
            (_OPUS, _GPT_4, "deepseek/deepseek-coder-v2-instruct"), "premium", 3000, 0.2, 0.10
        ),
        MATHEMATICAL_REASONING: TaskDefaults(
            (_OPUS, _GPT_4, _GEMINI), "premium", 2500, 0.1, 0.10, quality_priority=True
        ),
    }
)  # fmt: skip
"""For each of the six kinds, in the order of `TASK_TYPES`."""
