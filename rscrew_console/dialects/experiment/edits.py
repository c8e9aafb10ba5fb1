"""Changes of the scenarios, as edits of their document. All raise OperationError.

A scenario is named, or `#2` is the second of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.dialects.base import OperationError
from rscrew_console.dialects.experiment.fields import (
    DISTRIBUTION,
    ENABLE,
    MODELS,
    SCENARIOS,
    TOP_KEYS,
)
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.experiment import Scenario, ScenarioTable
from rscrew_console.roster.visible import visible


def scenario_named(table: ScenarioTable, name: str) -> Scenario:
    """The scenario of that name. Raises OperationError with the nearest one."""
    scenario = table.scenario(name)
    if scenario is None:
        names = [one.name for one in table.scenarios]
        raise OperationError.unknown("scenario", name, names)
    return scenario


def set_counts(
    document: Document, table: ScenarioTable, name: str, counts: Mapping[str, int],
    *, force: bool = False,
) -> list[Edit]:  # fmt: skip
    """Change these counts of a scenario; the others stay. 0 takes the model out.

    A sum that is not the number of agents is refused unless `force`.
    """
    scenario = scenario_named(table, name)
    _check_counts(table, counts, {model for model, _ in scenario.counts})
    _check_sum(table, scenario.name, {**dict(scenario.counts), **counts}, force=force)
    path = (SCENARIOS, scenario.index, DISTRIBUTION)
    present = document.get(path)
    if not isinstance(present, Mapping):
        return [Edit(path, present, _filled(counts))]
    return [
        Edit((*path, model), old, new, order=table.models)
        for model, count in counts.items()
        if (old := document.get((*path, model))) != (new := count or ABSENT)
        or isinstance(old, bool)
    ]


def add_scenario(
    document: Document, table: ScenarioTable, name: str, counts: Mapping[str, int],
    *, force: bool = False,
) -> list[Edit]:  # fmt: skip
    """A new scenario behind the last one. A wrong sum is refused unless `force`."""
    name = _new_name(table, name)
    _check_counts(table, counts, set())
    _check_sum(table, name, counts, force=force)
    return _added(document, {"name": name, DISTRIBUTION: _filled(counts)})


def copy_scenario(document: Document, table: ScenarioTable, name: str, new_name: str) -> list[Edit]:
    """The same counts under another name, behind the last scenario."""
    counts = dict(scenario_named(table, name).counts)
    return _added(document, {"name": _new_name(table, new_name), DISTRIBUTION: _filled(counts)})


def rename_scenario(
    document: Document, table: ScenarioTable, name: str, new_name: str
) -> list[Edit]:
    scenario = scenario_named(table, name)
    if scenario.name == new_name.strip():
        return []
    path = (SCENARIOS, scenario.index, "name")
    return [Edit(path, document.get(path), _new_name(table, new_name), order=("name",))]


def remove_scenario(document: Document, table: ScenarioTable, name: str) -> list[Edit]:
    path = (SCENARIOS, scenario_named(table, name).index)
    return [Edit(path, document.get(path), ABSENT)]


def set_enabled(document: Document, table: ScenarioTable, enabled: bool) -> list[Edit]:
    """`ENABLE_MULTI_MODEL`, which only the full file has."""
    if table.shape != "full":
        raise OperationError(
            "this file holds scenarios alone: ENABLE_MULTI_MODEL is not read from it"
        )
    old = document.get((ENABLE,))
    return [] if old is enabled else [Edit((ENABLE,), old, enabled, order=TOP_KEYS)]


def _added(document: Document, entry: dict[str, Any]) -> list[Edit]:
    old = document.get((SCENARIOS,))
    if not isinstance(old, list):
        return [Edit((SCENARIOS,), old, [entry], order=TOP_KEYS)]
    return [Edit((SCENARIOS, len(old)), ABSENT, entry)]


def _filled(counts: Mapping[str, int]) -> dict[str, int]:
    return {model: count for model, count in counts.items() if count}


def _check_counts(table: ScenarioTable, counts: Mapping[str, int], present: set[str]) -> None:
    """Refuse what is no count, and a model that is not configured; `present` can be taken out."""
    for model, count in counts.items():
        if count < 0:
            raise OperationError(f"{model}={count}: a count is a whole number, 0 or more")
        if model in table.configured or (model in present and count == 0):
            continue
        if table.configured:
            raise OperationError.unknown("model", model, table.configured)
        if table.shape == "full":
            raise OperationError(f"there is no model {model}: the file has no {MODELS}")
        if not model.strip() or visible(model) != model:
            raise OperationError(f'"{visible(model)}" cannot be the id of a model')


def _check_sum(table: ScenarioTable, name: str, counts: Mapping[str, int], *, force: bool) -> None:
    total = sum(counts.values())
    if total != table.number_of_agents and not force:
        raise OperationError(
            f'"{name}" would have {total} agents, and NUM_AGENTS is {table.number_of_agents};'
            " --force saves it all the same"
        )


def _new_name(table: ScenarioTable, name: str) -> str:
    name = name.strip()
    if not name or "/" in name or "\\" in name or visible(name) != name:
        raise OperationError(
            f'"{visible(name)}" cannot be the name of a scenario: it becomes a folder, so that it'
            " is not empty and holds no / or \\"
        )
    if any(one.name == name for one in table.scenarios):
        raise OperationError(f'there is a scenario "{name}" already')
    return name


def pin_scenarios(document: Document, table: ScenarioTable, model: str) -> list[Edit]:
    """The edits after which all agents run on one model: scenarios are off, or, in a file of
    scenarios alone, each deals that model to all of its agents."""
    if table.shape == "full":
        return set_enabled(document, table, enabled=False)
    edits = []
    for scenario in table.scenarios:
        path = (SCENARIOS, scenario.index, DISTRIBUTION)
        counts = {model: sum(count for _, count in scenario.counts)}
        if (old := document.get(path)) != counts:
            edits.append(Edit(path, old, counts))
    return edits
