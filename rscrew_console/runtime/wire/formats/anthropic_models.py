"""What Anthropic documents of its models and their requests, by the version in the name.

The pages "What's new" of Opus 5.5, Sonnet 5.5, Haiku 5.5 and Fable 5.1 say who takes a forced tool
choice, who cannot stop thinking, and who checks what came before a thinking block.

https://platform.claude.com/docs/en/about-claude/models/overview, and there adaptive thinking,
effort, structured outputs and the migration guides, as of November 2026.
"""

from __future__ import annotations

import re
from typing import Literal

from rscrew_console.records import dataclass

DEFAULT_LIMIT = 4096
"""Tokens: the smallest largest output of any model, for models of which nothing is known."""
_NEWEST = (99, 0)

_NAME = re.compile(r"claude-(?:[a-z]+-)?(\d{1,2})(?:[-.](\d{1,2}))?(?![\d])")
# Before Claude 4.6, how much a model answers depends on more than its version.
_LIMITS: tuple[tuple[tuple[int, int], str, int], ...] = (
    ((4, 6), "", 128_000),
    ((4, 5), "", 64_000),
    ((4, 0), "opus", 32_000),
    ((4, 0), "", 64_000),
    ((3, 7), "", 64_000),
    ((3, 5), "", 8192),
)
_BUDGETS = {"minimal": 1024, "low": 1024, "medium": 2048, "high": 4096, "xhigh": 8192, "max": 16384}
"""Tokens to think, for models that take a number: those that LiteLLM sends for OpenAI's words."""


@dataclass(frozen=True, slots=True)
class Claude:
    """A model. One whose name has no version is taken for the newest."""

    name: str
    version: tuple[int, int] = _NEWEST

    @property
    def limit(self) -> int:
        """The documented largest output in tokens; the smallest of any where it is not known."""
        if self.version == _NEWEST:
            return DEFAULT_LIMIT
        fitting = (
            most for version, word, most in _LIMITS if self.version >= version and word in self.name
        )
        return next(fitting, DEFAULT_LIMIT)

    @property
    def thinking(self) -> Literal["", "budget", "adaptive"]:
        """How thoughts are asked for."""
        if self.version >= (4, 6):
            return "adaptive"
        return "budget" if self.version >= (3, 7) else ""

    @property
    def stops_thinking(self) -> bool:
        """Whether it thinks unless told not to, and may be told so."""
        return self.version == (5, 0) and ("opus" in self.name or "sonnet" in self.name)

    @property
    def thinks_by_default(self) -> bool:
        """Whether it thinks where a request says nothing of it."""
        return (5, 0) <= self.version < _NEWEST

    @property
    def thinks_between_tools_alone(self) -> bool:
        """Whether its lowest setting is the type `between_tools`."""
        return self.version == (5, 5) and "sonnet" in self.name

    @property
    def checks_what_came_before(self) -> bool:
        """Whether it refuses a thinking block when anything before the block has changed."""
        return (5, 1) <= self.version < _NEWEST

    @property
    def takes_forced_choice(self) -> bool:
        """Whether `tool_choice` may be `any` or one tool."""
        return not self.checks_what_came_before or "haiku" in self.name

    @property
    def one_sampling_parameter(self) -> bool:
        """Whether it refuses `temperature` together with `top_p`."""
        return self.version >= (4, 1)

    @property
    def has_output_format(self) -> bool:
        """Whether `output_config.format` is taken."""
        return self.version >= (4, 5)

    @property
    def continues_answers(self) -> bool:
        """Whether the last message may be the assistant's own beginning."""
        return self.version < (4, 6)

    def effort(self, word: str) -> str:
        """The nearest level of `output_config.effort` to a word of OpenAI's."""
        strongest = self.version >= (4, 7)
        if word == "max":
            return "max" if strongest or "opus" in self.name else "high"
        if word == "xhigh":
            return "xhigh" if strongest else "high"
        return word if word in ("medium", "high") else "low"

    def budget(self, word: str, limit: int) -> int | None:
        """Tokens to think, fewer than `limit` and at least 1,024; None where that cannot be."""
        budget = min(_BUDGETS.get(word, 0), limit - 1)
        return budget if budget >= min(_BUDGETS.values()) else None


def claude_of(model: str) -> Claude:
    """Read family and version from a name such as claude-opus-4-5-20251101 or claude-3-7-sonnet-
    latest.
    """
    name = model.lower()
    match = _NAME.search(name)
    if match is None:
        return Claude(name)
    return Claude(name, (int(match[1]), int(match[2] or 0)))
