"""How OpenRouter writes versions: `anthropic/claude-3.5-sonnet`, where Anthropic has dashes."""

from __future__ import annotations

import re

# The vendors whose models OpenRouter writes with dots throughout: https://openrouter.ai/models
_FAMILY = r"(?P<start>(?:^|.*[/:])(?:anthropic/claude|openai/gpt|google/gemini)(?:-[a-z]+)*-)"
_DASHED = re.compile(_FAMILY + r"(?P<major>\d{1,2})-(?P<minor>\d{1,2})(?P<rest>(?![\d.]).*)")
_DATE = re.compile(r"(?P<start>.*/claude-.*?)-20\d{6}(?=$|:)")


def with_dots(model: str) -> str:
    """A model of OpenRouter's with the dot in its version and without Anthropic's date.

    `openrouter/anthropic/claude-sonnet-4-5-20250929` is `openrouter/anthropic/claude-sonnet-4.5`.
    The model itself where nothing is to be mended.
    """
    model = _DATE.sub(r"\g<start>", model)
    match = _DASHED.fullmatch(model)
    if match is None:
        return model
    return f"{match['start']}{match['major']}.{match['minor']}{match['rest']}"
