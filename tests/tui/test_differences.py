"""What is told above a diff is what the diff holds."""

from __future__ import annotations

import pytest

from rscrew_console.document import Document
from rscrew_console.tui.screens.review import Review
from rscrew_console.tui.view.diffs import describe_changes, describe_text_changes
from rscrew_console.tui.view.text import plain
from rscrew_console.tui.widgets.lines import Lines
from tests.rows import each_row
from tests.tui.console import CONFIG, SMALL, console, main, session


@each_row(
    ("old", "new", "lines"),
    [
        ("primary: claude ", "primary: gemini ", ["planner: primary claude → gemini"]),
        ("reasoning: Thinks ahead", "", ["planner: reasoning Thinks ahead → —"]),
        ("# must be careful", "# careful", ["only comments and layout"]),
        ("load_balancing:", "other: 1\nload_balancing:", ["only settings that no table shows"]),
        ("", "", []),
        ("providers:", "[", []),
    ],
)
def test_it_is_told_from_the_data(old: str, new: str, lines: list[str]) -> None:
    assert describe_text_changes(SMALL, SMALL.replace(old, new) if old else SMALL) == lines


def test_what_is_no_crew_any_more_is_told_as_little() -> None:
    assert describe_changes(Document.parse("a: 1"), Document.parse("a: 2")) == [
        "only settings that no table shows"
    ]


@pytest.mark.parametrize(
    ("keys", "lines"),
    [
        (["l", "2", "2", "j", "3"], ["planner: primary", "planner: secondary", "writer: primary"]),
        (["l", "2", "3"], ["planner: primary claude → gemini", "planner: secondary"]),
        (["l", "2", "1", "j", "1", "2"], []),
    ],
)
async def test_what_later_steps_undid_is_not_listed(keys: list[str], lines: list[str]) -> None:
    app = console(session())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*keys)
        assert main(app).state.session.is_dirty is bool(lines)
        await pilot.press("S")
        if lines:
            _, *shown = map(plain, app.screen.query_one("#summary", Lines).shown)
            assert [each for each in lines if any(each in line for line in shown)] == lines
        else:
            assert app.screen is main(app)


async def test_what_others_saved_meanwhile_is_not_listed() -> None:
    app = console(session())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("l", "2", "tab", "l", "enter", *"claude-x", "enter")
        text = CONFIG.read_text(encoding="utf-8")
        CONFIG.write_text(text.replace("claude-sonnet-5 ", "claude-x "), encoding="utf-8")
        await pilot.press("S")
        assert isinstance(app.screen, Review)
        shown = "\n".join(map(plain, app.screen.query_one("#summary", Lines).shown))
        assert "planner: primary claude → openai" in shown
        assert "claude-x" not in shown
