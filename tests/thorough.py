"""How many examples a test tries: some in `make test`, many in `make test-thorough`."""

from __future__ import annotations

from hypothesis import settings

ORDINARY = 100
"""Examples of a test that says nothing else; in the profile of `make test-thorough` 1,000."""


def is_thorough() -> bool:
    """Whether this is `make test-thorough`: Hypothesis has loaded the profile by then."""
    return settings().max_examples > ORDINARY


def examples(ordinary: int) -> settings:
    """Settings for a test whose every example is dear: so many, or as many as the profile says."""
    return settings(max_examples=settings().max_examples if is_thorough() else ordinary)
