"""The first screen without keys, the demo, and what the calls of the last minutes have proved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from rscrew_console.providers.health import Health, Status
from rscrew_console.providers.health.evidence import Evidence
from rscrew_console.providers.keys import Env
from rscrew_console.starter import starter_text
from rscrew_console.tui.editing import demo
from rscrew_console.tui.opening import OpeningKeys
from rscrew_console.tui.state.console_state import ConsoleState
from rscrew_console.tui.view import agents, detail, health_details, providers
from rscrew_console.tui.view.header import banner, header
from rscrew_console.tui.view.health import HealthByProvider
from rscrew_console.tui.view.news import news
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.view.usage_report import UsageSummary
from rscrew_console.tui.widgets.lines import Lines
from tests.rows import each_row
from tests.tui.console import KEYS, NOON, SMALL, console, main, session


def without_keys() -> ConsoleState:
    return ConsoleState(session(starter_text()), OpeningKeys(Env({})))


def test_without_keys_the_crew_is_calm_and_one_banner_says_what_to_do() -> None:
    shown = without_keys().view_state()
    rows = [*agents.rows(shown), *providers.rows(shown)]
    cells = [plain(cell) for row in rows for cell in row.cells.values()]
    assert not [cell for cell in cells if "✗" in cell]
    assert not [row for row in rows if row.sign == agents.STRANDED]
    assert "without a provider" not in plain(header(shown, 200))
    assert "warning" not in plain(header(shown, 200))
    assert "checked" not in plain(header(shown, 200))
    told = plain(banner(shown))
    assert told.startswith("No key found. Put one into ./.env, such as ANTHROPIC_API_KEY=…,")
    assert "press r" in told
    assert "press D for a demo" in told


def test_with_one_key_the_others_are_told_of_once_and_calmly() -> None:
    one_key = {"OPENAI_API_KEY": "sk-0123456789"}
    state = ConsoleState(session(SMALL), OpeningKeys(Env(one_key)))
    shown = state.view_state()
    rows = [*agents.rows(shown), *providers.rows(shown)]
    assert not [row.key for row in rows if "✗" in "".join(map(plain, row.cells.values()))]
    planner = next(row for row in rows if row.key == "planner")
    assert plain(planner.cells["primary"]) == "claude ○"
    assert plain(planner.cells["now"]) == "↪ openai"
    assert "2 providers lack a key" in plain(header(shown, 200))
    told = [plain(each) for each in detail.selected_lines(shown, "agent", "planner")]
    assert told[1] == "1 of 2 links has no key   Thinks ahead"


def test_an_agent_without_any_usable_provider_is_no_less_red_for_that() -> None:
    lonely = SMALL.replace("primary: gemini\n    secondary: openai", "primary: gemini")
    shown = ConsoleState(session(lonely), OpeningKeys(Env(KEYS))).view_state()
    reader = next(row for row in agents.rows(shown) if row.key == "reader")
    assert plain(reader.cells["now"]) == "✗ nothing"
    assert reader.sign == agents.STRANDED
    assert "✗ 1 agent without a provider" in plain(header(shown, 200))


def test_a_provider_that_fails_is_marked_as_before() -> None:
    state = ConsoleState(session(SMALL), OpeningKeys(Env(KEYS)))
    state.health.take(state.session.roster.provider_by_name["claude"], checked("no_credit"))
    state.set_time(NOON)
    planner = next(row for row in agents.rows(state.view_state()) if row.key == "planner")
    assert plain(planner.cells["primary"]) == "claude ✗"


def test_a_key_that_has_come_is_news_of_a_key() -> None:
    before = ConsoleState(session(SMALL), OpeningKeys(Env(KEYS))).view_state()
    all_keys = Env({**KEYS, "GEMINI_API_KEY": "AIza-0123456789"})
    after = ConsoleState(session(SMALL), OpeningKeys(all_keys)).view_state()
    assert [text.splitlines()[0] for text, _ in news(before, after, ["gemini"])] == [
        "gemini has a key now"
    ]


def test_a_key_that_came_before_the_check_is_news_of_a_key_too() -> None:
    state = ConsoleState(session(SMALL), OpeningKeys(Env(KEYS)))
    claude = state.session.roster.provider_by_name["claude"]
    state.health.take(claude, checked("no_key"))
    state.set_time(NOON)
    before = state.view_state()
    state.health.take(claude, checked("ok"))
    state.set_time(NOON + timedelta(seconds=1))
    told = [text.splitlines()[0] for text, _ in news(before, state.view_state(), ["claude"])]
    assert told == ["claude has a key now"]


def test_with_any_key_there_is_no_banner() -> None:
    shown = ConsoleState(session(SMALL), OpeningKeys(Env(KEYS))).view_state()
    assert banner(shown) == ()


def add_key() -> None:
    Path(".env").write_text("ANTHROPIC_API_KEY=sk-ant-9f3c1b7a5d2e8064", encoding="utf-8")


async def test_the_banner_goes_when_a_key_has_come() -> None:
    app = console(session(SMALL), environ={"NO_KEY_AT_ALL": "1"})
    async with app.run_test(size=(80, 24)) as pilot:
        assert "No key found" in plain(main(app).query_one("#banner", Lines).shown[0])
        add_key()
        await pilot.press("r")
        await pilot.pause()
        assert not main(app).has_class("-banner")


async def test_without_any_key_no_row_repeats_what_the_banner_says() -> None:
    app = console(session(SMALL), environ={"NO_KEY_AT_ALL": "1"})
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert [row.sign for row in main(app).grids["agent"].rows] == [None] * 3
        codes = [problem.code for problem in main(app).view_state.problems]
        assert codes.count("agent-without-key") == 1


def test_the_demo_says_that_it_is_one() -> None:
    state = ConsoleState(session(SMALL), OpeningKeys(Env(KEYS)), demo=True)
    assert "demo: simulated providers" in plain(header(state.view_state(), 120))


class Host:
    """Hands over a terminal that is none, and remembers what it was told."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    @contextmanager
    def suspend(self) -> Iterator[None]:
        yield

    def show_message(self, message: str, severity: str = "information") -> None:
        self.messages.append(message)


def test_a_demo_that_cannot_be_opened_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    host = Host()
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    demo.run_demo(host)
    assert host.messages[0].startswith("the demo cannot be opened here: ")


def checked(status: Status, minutes: int = 0, detail: str = "") -> Health:
    return Health("claude", status, detail=detail, checked_at=NOON - timedelta(minutes=minutes))


@each_row(("before", "fault", "after"), [
    ("ok", "no_credit", "no_credit"),
    ("ok", "server_error", "ok"),
    ("unverifiable", "ok", "ok"),
    ("unverifiable", "server_error", "server_error"),
    ("invalid_key", "ok", "invalid_key"),
])  # fmt: skip
def test_calls_of_the_last_minutes_count(before: Status, fault: str, after: Status) -> None:
    state = ConsoleState(session(SMALL), OpeningKeys(Env(KEYS)))
    claude = state.session.roster.provider_by_name["claude"]
    state.health.take(claude, checked(before))
    at = NOON - timedelta(minutes=2)
    state.usage = UsageSummary(
        evidence=(Evidence("claude", claude.model, fault == "ok", fault, at),)
    )
    state.set_time(NOON)
    last = state.view_state().healths.last("claude")
    assert last is not None
    assert last.status == after
    state.set_time(NOON + timedelta(hours=1))
    last = state.view_state().healths.last("claude")
    assert last is not None
    assert last.status == before


def test_a_provider_that_was_not_checked_is_judged_by_its_calls() -> None:
    state = ConsoleState(session(SMALL), OpeningKeys(Env(KEYS)))
    model = state.session.roster.provider_by_name["claude"].model
    at = NOON - timedelta(minutes=2)
    state.usage = UsageSummary(evidence=(Evidence("claude", model, False, "no_credit", at),))
    state.set_time(NOON)
    assert "claude" not in state.view_state().usable
    assert "claude" not in state.plan_facts().usable


def test_equal_checks_in_a_row_are_told_once() -> None:
    past = [
        checked("ok", 30),
        *(checked("no_credit", minutes, "pay") for minutes in range(20, 8, -1)),
        checked("ok", 8),
        checked("ok", 7),
    ]
    rows = health_details.rows(HealthByProvider({"claude": past}, now=NOON), "claude")
    told = [" ".join(plain(cell) for cell in row.cells.values()).split() for row in rows]
    assert len(told) == 4
    assert " ".join(told[2]) == "11:51:00 12 × ✗ no credit since 11:40; pay"
