"""`dataclass`, as that of the standard library, for classes that are made in a tenth of the time.

Before Python 3.13 the standard one writes and compiles six functions for every frozen class, which
takes a millisecond: a command that loads eighty such classes would spend a quarter of its time
there. Here most are shared by all classes, and the others are compiled when the first object is
made, compared or hashed. Fields, `field`, `fields` and `replace` are those of `dataclasses`, and
type checkers see that `dataclass` itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, fields
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

Source = tuple[str, dict[str, object]]
"""The text of a function, and the names that it uses."""


def quick_dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[type], Any]:
    """A decorator: with `frozen` objects are hashable and refuse changes, with `slots` they have no
    `__dict__`. Of fields, `InitVar` and `hash` are not supported."""

    def decorate(plain: type) -> Any:
        plain.__doc__ = plain.__doc__ or plain.__name__  # or else its signature is worked out
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(plain)
        methods = {
            "__init__": _at_first_use(made, "__init__", _init_source),
            "__eq__": _at_first_use(made, "__eq__", _eq_source),
            "__hash__": _at_first_use(made, "__hash__", _hash_source) if frozen else None,
            "__repr__": _repr,
        }
        if frozen:
            methods |= {"__setattr__": _refuse_setting, "__delattr__": _refuse_deleting}
        if frozen and slots:
            methods |= {"__getstate__": _state, "__setstate__": _restore}
        for name, method in methods.items():
            if vars(made).get(name) is None:  # a class may have its own; `__eq__` hides the hash
                setattr(made, name, method)
        return made  # the class, or its copy with slots

    return decorate


def _at_first_use(
    made: Any, name: str, source_of: Callable[[type], Source]
) -> Callable[..., object]:
    """A method that puts the real one into its place, and calls that."""

    def method(self: object, *args: object, **kwargs: object) -> object:
        text, names = source_of(made)
        exec(text, names)  # it is made of names of fields only, as in `dataclasses`
        compiled: Any = names[name]
        compiled.__qualname__ = f"{made.__qualname__}.{name}"  # told by errors about arguments
        setattr(made, name, compiled)
        return compiled(self, *args, **kwargs)

    return method


def _init_source(made: type) -> Source:
    names: dict[str, object] = {"_set": object.__setattr__, "_NOTHING": MISSING}
    positional, by_keyword, lines = ["self"], ["*"], ["pass"]
    for one in fields(made):
        value, default = one.name, ""
        if one.default is not MISSING:
            default = f"_default_{one.name}"
            names[default] = one.default
            value = value if one.init else default
        elif one.default_factory is not MISSING:
            default, make = "_NOTHING", f"_make_{one.name}"
            names[make] = one.default_factory
            given = f" if {one.name} is _NOTHING else {one.name}" if one.init else ""
            value = f"{make}(){given}"
        if one.init:
            parameters = by_keyword if one.kw_only else positional
            parameters.append(f"{one.name}={default}" if default else one.name)
        if one.init or default:
            lines.append(f"_set(self, {one.name!r}, {value})")
    if hasattr(made, "__post_init__"):
        lines.append("self.__post_init__()")
    parameters = [*positional, *(by_keyword if by_keyword[1:] else [])]
    return f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), names


def _eq_source(made: type) -> Source:
    text = (
        "def __eq__(self, other):\n"
        " if other.__class__ is self.__class__:\n"
        f"  return {_compared('self', made)} == {_compared('other', made)}\n"
        " return NotImplemented\n"
    )
    return text, {}


def _hash_source(made: type) -> Source:
    return f"def __hash__(self):\n return hash({_compared('self', made)})", {}


def _compared(variable: str, made: type) -> str:
    """The tuple of what is compared of an object, as text."""
    return f"({''.join(f'{variable}.{one.name}, ' for one in fields(made) if one.compare)})"


@recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_setting(_self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    """What is copied and pickled of an object without a `__dict__`."""
    return [getattr(self, one.name) for one in fields(self)]


def _restore(self: Any, state: list[object]) -> None:
    for one, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, value)


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(plain=None, /, *, frozen=False, slots=False):
        """As a decorator with or without parentheses."""
        decorate = quick_dataclass(frozen=frozen, slots=slots)
        return decorate if plain is None else decorate(plain)
