"""What stops the experiment program, or makes its results mean something else. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from rscrew_console.dialects.experiment.fields import (
    DISTRIBUTION,
    ENABLE,
    MODELS,
    NUM_AGENTS,
    SCENARIOS,
)
from rscrew_console.roster.experiment import Scenario, ScenarioTable
from rscrew_console.roster.model import Provider
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path, Problem

MOST_AGENTS = 10
"""The program numbers its agents with one digit, 0 to 9 (superrationality's `Agent.id`)."""


def lint_table(table: ScenarioTable, providers: tuple[Provider, ...]) -> Iterator[Problem]:
    """What is wrong with the scenarios, without lines.

    Errors are what the experiment program stops at; the console opens the file all the same.
    """
    yield from _switch(table)
    if table.number_of_agents > MOST_AGENTS:
        yield _stopper(
            "too-many-agents",
            (NUM_AGENTS,),
            f"NUM_AGENTS is {table.number_of_agents}, and the experiment program has numbers"
            f" for {MOST_AGENTS} agents (0 to 9)",
        )
    first_index: dict[str, int] = {}
    for scenario in table.scenarios:
        if scenario.name in first_index:
            yield _warning(
                "duplicate-scenario",
                (SCENARIOS, scenario.index, "name"),
                f'two scenarios are called "{scenario.name}"; only the first one is ever used',
            )
        first_index.setdefault(scenario.name, scenario.index)
        yield from _scenario(table, scenario)
    yield from _models(table, providers)


def _switch(table: ScenarioTable) -> Iterator[Problem]:
    if table.shape != "full":
        return
    if not table.enabled and (table.configured or table.scenarios):
        yield _warning(
            "scenarios-off",
            (ENABLE,),
            "ENABLE_MULTI_MODEL is false: model_configs and scenarios are ignored, and all agents"
            f" run on {table.main_model}; rsc scenario enable changes that",
        )
    if table.enabled and table.scenarios and not table.configured:
        yield _warning(
            "scenarios-ignored",
            (SCENARIOS,),
            "there are no model_configs, so that the experiment program drops the scenarios"
            f" without a word and runs all agents on {table.main_model}",
        )


def _scenario(table: ScenarioTable, scenario: Scenario) -> Iterator[Problem]:
    path: Path = (SCENARIOS, scenario.index)
    if "/" in scenario.name or "\\" in scenario.name:
        yield _stopper(
            "bad-name",
            (*path, "name"),
            f'"{scenario.name}": the name becomes a folder, and cannot hold / or \\',
        )
    if not table.is_complete(scenario):
        yield _stopper(
            "scenario-sum",
            (*path, DISTRIBUTION),
            f'"{scenario.name}": the counts add up to {scenario.total}, and there are'
            f" {table.number_of_agents} agents (NUM_AGENTS)",
        )
    for model, count in scenario.counts:
        if table.configured and model not in table.configured:
            suggestion = did_you_mean(model, table.configured)
            yield _stopper(
                "unknown-model",
                (*path, DISTRIBUTION, model),
                f'"{scenario.name}": {model} is not in model_configs{suggestion}',
            )
        elif count == 0 and model not in scenario.unreadable:
            yield _warning(
                "empty-count",
                (*path, DISTRIBUTION, model),
                f'"{scenario.name}": {model} has no agents',
            )


def _models(table: ScenarioTable, providers: tuple[Provider, ...]) -> Iterator[Problem]:
    used = {model for one in table.scenarios for model, count in one.counts if count}
    for model in table.configured:
        if model not in used and table.scenarios:
            yield _warning("unused-model", (MODELS, model), f"{model}: no scenario uses it")
    ids = {provider.model for provider in providers}
    for provider in providers:
        if provider.declared and provider.name != provider.model and provider.name in ids:
            yield _warning(
                "confusing-name",
                (*provider.path, "model_type"),
                f"{provider.name} is the name of another model than the one it asks,"
                f" {provider.model}",
            )


def _warning(code: str, path: Path, message: str) -> Problem:
    return Problem("warning", code, message, path)


def _stopper(code: str, path: Path, message: str) -> Problem:
    return Problem("error", code, message, path, opens=True)
