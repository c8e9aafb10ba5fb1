"""The cursor finds its place again."""

import pytest

from rscrew_console.tui.view.cursor import Cursor
from tests.rows import each_row

KEYS = ["a", "b", "c", "d"]
STOPS = ["name", "primary", "secondary"]


def at(key: str, column: str = "name") -> Cursor:
    """A cursor on that row and column."""
    cursor = Cursor()
    cursor.seat(KEYS, STOPS)
    cursor.find(key, column)
    return cursor


@pytest.mark.parametrize(
    ("keys", "stops", "place"),
    [
        pytest.param(KEYS, STOPS, ("c", "primary"), id="nothing changed"),
        pytest.param(["x", *KEYS], STOPS, ("c", "primary"), id="a row came before it"),
        pytest.param(["d", "c"], STOPS, ("c", "primary"), id="another order"),
        pytest.param(["a", "b", "d"], STOPS, ("d", "primary"), id="its row went"),
        pytest.param(["a"], STOPS, ("a", "primary"), id="so did all below"),
        pytest.param([], STOPS, ("", "primary"), id="every row went"),
        pytest.param(KEYS, ["name"], ("c", "name"), id="its column went"),
    ],
)
def test_it_is_seated_anew(keys: list[str], stops: list[str], place: tuple[str, str]) -> None:
    cursor = at("c", "primary")
    cursor.seat(keys, stops)
    assert (cursor.key, cursor.column) == place


@each_row(
    ("rows", "columns", "around", "place", "moved"),
    [
        (1, 0, False, ("d", "primary"), True),
        (9, 9, False, ("d", "secondary"), True),
        (-9, -9, False, ("a", "name"), True),
        (2, 0, True, ("a", "primary"), True),
        (-3, 0, True, ("d", "primary"), True),
        (0, 0, False, ("c", "primary"), False),
    ],
)
def test_it_moves_as_far_as_it_goes(
    rows: int, columns: int, around: bool, place: tuple[str, str], moved: bool
) -> None:  # fmt: skip
    cursor = at("c", "primary")
    assert cursor.move(rows, columns, around=around) is moved
    assert (cursor.key, cursor.column) == place


def test_what_is_not_there_is_not_found() -> None:
    cursor = at("b")
    assert not cursor.find("nobody", "nowhere")
    assert (cursor.key, cursor.column) == ("b", "name")
