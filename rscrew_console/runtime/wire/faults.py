"""Faults of our own, and of libraries below: they say nothing about a vendor."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from rscrew_console.runtime.order import CallFailure


def internal(error: BaseException, libraries: Iterable[str]) -> CallFailure:
    """Names the libraries that were at work and their versions. Of the error's own text nothing is
    said: it may hold a key."""
    named = " and ".join(_named(one) for one in ("rscrew-console", *libraries))
    return CallFailure(
        "internal_error",
        f"{type(error).__name__} in {named}: the provider is not to blame; the versions may not"
        " fit together",
    )


def _named(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return library
