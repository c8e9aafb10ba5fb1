"""The ledger's sums as people and as scripts read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rscrew_console.cli.output import styled, width
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.roster.money import usd
from rscrew_console.roster.visible import visible
from rscrew_console.runtime.ledger.figures import NO_CALLS, RecentCalls

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
_STYLES = {"ok": "green", "near": "yellow", "over": "red", "under": "red"}


def usage_lines(
    totals: UsageTotals, by: str, when: str, whose: str, days: int,
    recent: Mapping[str, RecentCalls] | None = None,
) -> Iterator[str]:  # fmt: skip
    """The table and a summary. `days` are those on which there were calls; `recent` are those of
    each row in the last week and month, where they are to be shown."""
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
    sums = _row("all", totals)
    if recent is not None:
        columns += [TableColumn("7 days", right=True), TableColumn("30 days", right=True)]
        counts = [recent.get(row.name, NO_CALLS) for row in totals.rows]
        rows = [[*row, f"{one.week:,}", f"{one.month:,}"]
                for row, one in zip(rows, counts, strict=True)]  # fmt: skip
        sums += [""] * 2
    head, *lines, total = table(columns, [*rows, sums], width())
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
    totals: UsageTotals, since: datetime, limits: Sequence[BudgetStatus] | None,
    recent: Mapping[str, RecentCalls] | None = None,
) -> dict[str, Any]:  # fmt: skip
    rows = [
        {
            "name": row.name, **_figures(row), "unpriced": row.unpriced, **_later_fields(row),
            **_recent_shape(recent, row.name),
        }
        for row in totals.rows
    ]  # fmt: skip
    shape = {
        **_figures(totals), "rows": rows, "unpriced": totals.unpriced, "since": since.isoformat(),
        **_later_fields(totals),
    }  # fmt: skip
    return shape if limits is None else {**shape, "standings": list(map(_status_shape, limits))}


def _recent_shape(recent: Mapping[str, RecentCalls] | None, name: str) -> dict[str, int]:
    if recent is None:
        return {}
    calls = recent.get(name, NO_CALLS)
    return {"calls_7d": calls.week, "calls_30d": calls.month}


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
        "limit": status.limit if status.bounded else None,
        "unit": status.unit,
        "target": status.target,
        "unpriced": status.unpriced,
        **({} if status.at_least is None else {"at_least": status.at_least}),
    }
