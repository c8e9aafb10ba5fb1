"""Reads a file of scenarios: the full YAML, scenarios alone, or `scenarios.json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from rscrew_console.dialects.experiment.fields import (
    CUSTOM,
    DEFAULT_AGENTS,
    DEFAULT_KEY,
    DEFAULT_MAIN_MODEL,
    DISTRIBUTION,
    ENABLE,
    MAIN_MODEL,
    MODEL_KEYS,
    MODELS,
    NUM_AGENTS,
    PROVIDER_KEYS,
    SCENARIO_KEYS,
    SCENARIOS,
    TOP_KEYS,
)
from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.values import WrongType, flag, mapping, text, whole_number
from rscrew_console.document import Document
from rscrew_console.document.json_syntax import JsonDocument
from rscrew_console.roster.experiment import Scenario, ScenarioTable, Shape
from rscrew_console.roster.model import Provider
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.visible import visible

_SETTINGS = frozenset(("NUM_ROUNDS", MAIN_MODEL, SCENARIOS))


def shape_of(value: Any, file_name: str = "") -> Shape | None:
    """Whether it is a full file or one of scenarios alone; None where it is neither."""
    name = file_name.rpartition("/")[2]
    if not isinstance(value, Mapping) or name.startswith(".env") or name.endswith(".env"):
        return None
    if ENABLE in value or (NUM_AGENTS in value and not _SETTINGS.isdisjoint(value)):
        return "full"
    models = value.get(MODELS)
    if isinstance(models, Mapping) and any(
        isinstance(one, Mapping) and "model_type" in one for one in models.values()
    ):
        return "full"
    scenarios = value.get(SCENARIOS)
    if not isinstance(scenarios, list):
        return None
    if not any(isinstance(one, Mapping) and DISTRIBUTION in one for one in scenarios):
        return None
    if MODELS in value:
        return "full"
    return "scenarios"


def read_table(document: Document, findings: Findings) -> ScenarioTable:
    """The scenarios and what is set for all of them. What is wrong goes to the findings."""
    value = findings.mapping((), document.value)
    shape = shape_of(value) or "full"
    if shape == "scenarios" and isinstance(cast("object", document), JsonDocument):
        shape = "json"
    models = findings.mapping((MODELS,), value.get(MODELS))
    scenarios = value.get(SCENARIOS)
    if scenarios is not None and not isinstance(scenarios, list):
        findings.add("wrong-type", (SCENARIOS,), "scenarios is no list of scenarios")
        scenarios = []
    if shape == "full":
        _note_unknown(findings, (), value, TOP_KEYS)
    return ScenarioTable(
        shape=shape,
        number_of_agents=findings.read(
            (NUM_AGENTS,), value.get(NUM_AGENTS), _positive_whole, DEFAULT_AGENTS
        ),
        main_model=findings.read((MAIN_MODEL,), value.get(MAIN_MODEL), text, DEFAULT_MAIN_MODEL),
        enabled=shape != "full" or findings.read((ENABLE,), value.get(ENABLE), flag, False),
        configured=tuple(findings.names((MODELS,), models, "a model")),
        scenarios=tuple(
            scenario
            for index, entry in enumerate(scenarios or ())
            if (scenario := _scenario(findings, shape, index, entry)) is not None
        ),
    )


def read_models(document: Document, findings: Findings) -> tuple[Provider, ...]:
    """`model_configs` as providers, in file order."""
    value = document.value if isinstance(document.value, Mapping) else {}
    models = value.get(MODELS)
    entries = models if isinstance(models, Mapping) else {}
    return tuple(
        _provider(findings, name, entry)
        for name, entry in entries.items()
        if isinstance(name, str) and name.strip()
    )


def _provider(findings: Findings, name: str, entry: Any) -> Provider:
    path = (MODELS, name)
    fields = findings.mapping(path, entry)
    _note_unknown(findings, path, fields, MODEL_KEYS)
    custom = findings.mapping((*path, CUSTOM), fields.get(CUSTOM))
    read = {
        field: findings.read(
            (*path, *keys), (custom if len(keys) > 1 else fields).get(keys[-1]), convert, None
        )
        for field, (keys, convert) in PROVIDER_KEYS.items()
    }
    if read["model"] is None:
        message = f"{dotted(path)} has no model_type, the id of the model that is asked"
        findings.stopper("missing-model", path, message)
    others = {"retry_delay": fields.get("retry_delay")} | dict(custom)
    parameters = tuple(
        f"{visible(str(key))}={visible(str(value))}"
        for key, value in others.items()
        if value is not None and key != "top_p"
    )
    return Provider(
        name=name,
        kind="openrouter",
        path=path,
        parameters=parameters,
        **{
            **read,
            "model": read["model"] or name,
            "api_key_env": read["api_key_env"] or DEFAULT_KEY,
        },
    )


def _scenario(findings: Findings, shape: Shape, index: int, entry: Any) -> Scenario | None:
    path = (SCENARIOS, index)
    if not isinstance(entry, Mapping):
        findings.add("wrong-type", path, f"{dotted(path)} is no scenario (name, counts)")
        return None
    name = findings.read((*path, "name"), entry.get("name"), text, "")
    if not name.strip():
        findings.stopper("bad-name", path, f"{dotted(path)} has no name")
    _note_unknown(findings, path, entry, SCENARIO_KEYS[shape])
    place = (*path, DISTRIBUTION)
    counts = findings.names(
        place, findings.read(place, entry.get(DISTRIBUTION), mapping, {}), "a model"
    )
    read = {
        model: _count(findings, (*place, model), value, name) for model, value in counts.items()
    }
    return Scenario(
        name=name,
        counts=tuple((model, count or 0) for model, count in read.items()),
        description=findings.read((*path, "description"), entry.get("description"), text, ""),
        index=index,
        unreadable=tuple(model for model, count in read.items() if count is None),
    )


def _count(findings: Findings, path: tuple[str | int, ...], value: Any, name: str) -> int | None:
    """None for what is no count."""
    try:
        return whole_number(value)
    except WrongType as wrong:
        message = f'"{name}": {path[-1]} {wrong.reason}; a count is a whole number, 0 or more'
        findings.stopper("bad-count", path, message)
        return None


def _note_unknown(
    findings: Findings, path: tuple[str | int, ...], entry: Mapping[Any, Any],
    known: tuple[str, ...],
) -> None:  # fmt: skip
    """An error for each key at which the program stops."""
    for key in entry:
        if key not in known:
            place = (*path, key)
            hint = did_you_mean(str(key), [one for one in known if one not in entry])
            what = "a field of a scenario" if path[:1] == (SCENARIOS,) else "a key"
            what = "a field of a model" if path[:1] == (MODELS,) else what
            message = (
                f"{dotted(place)} is {what} that the experiment program does not know and stops"
                f" at{hint or '; remove it'}"
            )
            findings.stopper("unknown-key", place, message)


def _positive_whole(value: Any) -> int:
    if whole_number(value) == 0:
        raise WrongType("is zero where a whole number above zero belongs")
    return whole_number(value)
