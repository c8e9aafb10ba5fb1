"""Keeps Typer from loading Pydantic, which takes longer than most of our commands.

Newer versions of Typer build a Pydantic adapter for every value, texts included. Ours are texts,
paths and flags, of which only the paths become something else. Where a version of Typer has not
the two names that this uses, nothing happens but that commands start later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class _PlainConverter:
    """In the place of Typer's converter for a text, a path or a flag."""

    to: type[str | Path | bool]

    def coerce(self, value: Any, **_: Any) -> Any:
        return None if value is None else self.to(value)


@dataclass(frozen=True, slots=True)
class _SeveralTextsConverter:
    """In the place of Typer's converter for an option that may be repeated, or takes two texts."""

    to: type[list[str] | tuple[str, ...]]

    def coerce(self, value: Any, **_: Any) -> Any:
        return self.to(value) if value else None


def lighten(parameters: Sequence[Any]) -> Sequence[Any]:
    """A command's parameters, each text, path and flag with a converter that costs nothing."""
    for parameter in parameters:
        to = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
        if to in (str, Path, bool) and getattr(parameter, "nargs", 1) == 1:
            converter = _PlainConverter(to)
            parameter.get_runtime_param = lambda converter=converter: converter
        elif to in (list[str], tuple[str, str]):
            several = _SeveralTextsConverter(list if to == list[str] else tuple)
            parameter.get_runtime_param = lambda converter=several: converter
    return parameters
