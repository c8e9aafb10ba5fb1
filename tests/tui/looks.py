"""In which sizes and themes the stories of the snapshot tests are drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pytest

SIZES = {"80x24": (80, 24), "140x45": (140, 45)}
THEMES = ("dark", "light")


def looks(stories: Iterable[str], thorough: Collection[str] = ()) -> list[object]:
    """Cases of story, size and theme: every combination for the thorough ones, one for the others.

    The others take turns: small and dark, large and light.
    """
    turns = [*zip(SIZES, THEMES, strict=True)]
    cases = []
    for number, story in enumerate(stories):
        every = [(size, theme) for theme in THEMES for size in SIZES]
        for size, theme in every if story in thorough else [turns[number % len(turns)]]:
            cases.append(pytest.param(story, size, theme, id=f"{story}-{size}-{theme}"))
    return cases
