"""The files of the workspace in the console: the list, and going from one to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from rscrew_console.session import Session
from rscrew_console.starter import config_folder
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.screens.files import Files
from rscrew_console.tui.screens.main import MainScreen
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.grid import Grid
from rscrew_console.tui.widgets.lines import Lines
from tests.tui.console import CONFIG, SMALL, console, main

CREW = """\
writer:
  role: Writes
  goal: Text
  backstory: Long
  llm: openai/gpt-5-mini
"""
OTHER = Path("config/agents.yaml")


@pytest.fixture(autouse=True)
def _two_files() -> None:
    Path(".git").mkdir()
    CONFIG.write_text(SMALL, encoding="utf-8")
    OTHER.parent.mkdir()
    OTHER.write_text(CREW, encoding="utf-8")


def write(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


def remove(path: Path) -> None:
    path.unlink()


def listed(app: ConsoleApp) -> list[list[str]]:
    """The rows of the list, a text for each column; the open file has a sign."""
    assert isinstance(app.screen, Files)
    rows = app.screen.query_one(Grid).rows
    columns = app.screen.columns
    return [
        [
            row.sign.text if row.sign else "",
            *(plain(row.cells.get(column.key, ())) for column in columns),
        ]
        for row in rows
    ]


def opened(app: ConsoleApp) -> str:
    assert isinstance(app.screen, MainScreen)
    return str(app.screen.state.session.path)


async def test_the_list_says_of_each_file_what_it_is() -> None:
    write("opencode.json", '{"agent": 5}')
    app = console(CONFIG)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("l", "2", "f")
        assert listed(app) == [
            [
                "●",
                "model_config.yaml",
                "RSCrew",
                "3",
                "3",
                "on",
                "none",
                "2 changes",
            ],
            ["", "config/agents.yaml", "CrewAI", "1", "1", "never", "none", ""],
            ["", "opencode.json", "opencode.json", "6", "0", "never", "1 error", ""],
        ]


async def test_the_agents_of_an_experiment_are_those_of_its_scenarios() -> None:
    sample = config_folder() / "examples" / "experiment-mixed.yaml"
    write("experiment.yaml", sample.read_text(encoding="utf-8"))
    app = console()
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("f")
        await pilot.pause()
        (row,) = [row for row in listed(app) if any("experiment.yaml" in cell for cell in row)]
        assert "10" in [cell.strip() for cell in row]


async def test_the_selected_file_is_told_in_words() -> None:
    app = console(CONFIG)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("f", *"agents.yaml")
        shown = [plain(each) for each in app.screen.query_one("#whole", Lines).shown]
        assert shown == ["config/agents.yaml", "CrewAI has no fallbacks"]


async def test_enter_opens_a_file_and_the_way_back_is_the_same() -> None:
    app = console(CONFIG)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("f", *"agents.yaml", "enter")
        assert opened(app) == "config/agents.yaml"
        assert [*main(app).view_state.roster.agent_by_name] == ["writer"]
        await pilot.press("f", *"model_config", "enter")
        assert opened(app) == "model_config.yaml"


@pytest.mark.parametrize("keys", [["escape"], ["enter"], ["down", "up", "enter"]])
async def test_the_open_file_stays_open(keys: list[str]) -> None:
    app = console(CONFIG)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("l", "2", "f", *keys)
        assert opened(app) == "model_config.yaml"
        assert main(app).state.session.is_dirty


@pytest.mark.parametrize(
    ("key", "path", "is_saved", "left_behind"),
    [
        ("enter", "config/agents.yaml", True, 0),
        ("D", "config/agents.yaml", False, 0),
        ("L", "config/agents.yaml", False, 1),
        ("escape", "model_config.yaml", False, 0),
    ],
)
async def test_unsaved_changes_are_asked_about(
    key: str, path: str, is_saved: bool, left_behind: int
) -> None:
    app = console(CONFIG)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("l", "2", "f", *"agents.yaml", "enter", key)
        assert opened(app) == path
        assert ("primary: openai     # must" in CONFIG.read_text()) is is_saved
        assert len(Session.open(CONFIG, journal=True).pending()) == left_behind


async def test_changes_that_were_left_unsaved_are_listed_and_offered_again() -> None:
    app = console(CONFIG)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("l", "2", "f", *"agents.yaml", "enter", "L", "f")
        assert [row[-1] for row in listed(app)] == ["1 change", ""]
        await pilot.press(*"model_config", "enter")
        await pilot.pause()
        await pilot.press("enter")
        assert opened(app) == "model_config.yaml"
        assert main(app).state.session.is_dirty


async def test_a_file_with_errors_is_not_opened_and_the_open_one_is_kept() -> None:
    write("opencode.json", '{"agent": 5}')
    app = console(CONFIG)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("l", "2", "f", *"opencode", "enter")
        assert opened(app) == "model_config.yaml"
        assert "opencode.json:1" in "\n".join(each.message for each in app._notifications)


async def test_several_files_and_none_chosen_is_a_list_to_choose_from() -> None:
    remove(CONFIG)
    write("opencode.json", '{"model": "openai/gpt-5"}')
    app = console()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        assert [row[1] for row in listed(app)] == ["config/agents.yaml", "opencode.json"]
        await pilot.press(*"agents.yaml", "enter")
        await pilot.pause()
        assert opened(app) == "config/agents.yaml"


async def test_a_list_that_is_left_at_the_start_ends_the_console() -> None:
    remove(CONFIG)
    write("opencode.json", '{"model": "openai/gpt-5"}')
    app = console()
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert not app.is_running or app._exit


async def test_a_command_that_is_copied_names_the_file_that_was_opened() -> None:
    app = console(CONFIG)
    async with app.run_test(size=(140, 40)) as pilot:
        await pilot.press("f", *"agents.yaml", "enter", "l", "enter", *"openai/gpt-6", "enter")
        command = main(app).state.last_command
        assert command == "rsc --config config/agents.yaml assign writer openai/gpt-6"
