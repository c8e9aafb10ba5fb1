"""Changes of an experiment, as edits of its document. All raise OperationError."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.dialects.base import OperationError
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.experiment import Experiment, Scenario


def scenario_named(experiment: Experiment, name: str) -> Scenario:
    """The scenario of that name. Raises OperationError with the nearest one."""
    scenario = experiment.scenario(name)
    if scenario is None:
        names = [one.name for one in experiment.scenarios]
        raise OperationError.unknown("scenario", name, names)
    return scenario


def set_counts(
    document: Document, experiment: Experiment, name: str, counts: Mapping[str, int],
    *, force: bool = False,
) -> list[Edit]:  # fmt: skip
    """Change these counts of a scenario; the others stay. 0 takes the model out.

    A sum that is not the number of agents is refused unless `force`.
    """
    scenario = scenario_named(experiment, name)
    for model, count in counts.items():
        if count < 0:
            raise OperationError(f"{model}={count}: a count is a whole number, 0 or more")
        if experiment.configured and model not in experiment.models:
            raise OperationError.unknown("model", model, experiment.models)
    total = sum({**dict(scenario.counts), **counts}.values())
    if total != experiment.number_of_agents and not force:
        raise OperationError(
            f'"{name}" would have {total} agents, and NUM_AGENTS is'
            f" {experiment.number_of_agents}; --force saves it all the same"
        )
    path = ("scenarios", scenario.index, "model_distribution")
    if not isinstance(document.get(path), Mapping):
        return [Edit(path, document.get(path), {m: n for m, n in counts.items() if n})]
    edits = []
    for model, count in counts.items():
        old = document.get((*path, model))
        new = count or ABSENT
        if old != new:
            edits.append(Edit((*path, model), old, new, order=experiment.models))
    return edits


def add_scenario(
    document: Document, experiment: Experiment, name: str, counts: Mapping[str, int]
) -> list[Edit]:
    """A new scenario behind the last one."""
    _check_name(experiment, name)
    entry = {"name": name, "model_distribution": {m: n for m, n in counts.items() if n}}
    old = document.get(("scenarios",))
    if not isinstance(old, list):
        return [Edit(("scenarios",), old, [entry])]
    return [Edit(("scenarios", len(old)), ABSENT, entry)]


def copy_scenario(
    document: Document, experiment: Experiment, name: str, new_name: str
) -> list[Edit]:
    """The same counts under another name, behind the last scenario."""
    return add_scenario(
        document, experiment, new_name, dict(scenario_named(experiment, name).counts)
    )


def rename_scenario(
    document: Document, experiment: Experiment, name: str, new_name: str
) -> list[Edit]:
    scenario = scenario_named(experiment, name)
    if name == new_name:
        return []
    _check_name(experiment, new_name)
    path = ("scenarios", scenario.index, "name")
    return [Edit(path, document.get(path), new_name)]


def remove_scenario(document: Document, experiment: Experiment, name: str) -> list[Edit]:
    path = ("scenarios", scenario_named(experiment, name).index)
    return [Edit(path, document.get(path), ABSENT)]


def set_enabled(document: Document, experiment: Experiment, enabled: bool) -> list[Edit]:
    """`ENABLE_MULTI_MODEL`, which only the full file has."""
    if experiment.shape != "full":
        raise OperationError(
            "this file holds scenarios alone: ENABLE_MULTI_MODEL is not read from it"
        )
    path = ("ENABLE_MULTI_MODEL",)
    old = document.get(path)
    return (
        []
        if old is enabled
        else [Edit(path, old, enabled, order=("ENABLE_MULTI_MODEL", "model_configs"))]
    )


def _check_name(experiment: Experiment, name: str) -> None:
    if not name.strip() or "/" in name or "\\" in name:
        raise OperationError(
            f'"{name}" cannot be the name of a scenario: it becomes a folder, so that it is not'
            " empty and holds no / or \\"
        )
    if experiment.scenario(name) is not None:
        raise OperationError(f'there is a scenario "{name}" already')
