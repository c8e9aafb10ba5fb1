"""What stops the experiment program, or makes its results mean something else."""

from __future__ import annotations

from collections.abc import Iterator

from rscrew_console.roster.experiment import Experiment
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path, Problem

MOST_AGENTS = 10
"""The program numbers its agents with one digit, 0 to 9 (superrationality's `Agent.id`)."""


def lint_experiment(experiment: Experiment) -> Iterator[Problem]:
    """Findings without lines, all of them warnings: a file with them is opened and shown."""
    yield from _switch(experiment)
    if experiment.number_of_agents > MOST_AGENTS:
        yield _warning(
            "too-many-agents",
            ("NUM_AGENTS",),
            f"NUM_AGENTS is {experiment.number_of_agents}, and the experiment program has numbers"
            f" for {MOST_AGENTS} agents (0 to 9)",
        )
    yield from _scenarios(experiment)
    used = {model for one in experiment.scenarios for model, count in one.counts if count}
    for model in experiment.configured:
        if model not in used and experiment.scenarios:
            yield _warning(
                "unused-model", ("model_configs", model), f"{model} is used by no scenario"
            )


def _switch(experiment: Experiment) -> Iterator[Problem]:
    if experiment.shape != "full":
        return
    if not experiment.enabled and (experiment.configured or experiment.scenarios):
        yield _warning(
            "scenarios-off",
            ("ENABLE_MULTI_MODEL",),
            f"ENABLE_MULTI_MODEL is false: model_configs and scenarios are ignored, and all agents"
            f" run on {experiment.main_model}; rsc scenario enable changes that",
        )
    if experiment.enabled and experiment.scenarios and not experiment.configured:
        yield _warning(
            "scenarios-ignored",
            ("scenarios",),
            "there are no model_configs, so that the experiment program drops the scenarios"
            f" without a word and runs all agents on {experiment.main_model}",
        )


def _scenarios(experiment: Experiment) -> Iterator[Problem]:
    first_index: dict[str, int] = {}
    for scenario in experiment.scenarios:
        path: Path = ("scenarios", scenario.index)
        if scenario.name in first_index:
            yield _warning(
                "duplicate-scenario",
                (*path, "name"),
                f'two scenarios are called "{scenario.name}"; only the first one is ever used',
            )
        first_index.setdefault(scenario.name, scenario.index)
        if "/" in scenario.name or "\\" in scenario.name:
            yield _warning(
                "bad-name",
                (*path, "name"),
                f'"{scenario.name}": the name becomes a folder, and cannot hold / or \\',
            )
        if not experiment.is_complete(scenario):
            yield _warning(
                "scenario-sum",
                (*path, "model_distribution"),
                f'"{scenario.name}": the counts add up to {scenario.total}, and there are'
                f" {experiment.number_of_agents} agents (NUM_AGENTS)",
            )
        for model, count in scenario.counts:
            if experiment.configured and model not in experiment.configured:
                suggestion = did_you_mean(model, experiment.configured)
                yield _warning(
                    "unknown-model",
                    (*path, "model_distribution", model),
                    f'"{scenario.name}": {model} is not in model_configs{suggestion}',
                )
            if count == 0:
                yield _warning(
                    "empty-count",
                    (*path, "model_distribution", model),
                    f'"{scenario.name}": {model} has no agents',
                )


def _warning(code: str, path: Path, message: str) -> Problem:
    return Problem("warning", code, message, path)
