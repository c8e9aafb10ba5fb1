"""The scenario table: counts moved and typed, sums in sight, presets, all undone to the byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from rscrew_console.session import Session
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.screens.scenarios import ScenariosScreen
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.lines import Lines
from tests.tui.console import NOON, console, main, press, until
from tests.tui.looks import SIZES, looks
from tests.tui.test_snapshots import pressing

EXAMPLE = (
    Path(__file__).parents[2] / "config" / "examples" / "experiment-diverse.yaml"
).read_text(encoding="utf-8")  # fmt: skip
KEY = {"OPENROUTER_API_KEY": "sk-or-v1-0123456789abcdef0123456789abcdef"}
THREE, MAJORITY = "Three models", "GPT majority"
GPT, CLAUDE, GEMINI = "openai/gpt-4.1", "anthropic/claude-sonnet-4.5", "google/gemini-2.5-pro"


def opened(text: str = EXAMPLE, environ: Mapping[str, str] = KEY) -> ConsoleApp:
    path = Path("experiment.yaml")
    path.write_text(text, encoding="utf-8")
    session = Session.open(path, clock=lambda: NOON, state=Path("state"))
    return console(session, environ=environ)


def screen(app: ConsoleApp) -> ScenariosScreen:
    assert isinstance(app.screen, ScenariosScreen)
    return app.screen


def row(app: ConsoleApp, name: str) -> list[str]:
    """The cells of a scenario's row."""
    rows = screen(app).grid.rows
    cells = next(each.cells for each in rows if each.key == name)
    return [plain(cell) for cell in cells.values()]


def counts(app: ConsoleApp, name: str) -> tuple[int, ...]:
    table = main(app).view_state.roster.scenarios
    assert table is not None
    scenario = table.scenario(name)
    assert scenario is not None
    return tuple(scenario.count_of(model) for model in table.models)


def text(app: ConsoleApp) -> str:
    return main(app).state.session.document.text


def on_disk() -> str:
    return Path("experiment.yaml").read_text(encoding="utf-8")


async def test_an_experiment_opens_with_its_scenarios_and_their_sums() -> None:
    app = opened()
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        assert row(app, THREE) == [THREE, "10 of 10", "10 of 10", "3", "3", "4"]
        assert row(app, MAJORITY)[3:] == ["6", "2", "2"]


async def test_agents_move_between_a_column_and_the_one_that_was_chosen_once() -> None:
    app = opened()
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        await press(pilot, "right", "right", "f", "left", "left", "plus", "plus")
        assert counts(app, THREE) == (5, 3, 2)
        await press(pilot, "right", "minus", "down", "minus")
        assert counts(app, THREE) == (5, 2, 3)
        assert counts(app, MAJORITY) == (6, 1, 3)
        assert row(app, MAJORITY)[3:] == ["6", "1*", "3*"]
        await press(pilot, *"uuuu")
        assert text(app) == EXAMPLE
        await press(pilot, "U")
        assert counts(app, THREE) == (4, 3, 3)


async def test_without_a_chosen_column_it_is_asked_once_of_three_and_never_of_two() -> None:
    app = opened()
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        await press(pilot, "plus", "down", "enter", "plus")
        assert counts(app, THREE) == (5, 3, 2)
        await press(pilot, "right", "right", "plus")
        assert counts(app, THREE) == (5, 3, 2), "the chosen column gives nothing to itself"


async def test_a_model_without_agents_has_none_to_give() -> None:
    app = opened()
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        await press(pilot, "right", "f", "left", *["plus"] * 5)
        assert counts(app, THREE) == (6, 0, 4)


async def test_digits_type_a_count_and_a_wrong_sum_is_red() -> None:
    app = opened()
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        await press(pilot, "1", "0")
        assert counts(app, THREE) == (10, 3, 4)
        assert row(app, THREE)[1] == "17 of 10 ✗"
        sums = next(each.cells["sum"] for each in screen(app).grid.rows if each.key == THREE)
        assert {span.tone for span in sums} == {"bad"}
        await press(pilot, "right", "0", "right", "0")
        assert row(app, THREE)[1:] == ["10 of 10", "10 of 10", "10*", "·*", "·*"]
        await press(pilot, "left", "left", "3", "2")
        assert counts(app, THREE) == (2, 0, 0), "32 would be more agents than there are"


async def test_a_wrong_sum_is_saved_only_after_a_question() -> None:
    app = opened()
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        await press(pilot, "4", "S", "enter")
        assert type(app.screen).__name__ == "Confirm"
        await press(pilot, "escape")
        assert on_disk() == EXAMPLE
        await press(pilot, "right", "2", "S", "enter")
        await until(pilot, lambda: on_disk() != EXAMPLE)
        assert on_disk() == EXAMPLE.replace("gpt-4.1: 3", "gpt-4.1: 4").replace(
            "claude-sonnet-4.5: 3\n      google/gemini-2.5-pro: 4",
            "claude-sonnet-4.5: 2\n      google/gemini-2.5-pro: 4",
        )


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (["enter"], (4, 3, 3)),
        (["down", "enter"], (10, 0, 0)),
        (["down", "down", "enter"], (0, 10, 0)),
        (["up", "enter", *"70", "space", *"30", "enter"], (7, 3, 0)),
    ],
)
async def test_presets_add_up(keys: list[str], expected: tuple[int, ...]) -> None:
    app = opened()
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        await press(pilot, "p", *keys)
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        assert counts(app, THREE) == expected
        await press(pilot, "u")
        assert text(app) == EXAMPLE


async def test_scenarios_are_added_copied_renamed_and_removed() -> None:
    app = opened()
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        await press(pilot, "a", *"New", "enter")
        assert counts(app, "New") == (4, 3, 3)
        assert screen(app).grid.row_key == "New"
        await press(pilot, "g", "c", "enter")
        assert counts(app, f"{THREE} 2") == (3, 3, 4)
        await press(pilot, "n", "ctrl+u", *"Old", "enter")
        assert counts(app, "Old") == (3, 3, 4)
        await press(pilot, "x")
        table = main(app).view_state.roster.scenarios
        assert table is not None
        assert [one.name for one in table.scenarios] == [THREE, MAJORITY, "Nearly even", "New"]
        await press(pilot, *"uuuu")
        assert text(app) == EXAMPLE


async def test_one_key_switches_all_agents_to_the_main_model() -> None:
    app = opened()
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        await press(pilot, "m")
        assert text(app) == EXAMPLE.replace("MULTI_MODEL: true", "MULTI_MODEL: false")
        assert "all agents run on google/gemini-2.5-flash" in plain(
            screen(app).query_one("#about", Lines).shown[0]
        )
        await press(pilot, "m")
        assert text(app) == EXAMPLE


async def test_a_dead_key_is_said_in_the_table() -> None:
    app = opened(
        EXAMPLE.replace("api_key_env: OPENROUTER_API_KEY   #", "api_key_env: OTHER_KEY   #"), KEY
    )
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        assert row(app, THREE)[1:3] == ["10 of 10", "7 of 10"]
        about = [plain(each) for each in screen(app).query_one("#about", Lines).shown]
        assert about[-1] == (
            f"✗ {GPT} will not answer: OTHER_KEY is not set; the program makes up what 3 agents"
            " would say"
        )


async def test_the_models_are_one_key_away_and_other_files_have_no_scenarios() -> None:
    app = opened()
    async with app.run_test(size=(110, 30)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ScenariosScreen))
        await press(pilot, "escape")
        providers = [each.key for each in main(app).grids["provider"].rows]
        assert providers[:3] == [GPT, CLAUDE, GEMINI]
        await press(pilot, "tab", "g")
        detail = [plain(each) for each in main(app).query_one("#detail", Lines).shown]
        assert detail[1:3] == [
            "temperature 0.7, top_p 0.95, max_tokens 1500, rate_limit 60, retry_delay 1.0",
            "Three models 3, GPT majority 6, Nearly even 4",
        ]
        await press(pilot, "s")
        assert isinstance(app.screen, ScenariosScreen)


STORIES: dict[str, list[str]] = {
    "scenarios": [],
    "scenarios-wrong-sum": ["down", "right", "f", "left", "plus", "right", "9"],
    "scenarios-off": ["m", "p"],
}


@pytest.mark.parametrize(("story", "size", "theme"), looks(STORIES))
def test_a_screen(snap_compare: Callable[..., bool], story: str, size: str, theme: str) -> None:
    path = Path("experiment.yaml")
    path.write_text(EXAMPLE, encoding="utf-8")
    session = Session.open(path, clock=lambda: NOON, state=Path("state"))
    environ = {} if story == "scenarios-off" else KEY
    app = console(session, environ=environ, light=theme == "light")
    assert snap_compare(app, terminal_size=SIZES[size], run_before=pressing(*STORIES[story]))
