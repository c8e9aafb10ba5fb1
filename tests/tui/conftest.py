"""No test of the console sees the user's own files, keys or terminal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.css.stylesheet import Stylesheet


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    for name in ("NO_COLOR", "COLORFGBG", "RSC_THEME", "VISUAL", "EDITOR", "TEXTUAL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def _style_sheets_are_parsed_once() -> Iterator[None]:
    """Share the parsed style sheets between the consoles that tests start.

    Textual keeps them per app, and parses all of them again for each screen that brings one: a
    quarter of the time of a test. The method is not public. Where a version of Textual has none of
    this name, every test parses its own.
    """
    parse = getattr(Stylesheet, "_parse_rules", None)
    if parse is None:
        yield
        return
    parsed: dict[object, list[Any]] = {}

    def parse_once(sheet: Stylesheet, *source: Any, **options: Any) -> list[Any]:
        variables = tuple(sheet._variables.items())
        key = (source, tuple(sorted(options.items())), variables)
        if key not in parsed:
            parsed[key] = parse(sheet, *source, **options)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parse_once)
        yield
