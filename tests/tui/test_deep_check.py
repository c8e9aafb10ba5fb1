"""Asking the models themselves from the console: the price first, then Enter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rscrew_console.simulator import Behaviour, Simulator
from rscrew_console.tui.screens.confirm import Confirm
from rscrew_console.tui.screens.health import HealthDetails
from rscrew_console.tui.view import health_details
from rscrew_console.tui.view.text import plain
from tests.tui.console import console, main, session
from tests.tui.test_checks import Vendors, health, toasts, until_checked


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    with Simulator() as simulator:
        yield Vendors(simulator)


def calls(vendors: Vendors) -> dict[str, int]:
    return {
        name: [request.method for request in site.requests].count("POST")
        for name, site in vendors.items()
    }


def priced(vendors: Vendors) -> str:
    price = "cost_tier: premium\n    price: {input: 3, output: 10}"
    return vendors.text().replace("cost_tier: premium", price)


async def test_d_tells_the_price_and_enter_goes_on(vendors: Vendors) -> None:
    vendors["openai"].behaviour = Behaviour(calls="no_credit")
    app = console(session(priced(vendors)), checked=True)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        assert health(app) == {"claude": "● ok", "openai": "● ok", "gemini": "○ no key"}
        await pilot.press("D")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        assert plain(app.screen.request.lines[0]) == (
            "Asks 2 models for one token each: about $0.00004; unknown for 1."
        )
        assert calls(vendors) == {"claude": 0, "openai": 0, "gemini": 0}
        await pilot.press("enter")
        await until_checked(pilot)
        assert health(app) == {"claude": "● ok", "openai": "✗ no credit", "gemini": "○ no key"}
        assert calls(vendors) == {"claude": 1, "openai": 1, "gemini": 0}
        assert toasts(app)[-1].startswith("openai is down: no credit")
        view_state = main(app).view_state
        told = health_details.text(view_state, view_state.roster.provider_by_name["claude"])
        assert "answered a token in " in told


@pytest.mark.parametrize("key", ["escape", "q", "ctrl+c"])
async def test_back_asks_nobody(vendors: Vendors, key: str) -> None:
    app = console(session(priced(vendors)), checked=True)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        before = vendors.requests
        await pilot.press("D", key)
        await until_checked(pilot)
        assert not isinstance(app.screen, Confirm)
        assert vendors.requests == before


async def test_no_check_but_that_one_asks_a_model(vendors: Vendors) -> None:
    app = console(session(priced(vendors)), checked=True)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        await pilot.press("r")
        await until_checked(pilot)
        await pilot.press("D", "enter")
        await until_checked(pilot)
        await pilot.press("r")
        await until_checked(pilot)
    assert calls(vendors) == {"claude": 1, "openai": 1, "gemini": 0}


async def test_keys_work_while_a_model_hangs(vendors: Vendors) -> None:
    vendors["openai"].behaviour = Behaviour(calls="hanging")
    app = console(session(priced(vendors)), checked=True)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        await pilot.press("D", "enter")
        await pilot.press("shift+tab", "j", "h")
        assert main(app).kind == "provider"
        assert any(worker.is_running for worker in app.workers if worker.group == "health")
        await pilot.press("q")
    assert app.return_code == 0


async def test_without_any_key_the_demo_is_offered_and_nobody_is_asked(vendors: Vendors) -> None:
    app = console(session(priced(vendors)), environ={"OTHER": "x"})
    async with app.run_test() as pilot:
        await pilot.press("D")
        await pilot.pause()
        assert not isinstance(app.screen, Confirm | HealthDetails)
        assert toasts(app)[-1].startswith("the demo cannot be opened here")  # no real terminal


async def test_a_free_check_does_not_take_back_what_the_model_said(vendors: Vendors) -> None:
    vendors["openai"].behaviour = Behaviour(calls="no_credit")
    app = console(session(priced(vendors)), checked=True)
    async with app.run_test() as pilot:
        await until_checked(pilot)
        await pilot.press("D", "enter")
        await until_checked(pilot)
        await pilot.press("r")
        await until_checked(pilot)
        assert health(app)["openai"] == "✗ no credit"
        assert not any("is back" in toast for toast in toasts(app))
        vendors["openai"].behaviour = Behaviour()
        await pilot.press("D", "enter")
        await until_checked(pilot)
        assert health(app)["openai"] == "● ok"
        assert toasts(app)[-1].startswith("openai is back")
