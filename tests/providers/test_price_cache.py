"""Prices that are kept from one run to the next: never others than the package would say."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.providers.price_cache import PriceCache, installed_version
from rscrew_console.providers.prices import PriceQuote
from rscrew_console.roster.model import Price

DAY = date(2026, 11, 27)
QUOTE = PriceQuote(Price(3.0, 15.0), "prices 1.0", date(2026, 3, 1))


def refuse() -> PriceQuote | None:
    raise AssertionError("it is known, and was asked for again")


def kept(path: Path, quote: PriceQuote | None = QUOTE, version: str = "1.0") -> None:
    cache = PriceCache(path, DAY, version)
    assert cache.quote("openai gpt-5 1000", lambda: quote) == quote
    cache.keep()


@pytest.mark.parametrize("quote", [
    QUOTE, PriceQuote(Price(0.0, 0.25), "prices 1.0", None), None,
], ids=["dated", "free input", "unknown model"])  # fmt: skip
def test_an_answer_is_kept_as_it_was(tmp_path: Path, quote: PriceQuote | None) -> None:
    path = tmp_path / "cache" / "prices.json"
    kept(path, quote)
    assert PriceCache(path, DAY, "1.0").quote("openai gpt-5 1000", refuse) == quote


@pytest.mark.parametrize(("day", "version", "asked"), [
    (date(2026, 11, 28), "1.0", "openai gpt-5 1000"),
    (DAY, "1.1", "openai gpt-5 1000"),
    (DAY, "", "openai gpt-5 1000"),
    (DAY, "1.0", "openai gpt-5 2000"),
], ids=["another day", "another version", "no version", "another question"])  # fmt: skip
def test_anything_else_is_asked_for(tmp_path: Path, day: date, version: str, asked: str) -> None:
    path = tmp_path / "prices.json"
    kept(path)
    other = PriceQuote(Price(1.0, 2.0), "prices 1.1", None)
    assert PriceCache(path, day, version).quote(asked, lambda: other) == other


def entry(change: Callable[[dict[str, Any]], object]) -> Callable[[str], str]:
    """Changes what is kept as data."""

    def changed(text: str) -> str:
        data = json.loads(text)
        change(data)
        return json.dumps(data)

    return changed


def quote_of(value: object) -> Callable[[str], str]:
    """Keeps something else as the quote."""
    return entry(lambda data: data["quotes"].update({"openai gpt-5 1000": value}))


@pytest.mark.parametrize("damage", [
    lambda text: text[: len(text) // 2],
    lambda _: "",
    lambda _: "[]",
    entry(lambda data: data.update(quotes=[])),
    quote_of([3.0]),
    quote_of(["3", 15.0, "a", None]),
    quote_of([-3.0, 15.0, "a", None]),
    quote_of([float("nan"), 1.0, "a", None]),
    quote_of([3.0, 15.0, "a", "monday"]),
    quote_of(3),
], ids=[
    "torn", "empty", "a list", "no quotes", "too short", "text", "negative", "no number", "no date",
    "a number",
])  # fmt: skip
def test_a_damaged_file_is_passed_over(tmp_path: Path, damage: Callable[[str], str]) -> None:
    path = tmp_path / "prices.json"
    kept(path)
    path.write_text(damage(path.read_text("utf-8")), encoding="utf-8")
    cache = PriceCache(path, DAY, "1.0")
    assert cache.quote("openai gpt-5 1000", lambda: QUOTE) == QUOTE
    cache.keep()
    assert PriceCache(path, DAY, "1.0").quote("openai gpt-5 1000", refuse) == QUOTE


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    kept(tmp_path / "cache" / "prices.json")
    assert (tmp_path / "cache").read_text("utf-8") == "a file"


def test_without_a_place_nothing_is_kept() -> None:
    cache = PriceCache(None, DAY, "1.0")
    assert cache.quote("a", lambda: QUOTE) == cache.quote("a", refuse) == QUOTE
    cache.keep()


def test_the_installed_version_is_that_of_the_package() -> None:
    from genai_prices import __version__

    assert installed_version().split()[0] == __version__
