"""One value as YAML text, in the quotes of the place it goes to, or in those that it needs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import StringIO
from typing import Any, Literal

from rscrew_console.document.errors import DocumentError
from rscrew_console.document.lines import BREAKS
from rscrew_console.document.readers import key_reads_as, value_reads_as

Quote = Literal["", "'", '"']
_ONE_LINE = 2**31
_ESCAPED = BREAKS + "\ufeff"
"""What the quotes of this project never hold as itself."""


def scalar(
    value: Any, quote: Quote, *, in_flow: bool, fallback: Callable[[], Quote] = lambda: '"'
) -> str:
    """One line of text; `fallback` tells the quotes for text that cannot stand in those wanted.

    Raises DocumentError for a value that YAML cannot carry.
    """
    for text in _candidates(value, quote, fallback):
        if value_reads_as(text, value, in_flow=in_flow):
            return text
    raise DocumentError(f"{_abbreviated(value)} cannot be written as a YAML value")


def key(value: Any, quote: Quote, *, in_flow: bool) -> str:
    """The YAML text of a mapping's key. Raises DocumentError for a value that cannot be one."""
    for text in _candidates(value, quote, lambda: '"'):
        if key_reads_as(text, value, in_flow=in_flow):
            return text
    raise DocumentError(f"{_abbreviated(value)} cannot be written as a YAML key")


def _candidates(value: Any, quote: Quote, fallback: Callable[[], Quote]) -> Iterator[str]:
    if not isinstance(value, str):
        yield plain(value)
        return
    tried = set[Quote]()
    for candidate in _quotes(quote, fallback):
        if candidate in tried:
            continue
        tried.add(candidate)
        if candidate == '"' or not any(mark in value for mark in _ESCAPED):
            yield quoted(value, candidate)


def _quotes(quote: Quote, fallback: Callable[[], Quote]) -> Iterator[Quote]:
    """Those to try; the neighbours are looked at only where the first ones do not fit."""
    yield quote
    yield fallback()
    yield '"'


def quoted(text: str, quote: str) -> str:
    """The text as ruamel.yaml writes it in these quotes, on one line; plain is the text itself."""
    if not quote:
        return text
    import ruamel.yaml  # Only an edit needs it: reading a file must not wait for its import.
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise DocumentError("half of a surrogate pair cannot be written") from error
    wrapped = DoubleQuotedScalarString if quote == '"' else SingleQuotedScalarString
    stream = StringIO()
    writer = ruamel.yaml.YAML()
    writer.width = _ONE_LINE
    writer.dump(wrapped(text), stream)
    return stream.getvalue().removesuffix("\n")


def plain(value: Any) -> str:
    """A value that is not text, in the one spelling that YAML 1.1 and 1.2 share."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float():
            return _float(value)
        case int():
            return str(value)
        case datetime():
            return value.isoformat(" ")
        case date():
            return value.isoformat()
    raise DocumentError(f"a value of type {type(value).__name__} cannot be written")


def _float(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    digits, _, exponent = repr(value).partition("e")
    if not exponent:
        return digits
    # YAML 1.1 takes 1e-07 for text: it wants the point, and a sign in the exponent.
    return f"{digits if '.' in digits else digits + '.0'}e{exponent}"


def _abbreviated(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
