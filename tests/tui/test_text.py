"""Text fitted to cells: whatever it is, it takes exactly the room it is given."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.text import (
    count,
    cropped,
    line,
    plain,
    shortened,
    shown_lines,
    width,
    wrapped,
)
from tests.rows import each_row


@each_row(
    ("text", "room", "shown"),
    [
        ("claude", 6, "claude"),
        ("claude", 5, "clau…"),
        ("claude", 1, "…"),
        ("claude", 0, ""),
        ("security_architecture_specialist_017", 20, "security_arch…st_017"),
        ("anthropic_claude", 7, "anth…de"),
        ("anthropic_claude", 6, "anthr…"),
        ("Thinks ahead of all", 12, "Thinks ahea…"),
        ("together/llama-4-maverick", 22, "toge…/llama-4-maverick"),
        ("openrouter/llama-4-maverick", 19, "…/llama-4-maverick"),
        ("openrouter/llama-4-maverick", 18, "…/llama-4-maverick"),
        ("漢字漢字", 5, "漢字…"),
        ("漢字漢字", 4, "漢…"),
        ("مرحبا بكم", 6, "مرحبا…"),
    ],
)
def test_what_is_too_long_is_shortened_to_the_cells_there_are(
    text: str, room: int, shown: str
) -> None:
    assert shortened(text, room) == shown


def test_signs_beside_a_long_name_survive() -> None:
    assert plain(cropped(line("↪ ", "a_provider_with_a_long_name", "*"), 12)) == "↪ a_pro…ame*"


def test_numbers_stand_to_the_right() -> None:
    assert plain(cropped(line("7"), 3, right=True)) == "  7"


@given(parts=st.lists(st.text(max_size=12), max_size=4), room=st.integers(0, 40))
def test_a_cell_is_as_wide_as_its_column_whatever_it_holds(parts: list[str], room: int) -> None:
    shown = cropped(line(*map(visible, parts)), room)
    assert width(shown) == room
    assert not any(unicodedata.category(letter) == "Cc" for letter in plain(shown))


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 lines"), (1, "1 line"), (2, "2 lines"), (1200, "1,200 lines")]
)  # fmt: skip
def test_one_is_not_many(number: int, told: str) -> None:
    assert count(number, "line") == told


def test_a_long_message_says_how_much_it_leaves_out() -> None:
    assert shown_lines("a\nb\x1b\nc\nd", most=3) == "a\nb␛\n  and 2 more"


@each_row(("text", "available", "most", "shown"), [
    ("8 of 9 agents would change", 40, 2, ["8 of 9 agents would change"]),
    ("8 of 9 agents would change", 14, 2, ["8 of 9 agents", "would change"]),
    ("8 of 9 agents would change", 9, 2, ["8 of 9", "agents w…"]),
    ("8 of 9 agents would change", 9, 4, ["8 of 9", "agents", "would", "change"]),
    ("securityspecialist", 9, 2, ["security…"]),
    ("", 9, 2, []),
])  # fmt: skip
def test_sentences_are_broken_between_words(
    text: str, available: int, most: int, shown: list[str]
) -> None:
    assert [plain(each) for each in wrapped(line(text), available, most)] == shown


@given(
    parts=st.lists(st.text(max_size=20), max_size=4),
    available=st.integers(2, 30), most=st.integers(1, 4),
)  # fmt: skip
def test_broken_lines_fit_whatever_they_hold(parts: list[str], available: int, most: int) -> None:
    lines = wrapped(line(*map(visible, parts)), available, most)
    assert len(lines) <= most
    assert all(width(each) <= available for each in lines)
