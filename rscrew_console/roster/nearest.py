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

    known = list(names)
    whole = {one.casefold(): one for one in known}
    words = {word: one for one in reversed(known) for word in _WORD.findall(one.casefold())}
    for among, cutoff in ((whole, 0.65), (words, 0.75)):
        if found := get_close_matches(name.casefold(), among, n=1, cutoff=cutoff):
            return among[found[0]]
    return None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A clause to put behind an error: `; did you mean "openai"?`, or nothing."""
    found = nearest(name, names)
    return f'; did you mean "{found}"?' if found is not None else ""
