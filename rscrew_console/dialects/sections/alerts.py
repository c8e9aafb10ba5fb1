"""`alerts`: a list of what is measured, what is wanted, and what is too much."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any

from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.sections.names import ALERTS
from rscrew_console.dialects.values import WrongType, described, number, text
from rscrew_console.records import dataclass
from rscrew_console.roster.alerts import FAILURES, METRICS, Alert, Metric
from rscrew_console.roster.budgets import PERIODS, Period
from rscrew_console.roster.model import Provider
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path

FIELDS = (
    "metric", "failure", "per", "provider", "model", "agent", "target", "at_least", "threshold",
    "name",
)  # fmt: skip
BOUNDS = ("threshold", "at_least")
"""One of these is needed."""
WHOSE = ("provider", "model", "agent")
_PERIODS: Mapping[str, Period] = MappingProxyType(
    {**{period: period for period in PERIODS}, "daily": "day", "weekly": "week", "monthly": "month"}
)
# As tables in documents have it: "Total AI cost (weekly)", "Opus calls (weekly)".
_MEASURES: Mapping[str, Metric] = MappingProxyType(
    {
        "cost": "cost",
        "calls": "calls",
        "cost per user": "cost_per_user",
        "p95 latency": "p95_latency_ms",
        "failures": "failures",
        **{f"{kind.replace('_', ' ')} failures": "failures" for kind in FAILURES},
    }
)
_MEASURED = "|".join(sorted(_MEASURES, key=len, reverse=True))
_TITLE = re.compile(rf"(?:([^()]{{1,100}}?)\s+)??({_MEASURED})\s*(?:\((daily|weekly|monthly)\))?")
_EVERYTHING = ("total", "total ai", "ai", "all")
_AMOUNT = r"\$?\s*(\d[\d,]*(?:\.\d+)?|\.\d+)"
_LEVEL = re.compile(
    rf"(?:[<>≥]|>=|up to|at least)?\s*(?:{_AMOUNT}\s*(?:-|–|to)\s*)?{_AMOUNT}\+?\s*([a-z]*)"
)
_UNITS: Mapping[str, tuple[frozenset[Metric], float]] = MappingProxyType(
    {
        "": (frozenset(METRICS), 1),
        "$": (frozenset({"cost", "cost_per_user"}), 1),
        "usd": (frozenset({"cost", "cost_per_user"}), 1),
        "calls": (frozenset({"calls"}), 1),
        "failures": (frozenset({"failures"}), 1),
        "ms": (frozenset({"p95_latency_ms"}), 1),
        "s": (frozenset({"p95_latency_ms"}), 1000),
    }
)
"""What each may be said of, and how much of ours it is."""


@dataclass(frozen=True, slots=True)
class AlertSubjects:
    """What alerts may speak of; None where it could not be read."""

    providers: Sequence[Provider] | None = None
    agents: Collection[Any] | None = None
    """The keys of their section, whatever these are."""

    def names(self, field: str) -> list[str] | None:
        """Return the names that `provider`, `model` or `agent` can mean."""
        if field == "agent" and self.agents is not None:
            return [name for name in self.agents if isinstance(name, str)]
        if field == "agent" or self.providers is None:
            return None
        return [one.model if field == "model" else one.name for one in self.providers]


def read_alerts(findings: Findings, value: Any, crew: AlertSubjects) -> tuple[Alert, ...]:
    """Read the whole section. What is wrong in one alert leaves the others readable."""
    nothing: list[Any] = []
    entries = findings.read((ALERTS,), value, _entries, nothing)
    read = (_alert(findings, (ALERTS, index), entry, crew) for index, entry in enumerate(entries))
    return tuple(alert for alert in read if alert is not None)


def _alert(findings: Findings, path: Path, entry: Any, crew: AlertSubjects) -> Alert | None:
    """None (an error is told) where it cannot be measured."""
    fields = findings.mapping(path, entry)
    findings.unknown_fields(path, fields, FIELDS)
    for needed in (("metric",), BOUNDS):
        if all(fields.get(one) is None for one in needed) and isinstance(entry, Mapping | None):
            message = f"{dotted(path)} has no {' and no '.join(needed)}"
            findings.add("incomplete-alert", path, message)
    measured = findings.read(
        (*path, "metric"), fields.get("metric"), lambda title: _measured(title, crew), None
    )
    if measured is None:
        return None
    _check_names(
        findings, (*path, "metric"), {field: getattr(measured, field) for field in WHOSE}, crew
    )
    subjects: dict[str, Any] = {
        field: findings.read((*path, field), fields.get(field), text, "").strip() for field in WHOSE
    }
    _check_names(findings, path, subjects, crew, below=True)

    def level(field: str) -> float | None:
        return findings.read(
            (*path, field),
            fields.get(field),
            lambda level_text: _level(level_text, measured.metric),
            None,
        )

    threshold, at_least = level("threshold"), level("at_least")
    if threshold is None and at_least is None:
        return None
    failure = findings.read((*path, "failure"), fields.get("failure"), _failure, measured.failure)
    if failure and measured.metric != "failures":
        message = f"{dotted(path)}.failure is for the metric failures, not for {measured.metric}"
        findings.add("wrong-type", (*path, "failure"), message)
    alert = replace(
        measured,
        threshold=threshold,
        at_least=at_least,
        target=level("target"),
        target_from=_span_start(fields.get("target")),
        failure=failure,
        per=findings.read((*path, "per"), fields.get("per"), _period, measured.per),
        **{field: name for field, name in subjects.items() if name},
    )
    title = fields["metric"].strip()
    usual = alert.usual_name if title in METRICS else title
    name = findings.read((*path, "name"), fields.get("name"), text, "").strip()
    return replace(alert, name=name or usual)


def _measured(value: Any, crew: AlertSubjects) -> Alert:
    """An alert without a threshold, from one of `METRICS` or from a table's title."""
    title = text(value).strip()
    for metric in METRICS:
        if title == metric:
            return Alert("", metric, 0)
    if match := _TITLE.fullmatch(title.casefold()):
        whose, words, per = match.groups()
        failure = words.removesuffix(" failures").replace(" ", "_")
        measured = Alert(
            "", _MEASURES[words], 0, _PERIODS[per or "week"],
            failure=failure if failure in FAILURES else "",
        )  # fmt: skip
        return _of(measured, whose, crew) if whose and whose not in _EVERYTHING else measured
    hint = did_you_mean(title, METRICS) or f"; it is one of {', '.join(METRICS)}"
    raise WrongType(f'is "{title}", which nothing measures{hint}')


def _of(measured: Alert, whose: str, crew: AlertSubjects) -> Alert:
    """Return whom a title speaks of: a provider, an agent, or a part of models' names."""
    for name in crew.names("provider") or ():
        if name.casefold() == whose:
            return replace(measured, provider=name)
    for name in crew.names("agent") or ():
        if name.casefold() == whose:
            return replace(measured, agent=name)
    return replace(measured, model=f"*{whose}*")


def _period(value: Any) -> Period:
    if (period := _PERIODS.get(text(value).strip().casefold())) is None:
        hint = did_you_mean(value, PERIODS)
        raise WrongType(f'is "{value}", and can be {", ".join(PERIODS)}{hint}')
    return period


def _level(value: Any, metric: Metric) -> float:
    """A number or a text: `10`, `> $10`, `$3-5` (its upper end), `2000 ms`, `2 s`."""
    if not isinstance(value, str):
        return number(value)
    match = _LEVEL.fullmatch(value.strip().casefold())
    unit = "?" if match is None else match[3] or ("$" if "$" in value else "")
    if match is None or unit not in _UNITS:
        raise WrongType(f'is "{value}", which is not a figure such as 10, > $10, 3-5 or 2000 ms')
    metrics, factor = _UNITS[unit]
    if metric not in metrics:
        raise WrongType(f'is "{value}", which is no measure of {metric}')
    return float(match[2].replace(",", "")) * factor


def _span_start(value: Any) -> float | None:
    """The lower end of `8-12`; None where one figure is said, or none that can be read."""
    match = _LEVEL.fullmatch(value.strip().casefold()) if isinstance(value, str) else None
    return float(match[1].replace(",", "")) if match and match[1] else None


def _failure(value: Any) -> str:
    name = text(value).strip().casefold().replace(" ", "_")
    known = (*FAILURES, *(outcome for outcomes in FAILURES.values() for outcome in outcomes))
    if name not in known:
        hint = did_you_mean(name, known) or f"; it is one of {', '.join(FAILURES)}"
        raise WrongType(f'is "{value}", which is not a kind of failure{hint}')
    return name


def _entries(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise WrongType(f"is {described(value)} where a list belongs")
    return value


def _check_names(
    findings: Findings,
    path: Path,
    subjects: Mapping[str, str],
    crew: AlertSubjects,
    *,
    below: bool = False,
) -> None:
    """A warning for what means nobody; it stands at the path, or in its field `below` it."""
    for field, pattern in subjects.items():
        names = crew.names(field)
        if pattern and names is not None and not _means_any(pattern, names):
            place = (*path, field) if below else path
            message = (
                f'{dotted(place)}: there is no {field} "{pattern}"{did_you_mean(pattern, names)}'
            )
            findings.add(f"unknown-{field}", place, message, "warning")


def _means_any(pattern: str, names: Collection[str]) -> bool:
    folded = pattern.casefold()
    return any(fnmatchcase(name.casefold(), folded) for name in names)
