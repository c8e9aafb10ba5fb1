"""What the console remembers of checks, and how it is put: pure, with a clock that is passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rscrew_console.providers.health import STATUSES, USABLE, Health
from rscrew_console.providers.offers import OfferedModel
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Provider
from rscrew_console.tui.health.log import HealthLog
from rscrew_console.tui.view import health
from rscrew_console.tui.view.health import LONGEST, HealthByProvider, ago
from rscrew_console.tui.view.text import plain
from tests.rows import each_row
from tests.tui.console import NOON
from tests.tui.known_health import found

CLAUDE = Provider("claude", "claude-sonnet-5", "ANTHROPIC_API_KEY")
OPENAI = Provider("openai", "gpt-5-mini", "OPENAI_API_KEY")


def healths(*past: Health) -> HealthByProvider:
    return HealthByProvider(past={"claude": past}, now=NOON, enabled=True)


# The log


def test_the_last_thirty_checks_are_remembered_the_oldest_first() -> None:
    log = HealthLog()
    for number in range(LONGEST + 5):
        log.take(CLAUDE, found(latency_ms=float(number)))
    assert [each.latency_ms for each in log.of(CLAUDE)] == [*range(5, LONGEST + 5)]
    assert log.of(OPENAI) == ()


def test_only_the_last_check_keeps_the_list_of_models() -> None:
    log = HealthLog()
    log.take(CLAUDE, found(offers=(OfferedModel("a"),)))
    log.take(CLAUDE, found(offers=(OfferedModel("b"),)))
    log.take(CLAUDE, found("timeout"))
    assert [each.offers for each in log.of(CLAUDE)] == [(), (), (OfferedModel("b"),)]


@each_row(
    ("field", "value", "another"),
    [
        ("model", "claude-opus-5", True),
        ("base_url", "https://gateway.example", True),
        ("api_key_env", "MY_KEY", True),
        ("kind", "openai_compatible", True),
        ("allow_insecure", True, True),
        ("name", "sonnet", True),
        ("description", "the careful one", False),
        ("cost_tier", "premium", False),
        ("temperature", 0.5, False),
    ],
)
def test_an_edited_provider_is_unknown_until_the_edit_is_undone(
    field: str, value: object, another: bool
) -> None:
    log = HealthLog()
    log.take(CLAUDE, found())
    edited = replace(CLAUDE, **{field: value})
    assert log.unknown([edited]) == ([edited] if another else [])
    assert bool(log.of(edited)) is not another
    assert log.of(CLAUDE)


def test_whoever_is_being_asked_is_not_unknown_but_is_again_when_that_came_to_nothing() -> None:
    log = HealthLog()
    log.begin([CLAUDE, OPENAI])
    log.begin([CLAUDE])
    log.end([CLAUDE, OPENAI])
    assert log.unknown([CLAUDE, OPENAI]) == [OPENAI]
    shown = log.healths([CLAUDE, OPENAI], NOON, checks=True, degraded_ms=2000)
    assert shown.asking == {"claude"}
    log.end([CLAUDE])
    assert log.unknown([CLAUDE, OPENAI]) == [CLAUDE, OPENAI]


def test_a_new_name_takes_its_checks_along() -> None:
    log = HealthLog()
    log.take(CLAUDE, found())
    renamed = replace(CLAUDE, name="sonnet")
    log.rename(CLAUDE, renamed)
    assert [each.provider for each in log.of(renamed)] == ["sonnet"]
    assert log.of(CLAUDE)


def test_taking_a_check_returns_the_one_before() -> None:
    log = HealthLog()
    assert log.take(CLAUDE, found()) is None
    assert log.take(CLAUDE, found("timeout")) == found()


# Words and signs


@each_row(
    ("seconds", "shown"),
    [
        (-30, "just now"),
        (0, "just now"),
        (4.9, "just now"),
        (5, "5 s ago"),
        (12, "10 s ago"),
        (59.9, "55 s ago"),
        (60, "1 min ago"),
        (3599, "59 min ago"),
        (3600, "1 h ago"),
        (47 * 3600, "47 h ago"),
        (48 * 3600, "2 d ago"),
    ],
)
def test_ages(seconds: float, shown: str) -> None:
    assert ago(NOON, NOON + timedelta(seconds=seconds)) == shown


def test_no_age_without_a_check_or_a_clock() -> None:
    assert ago(None, NOON) == ago(NOON, None) == ""


@each_row(
    ("milliseconds", "bar"),
    [(1, "▁"), (31.2, "▁"), (31.3, "▂"), (63, "▃"), (125, "▄"), (250, "▅"), (999, "▆"),
     (1000, "▇"), (2000, "█"), (9000, "█")],
)  # fmt: skip
def test_a_bar_grows_with_every_doubling_and_is_full_when_degraded(
    milliseconds: float, bar: str
) -> None:
    assert plain(health.trend([found(latency_ms=milliseconds)], 2000)) == bar


def test_a_failure_is_no_bar_and_who_is_never_asked_has_none() -> None:
    past = [found(), found("timeout", latency_ms=None), found("no_credit"), found("degraded")]
    assert plain(health.trend(past, 2000)) == "▄××▄"
    assert [span.tone for span in health.trend(past, 2000)] == ["good", "bad", "bad", "good"]
    assert health.trend([found("no_key", latency_ms=None)] * 3, 2000) == ()
    mixed = [found("unverifiable", latency_ms=None), found()]
    assert plain(health.trend(mixed, 2000)) == "·▄"


@each_row("status", STATUSES)
def test_no_status_is_told_by_colour_alone(status: str) -> None:
    sign, _, word = plain(health.word(status)).partition(" ")
    assert word == status.replace("_", " ")
    asked = status not in ("no_key", "placeholder_key")
    assert (sign == "✗") is (asked and status not in USABLE)


@each_row(
    ("known", "key", "shown"),
    [
        (healths(found("no_credit")), "set", "✗ no credit"),
        (HealthByProvider(asking=frozenset({"claude"})), "set", "◌ checking"),
        (HealthByProvider(), "set", "○ unchecked"),
        (HealthByProvider(), "not_needed", "○ unchecked"),
        (HealthByProvider(), "missing", "○ no key"),
        (HealthByProvider(), "placeholder", "○ placeholder key"),
    ],
)
def test_the_state_of_a_provider(known: HealthByProvider, key: str, shown: str) -> None:
    assert plain(health.state(known, "claude", Facts(None, key))) == shown


@pytest.mark.parametrize(
    ("took", "shown"), [(None, "—"), (0.4, "0 ms"), (212.3, "212 ms"), (1449, "1.4 s")]
)
def test_latency(took: float | None, shown: str) -> None:
    assert plain(health.latency_cell(found(latency_ms=took))) == shown


# The view_state
