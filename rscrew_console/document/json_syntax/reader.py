"""The readers that must agree with what was written: Python's for JSON, pyjson5 for the rest."""

from __future__ import annotations

import json
from typing import Any

from rscrew_console.document.json_syntax.scanner import JSON
from rscrew_console.document.json_syntax.strings import (
    replaced_surrogates,
    without_lone_surrogates,
)


def as_others_read(text: str, syntax: str) -> Any:
    """The data of the text. Raises ValueError where the reader refuses it."""
    if syntax == JSON:
        return json.loads(text)
    import pyjson5  # Only an edit needs it: reading a file must not wait for its import.

    return pyjson5.loads(without_lone_surrogates(text) if "\\u" in text else text)


def for_comparison(value: Any) -> Any:
    """Data as pyjson5 can give it: half a surrogate pair is the replacement character."""
    if isinstance(value, str):
        return value if value.isascii() else replaced_surrogates(value)
    if isinstance(value, dict):
        return {for_comparison(key): for_comparison(item) for key, item in value.items()}
    return [for_comparison(item) for item in value] if isinstance(value, list) else value
