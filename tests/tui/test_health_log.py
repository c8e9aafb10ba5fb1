"""What the console remembers of checks, and how it is put: pure, with a clock that is passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rscrew_console.providers.health import STATUSES, USABLE, Health
from rscrew_console.providers.keys import Env
from rscrew_console.providers.offers import OfferedModel
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Provider
from rscrew_console.tui.health.log import HealthLog
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view import health, health_details
from rscrew_console.tui.view.agents import rows as agent_rows
from rscrew_console.tui.view.header import header
from rscrew_console.tui.view.health import LONGEST, HealthByProvider, ago
from rscrew_console.tui.view.news import news
from rscrew_console.tui.view.providers import rows as provider_rows
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.view.view_state import ViewState
from tests.tui.console import KEYS, NOON, SMALL, session

CLAUDE = Provider("claude", "claude-sonnet-5", "ANTHROPIC_API_KEY")
OPENAI = Provider("openai", "gpt-5-mini", "OPENAI_API_KEY")


def found(status: str = "ok", name: str = "claude", **rest: object) -> Health:
    return Health(name, status, **{"checked_at": NOON, "latency_ms": 200.0, **rest})


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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize("status", STATUSES)
def test_no_status_is_told_by_colour_alone(status: str) -> None:
    sign, _, word = plain(health.word(status)).partition(" ")
    assert word == status.replace("_", " ")
    asked = status not in ("no_key", "placeholder_key")
    assert (sign == "✗") is (asked and status not in USABLE)


@pytest.mark.parametrize(
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


@pytest.fixture
def state() -> ConsoleState:
    made = ConsoleState(session(), OpeningKeys(Env({**KEYS, "GEMINI_API_KEY": "AIza-0123456789"})))
    made.set_time(NOON)
    return made


def view_state(state: ConsoleState, **statuses: str) -> ViewState:
    for name, status in statuses.items():
        state.health.take(state.session.roster.provider_by_name[name], found(status, name))
    return state.view_state()


def now_of(shown: ViewState) -> dict[str, str]:
    return {row.key: plain(row.cells["now"]).strip() for row in agent_rows(shown)}


def test_what_runs_now_follows_the_checks(state: ConsoleState) -> None:
    assert now_of(view_state(state)) == {
        "planner": "claude",
        "writer": "openai",
        "reader": "gemini",
    }
    down = view_state(state, claude="no_credit")
    assert now_of(down)["planner"] == "↪ openai"
    cells = {row.key: plain(row.cells["primary"]) for row in agent_rows(down)}
    assert cells == {"planner": "claude ✗", "writer": "openai", "reader": "gemini"}
    assert now_of(view_state(state, claude="ok"))["planner"] == "claude"


def test_an_agent_with_nothing_left_has_sign_word_and_colour_and_is_in_the_header(
    state: ConsoleState,
) -> None:
    shown = view_state(state, claude="no_credit", openai="timeout")
    row = next(row for row in agent_rows(shown) if row.key == "planner")
    assert (row.sign, plain(row.cells["now"])) == (("✗", "bad"), "✗ nothing")
    assert row.cells["name"][0].tone == "bad"
    assert "✗ 1 agent without a provider" in plain(header(shown, 120))


def test_an_edit_of_the_model_makes_the_health_unknown_at_once(state: ConsoleState) -> None:
    view_state(state, claude="no_credit")
    state.session.change(
        state.session.dialect.set_provider(
            state.session.document, state.session.roster, "claude", "model", "claude-opus-5"
        ),
        "model",
    )
    cells = next(row.cells for row in provider_rows(state.view_state()) if row.key == "claude")
    assert plain(cells["health"]) == "○ unchecked"
    state.session.undo()
    cells = next(row.cells for row in provider_rows(state.view_state()) if row.key == "claude")
    assert plain(cells["health"]) == "✗ no credit"


def test_growing_older_shows_only_when_an_age_is_put_in_other_words(state: ConsoleState) -> None:
    view_state(state, claude="ok")
    state.health.date_round(NOON)
    state.set_time(NOON)
    assert not state.set_time(NOON + timedelta(seconds=4))
    assert state.set_time(NOON + timedelta(seconds=5))
    assert not state.set_time(NOON + timedelta(seconds=9))
    assert "checked 5 s ago" in plain(header(state.view_state(), 120))


# News


def told(state: ConsoleState, before: ViewState, *turned: str) -> list[tuple[str, str]]:
    return list(news(before, state.view_state(), turned))


def test_going_down_tells_why_and_whom_it_moves(state: ConsoleState) -> None:
    before = view_state(state, claude="ok", openai="ok", gemini="ok")
    view_state(state, claude="no_credit")
    assert told(state, before, "claude") == [
        ("claude is down: no credit\n1 agent runs on another provider now", "warning")
    ]


def test_leaving_an_agent_with_nothing_is_an_error_and_coming_back_is_news_too(
    state: ConsoleState,
) -> None:
    before = view_state(state, claude="timeout", openai="ok", gemini="ok")
    after = view_state(state, openai="server_error", claude="timeout")
    ((text, severity),) = told(state, before, "openai")
    assert severity == "error"
    assert "1 agent with nothing left to run on" in text
    view_state(state, openai="ok")
    ((text, severity),) = told(state, after, "openai")
    assert (text.splitlines()[0], severity) == ("openai is back", "information")


def test_of_many_that_go_down_at_once_a_few_are_named() -> None:
    providers = "".join(f"  p{n}: {{model: gpt-5, kind: ollama}}\n" for n in range(9))
    crew = ConsoleState(
        session(f"providers:\n{providers}agent_assignments: {{}}\n"), OpeningKeys(Env({}))
    )
    crew.set_time(NOON)
    before = view_state(crew, **{f"p{n}": "ok" for n in range(9)})
    view_state(crew, **{f"p{n}": "unreachable" for n in range(9)})
    ((text, _),) = told(crew, before, *before.usable)
    assert text.splitlines()[3:] == ["p3 is down: unreachable", "and 5 more"]


# Details


def test_the_details_tell_why_what_to_do_and_how_the_last_checks_went(state: ConsoleState) -> None:
    provider = state.session.roster.provider_by_name["claude"]
    state.health.take(provider, found())
    state.health.take(
        provider,
        found("rate_limited", http_status=429, detail="slow\x1b[31m [/]down", hint="wait",
              retry_after=90.0, keys_good=1, keys_total=2,
              checked_at=NOON + timedelta(seconds=60)),
    )  # fmt: skip
    state.set_time(NOON + timedelta(seconds=72))
    text = health_details.text(state.view_state(), provider)
    for part in (
        "✗ rate limited   HTTP 429   200 ms   10 s ago",
        "slow␛[31m [/]down",
        "→ wait",
        "asked again in 90 s",
        "ANTHROPIC_API_KEY: 1 of 2 keys good",
        "12:01:00  ✗ rate limited  200 ms  HTTP 429",
        "12:00:00  ● ok  200 ms",
    ):
        assert part in text
    assert text.index("12:01:00") < text.index("12:00:00")


def test_endless_words_are_cut(state: ConsoleState) -> None:
    provider = state.session.roster.provider_by_name["claude"]
    state.health.take(provider, found("bad_response", detail="x" * 10_000))
    lines = health_details.summary(state.view_state(), provider)
    assert max(len(plain(each)) for each in lines) == health_details.MOST_TOLD


def test_a_retired_model_says_so_in_the_table_and_names_the_key() -> None:
    from rscrew_console.providers.retirements import retired_by, shipped
    from rscrew_console.tui.view.detail import provider_lines

    old = SMALL.replace("claude-sonnet-5 ", "claude-3-opus-20240229 ")
    crew = ConsoleState(session(old), OpeningKeys(Env(KEYS), retired_by(NOON.date(), shipped())))
    shown = crew.view_state()
    cells = next(row.cells for row in provider_rows(shown) if row.key == "claude")
    assert plain(cells["model"]) == "claude-3-opus-20240229 retired"
    told_of = [plain(each) for each in provider_lines(shown, shown.roster.providers[0])]
    assert any(each.startswith("n takes claude-") for each in told_of)
