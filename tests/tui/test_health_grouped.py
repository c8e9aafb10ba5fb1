"""How the console shows what checks have found: who serves, what is news, details."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rscrew_console.providers.keys import Env
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view import health_details
from rscrew_console.tui.view.agents import rows as agent_rows
from rscrew_console.tui.view.header import header
from rscrew_console.tui.view.news import news
from rscrew_console.tui.view.providers import rows as provider_rows
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.view.view_state import ViewState
from tests.tui.console import KEYS, NOON, SMALL, session
from tests.tui.known_health import found


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
