"""The name that a user most likely meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]{3,}")


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The most similar of `names`, whatever its case; None where none is similar.

    Where no whole name is, one of its words may be: `writr` is near `technical_writer`.
    """
    from difflib import get_close_matches

    candidates = list(names)
    full_names = {one.casefold(): one for one in candidates}
    words = {word: one for one in reversed(candidates) for word in _WORD.findall(one.casefold())}
    for among, cutoff in ((full_names, 0.65), (words, 0.75)):
        if matches := get_close_matches(name.casefold(), among, n=1, cutoff=cutoff):
            return among[matches[0]]
    return None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A clause to put behind an error: `; did you mean "openai"?`, or nothing."""
    match = nearest(name, names)
    return f'; did you mean "{match}"?' if match is not None else ""
