"""A table of cases that is walked in one test: every row is tried, and each that fails is named.

For rows that share what is dear to make (a console, a process, a parsed corpus), and for long
tables of cheap cases: pytest takes some 5 ms to list, hand out and set up a test, and their cases
take less. Where a row needs a fixture of its own (a folder, patches that differ), or takes long,
`pytest.mark.parametrize` is the better table.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

import pytest

Case = TypeVar("Case")


class Rows:
    """`with Rows() as rows:` and in it `with rows.row("its name"):` around each case.

    At the end all that failed is raised as one exception group; each failure says its row.
    """

    def __init__(self) -> None:
        self._failures: list[BaseException] = []
        self._tried = 0

    def __enter__(self) -> Self:
        return self

    @contextmanager
    def row(self, name: object) -> Iterator[None]:
        self._tried += 1
        try:
            yield
        except (Exception, pytest.fail.Exception) as failure:  # noqa: BLE001 - raised at the end
            failure.add_note(f"in the row {name!r}"[:500])
            self._failures.append(failure)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            return
        assert self._tried, "a table without rows holds nothing"
        if self._failures:
            raise BaseExceptionGroup(
                f"{len(self._failures)} of {self._tried} rows failed", self._failures
            )


def walked(cases: Iterable[Case]) -> Callable[[Callable[[Case], None]], Callable[[], None]]:
    """A decorator: one test that walks all cases, where `parametrize` would make one of each.

    For many cheap cases that need no fixture: pytest takes longer to set a test up than they take.
    """
    every = tuple(cases)

    def decorate(test: Callable[[Case], None]) -> Callable[[], None]:
        def walk() -> None:
            with Rows() as rows:
                for case in every:
                    with rows.row(case):
                        test(case)

        walk.__name__, walk.__qualname__ = test.__name__, test.__qualname__
        walk.__module__, walk.__doc__ = test.__module__, test.__doc__
        return walk

    return decorate


def each_row(
    names: str | tuple[str, ...], cases: Iterable[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A decorator that is written as `pytest.mark.parametrize`, and walks all cases in one test.

    `names` are the test's parameters that a row fills; pytest fills the others with its fixtures,
    once for all rows. Decorators that are stacked walk every combination.
    """
    filled = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    every = tuple(cases)

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def walk(**fixtures: Any) -> None:
            with Rows() as rows:
                for case in every:
                    with rows.row(case):
                        values = case if len(filled) > 1 else (case,)
                        test(**dict(zip(filled, values, strict=True)), **fixtures)

        signature = inspect.signature(test)
        others = [one for name, one in signature.parameters.items() if name not in filled]
        assert len(others) + len(filled) == len(signature.parameters), "each name is a parameter"
        walk.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined] # what inspect reads
        return walk

    return decorate
