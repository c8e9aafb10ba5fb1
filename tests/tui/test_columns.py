"""Which columns are shown at a width."""

import pytest

from rscrew_console.tui.view.column_fit import fit
from rscrew_console.tui.view.table import Column

NAME = Column("name", "agent", least=10)
SLOT = Column("slot", "primary", least=8)
NOW = Column("now", "runs now", least=8, rank=1)
WHY = Column("why", "reasoning", least=12, rank=2)
ALL = (NAME, SLOT, NOW, WHY)
WANTED = {"name": 20, "slot": 9, "now": 10, "why": 60}


@pytest.mark.parametrize(
    ("room", "widths"),
    [
        pytest.param(200, {"name": 20, "slot": 9, "now": 10, "why": 60}, id="all they want"),
        pytest.param(60, {"name": 20, "slot": 9, "now": 10, "why": 15}, id="the last the rest"),
        pytest.param(44, {"name": 20, "slot": 9, "now": 10}, id="details before names"),
        pytest.param(40, {"name": 20, "slot": 9, "now": 9}, id="the highest rank goes first"),
        pytest.param(27, {"name": 17, "slot": 9}, id="then the next"),
        pytest.param(12, {"name": 6, "slot": 5}, id="those that stay are squeezed"),
        pytest.param(8, {"name": 8}, id="the first stays whatever happens"),
    ],
)
def test_columns_give_way_by_rank(room: int, widths: dict[str, int]) -> None:
    found = fit(ALL, WANTED, room)
    assert dict(found.widths) == widths
    assert found.total <= room


def test_the_column_under_the_cursor_stays() -> None:
    assert list(fit(ALL, WANTED, 40, keep="why").widths) == ["name", "slot", "why"]


def test_gaps_are_wide_only_where_that_costs_nothing() -> None:
    assert (fit(ALL, WANTED, 200).gap, fit(ALL, WANTED, 41).gap) == (2, 1)


def test_a_reserved_width_does_not_depend_on_the_content() -> None:
    column = Column("state", "state", reserve=12)
    widths = [fit((column,), {"state": cells}, 80).widths["state"] for cells in (0, 3, 12)]
    assert widths == [12, 12, 12]


def test_a_column_is_no_wider_than_its_content() -> None:
    assert dict(fit((NAME, SLOT), {"name": 3, "slot": 0}, 80).widths) == {"name": 5, "slot": 7}
