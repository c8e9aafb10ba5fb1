"""Reads a file of scenarios: the full YAML, scenarios alone, or `scenarios.json`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.values import WrongType, flag, number, text, whole_number
from rscrew_console.document import Document
from rscrew_console.roster.experiment import Experiment, Scenario, Shape
from rscrew_console.roster.model import Provider
from rscrew_console.roster.nearest import did_you_mean

DEFAULT_AGENTS = 10
DEFAULT_MAIN_MODEL = "google/gemini-2.5-flash"
DEFAULT_SUB_MODEL = "openai/GPT-4.1-nano"
DEFAULT_KEY = "OPENROUTER_API_KEY"

TOP_KEYS = (
    "NUM_AGENTS", "NUM_ROUNDS", "MAIN_MODEL", "SUB_MODEL", "OPENROUTER_API_KEY",
    "ENABLE_MULTI_MODEL", "model_configs", "scenarios",
)  # fmt: skip
"""All that the original program takes; any other key stops it (superrationality at c6a04e6)."""
MODEL_KEYS = (
    "model_type", "api_key_env", "max_tokens", "temperature", "rate_limit", "retry_delay",
    "custom_params",
)  # fmt: skip
SCENARIO_KEYS: Mapping[Shape, tuple[str, ...]] = {
    "full": ("name", "model_distribution"),
    "scenarios": ("name", "model_distribution", "description", "metadata"),
    "json": ("name", "model_distribution", "description", "metadata", "num_agents_override"),
}


def shape_of(value: Any, file_name: str = "") -> Shape | None:
    """Which of the three files it is; None where it is none of them."""
    if not isinstance(value, Mapping):
        return None
    if "model_configs" in value or "ENABLE_MULTI_MODEL" in value:
        return "full"
    scenarios = value.get("scenarios")
    if not isinstance(scenarios, list):
        return None
    if not any(isinstance(one, Mapping) and "model_distribution" in one for one in scenarios):
        return None
    if "NUM_AGENTS" in value:
        return "full"
    return "json" if file_name.endswith(".json") else "scenarios"


def read_experiment(
    document: Document, findings: Findings, file_name: str = ""
) -> tuple[Experiment, tuple[Provider, ...]]:
    """The experiment, and its models as providers. What is wrong goes to the findings."""
    value = findings.mapping((), document.value)
    shape = shape_of(value, file_name) or "full"
    models = findings.mapping(("model_configs",), value.get("model_configs"))
    names = findings.names(("model_configs",), models, "a model")
    scenarios = value.get("scenarios")
    if scenarios is not None and not isinstance(scenarios, list):
        findings.add("wrong-type", ("scenarios",), "scenarios is no list of scenarios")
        scenarios = []
    experiment = Experiment(
        shape=shape,
        number_of_agents=findings.read(
            ("NUM_AGENTS",), value.get("NUM_AGENTS"), _positive_whole, DEFAULT_AGENTS
        ),
        main_model=findings.read(
            ("MAIN_MODEL",), value.get("MAIN_MODEL"), text, DEFAULT_MAIN_MODEL
        ),
        sub_model=findings.read(("SUB_MODEL",), value.get("SUB_MODEL"), text, DEFAULT_SUB_MODEL),
        enabled=shape != "full"
        or findings.read(("ENABLE_MULTI_MODEL",), value.get("ENABLE_MULTI_MODEL"), flag, False),
        configured=tuple(names),
        scenarios=tuple(
            scenario
            for index, entry in enumerate(scenarios or ())
            if (scenario := _scenario(findings, shape, index, entry)) is not None
        ),
    )
    if shape == "full":
        _top_keys(findings, value)
    providers = tuple(_provider(findings, name, entry) for name, entry in names.items())
    return experiment, providers


def _top_keys(findings: Findings, value: Mapping[Any, Any]) -> None:
    for key in value:
        if key not in TOP_KEYS:
            suggestion = did_you_mean(str(key), TOP_KEYS)
            findings.add(
                "unknown-key",
                (key,),
                f"{key}: the experiment program stops at a key that it does not know{suggestion};"
                " remove it",
                "warning",
            )


def _provider(findings: Findings, name: str, entry: Any) -> Provider:
    path = ("model_configs", name)
    fields = findings.mapping(path, entry)
    for key in fields:
        if key not in MODEL_KEYS:
            suggestion = did_you_mean(str(key), MODEL_KEYS)
            findings.add(
                "unknown-key",
                (*path, key),
                f"{dotted((*path, key))}: the experiment program stops at a field that it does"
                f" not know{suggestion}; remove it",
                "warning",
            )

    def read(key: str, convert: Any, default: Any) -> Any:
        return findings.read((*path, key), fields.get(key), convert, default)

    custom = findings.mapping((*path, "custom_params"), fields.get("custom_params"))
    return Provider(
        name=name,
        model=read("model_type", text, name),
        api_key_env=read("api_key_env", text, DEFAULT_KEY),
        kind="openrouter",
        temperature=read("temperature", number, None),
        top_p=findings.read((*path, "custom_params", "top_p"), custom.get("top_p"), number, None),
        max_tokens=read("max_tokens", whole_number, None),
        rate_limit=read("rate_limit", number, None),
    )


def _scenario(findings: Findings, shape: Shape, index: int, entry: Any) -> Scenario | None:
    path = ("scenarios", index)
    if not isinstance(entry, Mapping):
        findings.add("wrong-type", path, f"{dotted(path)} is no scenario (name, counts)")
        return None
    name = findings.read((*path, "name"), entry.get("name"), text, "")
    if not name.strip():
        findings.add("bad-name", path, f"{dotted(path)} has no name", "warning")
    counts = findings.mapping((*path, "model_distribution"), entry.get("model_distribution"))
    for key in entry:
        if key not in SCENARIO_KEYS[shape]:
            findings.add(
                "unknown-key",
                (*path, key),
                f"{dotted((*path, key))}: the experiment program stops at a field that it does"
                " not know; remove it",
                "warning",
            )
    return Scenario(
        name=name,
        counts=tuple(
            (model, _count((*path, "model_distribution", model), value, findings))
            for model, value in findings.names(
                (*path, "model_distribution"), counts, "a model"
            ).items()
        ),
        description=findings.read((*path, "description"), entry.get("description"), text, ""),
        index=index,
    )


def _count(path: tuple[str | int, ...], value: Any, findings: Findings) -> int:
    try:
        return whole_number(value)
    except WrongType as wrong:
        findings.add(
            "bad-count",
            path,
            f"{dotted(path)} {wrong.reason}; a count is a whole number, 0 or more",
            "warning",
        )
        return 0


def _positive_whole(value: Any) -> int:
    if whole_number(value) == 0:
        raise WrongType("is zero where a whole number above zero belongs")
    return whole_number(value)
