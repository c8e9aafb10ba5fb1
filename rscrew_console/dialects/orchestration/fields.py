"""What can be set of a task beside its models, and how each is written."""

from __future__ import annotations

from math import isfinite
from typing import Any

from rscrew_console.dialects.base import OperationError
from rscrew_console.document import ABSENT
from rscrew_console.roster.nearest import did_you_mean

FLAGS = ("enabled", "quality_priority", "cost_sensitive")
NUMBERS = ("temperature", "max_tokens", "cost_limit", "max_parallel")
COST_TIERS = ("premium", "balanced", "budget")
AGENT_FIELDS = ("cost_tier", *NUMBERS[:3], "quality_priority", "cost_sensitive", "enabled",
                "max_parallel")  # fmt: skip
_WHOLE = ("max_tokens", "max_parallel")


def field_value(field: str, value: str | None) -> Any:
    """The value as it goes into the file; ABSENT for none. Raises OperationError."""
    text = (value or "").strip()
    if not text:
        return ABSENT
    if field in FLAGS:
        if text.lower() not in ("true", "false", "yes", "no", "on", "off"):
            raise OperationError(f'{field} is true or false, not "{text}"')
        return text.lower() in ("true", "yes", "on")
    if field == "cost_tier":
        if text not in COST_TIERS:
            hint = did_you_mean(text, COST_TIERS) or f"; there are {', '.join(COST_TIERS)}"
            raise OperationError(f'there is no cost tier "{text}"{hint}')
        return text
    return number_of(field, text)


def number_of(field: str, text: Any) -> int | float:
    """A number as the field takes it. Raises OperationError."""
    try:
        number = float(text) if not isinstance(text, bool) else float("nan")
    except (TypeError, ValueError):
        number = float("nan")
    least = 0.0 if field == "temperature" else 1e-9
    if not isfinite(number) or number < least or (field in _WHOLE and number != int(number)):
        kind = "a whole number" if field in _WHOLE else "a number"
        raise OperationError(f'{field} is {kind} above 0, not "{text}"')
    return int(number) if field in _WHOLE else number
