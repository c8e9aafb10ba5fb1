"""What Google documents of its models, by the generation in the name.

https://ai.google.dev/gemini-api/docs/thinking and https://ai.google.dev/gemini-api/docs/openai, as
of November 2026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rscrew_console.records import dataclass

_NAME = re.compile(r"gemini-(\d{1,2})(?:\.(\d{1,2}))?(?!\d)")
_NEWEST = (99, 0)
_MINIMAL = ((3, 0), (3, 1), (3, 5))
"""Generations whose Flash models know the level `minimal`; every Flash-Lite model does."""
_LEVELS: Mapping[str, str] = {
    "none": "minimal", "minimal": "minimal", "low": "low", "medium": "medium", "high": "high",
    "xhigh": "high", "max": "high",
}  # fmt: skip
_BUDGETS: Mapping[str, int] = {
    "none": 0, "minimal": 1024, "low": 1024, "medium": 8192, "high": 24576, "xhigh": 24576,
    "max": 24576,
}  # fmt: skip
"""Tokens, as Google's own imitation of OpenAI's API takes OpenAI's words."""
_LEAST_OF_PRO = 128


@dataclass(frozen=True, slots=True)
class Gemini:
    """A model. One whose name has no generation is taken for one of the newest."""

    name: str
    generation: tuple[int, int] = _NEWEST

    @property
    def signs_calls(self) -> bool:
        """Whether it wants ids of calls, and signatures of its thoughts, back."""
        return self.generation >= (3, 0)

    @property
    def formats_beside_tools(self) -> bool:
        """Whether JSON may be wanted where tools are offered."""
        return self.generation >= (3, 0)

    def thinking(self, effort: str) -> dict[str, Any]:
        """The `thinkingConfig` for a word of OpenAI's; empty where the model does not think."""
        if effort not in _LEVELS or self.generation < (2, 5):
            return {}
        display = {} if effort == "none" else {"includeThoughts": True}
        if self.generation >= (3, 0):
            return {"thinkingLevel": self._level(effort), **display}
        budget = _BUDGETS[effort]
        if "pro" in self.name:
            budget = max(budget, _LEAST_OF_PRO)
        return {"thinkingBudget": budget, **display}

    def _level(self, effort: str) -> str:
        level = _LEVELS[effort]
        minimal = "flash-lite" in self.name or (
            "flash" in self.name and self.generation in _MINIMAL
        )
        if level == "minimal" and not minimal:
            return "low"
        if level == "medium" and self.generation == (3, 0) and "pro" in self.name:
            return "high"
        return level


def gemini_of(model: str) -> Gemini:
    """Read family and version from a name such as gemini-2.5-flash-lite or gemini-flash-latest."""
    name = model.lower()
    match = _NAME.search(name)
    return Gemini(name, (int(match[1]), int(match[2] or 0))) if match else Gemini(name)
