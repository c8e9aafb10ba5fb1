"""Amounts of US dollars as people read them."""

from __future__ import annotations

import math

UNKNOWN = "unknown"


def usd(amount: float | None) -> str:
    """`$1,234`, `$41.62`, `$0.33`, `$0.0012`; "unknown" for None, which is not nothing."""
    if amount is None:
        return UNKNOWN
    if amount >= 1000:
        return f"${amount:,.0f}"
    if amount == 0 or amount >= 0.01:
        return f"${amount:.2f}"
    return f"${amount:.2g}" if amount >= 0.0001 else "<$0.0001"


def from_to(before: float | None, after: float | None) -> str:
    """`$41.62 → $65.00 (+56 %)`; an amount that does not change once."""
    if before == after:
        return usd(before)
    change = f"{usd(before)} → {usd(after)}"
    if not before or after is None:
        return change
    return f"{change} ({round(100 * (after - before) / before):+d} %)"


def dollars(text: str) -> float | None:
    """`50`, `$50`, `1,000.50`: an amount above zero; None for anything else."""
    try:
        amount = float(text.strip().removeprefix("$").replace(",", ""))
    except ValueError:
        return None
    return amount if math.isfinite(amount) and amount > 0 else None
