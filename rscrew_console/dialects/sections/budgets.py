"""What may be spent: `budgets`, and the limit of premium calls in `cost_optimization`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.sections.names import ALERTS, BUDGETS, OPTIMISATION
from rscrew_console.dialects.values import WrongType, flag, positive, share, text, whole_number
from rscrew_console.document import Document, Edit
from rscrew_console.roster.budgets import ON_EXCEED, Budgets, Limits, OnExceed, PremiumLimit
from rscrew_console.roster.model import BUDGET_TIER, PREMIUM_TIER, Provider, tier_of
from rscrew_console.roster.money import dollars
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path

LIMIT_FIELDS = ("daily_usd", "weekly_usd", "monthly_usd")
BUDGET_FIELDS = (*LIMIT_FIELDS, "alert_at", "providers", "on_exceed")
_usual = Budgets()

Providers = Sequence[Provider] | None
"""Those of the file; None where they could not be read."""


def read_budgets(findings: Findings, value: Any, providers: Providers) -> Budgets:
    """Read the whole section."""
    path: Path = (BUDGETS,)
    fields = findings.mapping(path, value)
    findings.unknown_fields(path, fields, BUDGET_FIELDS)
    place = (*path, "on_exceed")
    on_exceed = findings.read(place, fields.get("on_exceed"), _on_exceed, _usual.on_exceed)
    if on_exceed == "budget_tier":
        _check_tier(findings, place, BUDGET_TIER, providers)
    return Budgets(
        limits=_limits(findings, path, fields),
        providers=tuple(_by_provider(findings, fields.get("providers"), providers)),
        alert_at=findings.read((*path, "alert_at"), fields.get("alert_at"), share, _usual.alert_at),
        on_exceed=on_exceed,
    )


def read_premium(findings: Findings, value: Any, providers: Providers) -> PremiumLimit:
    """Read the whole section `cost_optimization`."""
    path: Path = (OPTIMISATION,)
    fields = findings.mapping(path, value)
    if not findings.read((*path, "enabled"), fields.get("enabled"), flag, default=True):
        return PremiumLimit()
    place, fall = (*path, "max_premium_calls_per_hour"), (*path, "fallback_to_budget")
    limit: int | None = findings.read(place, fields.get(place[-1]), whole_number, None)
    to_budget = findings.read(fall, fields.get(fall[-1]), flag, default=False)
    if limit is not None:
        _check_tier(findings, place, PREMIUM_TIER, providers)
        if to_budget:
            _check_tier(findings, fall, BUDGET_TIER, providers)
    return PremiumLimit(limit, to_budget)


def rename_in_budgets(doc: Document, what: str, old: str, new: str) -> Iterator[Edit]:
    """Follows the new name of a "provider" or "agent" through budgets and alerts."""
    budgets, alerts = doc.get((BUDGETS,)), doc.get((ALERTS,))
    limits = budgets.get("providers") if isinstance(budgets, Mapping) else None
    if what == "provider" and isinstance(limits, Mapping) and old in limits:
        yield Edit((BUDGETS, "providers", old), old, new, on="key")
    for index, alert in enumerate(alerts if isinstance(alerts, list) else ()):
        if isinstance(alert, Mapping) and alert.get(what) == old:
            yield Edit((ALERTS, index, what), old, new)


def _by_provider(
    findings: Findings, value: Any, providers: Providers
) -> Iterator[tuple[str, Limits]]:
    path: Path = (BUDGETS, "providers")
    for name, entry in findings.names(path, findings.mapping(path, value), "a provider").items():
        place = (*path, name)
        names = None if providers is None else [provider.name for provider in providers]
        if names is not None and name not in names:
            hint = did_you_mean(name, names)
            message = f'{dotted(path)}: there is no provider "{name}"{hint}'
            findings.add("unknown-provider", place, message, "warning")
        fields = findings.mapping(place, entry)
        findings.unknown_fields(place, fields, LIMIT_FIELDS)
        yield name, _limits(findings, place, fields)


def _limits(findings: Findings, path: Path, fields: Mapping[Any, Any]) -> Limits:
    return Limits(
        *(findings.read((*path, name), fields.get(name), _dollars, None) for name in LIMIT_FIELDS)
    )


def _dollars(value: Any) -> float:
    """A number, or a text such as `$5`."""
    if not isinstance(value, str):
        return positive(value)
    if (amount := dollars(value)) is None:
        raise WrongType("is not an amount above zero in US dollars, such as 5")
    return amount


def _on_exceed(value: Any) -> OnExceed:
    if text(value) not in ON_EXCEED:
        choices = ", ".join(ON_EXCEED)
        raise WrongType(f'is "{value}", and can be {choices}{did_you_mean(value, ON_EXCEED)}')
    return cast("OnExceed", value)


def _check_tier(findings: Findings, path: Path, tier: str, providers: Providers) -> None:
    """A warning where nobody is of the tier that this speaks of."""
    if providers and not any(tier_of(provider) == tier for provider in providers):
        message = f"{dotted(path)}: no provider has the cost_tier {tier}"
        findings.add("no-such-tier", path, message, "warning")
