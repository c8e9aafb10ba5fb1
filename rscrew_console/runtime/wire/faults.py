"""Faults of our own, and of libraries below: they say nothing about a vendor."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rscrew_console.runtime.order import CallFailure
from rscrew_console.versions import installed, misfits


def internal(
    error: BaseException,
    libraries: Iterable[str],
    misfits_of: Callable[[str], list[str]] = misfits,
) -> CallFailure:
    """Names the libraries that were at work, their versions, and which of them do not fit together.

    Of the error's own text nothing is said: it may hold a key.
    """
    libraries = ("rscrew-console", *libraries)
    named = " and ".join(f"{library} {installed(library)}".strip() for library in libraries)
    wrong = list(dict.fromkeys(said for library in libraries for said in misfits_of(library)))
    why = "; ".join(wrong) or "the versions may not fit together"
    return CallFailure(
        "internal_error", f"{type(error).__name__} in {named}: the provider is not to blame; {why}"
    )
