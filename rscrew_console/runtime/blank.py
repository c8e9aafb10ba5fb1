"""Which texts say nothing: blank ones, and thoughts that stand where the answer should."""

from __future__ import annotations

import re

_VISIBLE = re.compile(r"[^\s\u200b-\u200f\u2060\ufeff]")
_THOUGHT = re.compile(r"\s*<(think|thinking)>.*?(?:</\1>|\Z)", re.DOTALL)


def is_blank(text: str) -> bool:
    """Whether no letter of it can be seen: spaces, line breaks and letters of no width alone."""
    return _VISIBLE.search(text) is None


def says_nothing(text: str) -> bool:
    """Whether a whole answer is blank or one thought alone, `<think>…</think>` as some servers of
    one's own leave it in the text.
    """
    thought = _THOUGHT.match(text)
    return is_blank(text[thought.end() :] if thought else text)
