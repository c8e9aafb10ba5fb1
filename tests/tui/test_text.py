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
)


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("claude", 6, "claude"),
        ("claude", 5, "clau…"),
        ("claude", 1, "…"),
        ("claude", 0, ""),
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
    assert plain(cropped(line("↪ ", "a_provider_with_a_long_name", "*"), 12)) == "↪ a_provid…*"


def test_numbers_stand_to_the_right() -> None:
    assert plain(cropped(line("7"), 3, right=True)) == "  7"


@given(parts=st.lists(st.text(max_size=12), max_size=4), room=st.integers(0, 40))
def test_a_cell_is_as_wide_as_its_column_whatever_it_holds(parts: list[str], room: int) -> None:
    shown = cropped(line(*map(visible, parts)), room)
    assert width(shown) == room
    assert not any(unicodedata.category(letter) == "Cc" for letter in plain(shown))


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 lines"), (1, "1 line"), (2, "2 lines")]
)  # fmt: skip
def test_one_is_not_many(number: int, told: str) -> None:
    assert count(number, "line") == told


def test_a_long_message_says_how_much_it_leaves_out() -> None:
    assert shown_lines("a\nb\x1b\nc\nd", most=3) == "a\nb␛\n  and 2 more"
