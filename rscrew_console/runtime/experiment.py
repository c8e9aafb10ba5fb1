"""Experiments in applications: a scenario is dealt to numbered agents, and each gets its model.

assignment = Experiment.from_file("experiment.yaml").scenario("Half and half").assign(seed=7)
assignment.llm_for_agent(0).call("Hello")
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from rscrew_console.dialects import OperationError
from rscrew_console.records import dataclass
from rscrew_console.roster.chain import Chain, FallbackRule, SlotScheme
from rscrew_console.roster.experiment import (
    Scenario,
    ScenarioTable,
    assignments_data,
    deal,
    refusal_to_deal,
)
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.live import LiveFile
from rscrew_console.runtime.llm import RoutedLLM
from rscrew_console.runtime.manager import ModelManager

_CHAIN = SlotScheme()


@dataclass(frozen=True)
class Experiment:
    """What a file of scenarios says at the moment when it is read."""

    path: Path
    table: ScenarioTable
    dependencies: RuntimeDependencies

    @classmethod
    def from_file(
        cls, path: str | os.PathLike[str], *, dependencies: RuntimeDependencies | None = None
    ) -> Experiment:
        """Read the file. Raises `session.SessionError` where there is none that can be read, and
        ValueError where it holds no scenarios."""
        needs = dependencies or RuntimeDependencies()
        cwd = needs.cwd()
        place = cwd / Path(path).expanduser()
        table = LiveFile(place, cwd, needs.home(), needs.environ).current().roster.scenarios
        if table is None:
            raise ValueError(f"{path} is not an experiment: it has no place for scenarios")
        return cls(place, table, needs)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios, in file order."""
        return tuple(scenario.name for scenario in self.table.scenarios)

    def scenario(self, name: str) -> ExperimentScenario:
        """The scenario of that name; of several the first. Raises KeyError, which says the nearest
        name."""
        scenario = self.table.scenario(name)
        if scenario is None:
            raise KeyError(str(OperationError.unknown("scenario", name, self.scenarios)))
        return ExperimentScenario(self, scenario)


@dataclass(frozen=True)
class ExperimentScenario:
    """One scenario of an experiment."""

    experiment: Experiment
    entry: Scenario

    @property
    def name(self) -> str:
        """As the file has it."""
        return self.entry.name

    @property
    def counts(self) -> Mapping[str, int]:
        """Model → number of agents."""
        return dict(self.entry.counts)

    def assign(self, seed: int | None = None) -> DealtScenario:
        """Deal the models to the agents: shuffled, the same for the same seed on every machine, or
        without a seed in file order. With `ENABLE_MULTI_MODEL` off all get `MAIN_MODEL`.

        Raises ValueError where the counts do not add up to the number of agents, or a model is not
        configured.
        """
        table = self.experiment.table
        if reason := refusal_to_deal(table, self.entry):
            raise ValueError(reason)
        return DealtScenario(self.experiment, self.name, deal(table, self.entry, seed))


@dataclass(frozen=True)
class DealtScenario:
    """Which agent has which model."""

    experiment: Experiment
    scenario: str
    models: tuple[str, ...]
    """That of agent 0, of agent 1 …"""

    def model_of(self, agent: int) -> str:
        """The agent's model. Raises IndexError where there is no agent of that number."""
        if not 0 <= agent < len(self.models):
            raise IndexError(f"there is no agent {agent}: they are 0 to {len(self.models) - 1}")
        return self.models[agent]

    def llm_for_agent(self, agent: int) -> RoutedLLM:
        """What the agent calls its model with. A call that its model cannot answer goes on to
        `MAIN_MODEL`; the ledger says who has answered for whom. Raises IndexError."""
        self.model_of(agent)
        return self._manager.get_llm_for_agent(agent_name(agent))

    def as_data(self) -> dict[str, Any]:
        """What `model_assignments.json` holds: `scenario`, `assignments`, `distribution`."""
        return assignments_data(self.scenario, self.models)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Write `model_assignments.json`. Raises FileExistsError: it never writes over a file."""
        place = Path(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(self.as_data(), indent=2) + "\n")

    def close(self) -> None:
        """See `ModelManager.close`."""
        self._manager.close()

    @cached_property
    def _manager(self) -> DealtModels:
        return DealtModels(self)


def agent_name(agent: int) -> str:
    """What the ledger calls an agent: `agent 3`."""
    return f"agent {agent}"


class DealtModels(ModelManager):
    """The manager of an experiment's file in which agents have the models that they were dealt."""

    def __init__(self, assignment: DealtScenario) -> None:
        self._assignment = assignment
        experiment = assignment.experiment
        super().__init__(experiment.path, dependencies=experiment.dependencies)

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process the file is read again, and the deal stays."""
        return _dealt_again, (
            str(self.config_path), self._assignment.scenario, self._assignment.models,
        )  # fmt: skip

    def _seen(self, roster: Roster) -> Roster:
        return with_agents(roster, self._assignment.models)


def _dealt_again(path: str, scenario: str, models: tuple[str, ...]) -> DealtModels:
    return DealtModels(DealtScenario(Experiment.from_file(path), scenario, models))


def with_agents(roster: Roster, models: tuple[str, ...]) -> Roster:
    """The roster with numbered agents: each has its model, and the main model to fall back to."""
    table = roster.scenarios
    main_id = table.main_model if table else ""
    by_model = {one.model: one.name for one in reversed(roster.providers)}
    main = by_model.get(main_id, main_id)
    providers = roster.providers
    if main not in roster.provider_by_name:
        providers += (Provider(main, main_id, kind="openrouter", declared=False),)
    names = {provider.name for provider in providers}
    chains = ([model, main] if model in names else [main] for model in models)
    agents = tuple(
        Agent(agent_name(number), Chain.of(_CHAIN, tuple(dict.fromkeys(chain))))
        for number, chain in enumerate(chains)
    )
    settings = replace(roster.settings, fallback=FallbackRule("on", ("any failure",)))
    return replace(roster, scheme=_CHAIN, providers=providers, agents=agents, settings=settings)
