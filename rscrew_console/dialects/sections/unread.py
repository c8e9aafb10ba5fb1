"""Settings that ask for something which nobody does: better said than silently ignored.

RSCrew itself reads neither section. What is read of them here is in `budgets` and `reading`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from rscrew_console.dialects.findings import Findings, dotted
from rscrew_console.dialects.sections.names import OPTIMISATION
from rscrew_console.document import Path
from rscrew_console.roster.nearest import did_you_mean

_COST, _LOAD = OPTIMISATION, "load_balancing"

_HINTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        (_COST, "prefer_budget_models"): '"bulk cost-optimised" gives every agent the cheapest'
        " model that does for its work",
        (_COST, "fallback_to_budget"): "it says what happens past max_premium_calls_per_hour, and"
        " there is none",
        (_LOAD, "strategy"): "chains are always tried in their order, which is priority_based",
    }
)
_READ: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {_COST: ("enabled", "max_premium_calls_per_hour"), _LOAD: ("strategy", "distribution")}
)
_READ_WITH: Mapping[str, str] = MappingProxyType(
    {"fallback_to_budget": "max_premium_calls_per_hour"}
)
"""What is read where the other is there, too."""
_ASKS: Mapping[str, Callable[[Any], bool]] = MappingProxyType(
    {"strategy": lambda value: value not in (None, "priority_based", "priority-based")}
)
"""What a setting has to be to ask for anything; by default anything but false and nothing."""


def note_unread(findings: Findings, value: Mapping[Any, Any]) -> None:
    """A warning for everything in the two sections that makes no difference though it should."""
    for section in (_COST, _LOAD):
        fields = value.get(section)
        if not isinstance(fields, Mapping) or fields.get("enabled") is False:
            continue  # switched off, nothing is asked for
        for name, setting in fields.items():
            if fields.get(_READ_WITH.get(name)) is not None:
                continue
            hint = _HINTS.get((section, name))
            asks = _ASKS.get(name, lambda setting: setting not in (None, False, ""))
            if (hint is not None or name not in _READ[section]) and asks(setting):
                _add(findings, (section, name), hint)


def _add(findings: Findings, path: Path, hint: str | None) -> None:
    section, name = path
    read_names = [one for of, one in _HINTS if of == section] + list(_READ[str(section)])
    more = f"; {hint}" if hint else did_you_mean(str(name), read_names)
    findings.add("nothing-reads", path, f"{dotted(path)}: nothing reads this{more}", "warning")
