"""Reads `orchestration_config.yaml` into a roster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rscrew_console.dialects.base import OperationError, ParseResult
from rscrew_console.dialects.context import ReadContext
from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.implied import implied_providers
from rscrew_console.dialects.orchestration.fields import COST_TIERS, FLAGS, NUMBERS, number_of
from rscrew_console.dialects.values import described
from rscrew_console.document import Document
from rscrew_console.roster.budgets import Budgets, Limits
from rscrew_console.roster.chain import Chain, FallbackRule, InForce, Link, Options
from rscrew_console.roster.model import Agent, Provider, Roster, Settings
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path
from rscrew_console.tasks.defaults import OWN_TASK, TASK_DEFAULTS
from rscrew_console.tasks.kinds import TASK_TYPES
from rscrew_console.tasks.open_weight import is_open_weight
from rscrew_console.tasks.settings import (
    DEFAULTS,
    FILE,
    VARIABLE_OF,
    RoutingSettings,
    read_routing_settings,
)

if TYPE_CHECKING:
    from rscrew_console.dialects.orchestration import Orchestration

PREFIX, PREFERRED, FALLBACKS = "task_", "preferred_models", "fallback_models"
COST_LIMITS, RATE_LIMITS = "cost_limits", "rate_limits"
BUILT_IN_ROW = "default"
"""What the cells of a built-in row say."""
KEY_OF_FIELD = {"temperature": "temperature_override"}
VARIABLES = tuple(VARIABLE_OF.values())
_OTHER_KEYS = (
    "openrouter_api_key", "cost_tracking_enabled", "wandb_enabled", "wandb_project",
    "metrics_export_interval", "fallback_after_errors", "fallback_timeout_seconds", "log_level",
    FALLBACKS, COST_LIMITS, RATE_LIMITS,
)  # fmt: skip
_FIRES_ON = ("429", "4xx but refused content", "5xx", "network errors", "time-outs")
_CAPABILITY = {"code_generation": "coding", "research_documentation": "analysis",
               "evaluation_grading": "analysis", "content_variation": "communication"}  # fmt: skip


def task_key(task: str) -> str:
    """The key of a task's entry: `task_code_generation`."""
    return f"{PREFIX}{task}"


def read_file(dialect: Orchestration, document: Document, context: ReadContext) -> ParseResult:
    """Everything that the document says. Nothing in it is an error but values of another type."""
    findings = Findings(document)
    value = findings.mapping((), document.value)
    settings = read_routing_settings(value, context.environment)
    for trouble in settings.troubles:
        path: Path = (trouble.setting,) if trouble.source == FILE else ()
        findings.add("wrong-value", path, f"{trouble.message}; it does not count", "warning")
    agents = tuple(_agents(dialect, findings, value, settings))
    own_keys = [key for key in value if not str(key).startswith(PREFIX)]
    findings.unknown_fields((), own_keys, (*DEFAULTS, *_OTHER_KEYS))
    findings.duplicates("warning")
    roster = Roster(
        dialect=dialect.name,
        scheme=dialect.scheme,
        providers=tuple(_providers(findings, value, settings, agents)),
        agents=agents,
        settings=Settings(FallbackRule("on", _FIRES_ON), budgets=_budgets(settings)),
        spelling=dialect.spelling,
    )
    return ParseResult(roster, findings.problems)


def _budgets(settings: RoutingSettings) -> Budgets:
    """The daily budget binds: a call past it is refused."""
    return Budgets(
        Limits(day=settings.daily_budget_usd),
        alert_at=settings.cost_alert_threshold,
        on_exceed="block",
    )


def _agents(
    dialect: Orchestration, findings: Findings, value: Mapping[Any, Any], settings: RoutingSettings
) -> Iterator[Agent]:
    limits = findings.mapping((COST_LIMITS,), value.get(COST_LIMITS))
    own = [
        key.removeprefix(PREFIX)
        for key in value
        if isinstance(key, str) and key.startswith(PREFIX) and len(key) > len(PREFIX)
    ]
    for task in TASK_TYPES:
        yield _task(dialect, findings, value, task, settings, limits.get(task))
    if FALLBACKS in value:
        links = _links(dialect, findings, (FALLBACKS,), value[FALLBACKS])
        yield Agent(FALLBACKS, Chain(dialect.scheme, links), capability="reasoning",
                    path=(FALLBACKS,))  # fmt: skip
    for task in own:
        if task in TASK_TYPES:
            continue
        if hint := did_you_mean(task, TASK_TYPES):
            message = f'"{task}" is none of the six kinds of tasks{hint}'
            findings.add("unknown-task", (task_key(task),), message, "warning")
        yield _task(dialect, findings, value, task, settings, limits.get(task))


def _task(
    dialect: Orchestration, findings: Findings, value: Mapping[Any, Any], task: str,
    settings: RoutingSettings, limit: Any,
) -> Agent:  # fmt: skip
    key = task_key(task)
    entry = findings.mapping((key,), value.get(key))
    usual = TASK_DEFAULTS.get(task, OWN_TASK)
    links = _links(dialect, findings, (key, PREFERRED), entry.get(PREFERRED))
    if not links:
        links = tuple(
            Link(dialect.scheme.name(index), model, says=BUILT_IN_ROW)
            for index, model in enumerate(usual.models)
        )
    options: dict[str, Any] = {
        name: getattr(usual, name) for name in ("cost_tier", *NUMBERS[:3], *FLAGS[1:])
    }
    given = {**{name: entry.get(KEY_OF_FIELD.get(name, name)) for name in (*NUMBERS, *FLAGS)},
             "cost_limit": limit, "cost_tier": entry.get("cost_tier")}  # fmt: skip
    options |= {
        name: one
        for name, one in given.items()
        if one is not None and _is_good(findings, key, name, one)
    }
    shown: Options = tuple((name, one) for name, one in options.items() if one is not None)
    return Agent(
        task,
        Chain(dialect.scheme, links),
        capability=_CAPABILITY.get(task, "reasoning"),
        in_force=_in_force(links, settings),
        options=shown,
        path=(key,) if key in value else (),
    )


def _is_good(findings: Findings, key: str, name: str, value: Any) -> bool:
    """Whether an option can be used; a warning where it cannot."""
    place: Path = (key, KEY_OF_FIELD.get(name, name))
    if name == "cost_limit":
        place = (COST_LIMITS, key.removeprefix(PREFIX))
    if name in FLAGS:
        good, wrong = isinstance(value, bool), "is true or false"
    elif name == "cost_tier":
        good, wrong = value in COST_TIERS, f"is one of {', '.join(COST_TIERS)}"
    else:
        good, wrong = isinstance(value, int | float), "is a number"
        try:
            number_of(name, value)
        except OperationError as error:
            good, wrong = False, str(error).removeprefix(f"{name} ")
    if not good:
        findings.add("wrong-value", place, f"{dotted(place)} {wrong}; it does not count", "warning")
    return good


def _links(dialect: Orchestration, findings: Findings, path: Path, value: Any) -> tuple[Link, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        findings.add("wrong-type", path, f"{dotted(path)} is {described(value)} where a list of"
                     " models belongs")  # fmt: skip
        return ()
    links: list[Link] = []
    for index, model in enumerate(value):
        if not isinstance(model, str) or not model.strip():
            place = (*path, index)
            findings.add("wrong-type", place, f"{dotted(place)} is {described(model)}, not a model")
        elif model not in [link.provider for link in links]:
            links.append(Link(dialect.scheme.name(len(links)), model, path=(*path, index)))
    return tuple(links)


def _in_force(links: tuple[Link, ...], settings: RoutingSettings) -> InForce | None:
    """The first open-weight model, where those are preferred and another one stands first."""
    if not settings.prefer_opensource or not links or is_open_weight(links[0].provider):
        return None
    source = settings.sources["prefer_opensource"]
    model = next((link.provider for link in links if is_open_weight(link.provider)), None)
    return InForce(model, "prefer_opensource" if source == FILE else source) if model else None


def _providers(
    findings: Findings, value: Mapping[Any, Any], settings: RoutingSettings,
    agents: tuple[Agent, ...],
) -> Iterator[Provider]:  # fmt: skip
    """Every model of the chains, and the local one; through OpenRouter unless that is off."""
    rates = findings.mapping((RATE_LIMITS,), value.get(RATE_LIMITS))
    named = implied_providers(agents)
    if settings.last_model and settings.last_model not in [one.name for one in named]:
        local = Provider(settings.last_model, settings.last_model, declared=False)
        named = (*named, local)
    for provider in named:
        through_openrouter = settings.openrouter_enabled and not _is_local(provider.model)
        yield replace(
            provider,
            rate_limit=_rate(rates.get(provider.name)),
            kind="openrouter" if through_openrouter else None,
        )


def _rate(value: Any) -> float | None:
    """Requests a minute; None for what is no number above 0."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and value > 0 else None


def _is_local(model: str) -> bool:
    return model.startswith(("ollama/", "ollama_chat/"))
