"""From a kind of task to the models that would be asked, with the file as it is now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rscrew_console.providers.prices import prices_of, quotes_of
from rscrew_console.roster.chain import Chain
from rscrew_console.roster.model import Price, Roster
from rscrew_console.routing.decision import Decision, RoutingError
from rscrew_console.routing.selection import (
    LETTERS_A_TOKEN,
    Selection,
    TaskOptions,
    select,
    within_limit,
)
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.tasks.kinds import Classification, TaskContext
from rscrew_console.tasks.settings import RoutingSettings, read_routing_settings

FALLBACKS = "fallback_models"


def settings_of(manager: ModelManager) -> RoutingSettings:
    """The settings that count now, each with its source."""
    return read_routing_settings(manager.data, manager.environment)


def decide(
    manager: ModelManager, task: str, classification: Classification, prompt: str,
    context: TaskContext, settings: RoutingSettings, day: date, stronger_than: str | None,
) -> Decision:  # fmt: skip
    """The decision for one prompt. Raises RoutingError where no model may be asked."""
    roster = manager.roster
    agent = roster.agent_by_name.get(task) or roster.agent_by_name.get("default")
    if agent is None:
        raise RoutingError(f"the file has no models for {task}, and none for default")
    options = TaskOptions.of({**dict(agent.options), **_said_flags(manager.data, task)})
    if not options.enabled:
        raise RoutingError(f"{task} is switched off in the file (enabled: false)")
    quoted = prices_of(quotes_of(roster, day))
    prices = {name: price for name, price in quoted.items() if price is not None}
    chosen = select(
        agent.chain.providers, options, context, prices,
        prefer_open=settings.prefer_opensource, stronger_than=stronger_than,
    )  # fmt: skip
    chosen = within_limit(_with_last(chosen, roster, settings), options.cost_limit, prompt, prices)
    if not chosen.models:
        whys = "; ".join(f"{model}: {why}" for model, why in chosen.left_out)
        raise RoutingError(f"no model may be asked for {task}: {whys or 'the file names none'}")
    route = manager.route_along(task, chosen.models)
    skipped = tuple((skip.provider, skip.why) for skip in route.skipped)
    return Decision(
        task_type=task,
        classification=classification,
        models=chosen.models,
        reasons=chosen.reasons,
        left_out=(*chosen.left_out, *skipped),
        temperature=chosen.temperature,
        max_tokens=chosen.max_tokens,
        cost_limit=options.cost_limit,
        highest_cost=_highest_cost(chosen, prompt, prices),
        options=agent.options,
        settings=_with_sources(settings),
    )


def _said_flags(data: Mapping[Any, Any], task: str) -> dict[str, bool]:
    """Whether the file itself asks for quality or low cost: what is built in for a kind of task is
    in the order of its models already."""
    entry = data.get(f"task_{task}")
    said = entry if isinstance(entry, Mapping) else {}
    return {name: said.get(name) is True for name in ("quality_priority", "cost_sensitive")}


def _with_last(chosen: Selection, roster: Roster, settings: RoutingSettings) -> Selection:
    """With the models that stand behind every chain, and the local one as the last."""
    fallbacks = roster.agent_by_name.get(FALLBACKS)
    chain = fallbacks.chain if fallbacks else Chain(roster.scheme, ())
    last = (settings.last_model,) if settings.last_model in roster.provider_by_name else ()
    models = [model for model in (*chosen.models, *chain.providers, *last) if model]
    return Selection(
        tuple(dict.fromkeys(models)), chosen.reasons, chosen.left_out, chosen.temperature,
        chosen.max_tokens,
    )  # fmt: skip


def _highest_cost(chosen: Selection, prompt: str, prices: Mapping[str, Price]) -> float | None:
    price = prices.get(chosen.models[0])
    if price is None or chosen.max_tokens is None:
        return None
    asked = len(prompt) / LETTERS_A_TOKEN * price.input
    return (asked + chosen.max_tokens * price.output) / 1_000_000


def _with_sources(settings: RoutingSettings) -> dict[str, tuple[Any, str]]:
    return {name: (getattr(settings, name), source) for name, source in settings.sources.items()}
