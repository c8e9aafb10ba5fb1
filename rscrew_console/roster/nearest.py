"""The name that a user most likely meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The most similar of `names`, whatever its case; None where none is similar."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only a mistake pays for loading it

    by_folded = {known.casefold(): known for known in names}
    found = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A clause to put behind an error: `; did you mean "openai"?`, or nothing."""
    found = nearest(name, names)
    return f'; did you mean "{found}"?' if found is not None else ""
