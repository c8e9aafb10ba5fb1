"""The helper that walks a table of cases in one test."""

import pytest

from tests.rows import Rows, walked


def test_every_row_is_tried_and_each_that_fails_is_named() -> None:
    tried = []

    def walk() -> None:
        with Rows() as rows:
            for number in range(4):
                with rows.row(f"number {number}"):
                    tried.append(number)
                    assert number % 2 == 0

    with pytest.raises(ExceptionGroup, match="2 of 4 rows failed") as caught:
        walk()
    assert tried == [0, 1, 2, 3]
    assert [failure.__notes__ for failure in caught.value.exceptions] == [
        ["in the row 'number 1'"],
        ["in the row 'number 3'"],
    ]


def test_what_does_not_raise_is_a_row_that_failed() -> None:
    def walk() -> None:
        with Rows() as rows:
            for divisor in (0, 1, 0):
                with rows.row(divisor), pytest.raises(ZeroDivisionError):
                    _ = 1 / divisor

    with pytest.raises(BaseExceptionGroup, match="1 of 3 rows failed"):
        walk()


def test_a_table_without_rows_fails() -> None:
    with pytest.raises(AssertionError, match="holds nothing"), Rows():
        pass


def test_an_error_between_the_rows_is_itself() -> None:
    def walk() -> None:
        with Rows() as rows:
            with rows.row("good"):
                pass
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        walk()


def test_a_walked_test_keeps_its_name_and_takes_every_case() -> None:
    taken = []

    @walked("abc")
    def take(letter: str) -> None:
        """Takes one."""
        taken.append(letter)
        assert letter != "b"

    assert (take.__name__, take.__doc__) == ("take", "Takes one.")
    with pytest.raises(BaseExceptionGroup, match="1 of 3 rows failed"):
        take()
    assert taken == ["a", "b", "c"]
