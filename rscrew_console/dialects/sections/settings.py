"""All settings of a crew from the sections of a file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.misspelt import note_misspelt
from rscrew_console.dialects.sections.budgets import read_budgets, read_premium
from rscrew_console.dialects.sections.calling import read_calling
from rscrew_console.dialects.sections.costs import read_costs
from rscrew_console.dialects.sections.names import (
    ALERTS,
    ALIASES,
    BUDGETS,
    COSTS,
    EXPECT,
    HEALTH,
    OPTIMISATION,
    SETTING_FIELDS,
    SETTINGS,
    STRATEGIES,
)
from rscrew_console.dialects.values import described, flag, positive, text
from rscrew_console.roster.calling import Calling
from rscrew_console.roster.chain import FallbackRule
from rscrew_console.roster.model import HealthSettings, Provider, Settings
from rscrew_console.roster.nearest import did_you_mean

if TYPE_CHECKING:
    from rscrew_console.roster.alerts import Alert
    from rscrew_console.roster.strategies.model import Strategy


def read_settings(
    findings: Findings, value: Mapping[Any, Any], providers: Sequence[Provider] | None,
    agents: Collection[Any] | None, provider_names: Collection[str] | None,
) -> Settings:  # fmt: skip
    """`value` is the whole file; `known` are the names of its providers.

    Each is None where it could not be read: names are not checked then, as that is the error.
    """
    fields = findings.mapping((SETTINGS,), value.get(SETTINGS))
    note_misspelt(findings, (SETTINGS,), fields, SETTING_FIELDS)
    calling = read_calling(findings, fields)
    return Settings(
        fallback=_fallback(findings, fields, calling),
        health=_health(findings, findings.mapping((HEALTH,), value.get(HEALTH))),
        costs=read_costs(findings, value.get(COSTS)),
        calling=calling,
        budgets=read_budgets(findings, value.get(BUDGETS), providers),
        alerts=_alerts(findings, value.get(ALERTS), providers, agents),
        premium=read_premium(findings, value.get(OPTIMISATION), providers),
        pin=read_provider_name(findings, (SETTINGS, "pin"), fields.get("pin"), provider_names),
        pin_why=findings.read((SETTINGS, "pin_why"), fields.get("pin_why"), text, ""),
        expected=_expected(findings, value.get(EXPECT), agents),
        aliases=tuple(_texts(findings, ALIASES, value.get(ALIASES)).items()),
    )


def strategies_in(
    findings: Findings, value: Mapping[Any, Any], providers: Collection[str] | None,
    agents: Collection[str] | None,
) -> tuple[Strategy, ...]:  # fmt: skip
    """The strategies of the whole file `value`: what reads them is loaded where there are any."""
    if value.get(STRATEGIES) is None:
        return ()
    from rscrew_console.dialects.strategies import RuleSubjects, read_strategies

    return read_strategies(findings, value[STRATEGIES], RuleSubjects(providers, agents))


def _alerts(
    findings: Findings, value: Any, providers: Sequence[Provider] | None,
    agents: Collection[Any] | None,
) -> tuple[Alert, ...]:  # fmt: skip
    """Read the alerts. The module that does is loaded only for files that have some."""
    if value is None:
        return ()
    from rscrew_console.dialects.sections.alerts import AlertSubjects, read_alerts

    return read_alerts(findings, value, AlertSubjects(providers, agents))


def _expected(
    findings: Findings, value: Any, agents: Collection[Any] | None
) -> tuple[tuple[str, str], ...]:
    """Agent → provider; agents that are not there are a warning, since crews change."""
    entries = _texts(findings, EXPECT, value)
    for name in entries if agents is not None else ():
        if name not in (agents or ()):
            hint = did_you_mean(name, [one for one in agents or () if isinstance(one, str)])
            message = f'{EXPECT}: there is no agent "{name}"{hint}'
            findings.add("unknown-agent", (EXPECT, name), message, "warning")
    return tuple(entries.items())


def _texts(findings: Findings, section: str, value: Any) -> dict[str, str]:
    """A section of names and texts, without those that are none."""
    entries = findings.names((section,), findings.mapping((section,), value), "an entry")
    read = {
        name: findings.read((section, name), entry, text, "").strip()
        for name, entry in entries.items()
    }
    return {name: entry for name, entry in read.items() if entry}


def read_provider_name(
    findings: Findings, path: tuple[str, ...], value: Any, provider_names: Collection[str] | None,
    place: tuple[str, ...] = (),
) -> str | None:  # fmt: skip
    """The provider that is named there; None where none is, or (an error) it is no provider's name.

    `shown` is what messages call the place, by default its path. Nothing is `known` where the
    providers themselves could not be read: that is the error then.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str) and provider_names is not None and value in provider_names:
        return value
    where = ".".join(place or path)
    if not isinstance(value, str):
        message = f"{where} is {described(value)} where the name of a provider belongs"
        findings.add("wrong-type", path, message)
        return None
    if provider_names is None:
        return None
    message = f'{where}: there is no provider "{value}"{did_you_mean(value, provider_names)}'
    findings.add("unknown-provider", path, message)
    return None


def _fallback(findings: Findings, fields: Mapping[Any, Any], calling: Calling) -> FallbackRule:
    path = (SETTINGS, "fallback_enabled")
    if findings.read(path, fields.get("fallback_enabled"), flag, default=True):
        return FallbackRule("on", calling.fallback_on)
    return FallbackRule("off", why="global_settings.fallback_enabled is false")


def _health(findings: Findings, fields: Mapping[Any, Any]) -> HealthSettings:
    seconds = {
        name: findings.read((HEALTH, name), fields.get(name), positive, default)
        for name, default in asdict(HealthSettings()).items()
    }
    return HealthSettings(**seconds)
