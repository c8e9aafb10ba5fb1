"""Where each budget and alert stands, for people and for `usage --check`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rscrew_console.roster.budgets import Sums
from rscrew_console.roster.model import Settings
from rscrew_console.roster.money import usd

Level = Literal["ok", "near", "over"]
Unit = Literal["usd", "calls", "ms"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One budget, alert or limit."""

    name: str
    """`daily budget`, `daily budget of openai`, `premium calls`, or an alert's own name."""
    what: str
    """What is measured, over which time: `cost today`, `calls of *opus* in the last 7 days`."""
    spent: float | None
    """In `unit`s; None where nothing can be said yet."""
    limit: float
    level: Level
    unit: Unit = "usd"
    unpriced: int = 0
    """Answered attempts that are not in `spent`, as their price is not known."""

    @property
    def told(self) -> str:
        """`$4.20 of $5.00`."""
        return f"{amount(self.spent, self.unit)} of {amount(self.limit, self.unit)}"


def standings(settings: Settings, sums: Sums) -> tuple[Standing, ...]:
    """Of every budget, the premium limit and every alert, in that order.

    `sums` has to be asked for with `alerts=settings.alerts`: alerts without a figure are unknown.
    """
    return ()


def amount(value: float | None, unit: Unit) -> str:
    """`$4.20`, `12 calls`, `1,800 ms`; "unknown" for None."""
    if value is None or unit == "usd":
        return usd(value)
    return f"{value:,.0f} ms" if unit == "ms" else f"{value:,g} calls"
