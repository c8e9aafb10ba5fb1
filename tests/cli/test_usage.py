"""`usage`: the ledger's sums, how budgets and alerts stand, and what is not known."""

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.cli.crew import CliContext
from rscrew_console.cli.since import since_in_words, since_of
from rscrew_console.runtime.ledger import config_name
from rscrew_console.session.state import state_root
from tests.cli.conftest import Rsc
from tests.rows import each_row
from tests.runtime.ledger.attempts import NOON, attempt, ledger_of

CREW = """\
providers:
  claude: {model: opus, cost_tier: premium}
  local: {model: llama}
agent_assignments:
  writer: {primary: claude, secondary: local}
  coder: {primary: local}
"""
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def in_utc() -> Iterator[None]:
    """This machine is where the calls were made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def crew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DAILY_BUDGET_USD", raising=False)
    monkeypatch.setattr(CliContext, "now", NOON)
    path = folder / "model_config.yaml"
    path.write_text(CREW, encoding="utf-8")
    return path


@pytest.fixture
def ledger(crew: Path) -> Path:
    """Calls of the crew on two days, and one of another file."""
    name = config_name(crew)
    failed = {"outcome": "timeout", "cost_usd": None, "input_tokens": None, "output_tokens": None}
    return ledger_of(state_root() / "usage.db", [
        attempt(config=name, call="c3", at=NOON - HOUR / 2),
        attempt(config=name, call="c2", at=NOON - 2 * HOUR, latency_ms=500.0, cost_usd=0.5),
        attempt(config=name, at=NOON - 3 * HOUR, **failed),
        attempt(config=name, at=NOON - 3 * HOUR, provider="local", model="llama", cost_usd=None,
                fell_back_from="claude", tier=""),
        attempt(config=name, call="c0", at=NOON - 49 * HOUR, agent="coder", cost_usd=1),
        attempt(config=name, at=NOON - 24 * 30 * HOUR, agent="old"),
        attempt(config="/other.yaml", at=NOON - HOUR, agent="other"),
    ])  # fmt: skip


def shape(rsc: Rsc, *arguments: str) -> Any:
    ran = rsc("usage", "--json", *arguments)
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


PARTS = {"cached_input_tokens": 0, "cache_write_tokens": 0, "reasoning_tokens": 0}


def test_json(rsc: Rsc, ledger: Path) -> None:
    found = shape(rsc)
    keys = ["calls", "failures", "fallbacks", "input_tokens", "output_tokens", "cost_usd",
            "p50_ms", "p95_ms", "rows"]  # fmt: skip
    assert list(found)[:9] == keys
    assert found == {
        "calls": 4, "attempts": 5, "failures": 1, "fallbacks": 1, "input_tokens": 4000,
        "output_tokens": 1200,
        "cost_usd": 1.75, "p50_ms": 1500.0, "p95_ms": 1500.0, "unpriced": 1,
        "since": (NOON - timedelta(days=7)).isoformat(), **PARTS,
        "rows": [
            {"name": "coder", "calls": 1, "attempts": 1, "failures": 0, "fallbacks": 0,
             "input_tokens": 1000,
             "output_tokens": 300, "cost_usd": 1.0, "p50_ms": 1500.0, "p95_ms": 1500.0,
             "unpriced": 0, **PARTS},
            {"name": "writer", "calls": 3, "attempts": 4, "failures": 1, "fallbacks": 1,
             "input_tokens": 3000,
             "output_tokens": 900, "cost_usd": 0.75, "p50_ms": 1500.0, "p95_ms": 1500.0,
             "unpriced": 1, **PARTS},
        ],
    }  # fmt: skip


@pytest.mark.parametrize(("arguments", "rows"), [
    (("--by", "agent"), [("coder", 1), ("writer", 3)]),
    (("--by", "provider"), [("claude", 4), ("local", 1)]),
    (("--by", "model"), [("opus", 4), ("llama", 1)]),
    (("--by", "day"), [("2026-11-18", 1), ("2026-11-20", 3)]),
    (("--since", "90m"), [("writer", 1)]),
    (("--since", "2026-11-19"), [("writer", 3)]),
    (("--since", "5w"), [("coder", 1), ("writer", 3), ("old", 1)]),
    (("--all",), [("coder", 1), ("writer", 3), ("other", 1)]),
])  # fmt: skip
def test_rows(
    rsc: Rsc, ledger: Path, arguments: tuple[str, ...], rows: list[tuple[str, int]]
) -> None:
    assert [(row["name"], row["calls"]) for row in shape(rsc, *arguments)["rows"]] == rows


def test_the_table(rsc: Rsc, ledger: Path) -> None:
    ran = rsc("usage")
    assert (ran.status, ran.err) == (0, "")
    assert [" ".join(line.split()) for line in ran.out.splitlines()] == [
        "agent calls attempts failed fallbacks tokens in tokens out cost p50 ms p95 ms",
        "coder 1 1 0 0 1,000 300 $1.00 1,500 1,500",
        "writer 3 4 1 1 3,000 900 $0.75 1,500 1,500",
        "all 4 5 1 1 4,000 1,200 $1.75 1,500 1,500",
        "",
        "4 calls in the last 7 days, in 5 attempts of which 20.0 % failed; 1 fallback",
        "$0.88 a day, over 2 days with calls",
        "not in the cost, as the price is not known: 1 answer",
    ]


def test_what_has_no_price_costs_not_nothing_but_something_unknown(rsc: Rsc, ledger: Path) -> None:
    (line,) = [
        line for line in rsc("usage", "--by", "model").out.splitlines() if line[:5] == "llama"
    ]
    assert "unknown" in line


@pytest.mark.parametrize("arguments", [(), ("--by", "day"), ("--since", "1h")])
def test_no_calls_yet(rsc: Rsc, crew: Path, arguments: tuple[str, ...]) -> None:
    ran = rsc("usage", *arguments)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("no calls of model_config.yaml in the last ")
    assert "get_llm_for_agent" in ran.out
    assert not state_root().exists()


LIMITS = """\
budgets: {daily_usd: 0.9, weekly_usd: 90, providers: {claude: {daily_usd: 5}}}
cost_optimization: {max_premium_calls_per_hour: 100}
alerts:
- {metric: Opus calls (weekly), target: 1-2, threshold: "> 4"}
"""


def test_check_tells_every_limit(rsc: Rsc, crew: Path, ledger: Path) -> None:
    crew.write_text(CREW + LIMITS, encoding="utf-8")
    ran = rsc("usage", "--check")
    assert (ran.status, ran.err) == (0, "")
    assert re.findall(r"(\w+) +(.+?): (.+?) \(.+?\)(.*)\n", ran.out) == [
        ("near", "daily budget", "$0.75 of $0.90", "; not in it: 1 answer of unknown price"),
        ("ok", "weekly budget", "$1.75 of $90.00", "; not in it: 1 answer of unknown price"),
        ("ok", "daily budget of claude", "$0.75 of $5.00", ""),
        ("ok", "premium calls", "1 of 100 calls", ""),
        ("near", "Opus calls (weekly)", "4 of 4 calls", "; above the target of 2 calls"),
    ]
    assert "ok    daily budget of claude: $0.75 of $5.00 (cost of claude today)\n" in ran.out
    assert rsc("usage").out.endswith("\n\n" + ran.out), "and they follow the table, too"


@pytest.mark.parametrize(("limits", "status"), [
    ("budgets: {daily_usd: 0.75}", 1),
    ("budgets: {daily_usd: 0.76}", 0),
    ("budgets: {daily_usd: 0.01, on_exceed: block}", 1),
    ("budgets: {providers: {claude: {weekly_usd: 1}}}", 1),
    ("budgets: {providers: {local: {weekly_usd: 1}}}", 0),
    ("alerts: [{metric: calls, threshold: 4}]", 1),
    ("alerts: [{metric: calls, threshold: 5}]", 0),
    ("alerts: [{metric: p95_latency_ms, threshold: 1000}]", 1),
    ("alerts: [{metric: cost_per_user, threshold: 0}]", 0),
    ("cost_optimization: {max_premium_calls_per_hour: 1}", 1),
    ("cost_optimization: {enabled: false, max_premium_calls_per_hour: 1}", 0),
    ("", 0),
])  # fmt: skip
def test_the_status_of_a_check(
    rsc: Rsc, crew: Path, ledger: Path, limits: str, status: int
) -> None:
    crew.write_text(f"{CREW}{limits}\n", encoding="utf-8")
    assert rsc("usage", "--check").status == status
    ran = rsc("usage", "--check", "--json")
    assert ran.status == status
    over = [one for one in json.loads(ran.out)["standings"] if one["level"] == "over"]
    assert bool(over) == bool(status)
    assert rsc("usage").status == 0, "without --check nothing is judged"


def test_a_standing_as_json(rsc: Rsc, crew: Path, ledger: Path) -> None:
    crew.write_text(f"{CREW}budgets: {{daily_usd: 0.9}}\n", encoding="utf-8")
    assert shape(rsc, "--check")["standings"] == [
        {"name": "daily budget", "what": "cost today", "level": "near", "spent": 0.75,
         "limit": 0.9, "unit": "usd", "target": None, "unpriced": 1},
    ]  # fmt: skip


def test_nothing_to_check(rsc: Rsc, crew: Path) -> None:
    ran = rsc("usage", "--check")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "model_config.yaml: no budgets, no alerts and no premium limit to check\n"
    assert shape(rsc, "--check")["standings"] == []


def test_the_environment_may_say_a_daily_budget(
    rsc: Rsc, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAILY_BUDGET_USD", "0.5")
    assert rsc("usage", "--check").status == 1
    monkeypatch.setenv("DAILY_BUDGET_USD", "plenty")
    ran = rsc("usage", "--check")
    assert ran.status == 0
    assert ran.err.startswith("warning: DAILY_BUDGET_USD is not an amount of US dollars")


def test_a_ledger_of_the_file_s_own(rsc: Rsc, crew: Path) -> None:
    crew.write_text(f"{CREW}global_settings: {{usage_db: calls/mine.db}}\n", encoding="utf-8")
    ledger_of(crew.parent / "calls" / "mine.db", [attempt(config=config_name(crew))])
    assert shape(rsc)["calls"] == 1


def test_a_ledger_that_is_no_good(rsc: Rsc, crew: Path) -> None:
    state_root().mkdir(parents=True)
    path = state_root() / "usage.db"
    path.write_text("no database " * 100)
    ran = rsc("usage")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {path}: this is no SQLite database")
    ran = rsc("cost")
    assert ran.status == 0, "there are assumptions to go by"
    assert ran.err.startswith(f"warning: {path}: this is no SQLite database")


@pytest.mark.parametrize(("arguments", "says"), [
    (("--since", "soon"), '"soon" is not a time such as 30m, 12h, 7d or 2w, or a date such as'),
    (("--since", ""), '"" is not a time'),
    (("--since", "999999w"), '"999999w" is before all dates'),
    (("--by", "dya"), '--by does not know "dya"; did you mean "day"?'),
    (("--by", "x"), "it takes agent, provider, model, day"),
])  # fmt: skip
def test_refusals(rsc: Rsc, crew: Path, arguments: tuple[str, ...], says: str) -> None:
    ran = rsc("usage", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err


@each_row(("text", "since", "told"), [
    ("30m", NOON - HOUR / 2, "in the last 30 minutes"),
    ("1h", NOON - HOUR, "in the last hour"),
    (" 7D ", NOON - 168 * HOUR, "in the last 7 days"),
    ("2w", NOON - 336 * HOUR, "in the last 2 weeks"),
    ("0d", NOON, "in the last 0 days"),
    ("2026-11-01T10:30+02:00", datetime(2026, 11, 1, 8, 30, tzinfo=UTC), "since 2026-11-01 08:30"),
])  # fmt: skip
def test_since(text: str, since: datetime, told: str) -> None:
    assert since_of(text, NOON) == since
    assert since_in_words(text, since) == told


def test_a_date_is_its_midnight_here() -> None:
    found = since_of("2026-11-01", NOON)
    assert found == datetime(2026, 11, 1).astimezone()
