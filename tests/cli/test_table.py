"""Tables in every width."""

from rscrew_console.cli.table import TableColumn, cells, shortened, table
from tests.rows import each_row

COLUMNS = [
    TableColumn("name"),
    TableColumn("n", right=True),
    TableColumn("text", least=4, droppable=True),
]
ROWS = [["a", "1", "some words"], ["longer", "22", "x"]]


@each_row(("width", "lines"), [
    (None, ["name     n  text", "a        1  some words", "longer  22  x"]),
    (22, ["name     n  text", "a        1  some words", "longer  22  x"]),
    (20, ["name     n  text", "a        1  some wo…", "longer  22  x"]),
    (16, ["name     n  text", "a        1  som…", "longer  22  x"]),
    (15, ["name     n", "a        1", "longer  22"]),
    (9, ["name    n", "a       1", "long…  22"]),
    (1, ["na…   n", "a     1", "lo…  22"]),
])  # fmt: skip
def test_fitting(width: int | None, lines: list[str]) -> None:
    assert table(COLUMNS, ROWS, width) == lines


def test_wide_and_invisible_characters_are_counted_as_shown() -> None:
    rows = [["作家", "1", "x"], ["e\u0301", "2", "y"], ["\x1b[1m", "3", "z"], ["[b]", "4", "\t"]]
    assert table(COLUMNS, rows, None) == [
        "name  n  text", "作家  1  x", "e\u0301     2  y", "␛[1m  3  z", "[b]   4  ␉",
    ]  # fmt: skip


@each_row(("text", "room", "short"), [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("作家作家", 5, "作家…"),
    ("作家作家", 4, "作…"), ("", 0, ""),
])  # fmt: skip
def test_shortened(text: str, room: int, short: str) -> None:
    assert shortened(text, room) == short
    assert cells(shortened(text, room)) <= room
