"""What OpenAI's model names tell: which models reason, and which are asked through another API."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_REASONING = re.compile(r"(o[1-9]|gpt-([5-9]|[1-9]\d))(?!.*chat)(?![a-z0-9])")
_RESPONSES_ONLY = re.compile(r"(o[1-9]|gpt-\d).*-pro\b|.*codex|.*deep-research|computer-use")
_REASONS_WITH_TOOLS_THERE = re.compile(r"gpt-(5\.([4-9]|\d\d)|[6-9])(?!.*chat)")
"""Models that refuse tools together with an effort in chat completions."""


def reasons(model: str) -> bool:
    """Whether it is one of OpenAI's models that think before they answer."""
    return _REASONING.match(_own(model)) is not None


def wants_responses(model: str, parameters: Mapping[str, Any]) -> bool:
    """Whether the model answers this through the Responses API alone."""
    own = _own(model)
    if _RESPONSES_ONLY.match(own):
        return True
    effort = parameters.get("reasoning_effort") not in (None, "none")
    return bool(effort and parameters.get("tools") and _REASONS_WITH_TOOLS_THERE.match(own))


def _own(model: str) -> str:
    return model.strip().lower().rpartition("/")[2]
