"""Experiments deal models to agents by number: rows are scenarios, columns models."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import log
from random import Random
from typing import Any, Literal

from rscrew_console.records import dataclass

Shape = Literal["full", "scenarios", "json"]


@dataclass(frozen=True, slots=True)
class Scenario:
    """How many agents run on which model."""

    name: str
    counts: tuple[tuple[str, int], ...]
    """Model → number of agents, in file order."""
    description: str = ""
    index: int = 0
    """Its place in the file's list, from 0."""
    unreadable: tuple[str, ...] = ()
    """Models whose count is no whole number of 0 or more; they count as 0 here."""

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)

    def count_of(self, model: str) -> int:
        return dict(self.counts).get(model, 0)


@dataclass(frozen=True, slots=True)
class ScenarioTable:
    """What an experiment's file says: rows are scenarios, columns models."""

    shape: Shape
    """`full`: settings, models and scenarios; `scenarios`: those alone; `json`: scenarios.json."""
    number_of_agents: int
    main_model: str
    """What all agents run on where scenarios are off, and what a model that fails falls back to."""
    enabled: bool
    """`ENABLE_MULTI_MODEL`; in files that have no such key, true."""
    configured: tuple[str, ...]
    """The names under `model_configs`, in file order; empty in files that have no such section."""
    scenarios: tuple[Scenario, ...]

    @property
    def models(self) -> tuple[str, ...]:
        """The columns: the configured models, then others that a scenario names."""
        named = (model for scenario in self.scenarios for model, _ in scenario.counts)
        return tuple(dict.fromkeys((*self.configured, *named)))

    def scenario(self, name: str) -> Scenario | None:
        """The first of that name, as the original program takes it; `#2` is the second of all."""
        named = next((one for one in self.scenarios if one.name == name), None)
        if named is not None or not name.startswith("#") or not name[1:].isdecimal():
            return named
        return next((one for one in self.scenarios if one.index == int(name[1:]) - 1), None)

    def reference(self, scenario: Scenario) -> str:
        """What `scenario` finds it by: its name, or its number where an earlier one has that."""
        is_first = self.scenario(scenario.name) == scenario
        return scenario.name if is_first and scenario.name else f"#{scenario.index + 1}"

    def is_complete(self, scenario: Scenario) -> bool:
        """Whether the counts add up to the number of agents."""
        return scenario.total == self.number_of_agents


def moved(scenario: Scenario, giver: str, taker: str, number: int = 1) -> Scenario:
    """The scenario with agents taken from one model and given to another; the sum stays.

    At most as many as the giver has.
    """
    number = min(number, scenario.count_of(giver))
    counts = dict(scenario.counts)
    counts[giver] = counts.get(giver, 0) - number
    counts[taker] = counts.get(taker, 0) + number
    return replace(scenario, counts=tuple(counts.items()))


def all_on(model: str, number_of_agents: int) -> dict[str, int]:
    """Every agent on one model."""
    return {model: number_of_agents}


def even_split(models: Sequence[str], number_of_agents: int) -> dict[str, int]:
    """As equal as it goes; the first models get those that are left over."""
    return by_shares(dict.fromkeys(models, 1.0), number_of_agents)


def by_shares(shares: Mapping[str, float], number_of_agents: int) -> dict[str, int]:
    """Whole numbers nearest to the shares that add up to the number of agents.

    Raises ValueError where no share is above zero or one is below.
    """
    sum_of_shares = sum(shares.values())
    if sum_of_shares <= 0 or min(shares.values()) < 0:
        raise ValueError("shares are numbers of zero and more, of which one is above zero")
    exact = {model: number_of_agents * share / sum_of_shares for model, share in shares.items()}
    counts = {model: int(value) for model, value in exact.items()}
    by_remainder = sorted(exact, key=lambda model: counts[model] - exact[model])
    for model in by_remainder[: number_of_agents - sum(counts.values())]:
        counts[model] += 1
    return counts


def answering(scenario: Scenario, usable: Collection[str]) -> int:
    """The number of agents whose model can answer; `usable` are the models that can."""
    return sum(count for model, count in scenario.counts if model in usable)


def diversity(scenario: Scenario) -> float:
    """Shannon's entropy of the shares, with the natural logarithm: 0 for one model alone, 0.693 for
    two halves."""
    shares = [count / scenario.total for _, count in scenario.counts if count > 0]
    return -sum(share * log(share) for share in shares) + 0.0


def refusal_to_deal(table: ScenarioTable, scenario: Scenario) -> str:
    """Why the scenario cannot be dealt, as the original program refuses it; "" where it can.

    Where scenarios are off nothing is read of them, so that nothing is refused.
    """
    if not table.enabled:
        return ""
    if scenario.unreadable:
        return f'"{scenario.name}": the count of {scenario.unreadable[0]} is no whole number'
    if not table.is_complete(scenario):
        return (
            f'"{scenario.name}": the counts add up to {scenario.total}, and there are'
            f" {table.number_of_agents} agents (NUM_AGENTS)"
        )
    unknown = [
        model
        for model, count in scenario.counts
        if count and table.configured and model not in table.configured
    ]
    return f'"{scenario.name}": {unknown[0]} is not in model_configs' if unknown else ""


def deal(table: ScenarioTable, scenario: Scenario, seed: int | None = None) -> tuple[str, ...]:
    """The model of every agent: agent 0 has the first, and so on.

    Without a seed in file order, else shuffled, the same for the same seed on every machine. Where
    scenarios are off, all have the main model.
    """
    if not table.enabled:
        return (table.main_model,) * table.number_of_agents
    pool = [model for model, count in scenario.counts for _ in range(count)]
    if seed is not None:
        Random(seed).shuffle(pool)
    return tuple(pool)


def assignments_data(scenario: str, dealt: Sequence[str]) -> dict[str, Any]:
    """What `model_assignments.json` holds, in the shape of the original program.

    `{"scenario": …, "assignments": [{"agent_id": 0, "model": …}], "distribution": {model: n}}`,
    see docs/guides/experiments.md.
    """
    return {
        "scenario": scenario,
        "assignments": [{"agent_id": number, "model": model} for number, model in enumerate(dealt)],
        "distribution": {model: dealt.count(model) for model in dict.fromkeys(dealt)},
    }
