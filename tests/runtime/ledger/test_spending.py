"""What budgets and alerts are measured against."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from rscrew_console.roster.alerts import Alert, AlertValue
from rscrew_console.roster.budget_ruling import BudgetTotals, Spending
from rscrew_console.roster.budgets import PERIODS
from rscrew_console.runtime.ledger import budget_totals, calls_by_model, config_name
from rscrew_console.runtime.ledger.figures import RecentCalls
from tests.runtime.ledger.attempts import NOON, attempt, ledger_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_no_ledger_is_nothing_spent(tmp_path: Path) -> None:
    path = tmp_path / "usage.db"
    assert budget_totals(path, NOON, tz=UTC) == BudgetTotals(date(2026, 11, 20))
    assert budget_totals(path, NOON, tz=timezone(12 * HOUR)).day == date(2026, 11, 21)
    assert not path.exists()


@pytest.mark.parametrize(("at", "day", "week", "month"), [
    (NOON, 1, 1, 1),
    (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), 1, 1, 1),
    (datetime(2026, 11, 19, 23, 59, 59, tzinfo=UTC), 0, 1, 1),
    (datetime(2026, 11, 16, 0, 0, tzinfo=UTC), 0, 1, 1),
    (datetime(2026, 11, 15, 23, 59, 59, tzinfo=UTC), 0, 0, 1),
    (datetime(2026, 11, 1, 0, 0, tzinfo=UTC), 0, 0, 1),
    (datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC), 0, 0, 0),
])  # fmt: skip
def test_periods_are_those_of_the_calendar(
    tmp_path: Path, at: datetime, day: int, week: int, month: int
) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt(at=at)])
    found = budget_totals(path, NOON, tz=UTC)
    counted = [found.spending(period).usd / 0.25 for period in PERIODS]
    assert counted == [day, week, month]


@pytest.mark.parametrize("offset", [-11.5, -3.5, 0, 5.75, 8, 14])
def test_midnight_is_the_user_s(tmp_path: Path, offset: float) -> None:
    zone = timezone(offset * HOUR)
    midnight = datetime(2026, 11, 20, tzinfo=zone)
    moments = [midnight - timedelta(microseconds=1), midnight, midnight + HOUR]
    path = ledger_of(tmp_path / "usage.db", [attempt(at=moment) for moment in moments])
    found = budget_totals(path, midnight + 2 * HOUR, tz=zone)
    assert (found.spending("day").usd, found.spending("week").usd) == (0.5, 0.75)


def test_a_week_may_be_older_than_the_month(tmp_path: Path) -> None:
    sunday = datetime(2026, 11, 1, 12, tzinfo=UTC)
    path = ledger_of(tmp_path / "usage.db", [attempt(at=sunday - 3 * DAY), attempt(at=sunday)])
    found = budget_totals(path, sunday, tz=UTC)
    assert (found.spending("month").usd, found.spending("week").usd) == (0.25, 0.5)


def test_by_provider_and_what_has_no_price(tmp_path: Path) -> None:
    path = ledger_of(tmp_path / "usage.db", [
        attempt(), attempt(cost_usd=1), attempt(provider="openai", cost_usd=0.5),
        attempt(provider="local", cost_usd=None),
        attempt(provider="broken", outcome="timeout", cost_usd=None),
        attempt(provider="openai", outcome="content_policy", cost_usd=0.125),
    ])  # fmt: skip
    found = budget_totals(path, NOON, tz=UTC)
    assert {name: by["day"] for name, by in found.providers.items()} == {
        "claude": Spending(1.25, 0), "openai": Spending(0.625, 0), "local": Spending(0, 1),
    }  # fmt: skip
    assert found.total["month"] == Spending(1.875, 1)
    assert found.spending("day", "nobody") == Spending()


@pytest.mark.parametrize(("changes", "counted"), [
    ({}, 1),
    ({"at": NOON - HOUR + timedelta(microseconds=1)}, 1),
    ({"at": NOON - HOUR}, 0),
    ({"tier": "PREMIUM "}, 1),
    ({"tier": "standard"}, 0),
    ({"outcome": "rate_limited"}, 0),
    ({"cost_usd": None}, 1),
])  # fmt: skip
def test_premium_calls_of_the_last_hour(
    tmp_path: Path, changes: dict[str, object], counted: int
) -> None:
    path = ledger_of(tmp_path / "usage.db", [attempt(**changes)])
    assert budget_totals(path, NOON, tz=UTC).premium_calls == counted


def test_only_the_file_s_own_calls_count(tmp_path: Path) -> None:
    here = tmp_path / "here.yaml"
    path = ledger_of(tmp_path / "usage.db", [attempt(config=config_name(here)), attempt()])
    alert = Alert("", "calls", 1)
    found = [budget_totals(path, NOON, tz=UTC, config=one, alerts=[alert]) for one in (here, None)]
    assert [one.spending("day").usd for one in found] == [0.25, 0.5]
    assert [one.premium_calls for one in found] == [1, 2]
    assert [one.alerts[alert].value for one in found] == [1, 2]


@pytest.mark.parametrize(("alert", "figure"), [
    (Alert("", "cost", 0), AlertValue(2.25, 1)),
    (Alert("", "cost", 0, per="day"), AlertValue(1.25, 1)),
    (Alert("", "cost", 0, per="month"), AlertValue(6.25, 1)),
    (Alert("", "cost", 0, provider="claude"), AlertValue(1.25, 0)),
    (Alert("", "cost", 0, provider="CLAUDE"), AlertValue(1.25, 0)),
    (Alert("", "cost", 0, provider="nobody"), AlertValue(0, 0)),
    (Alert("", "calls", 0), AlertValue(5, 0)),
    (Alert("", "calls", 0, model="*gpt*"), AlertValue(2, 0)),
    (Alert("", "calls", 0, model="gpt"), AlertValue(0, 0)),
    (Alert("", "calls", 0, agent="cod[ea]r"), AlertValue(1, 0)),
    (Alert("", "calls", 0, agent="coder", provider="claude"), AlertValue(0, 0)),
    (Alert("", "cost_per_user", 0, per="month"), AlertValue(2.625, 0)),
    (Alert("", "cost_per_user", 0, provider="local"), AlertValue(None, 0)),
    (Alert("", "p95_latency_ms", 0), AlertValue(400, 0)),
    (Alert("", "p95_latency_ms", 0, provider="claude"), AlertValue(200, 0)),
    (Alert("", "p95_latency_ms", 0, provider="nobody"), AlertValue(None, 0)),
])  # fmt: skip
def test_alerts_look_back(tmp_path: Path, alert: Alert, figure: AlertValue) -> None:
    """Per user: ann has cost 4.25 and bob 1; what names no user is in neither."""
    path = ledger_of(tmp_path / "usage.db", [
        attempt(user="ann", latency_ms=100.0),
        attempt(user="bob", cost_usd=1, latency_ms=200.0, at=NOON - 3 * DAY),
        attempt(provider="openai", model="GPT-5-mini", cost_usd=1, latency_ms=300.0),
        attempt(provider="local", agent="coder", cost_usd=None, latency_ms=400.0),
        attempt(provider="openai", model="gpt-5-mini", outcome="timeout", cost_usd=None,
                latency_ms=9000.0),
        attempt(user="ann", cost_usd=4, latency_ms=1.0, at=NOON - 20 * DAY),
    ])  # fmt: skip
    now = NOON + timedelta(seconds=1)
    assert budget_totals(path, now, tz=UTC, alerts=[alert]).alerts == {alert: figure}


@pytest.mark.parametrize(("failure", "count"), [
    ("", 4), ("authentication", 1), ("rate_limit", 2), ("timeout", 1), ("credit", 0),
])  # fmt: skip
def test_failures_of_a_kind(tmp_path: Path, failure: str, count: int) -> None:
    outcomes = ("ok", "invalid_key", "rate_limited", "rate_limited", "timeout", "cancelled")
    path = ledger_of(
        tmp_path / "usage.db",
        [
            *(attempt(call=f"c{n}", outcome=outcome) for n, outcome in enumerate(outcomes)),
            attempt(call="old", outcome="invalid_key", at=NOON - 8 * DAY),
        ],
    )
    alert = Alert("", "failures", 0, failure=failure)
    found = budget_totals(path, NOON + HOUR, tz=UTC, alerts=(alert,))
    assert found.alerts[alert] == AlertValue(count)


def test_the_calls_of_each_model_in_a_week_and_a_month(tmp_path: Path) -> None:
    path = ledger_of(
        tmp_path / "usage.db",
        [
            attempt(call="a", at=NOON - DAY), attempt(call="a", at=NOON - DAY, outcome="timeout"),
            attempt(call="b", at=NOON - 8 * DAY), attempt(call="c", at=NOON - 31 * DAY),
            attempt(call="d", model="haiku", at=NOON - 10 * DAY),
        ],
    )  # fmt: skip
    assert calls_by_model(path, until=NOON) == {
        "opus": RecentCalls(1, 2), "haiku": RecentCalls(0, 1),
    }  # fmt: skip
    assert calls_by_model(tmp_path / "none.db", until=NOON) == {}
