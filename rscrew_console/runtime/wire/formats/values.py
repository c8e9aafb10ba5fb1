"""What a vendor has sent, read without believing that it has any shape."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.runtime.requests import CallFailure, Tokens

MOST_TOKENS = 10**12
"""Who counts more of them counts nothing."""
LONGEST_REASON = 60
_NO_IDENTIFIER = re.compile(r"[^A-Za-z0-9_]")


def mapping(value: Any) -> Mapping[str, Any]:
    """The value, or an empty mapping in the place of what is none."""
    return value if isinstance(value, Mapping) else {}


def items(value: Any) -> Sequence[Any]:
    """The value, or an empty list in the place of what is none."""
    return value if isinstance(value, list) else ()


def text_of(value: Any) -> str:
    """The value, or an empty text in the place of what is none."""
    return value if isinstance(value, str) else ""


def count(value: Any) -> int | None:
    """A number of tokens; None for what cannot be one."""
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_TOKENS
    return value if is_count else None


def tokens(
    input_tokens: int | None,
    output_tokens: int | None,
    *,
    cached_input: int | None = None,
    cache_write: int | None = None,
    reasoning: int | None = None,
) -> Tokens:
    """What is known. Whoever is asked something has read a token: a prompt of none is no figure."""
    if not input_tokens:
        return Tokens(None, output_tokens or None, reasoning=reasoning)
    return Tokens(input_tokens, output_tokens, cached_input, cache_write, reasoning)


def json_text(value: Any) -> str:
    """As JSON; an empty object in the place of what is nested too deep to be written."""
    try:
        return json.dumps(value)
    except (RecursionError, TypeError, ValueError):
        return "{}"


def json_object(text: str) -> dict[str, Any] | None:
    """The JSON object that the text is; None for anything else."""
    try:
        value = json.loads(text)
    except (RecursionError, ValueError):
        return None
    return value if isinstance(value, dict) else None


def reason_of(value: Any) -> str:
    """A vendor's word for a reason, such as PROHIBITED_CONTENT, fit to be shown: letters, digits
    and underlines, at most `LONGEST_REASON`. It may still spell a key."""
    return _NO_IDENTIFIER.sub("", text_of(value)[: 2 * LONGEST_REASON])[:LONGEST_REASON]


def no_answer() -> CallFailure:
    """Something that is not what models answer."""
    return CallFailure(
        "bad_response", "it answers with something that is no answer of a model", 200
    )


def empty_answer(tokens_used: Tokens, *, cut_off: bool) -> CallFailure:
    """An answer without a word and without a call of a tool."""
    why = ": its limit of tokens was used up before the first word" if cut_off else ""
    return CallFailure("empty_answer", f"the answer holds no text{why}", 200, tokens=tokens_used)


def refused_content(reason: str, tokens_used: Tokens) -> CallFailure:
    """The vendor's filter has taken the words, or has not let the prompt through."""
    words = "the vendor's policy refuses the content"
    detail = f"{words}: {reason}" if reason else words
    return CallFailure("content_policy", detail, 200, tokens=tokens_used)
