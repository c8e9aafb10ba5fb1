"""What calls have cost: totals, and a table by agent, provider or model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from rscrew_console.roster.money import usd
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view import limits
from rscrew_console.tui.view.chart import Chart, chart, days_until
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import NOTHING, Line, TextRun, Tone, count, line, plain, width

if TYPE_CHECKING:
    from rscrew_console.runtime.ledger import Figures
    from rscrew_console.runtime.ledger import UsageRow as Entry
    from rscrew_console.tui.view.usage_report import UsageReport

GAP = TextRun("   ")
BAR = "█"
SHARE = 10
"""Cells of the bar that tells a row's share of the cost."""
OFTEN = 0.1
"""The share of failures, or of fallbacks, from which on it is coloured."""


def columns(by: str) -> tuple[Column, ...]:
    """Return the columns of the table by agent, provider or model."""
    return (
        Column("name", by, least=20, floor=10, most=44),
        Column("cost", "cost", least=13, floor=13, right=True, reserve=9),
        Column("share", "", least=SHARE, rank=7, reserve=SHARE),
        Column("calls", "calls", least=10, rank=1, right=True, reserve=9),
        Column("attempts", "attempts", least=10, rank=4, right=True, reserve=9),
        Column("failed", "failed", least=6, rank=2, right=True, reserve=7),
        Column("fallbacks", "fallbacks", least=9, rank=3, right=True),
        Column("tokens", "tokens", least=6, rank=6, right=True, reserve=6),
        Column("p95", "p95", least=6, rank=5, right=True, reserve=6),
    )


def rows(report: UsageReport, by: str) -> list[GridRow]:
    """A row each, the dearest first."""
    usage = next(usage for name, usage in report.by.items() if name == by)
    return [_row(entry, usage.cost_usd) for entry in usage.rows]


def _row(entry: Entry, total: float) -> GridRow:
    share = entry.cost_usd / total if total else 0.0
    cells = {
        "name": line(visible(entry.name)),
        "cost": _cost(entry),
        "share": line((BAR * round(SHARE * share), "accent")),
        "calls": line(f"{entry.calls:,}"),
        "attempts": line(f"{entry.attempts:,}"),
        "failed": _rate(entry.failures, entry.failure_rate, "bad"),
        "fallbacks": line(f"{entry.fallbacks:,}" if entry.fallbacks else (NOTHING, "dim")),
        "tokens": line((tokens(entry.input_tokens + entry.output_tokens), "dim")),
        "p95": line(seconds(entry.p95_ms)),
    }
    return GridRow(entry.name, cells, {"name": entry.name})


def _cost(entry: Entry) -> Line:
    if not entry.unpriced:
        return line(usd(entry.cost_usd))
    if not entry.cost_usd:
        return line(("unknown", "warn"))
    return line(("≥", "warn"), usd(entry.cost_usd))


def _rate(number: int, rate: float, tone: Tone) -> Line:
    if not number:
        return line((NOTHING, "dim"))
    return line((percent(rate), tone if rate >= OFTEN else "plain"))


def totals(report: UsageReport, available: int) -> list[Line]:
    """Two lines: what it was and how it went; what it took and what is not known of it."""
    totals_ = report.by_day
    first = [
        line((usd(totals_.cost_usd), "strong")) if totals_.cost_usd else (),
        line((f"{totals_.calls:,}", "strong"), f" {'call' if totals_.calls == 1 else 'calls'}"),
        line(count(totals_.attempts, "attempt")),
        _part(totals_.failures, totals_.failure_rate, "failed", "bad"),
        _fallbacks(totals_),
        line(("p95 ", "dim"), seconds(totals_.p95_ms)),
    ]
    second = [
        _unpriced(totals_),
        line(f"{tokens(totals_.input_tokens)}", (" tokens in, ", "dim"),
             tokens(totals_.output_tokens), (" out", "dim")),
        line(("median ", "dim"), seconds(totals_.p50_ms)),
        _a_day(report),
    ]  # fmt: skip
    return [_fitting(first, available), _fitting(second, available)]


def _part(number: int, rate: float, word: str, tone: Tone) -> Line:
    if not number:
        return line((f"none {word}", "dim"))
    return line((percent(rate), tone if rate >= OFTEN else "plain"), (f" {word}", "dim"))


def _unpriced(totals_: Figures) -> Line:
    if not totals_.unpriced:
        return ()
    return line((f"! {count(totals_.unpriced, 'answer')} of unknown price", "warn"))


def _fallbacks(totals_: Figures) -> Line:
    if not totals_.fallbacks:
        return line(("no fallbacks", "dim"))
    often = totals_.fallbacks >= OFTEN * totals_.calls
    return line((count(totals_.fallbacks, "fallback"), "warn" if often else "plain"))


def _a_day(report: UsageReport) -> Line:
    """On the days with calls: those without any would make each look cheaper than it was."""
    if not report.by_day.cost_usd:
        return ()
    days = len(report.by_day.rows)
    over = "" if days == report.days else f", over {count(days, 'day')} with calls"
    return line(usd(report.by_day.cost_usd / days), (f" a day{over}", "dim"))


def _fitting(parts: list[Line], available: int) -> Line:
    """The parts that there is room for, from the left."""
    fitting: list[TextRun] = []
    for part in parts:
        more = [GAP, *part] if fitting else [*part]
        if part and width((*fitting, *more)) <= available:
            fitting += more
    return tuple(fitting)


def bars(report: UsageReport, available: int, lines: int, daily_usd: float | None) -> Chart:
    """A bar for each day: its cost, or its calls where no cost is known."""
    days = days_until(report.today, report.days)
    if not report.by_day.cost_usd:
        return chart(_by_day(report, "calls"), days, available, lines, scale=_whole_number)
    return chart(_by_day(report, "cost_usd"), days, available, lines, limit=daily_usd)


def _whole_number(number: float) -> str:
    """Nothing for half a call."""
    return f"{number:,.0f}" if number == round(number) else ""


def _by_day(report: UsageReport, figure: str) -> Mapping[date, float]:
    return {date.fromisoformat(row.name): getattr(row, figure) for row in report.by_day.rows}


def chart_title(report: UsageReport) -> str:
    """What the bars are."""
    return "Cost a day" if report.by_day.cost_usd else "Calls a day: no cost is known"


def chart_note(report: UsageReport, daily_usd: float | None, *, limited: bool) -> str:
    """What the line across the bars is; where there is no limit at all, how to set one."""
    if not limited:
        return plain(limits.NONE)
    if daily_usd is None or not report.by_day.cost_usd:
        return ""
    return f"daily budget {usd(daily_usd)}"


def title(days: int) -> str:
    """Return the title of the whole screen."""
    return f"Usage: the last {days} days"


def nothing(report: UsageReport, agent: str) -> list[Line]:
    """Where there is nothing to show: why, and what changes that."""
    if report.ever:
        return [
            line(f"No calls in the last {report.days} days."), (),
            line(("d", "key"), (" looks further back.", "dim")),
        ]  # fmt: skip
    quoted = '"' + visible(agent).replace('"', r"\"") + '"'
    return [
        line(("No calls yet.", "strong")),
        (),
        line("What applications call through the agents of this file is counted here:"),
        line("what it cost, how long it took, which fallbacks it used. To try it:"),
        (),
        line(("  from rscrew_console import get_model_manager", "accent")),
        line((f"  llm = get_model_manager().get_llm_for_agent({quoted})", "accent")),
        line(('  print(llm.call("Hello"))', "accent")),
        (),
        line(("What this console itself asks providers is not counted.", "dim")),
    ]


def percent(rate: float) -> str:
    """`3 %`, `0.4 %`; never none where there is some."""
    percentage = 100 * rate
    if 0 < percentage < 0.1:
        return "<0.1 %"
    return (
        f"{percentage:.0f} %"
        if percentage >= 9.5 or percentage == round(percentage)
        else f"{percentage:.1f} %"
    )


def tokens(number: int) -> str:
    """`950`, `12.3k`, `1.2M`."""
    for unit, size in (("G", 10**9), ("M", 10**6), ("k", 1000)):
        if number >= 0.9995 * size:
            return f"{number / size:.3g}{unit}"
    return f"{number}"


def seconds(milliseconds: float | None) -> str:
    """`850 ms`, `2.4 s`, `75 s`."""
    if milliseconds is None:
        return NOTHING
    if milliseconds < 999.5:
        return f"{milliseconds:.0f} ms"
    return (
        f"{milliseconds / 1000:.1f} s" if milliseconds < 9950 else f"{milliseconds / 1000:,.0f} s"
    )
