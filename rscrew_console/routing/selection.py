"""In which order the models of a task are tried, and what one call may take. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rscrew_console.records import dataclass
from rscrew_console.roster.model import Price
from rscrew_console.tasks.kinds import TaskContext
from rscrew_console.tasks.open_weight import is_open_weight

HARD = 8
"""Difficulty from which on the strongest model is tried first."""
LEAST_TOKENS = 64
"""An answer that may have fewer is not worth a call."""
LETTERS_A_TOKEN = 3
_LENGTH_FACTORS = {"short": 0.5, "long": 2.0}


@dataclass(frozen=True, slots=True)
class TaskOptions:
    """What the file says of a task, or what is built in."""

    cost_tier: str = "balanced"
    temperature: float | None = None
    max_tokens: int | None = None
    cost_limit: float | None = None
    """US dollars for one call."""
    quality_priority: bool = False
    cost_sensitive: bool = False
    enabled: bool = True

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> TaskOptions:
        """Of an agent's options; others are passed over."""
        return cls(**{name: options[name] for name in cls.__slots__ if name in options})


@dataclass(frozen=True, slots=True)
class Selection:
    """The models in the order in which they are tried, and with what."""

    models: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    """Why the order is not the file's, in sentences without a full stop."""
    left_out: tuple[tuple[str, str], ...] = ()
    """Model and why it is not tried."""
    temperature: float | None = None
    max_tokens: int | None = None


def select(
    models: Sequence[str],
    options: TaskOptions,
    context: TaskContext,
    prices: Mapping[str, Price],
    *,
    prefer_open: bool = False,
    stronger_than: str | None = None,
) -> Selection:
    """The order of a task's chain for one prompt.

    `stronger_than` is the model whose answer was not good enough: those at most as strong come
    behind the others. A model is stronger the more its answers cost; where a price is not known,
    the file's order says it, strongest first.
    """
    order, reasons = list(models), list[str]()
    by_strength = strongest_first(models, prices)
    quality, cheap = _wishes(options, context)
    hard = context.difficulty_level is not None and context.difficulty_level >= HARD
    if hard or quality or (context.requires_reasoning and not cheap):
        order = by_strength
        why = (
            f"difficulty {context.difficulty_level}" if hard
            else "quality is asked for" if quality else "reasoning is required"
        )  # fmt: skip
        reasons.append(f"{why}: the strongest model first")
    elif cheap:
        order = list(reversed(by_strength))
        reasons.append("cost-sensitive: the cheapest model first")
    if prefer_open and any(map(is_open_weight, order)) and not is_open_weight(order[0]):
        order.sort(key=lambda model: not is_open_weight(model))
        reasons.append("open-weight models are preferred")
    if stronger_than in by_strength:
        place = by_strength.index(stronger_than)
        stronger = list(reversed(by_strength[:place]))
        if stronger:
            order = [*stronger, *(model for model in order if model not in stronger)]
            reasons.append(f"the last score was below the threshold: stronger than {stronger_than}")
        else:
            order = [stronger_than, *(model for model in order if model != stronger_than)]
            reasons.append(f"the last score was below the threshold, and none is stronger than"
                           f" {stronger_than}")  # fmt: skip
    return Selection(
        tuple(order), tuple(reasons), (), _temperature(options, context),
        _wanted_tokens(options, context),
    )  # fmt: skip


def _wishes(options: TaskOptions, context: TaskContext) -> tuple[bool, bool]:
    """Whether quality counts, and whether cost does: what the caller says before what the file
    says. Of two that are asked for alike, quality."""
    quality = context.quality_priority
    cheap = context.cost_sensitive
    if quality is None:
        quality = options.quality_priority and not cheap
    if cheap is None:
        cheap = options.cost_sensitive and not quality
    return quality, cheap


def strongest_first(models: Sequence[str], prices: Mapping[str, Price]) -> list[str]:
    """By what answers cost; in the order given where a price is not known."""
    if any(model not in prices for model in models):
        return list(models)
    return sorted(models, key=lambda model: -prices[model].output)


def within_limit(
    selection: Selection, limit: float | None, prompt: str, prices: Mapping[str, Price]
) -> Selection:
    """The selection with answers so short that no model costs more than the limit for one call.

    A model that could not even say `LEAST_TOKENS` for it is left out.
    """
    if limit is None:
        return selection
    kept: list[str] = []
    left_out: list[tuple[str, str]] = list(selection.left_out)
    tokens = selection.max_tokens
    asked = len(prompt) / LETTERS_A_TOKEN
    for model in selection.models:
        price = prices.get(model)
        if price is None or price.output <= 0:
            kept.append(model)
            continue
        affordable = int((limit * 1_000_000 - asked * price.input) / price.output)
        if affordable < LEAST_TOKENS:
            left_out.append((model, f"it would cost more than the limit of ${limit:g} a call"))
            continue
        kept.append(model)
        tokens = affordable if tokens is None else min(tokens, affordable)
    return replace(selection, models=tuple(kept), left_out=tuple(left_out), max_tokens=tokens)


def _temperature(options: TaskOptions, context: TaskContext) -> float | None:
    """The task's; at least 0.8 where creativity is required."""
    if not context.requires_creativity:
        return options.temperature
    return max(options.temperature or 0.0, 0.8)


def _wanted_tokens(options: TaskOptions, context: TaskContext) -> int | None:
    if options.max_tokens is None:
        return None
    return int(options.max_tokens * _LENGTH_FACTORS.get(context.expected_length, 1.0))
