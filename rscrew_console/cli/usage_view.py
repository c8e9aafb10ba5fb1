"""The ledger's sums as people and as scripts read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rscrew_console.cli.output import styled, width
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.roster.money import usd
from rscrew_console.roster.visible import visible

if TYPE_CHECKING:
    from rscrew_console.roster.standings import BudgetStatus
    from rscrew_console.runtime.ledger import Figures, UsageTotals

FIELDS = (
    "calls",
    "failures",
    "fallbacks",
    "input_tokens",
    "output_tokens",
    "cost_usd",
    "p50_ms",
    "p95_ms",
)
LATER_FIELDS = ("cached_input_tokens", "cache_write_tokens", "reasoning_tokens", "attempts")
"""Behind all other fields, which scripts may know by their order."""  # fmt: skip
_STYLES = {"ok": "green", "near": "yellow", "over": "red"}


def usage_lines(found: UsageTotals, by: str, when: str, whose: str, days: int) -> Iterator[str]:
    """The table and a summary. `days` are those on which there were calls."""
    if not found.calls:
        yield (
            f"no calls of {whose} {when}; they are counted when an application makes them through"
            " rscrew_console (get_llm_for_agent)"
        )
        return
    columns = [
        TableColumn(by, least=12), TableColumn("calls", right=True),
        TableColumn("attempts", right=True), TableColumn("failed", right=True),
        TableColumn("fallbacks", right=True), TableColumn("tokens in", right=True, droppable=True),
        TableColumn("tokens out", right=True, droppable=True), TableColumn("cost", right=True),
        TableColumn("p50 ms", right=True, droppable=True),
        TableColumn("p95 ms", right=True, droppable=True),
    ]  # fmt: skip
    rows = [_row(row.name, row) for row in found.rows]
    head, *lines, total = table(columns, [*rows, _row("all", found)], width())
    yield styled(head, "bold")
    yield from lines
    yield styled(total, "bold")
    yield ""
    yield (
        f"{_count(found.calls, 'call')} {when}, in {_count(found.attempts, 'attempt')} of which"
        f" {_percent(found.failure_rate)} failed; {_count(found.fallbacks, 'fallback')}"
    )
    if found.cost_usd:
        yield f"{usd(found.cost_usd / days)} a day, over {_count(days, 'day')} with calls"
    if found.unpriced:
        answers = "1 answer" if found.unpriced == 1 else f"{found.unpriced:,} answers"
        yield f"not in the cost, as the price is not known: {answers}"


def _row(name: str, figures: Figures) -> list[str]:
    # Where nothing is priced, a sum of nothing would look like a price of nothing.
    known = figures.cost_usd or not figures.unpriced
    return [
        name, f"{figures.calls:,}", f"{figures.attempts:,}", f"{figures.failures:,}",
        f"{figures.fallbacks:,}",
        f"{figures.input_tokens:,}", f"{figures.output_tokens:,}",
        usd(figures.cost_usd if known else None), _ms(figures.p50_ms), _ms(figures.p95_ms),
    ]  # fmt: skip


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _ms(latency: float | None) -> str:
    return "—" if latency is None else f"{latency:,.0f}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def standing_lines(limits: Sequence[BudgetStatus]) -> Iterator[str]:
    for standing in limits:
        level = styled(f"{standing.level:<4}", _STYLES[standing.level])
        remarks = f"; {standing.remarks}" if standing.remarks else ""
        yield f"{level}  {visible(f'{standing.name}: {standing.told} ({standing.what}){remarks}')}"


def usage_shape(
    found: UsageTotals, since: datetime, limits: Sequence[BudgetStatus] | None
) -> dict[str, Any]:
    rows = [
        {"name": row.name, **_figures(row), "unpriced": row.unpriced, **_later_fields(row)}
        for row in found.rows
    ]
    shape = {
        **_figures(found), "rows": rows, "unpriced": found.unpriced, "since": since.isoformat(),
        **_later_fields(found),
    }  # fmt: skip
    return shape if limits is None else {**shape, "standings": list(map(_standing, limits))}


def _figures(figures: Figures) -> dict[str, Any]:
    return {field: getattr(figures, field) for field in FIELDS}


def _later_fields(figures: Figures) -> dict[str, int]:
    return {field: getattr(figures, field) for field in LATER_FIELDS}


def _standing(standing: BudgetStatus) -> dict[str, Any]:
    return {
        "name": standing.name,
        "what": standing.what,
        "level": standing.level,
        "spent": None if standing.spent is None else round(standing.spent, 9),
        "limit": standing.limit,
        "unit": standing.unit,
        "target": standing.target,
        "unpriced": standing.unpriced,
    }
