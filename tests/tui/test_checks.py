"""Checks in the console, over real sockets, against simulated vendors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from textual.app import App

from rscrew_console.simulator import Behaviour, Simulator, Site
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.background import health_checks
from rscrew_console.tui.screens.health import HealthDetails
from rscrew_console.tui.screens.picker import Picker
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.lines import Lines
from tests.tui.console import (
    CONFIG,
    KEYS,
    NOON,
    SMALL,
    cell,
    console,
    cursor,
    main,
    press,
    session,
    until,
)

MODELS = {"claude": "claude-sonnet-5", "openai": "gpt-5-mini", "gemini": "gemini-3-flash"}
KINDS = {"claude": "anthropic", "openai": "openai", "gemini": "gemini"}


class Vendors(dict[str, Site]):
    """The three vendors of the small crew."""

    def __init__(self, simulator: Simulator) -> None:
        super().__init__(
            (name, simulator.site(kind, models=[MODELS[name], f"{MODELS[name]}-next"]))
            for name, kind in KINDS.items()
        )

    def behave(self, name: str, behaviour: str) -> None:
        self[name].behaviour = Behaviour(behaviour)

    @property
    def requests(self) -> dict[str, int]:
        return {name: len(site.requests) for name, site in self.items()}

    def text(self) -> str:
        text = SMALL
        for name, variable in zip(self, ("ANTHROPIC", "OPENAI", "GEMINI"), strict=True):
            key = f"    api_key_env: {variable}_API_KEY\n"
            text = text.replace(key, f"{key}    base_url: {self[name].base_url}\n")
        return text


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    with Simulator() as simulator:
        yield Vendors(simulator)


def opened(vendors: Vendors, **how: Any) -> ConsoleApp:
    return console(session(vendors.text()), checked=how.pop("checked", True), **how)


async def until_checked(pilot: Any, group: str = "health") -> None:
    """Until no check is under way, and what it found is drawn."""
    await pilot.pause()
    workers = [worker for worker in pilot.app.workers if worker.group.startswith(group)]
    if workers:  # of no worker, Textual would wait for all
        await pilot.app.workers.wait_for_complete(workers)
    await pilot.pause()


def toasts(app: App[Any]) -> list[str]:
    return [toast.message for toast in app._notifications]


def health(app: ConsoleApp) -> dict[str, str]:
    return {name: cell(app, name, "health") for name in MODELS}


async def test_the_first_checks_follow_the_first_paint_and_all_follow_them(
    vendors: Vendors,
) -> None:
    vendors.behave("claude", "no_credit")
    app = opened(vendors)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        assert health(app) == {"claude": "✗ no credit", "openai": "● ok", "gemini": "○ no key"}
        assert cell(app, "planner", "now") == "↪ openai"
        assert cell(app, "planner", "primary") == "claude ✗"
        assert cell(app, "openai", "latency").endswith(" ms")
        assert cell(app, "openai", "age") == "just now"
        header = plain(main(app).query_one("#header", Lines).shown[0])
        assert "checked just now" in header
        assert toasts(app) == []
    assert vendors.requests["gemini"] == 0  # nobody is asked without a key
    assert vendors.requests["openai"] > 0


async def test_going_down_and_coming_back_are_toasts(vendors: Vendors) -> None:
    app = opened(vendors)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        vendors.behave("openai", "server_error")
        await press(pilot, "r")
        await until_checked(pilot)
        (toast,) = toasts(app)
        assert toast.splitlines() == [
            "openai is down: server error",
            "1 agent runs on another provider now",
            "1 agent with nothing left to run on",
        ]
        assert all(toast.markup is False for toast in app._notifications)
        assert cell(app, "reader", "now") == "✗ nothing"
        vendors.behave("openai", "healthy")
        await press(pilot, "r")
        await until_checked(pilot)
        assert toasts(app)[-1].startswith("openai is back")
        assert plain(next(r for r in main(app).grids["provider"].rows if r.key == "openai")
                     .cells["trend"])[1] == "×"  # fmt: skip


async def test_keys_work_while_a_server_hangs_and_so_does_quitting(vendors: Vendors) -> None:
    vendors.behave("openai", "hanging")
    app = opened(vendors)
    async with app.run_test() as pilot:
        await pilot.pause()
        await press(pilot, "j", "l", "1")
        assert cursor(app) == ("writer", "primary")
        assert cell(app, "writer", "primary") == "claude*"
        assert cell(app, "openai", "health") == "◌ checking"
        assert any(worker.is_running for worker in app.workers if worker.group == "health")
        await press(pilot, "u", "q")
    assert app.return_code == 0


async def test_results_move_neither_cursor_nor_filter_nor_order_nor_marks(
    vendors: Vendors,
) -> None:
    app = opened(vendors)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        await press(pilot, "o", "o", "j", "space", "slash", *"er", "enter", "l", "l")
        before = cursor(app), main(app).state.tables.copy(), [r.key for r in main(app).grid.rows]
        vendors.behave("claude", "overloaded")
        main(app).health_checks.check()
        await until_checked(pilot)
        assert cell(app, "claude", "health") == "✗ overloaded"
        after = cursor(app), main(app).state.tables.copy(), [r.key for r in main(app).grid.rows]
        assert after == before


async def test_without_checks_nobody_is_asked_until_r_is_pressed(vendors: Vendors) -> None:
    app = opened(vendors, checked=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        await press(pilot, "tab", "l", "enter", "escape")  # not even for a list of models
        await until_checked(pilot)
        assert sum(vendors.requests.values()) == 0
        assert cell(app, "claude", "health") == "○ unchecked"
        await press(pilot, "r")
        await until_checked(pilot)
        assert cell(app, "claude", "health") == "● ok"


async def test_r_sees_a_key_that_was_put_into_a_file_meanwhile(vendors: Vendors) -> None:
    app = opened(vendors)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        assert cell(app, "gemini", "health") == "○ no key"
        env = CONFIG.with_name(".env")
        env.write_text("GEMINI_API_KEY=AIza-0123456789\n")
        env.chmod(0o600)
        await press(pilot, "r")
        await until_checked(pilot)
        assert cell(app, "gemini", "health") == "● ok"
        assert cell(app, "reader", "now") == "  gemini"


async def test_rounds_repeat_but_not_while_the_terminal_has_no_focus(vendors: Vendors) -> None:
    now = [NOON]

    def clock() -> datetime:
        return now[0]

    app = opened(vendors, clock=clock)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        asked = vendors.requests["claude"]
        now[0] += timedelta(seconds=59)
        main(app).health_checks.tick()
        await until_checked(pilot)
        assert vendors.requests["claude"] == asked
        assert cell(app, "claude", "age") == "55 s ago"
        app.app_focus = False
        now[0] += timedelta(seconds=1)
        main(app).health_checks.tick()
        await until_checked(pilot)
        assert vendors.requests["claude"] == asked
        app.app_focus = True
        main(app).health_checks.tick()
        await until_checked(pilot)
        assert vendors.requests["claude"] > asked
        assert cell(app, "claude", "age") == "just now"


async def test_an_edited_provider_is_checked_again_and_no_other(
    vendors: Vendors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health_checks, "CALM", 0.001)
    app = opened(vendors)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        before = vendors.requests
        await press(pilot, "tab", "l", "enter", *"claude-none", "enter")
        unknown = ("○ unchecked", "◌ checking")
        await until(pilot, lambda: cell(app, "claude", "health") not in unknown)
        assert cell(app, "claude", "health") == "✗ model not found"
        assert vendors.requests["openai"] == before["openai"]
        await press(pilot, "u")
        assert cell(app, "claude", "health") == "● ok"  # known from before


async def test_the_picker_offers_what_the_vendor_lists_and_takes_free_text(
    vendors: Vendors,
) -> None:
    app = opened(vendors)
    async with app.run_test(size=(100, 30)) as pilot:
        await until_checked(pilot)
        await press(pilot, "tab", "j", "l", "enter")
        picker = app.screen
        assert isinstance(picker, Picker)
        await until_checked(pilot, "more")
        assert [row.key for row in picker.grid.rows] == ["gpt-5-mini", "gpt-5-mini-next"]
        assert picker.grid.row_key == "gpt-5-mini"
        await press(pilot, *"nex", "enter")
        assert cell(app, "openai", "model").startswith("gpt-5-mini-next")
        await press(pilot, "enter")
        await until_checked(pilot, "more")
        await press(pilot, *"my-own", "enter")
        assert cell(app, "openai", "model") == "my-own*"


async def test_enter_on_the_health_tells_all_of_it_and_follows(vendors: Vendors) -> None:
    vendors.behave("claude", "escapes")
    app = opened(vendors)
    async with app.run_test(size=(100, 30)) as pilot:
        await until_checked(pilot)
        await press(pilot, "tab", "l", "l", "enter")
        details = app.screen
        assert isinstance(details, HealthDetails)
        text = "\n".join(map(plain, details.query_one("#summary", Lines).shown))
        assert "✗ server error   HTTP 500" in text
        assert KEYS["ANTHROPIC_API_KEY"] not in text
        assert text.replace("\n", "").isprintable()
        vendors.behave("claude", "healthy")
        await press(pilot, "r")
        await until_checked(pilot)
        assert plain(details.query_one("#summary", Lines).shown[0]).startswith("● ok   HTTP 200")
        await press(pilot, "escape")
        assert app.screen is main(app)


@pytest.mark.parametrize("gone", [True, False])
async def test_the_successor_of_a_retired_model_is_one_key_away(gone: bool) -> None:
    old = "claude-3-opus-20240229" if gone else "claude-sonnet-5"
    app = console(session(SMALL.replace("claude-sonnet-5 ", f"{old} ")))
    async with app.run_test() as pilot:
        await press(pilot, "tab", "n")
        if gone:
            assert cell(app, "claude", "model") == "claude-opus-5-5*"
        else:
            assert "not retired" in toasts(app)[-1]


async def test_what_comes_while_the_console_ends_is_drawn_nowhere() -> None:
    """Its parts go one by one, and the background may find something out in between."""
    app = console(session())
    async with app.run_test() as pilot:
        await press(pilot, "h")
        screen = main(app)
    screen.redraw_everywhere()
    screen.redraw_ages()
