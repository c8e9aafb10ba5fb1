"""Values of a provider's fields as one types them: in the console, and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from rscrew_console.roster.model import Price

_PRICE_FIELDS = tuple(field.name for field in fields(Price))
_NO_PRICE = "-"
"""Stands for a price that is not set, before others that are."""
_YES, _NO = ("yes", "true"), ("no", "false")


def typed(field: str, text: str) -> Any:
    """The value that a text typed for the field stands for; the dialect judges what it leaves."""
    text = text.strip()
    match field:
        case "price" if 2 <= len(parts := text.replace(",", " ").split()) <= len(_PRICE_FIELDS):
            numbers_by_field = zip(_PRICE_FIELDS, parts, strict=False)
            return {name: _number(part) for name, part in numbers_by_field if part != _NO_PRICE}
        case "strengths":
            return [part.strip() for part in text.split(",") if part.strip()]
        case "allow_insecure" if text.lower() in (*_YES, *_NO):
            return text.lower() in _YES
        case _:
            return text


def as_typed(field: str, value: Any) -> str | None:
    """The text for which `typed` gives this very value; None where there is no such text."""
    match value:
        case None:
            text = ""
        case bool():
            text = _YES[0] if value else _NO[0]
        case Mapping():
            text = price_text({str(name): number for name, number in value.items()})
        case list() | tuple():
            text = ", ".join(map(str, value))
        case _:
            text = str(value)
    meant = "" if value is None else value
    got = typed(field, text)
    return text if type(got) is type(meant) and got == meant else None


def price_text(price: Mapping[str, Any]) -> str:
    """Its numbers in the order of its fields, without those that are not set at the end."""
    numbers = [price.get(name) for name in _PRICE_FIELDS]
    while numbers and numbers[-1] is None:
        numbers.pop()
    return " ".join(
        _NO_PRICE if number is None else f"{number:g}" if isinstance(number, float) else str(number)
        for number in numbers
    )


def _number(text: str) -> float | str:
    try:
        return int(text) if text.isdecimal() else float(text)
    except ValueError:
        return text
