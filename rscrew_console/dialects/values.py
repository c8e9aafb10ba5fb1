"""Values from YAML into the types that the domain wants; whatever they are, never a traceback."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


class WrongType(ValueError):
    """`reason` completes a sentence that begins with the place, as in `is a list where …`."""

    def __init__(self, reason: str, below: tuple[str | int, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.below = below
        """Where inside the value the trouble is, if not the value as a whole."""


_BIG = 10**15


def described(value: Any) -> str:
    """What a YAML value is, in words: `a list`, `a number`. Never the value itself."""
    match value:
        case None:
            return "empty"
        case bool():
            return "a yes or no (true, false)"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case datetime() | date():
            return "a date"
        case Mapping():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case set():
            return "a set"
        case _:
            return "something else"


def mapping(value: Any) -> Mapping[Any, Any]:
    """Nothing at all is an empty mapping: YAML's way to leave a section blank."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise WrongType(f"is {described(value)} where a mapping (name: value) belongs")
    return value


def text(value: Any) -> str:
    if not isinstance(value, str):
        quotes = "" if isinstance(value, Mapping | list | set) else "; put it in quotes"
        raise WrongType(f"is {described(value)} where a text belongs{quotes}")
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongType(f"is {described(value)} where true or false belongs")
    return value


def number(value: Any) -> float:
    """A finite number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongType(f"is {described(value)} where a number belongs")
    if isinstance(value, int) and abs(value) >= _BIG:
        raise WrongType("is a number far too large")
    if not math.isfinite(value):
        raise WrongType("is not a finite number")
    if value < 0:
        raise WrongType("is less than zero")
    return value


def positive(value: Any) -> float:
    if number(value) == 0:
        raise WrongType("is zero where a number greater than zero belongs")
    return number(value)


def share(value: Any) -> float:
    """A number above 0 and up to 1."""
    if not 0 < number(value) <= 1:
        raise WrongType("is not a share above 0 and up to 1, such as 0.4")
    return float(value)


def whole_number(value: Any) -> int:
    """A whole number that is not negative."""
    if isinstance(value, float) and value.is_integer():
        return int(number(value))
    if not isinstance(number(value), int):
        raise WrongType("is a fraction where a whole number belongs")
    return int(value)


def texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise WrongType(f"is {described(value)} where a list belongs")
    for index, item in enumerate(value):
        if not isinstance(item, str):
            raise WrongType(f"is {described(item)} where a text belongs", (index,))
    return tuple(value)
