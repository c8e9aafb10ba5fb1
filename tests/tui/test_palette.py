"""The palette: what it lists, how well that fits, and what is taken often."""

import json
import stat
from pathlib import Path

import pytest

from rscrew_console.tui.frecency import HALF_LIFE, MOST_ENTRIES, Frecency
from rscrew_console.tui.screens.strategies import Strategies
from rscrew_console.tui.view.palette import PaletteEntry, match, ordered
from rscrew_console.tui.widgets.grid import Grid
from tests.rows import each_row
from tests.tui.console import SMALL, console, cursor, main, press, session, until

NAMES = ["plan_update_coordinator", "planner", "project_planner", "pin a provider", "explain"]


@each_row(
    ("typed", "best"),
    [
        ("planner", ["planner", "project_planner"]),
        ("plan", ["plan_update_coordinator", "planner", "project_planner"]),
        ("puc", ["plan_update_coordinator"]),
        ("pin", ["pin a provider"]),
        ("prov pin", ["pin a provider"]),
        ("PROJ", ["project_planner"]),
        ("xyz", []),
        ("plan xyz", []),
    ],
)
def test_the_best_come_first(typed: str, best: list[str]) -> None:
    entries = [PaletteEntry("agent", name, name) for name in NAMES]
    names = [entry.name for entry in ordered(entries, typed, lambda _: 0.0)]
    assert names[: len(best)] == best
    assert bool(names) is bool(best)


def test_a_key_and_a_word_of_the_help_find_a_command() -> None:
    entries = [
        PaletteEntry("command", "undo", "undo", "Take back the last change.", "u"),
        PaletteEntry("command", "usage", "usage", "What calls have cost so far.", "c"),
    ]
    assert [one.name for one in ordered(entries, "u", lambda _: 0.0)] == ["undo", "usage"]
    assert [one.name for one in ordered(entries, "calls", lambda _: 0.0)] == ["usage"]


def test_what_is_used_more_comes_first_among_equals_but_not_before_what_fits_better() -> None:
    entries = [PaletteEntry("agent", name, name) for name in ("writer_a", "writer_b", "a_writer")]
    used = {"agent:writer_b": 1.0, "agent:a_writer": 100.0}
    order = ordered(entries, "writer", lambda name: used.get(name, 0.0))
    assert [entry.name for entry in order] == ["writer_b", "writer_a", "a_writer"]
    assert ordered(entries, "", lambda name: used.get(name, 0.0))[0].name == "a_writer"


def test_letters_in_order_count_less_than_a_word() -> None:
    assert match("plan", "planner") > match("plan", "explanation") > match("pln", "planner") > 0


def test_uses_fade_and_outlive_the_console(tmp_path: Path) -> None:
    path = tmp_path / "state" / "palette.json"
    frecency = Frecency(path)
    frecency.note("agent:writer", 0.0)
    frecency.note("agent:writer", 0.0)
    again = Frecency(path)
    assert again.use_of("agent:writer", 0.0) == 2.0
    assert again.use_of("agent:writer", HALF_LIFE) == 1.0
    assert again.use_of("agent:reader", 0.0) == 0.0
    assert "writer" not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for number in range(MOST_ENTRIES + 5):
        again.note(str(number), float(number))
    assert len(json.loads(path.read_text())["uses"]) == MOST_ENTRIES


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", '{"uses": 1}', '{"uses": {"a": [1]}}', '{"uses": {"a": ["x", 1]}}',
        '{"uses": {"a": [NaN, 1], "b": [Infinity, 2], "c": [-1, 0]}}', "[" * 10_000, "\x00",
    ],
)  # fmt: skip
def test_a_damaged_file_is_passed_over(tmp_path: Path, text: str) -> None:
    path = tmp_path / "palette.json"
    path.write_text(text)
    frecency = Frecency(path)
    assert frecency.use_of("a", 0.0) == 0.0
    frecency.note("a", 0.0)
    assert Frecency(path).use_of("a", 0.0) == 1.0


def test_a_disk_that_takes_nothing_is_no_trouble(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    frecency = Frecency(blocked / "palette.json")
    frecency.note("a", 0.0)
    assert frecency.use_of("a", 0.0) == 1.0


async def test_everything_with_a_name_can_be_gone_to() -> None:
    app = console(session(SMALL))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ctrl+p")
        await until(pilot, lambda: any(
            row.key.startswith("file:") for row in app.screen.query_one(Grid).rows
        ))  # fmt: skip
        kinds = {row.key.partition(":")[0] for row in app.screen.query_one(Grid).rows}
        assert {"agent", "provider", "model", "file", "strategy", "theme"} <= kinds
        await press(pilot, *"writer", "enter")
        assert cursor(app)[0] == "writer"
        await press(pilot, "ctrl+p", *"gpt-5", "enter")
        assert (main(app).kind, cursor(app)[0]) == ("provider", "openai")
        await press(pilot, "ctrl+p", *"balanced", "enter")
        assert isinstance(app.screen, Strategies)
        assert app.screen.strategy is not None
        assert app.screen.strategy.name == "balanced"
        await press(pilot, "escape", "ctrl+p", *"light theme", "enter")
        assert app.theme == "crew-light"
        await press(pilot, "ctrl+p")
        first = {row.key for row in app.screen.query_one(Grid).rows[:4]}
        assert first == {"agent:writer", "model:gpt-5-mini", "strategy:balanced", "theme:light"}
