"""The diff before a save: its lines, its rows, what can be left out, and what was saved."""

import pytest

from rscrew_console.document import DocumentSet
from rscrew_console.tui.view import review
from rscrew_console.tui.view.diff_lines import diff_lines
from rscrew_console.tui.view.syntax import toned
from rscrew_console.tui.view.text import TONES, plain, untinted
from tests.rows import each_row
from tests.tui.console import CONFIG, SMALL, console, main, session

AGENT = "a:\n  primary: claude # careful\n  secondary: openai\n"
OLD = AGENT + "b: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\nh: 2\n"
NEW = OLD.replace("claude", "gemini").replace("h: 2", "h: 3\ni: 4")


def texts(old: str, new: str, name: str = "crew.yaml") -> list[tuple[str, int, str]]:
    return [(one.kind, one.part, plain(one.text)) for one in diff_lines(old, new, name)]


def test_every_line_tells_which_change_it_belongs_to() -> None:
    assert texts(OLD, NEW) == [
        ("file", -1, "--- a/crew.yaml"),
        ("file", -1, "+++ b/crew.yaml"),
        ("place", -1, "line 1"),
        ("same", -1, "a:"),
        ("removed", 0, "  primary: claude # careful"),
        ("added", 0, "  primary: gemini # careful"),
        ("same", -1, "  secondary: openai"),
        ("same", -1, "b: 1"),
        ("same", -1, "c: 1"),
        ("place", -1, "line 7"),
        ("same", -1, "e: 1"),
        ("same", -1, "f: 1"),
        ("same", -1, "g: 1"),
        ("removed", 1, "h: 2"),
        ("added", 1, "h: 3"),
        ("added", 1, "i: 4"),
    ]


def test_files_of_a_folder_come_one_after_the_other() -> None:
    before = DocumentSet.of({"a.md": "---\nmodel: x\n---\nHi\n", "b.md": "---\nmodel: y\n---\n"})
    after = DocumentSet.of({"a.md": "---\nmodel: z\n---\nHi\n"})
    told = texts(before.text, after.text, "agents")
    assert [text for kind, _, text in told if kind == "file"] == [
        "--- a/agents/a.md", "+++ b/agents/a.md", "--- a/agents/b.md", "+++ b/agents/b.md",
    ]  # fmt: skip
    assert {part for _, part, _ in told} == {-1, 0, 1}


def test_values_of_a_env_file_are_hidden_also_over_several_lines() -> None:
    old = "OPENAI_API_KEY='sk-secret\nsecond'\nMODEL=gpt-5\n"
    told = texts(old, old.replace("gpt-5", "gpt-6"), ".env")
    assert "secret" not in repr(told)
    assert "second" not in repr(told)
    assert [text for kind, _, text in told if kind == "added"] == ["MODEL=gpt-6"]


def test_markup_and_control_characters_are_text() -> None:
    told = texts("a: 1\n", "a: '[red]x[/] \x1b[1m'\n")
    assert told[-1][2] == "a: '[red]x[/] ␛[1m'"


@each_row(
    ("name", "text", "tones"),
    [
        ("crew.yaml", "a: b # c", {"field", "value", "comment"}),
        ("crew.json", '{"a": "b"}', {"field", "value"}),
        ("crew.toml", 'a = "b" # c', {"value", "comment"}),
        (".env", "A=b # c", {"field", "comment"}),
        ("crew.txt", "a: b # c", {"plain"}),
    ],
)
def test_syntax_has_tones(name: str, text: str, tones: set[str]) -> None:
    (line,) = toned([text], name)
    assert plain(line) == text
    assert tones <= {run.tone for run in line}


def test_long_texts_stay_plain() -> None:
    (line,) = toned(["a: " + "b" * 300_000], "crew.yaml")
    assert {run.tone for run in line} == {"plain"}


def test_side_by_side_old_and_new_stand_in_one_row() -> None:
    look = review.DiffLook(90, side_by_side=True)
    rows = review.rows(diff_lines(OLD, NEW, "crew.yaml"), look)
    pairs = [[plain(row.cells[side]).rstrip() for side in ("old", "new")] for row in rows]
    assert pairs[4] == [
        "   2 -  primary: claude # careful", "   2 +  primary: gemini # careful",
    ]  # fmt: skip
    assert pairs[-2:] == [["  10 -h: 2", "  10 +h: 3"], ["", "  11 +i: 4"]]


@pytest.mark.parametrize("side_by_side", [False, True])
def test_a_long_line_is_folded_and_nothing_of_it_lost(side_by_side: bool) -> None:
    old, new = "a: 漢字" + "q" * 90 + "\n", "a: 漢字" + "z" * 90 + "\n"
    look = review.DiffLook(60, side_by_side=side_by_side)
    rows = review.rows(diff_lines(old, new, "crew.yaml"), look)
    shown = "".join(plain(cell) for row in rows for cell in row.cells.values())
    assert (shown.count("q"), shown.count("z")) == (90, 90)


def test_only_the_first_line_of_a_change_has_its_sign() -> None:
    lines = diff_lines(OLD, NEW, "crew.yaml")
    rows = review.rows(lines, review.DiffLook(80, {1}))
    assert [row.sign for row in rows if row.sign] == [review.TAKEN, review.LEFT_OUT]
    tones = {run.tone for row in rows if row.values["part"] == 1 for run in row.cells["line"]}
    assert tones == {"dim"}
    assert not [row for row in review.rows(lines, review.DiffLook(80, choosing=False)) if row.sign]


def test_the_cursor_goes_from_change_to_change() -> None:
    rows = review.rows(diff_lines(OLD, NEW, "crew.yaml"), review.DiffLook(80))
    first = review.next_part(rows, rows[0].key, 1)
    second = review.next_part(rows, first, 1)
    assert [review.part_at(rows, key) for key in (rows[0].key, first, second)] == [0, 0, 1]
    assert review.next_part(rows, second, 1) == second
    assert review.next_part(rows, second, -1) == first


def test_every_tinted_tone_has_a_plain_one() -> None:
    assert {untinted(tone) for tone in TONES} < {*TONES}
    assert not [tone for tone in TONES if untinted(tone).startswith(("added", "removed"))]


async def test_a_change_is_left_out_and_still_there() -> None:
    app = console(session())
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("l", "3", "j", "l", "3", "S")
        await pilot.press("space")
        await pilot.press("enter")
        await pilot.pause()
        state = main(app).state
        assert "gemini" in SMALL
        assert CONFIG.read_text() != SMALL
        assert state.session.is_dirty
        assert state.last_save.startswith("saved: ")
        assert "bytes" in state.last_save


async def test_what_cannot_be_left_out_is_told_and_not_saved() -> None:
    app = console(session())
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("l", "3", "S", *["tab", "space"] * 6, "shift+tab", "enter")
        assert CONFIG.read_text() == SMALL
        assert app.screen is not main(app)
