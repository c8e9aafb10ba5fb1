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


def usage_lines(totals: UsageTotals, by: str, when: str, whose: str, days: int) -> Iterator[str]:
    """The table and a summary. `days` are those on which there were calls."""
    if not totals.calls:
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
    rows = [_row(row.name, row) for row in totals.rows]
    head, *lines, total = table(columns, [*rows, _row("all", totals)], width())
    yield styled(head, "bold")
    yield from lines
    yield styled(total, "bold")
    yield ""
    yield (
        f"{_count(totals.calls, 'call')} {when}, in {_count(totals.attempts, 'attempt')} of which"
        f" {_percent(totals.failure_rate)} failed; {_count(totals.fallbacks, 'fallback')}"
    )
    if totals.cost_usd:
        yield f"{usd(totals.cost_usd / days)} a day, over {_count(days, 'day')} with calls"
    if totals.unpriced:
        answers = "1 answer" if totals.unpriced == 1 else f"{totals.unpriced:,} answers"
        yield f"not in the cost, as the price is not known: {answers}"


def _row(name: str, figures: Figures) -> list[str]:
    # Where nothing is priced, a sum of nothing would look like a price of nothing.
    has_price = figures.cost_usd or not figures.unpriced
    return [
        name, f"{figures.calls:,}", f"{figures.attempts:,}", f"{figures.failures:,}",
        f"{figures.fallbacks:,}",
        f"{figures.input_tokens:,}", f"{figures.output_tokens:,}",
        usd(figures.cost_usd if has_price else None), _ms(figures.p50_ms), _ms(figures.p95_ms),
    ]  # fmt: skip


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _ms(latency: float | None) -> str:
    return "—" if latency is None else f"{latency:,.0f}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def standing_lines(limits: Sequence[BudgetStatus]) -> Iterator[str]:
    for status in limits:
        level = styled(f"{status.level:<4}", _STYLES[status.level])
        remarks = f"; {status.remarks}" if status.remarks else ""
        yield f"{level}  {visible(f'{status.name}: {status.amount_text} ({status.what}){remarks}')}"


def usage_shape(
    totals: UsageTotals, since: datetime, limits: Sequence[BudgetStatus] | None
) -> dict[str, Any]:
    rows = [
        {"name": row.name, **_figures(row), "unpriced": row.unpriced, **_later_fields(row)}
        for row in totals.rows
    ]
    shape = {
        **_figures(totals), "rows": rows, "unpriced": totals.unpriced, "since": since.isoformat(),
        **_later_fields(totals),
    }  # fmt: skip
    return shape if limits is None else {**shape, "standings": list(map(_status_shape, limits))}


def _figures(figures: Figures) -> dict[str, Any]:
    return {field: getattr(figures, field) for field in FIELDS}


def _later_fields(figures: Figures) -> dict[str, int]:
    return {field: getattr(figures, field) for field in LATER_FIELDS}


def _status_shape(status: BudgetStatus) -> dict[str, Any]:
    return {
        "name": status.name,
        "what": status.what,
        "level": status.level,
        "spent": None if status.used is None else round(status.used, 9),
        "limit": status.limit,
        "unit": status.unit,
        "target": status.target,
        "unpriced": status.unpriced,
    }
