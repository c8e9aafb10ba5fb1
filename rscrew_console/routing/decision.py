"""What is decided for one prompt, and what has come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from rscrew_console.records import dataclass
from rscrew_console.roster.chain import Options
from rscrew_console.tasks.kinds import Classification


class RoutingError(ValueError):
    """A prompt that is not routed: the task is switched off, or has no model that it may use."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Which models a prompt would be answered by, and why. Nobody was asked."""

    task_type: str
    classification: Classification
    models: tuple[str, ...]
    """In the order in which they are tried."""
    reasons: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    """Model and why it would not be asked: a missing key, the cost limit, a budget."""
    temperature: float | None
    max_tokens: int | None
    cost_limit: float | None
    """US dollars for one call."""
    highest_cost: float | None
    """US dollars that the first model's answer costs at most; None where that is not known."""
    options: Options = ()
    """What the file says of the task, or what is built in."""
    settings: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    """Setting → value and source: `file`, a variable's name, or `built in`."""

    @property
    def model(self) -> str | None:
        """The model that is tried first."""
        return self.models[0] if self.models else None

    def as_dict(self) -> dict[str, Any]:
        """In JSON's types, as `rsc route --json` shows it."""
        return {
            "task_type": self.task_type,
            "confidence": self.classification.confidence,
            "words": list(self.classification.words),
            "model": self.model,
            "models": list(self.models),
            "left_out": [{"model": model, "why": why} for model, why in self.left_out],
            "reasons": list(self.reasons),
            "temperature": self.temperature,
            "max_tokens": self.max_tokens,
            "cost_limit_usd": self.cost_limit,
            "highest_cost_usd": self.highest_cost,
            "options": dict(self.options),
            "settings": {
                name: {"value": value, "source": source}
                for name, (value, source) in self.settings.items()
            },
        }


@dataclass(frozen=True, slots=True)
class RoutedAnswer:
    """An answer, and who has given it. `str()` of it is its text."""

    text: str
    task_type: str
    model: str
    cost_usd: float | None
    """None where the price is not known; 0 where it was kept from before."""
    input_tokens: int | None
    output_tokens: int | None
    cached: bool = False
    tool_calls: tuple[Any, ...] = ()

    def __str__(self) -> str:
        return self.text
