"""Answers in pieces."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from rscrew_console.runtime.errors import StreamBroken
from rscrew_console.runtime.ledger import usage_of
from rscrew_console.runtime.ledger_writer import LEDGER_WRITER
from rscrew_console.runtime.requests import CallFailure, StreamChunk, Tokens
from tests.runtime.acting import CREW, NOON, World, failure, world


def test_pieces_come_as_they_come(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [("Hel", "lo ", "you")]
    assert list(of.llm().stream("Hi")) == ["Hel", "lo ", "you"]


def test_nothing_is_asked_before_the_first_piece_is_wanted(tmp_path: Path) -> None:
    of = world(tmp_path)
    pieces = of.llm().stream("Hi")
    assert of.asked == []
    assert next(pieces) == "Hello"


def test_another_one_is_asked_as_long_as_nothing_has_come(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [("", "", failure("no_credit", 402))]
    of.wire["claude"] = [("Here ", "I am")]
    assert "".join(of.llm().stream("Hi")) == "Here I am"


def test_what_breaks_off_is_not_hidden(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [("Half ", failure("unreachable"))]
    pieces = of.llm().stream("Hi")
    assert next(pieces) == "Half "
    with pytest.raises(StreamBroken, match=r"deepseek .* broke off its answer for coder"):
        next(pieces)
    assert of.asked == ["deepseek"]


def outcomes(of: World) -> list[tuple[int, int]]:
    LEDGER_WRITER.flush()
    used = usage_of(of.folder.parent / "state" / "usage.db", since=NOON - timedelta(1))
    return [(used.calls, used.failures)]


@pytest.mark.parametrize("ends", ["broken", "closed"])
def test_a_stream_that_is_not_whole_costs_what_is_known(tmp_path: Path, ends: str) -> None:
    price = "{input: 10, output: 20, cached_input: 1}"
    of = world(tmp_path, CREW.replace("deepseek-chat,", f"deepseek-chat, price: {price},"))
    known = StreamChunk(tokens=Tokens(1_000_000, 0, cached_input=500_000))
    broken = CallFailure("unreachable", tokens=Tokens(1_000_000, 50_000, cached_input=500_000))
    of.wire["deepseek"] = [("Half ", known, broken)]
    pieces = of.llm().stream("Hi")
    assert next(pieces) == "Half "
    if ends == "broken":
        with pytest.raises(StreamBroken):
            list(pieces)
    pieces.close()
    LEDGER_WRITER.flush()
    used = usage_of(tmp_path / "state" / "usage.db", since=NOON - timedelta(1))
    assert (used.calls, used.failures) == (1, 1)
    expected = (1_000_000, 50_000, 6.5) if ends == "broken" else (0, 0, 0)
    assert (used.input_tokens, used.output_tokens, used.cost_usd) == expected


def test_a_stream_that_is_given_up_is_accounted_for(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [("One ", "two ", "three")]
    pieces = of.llm().stream("Hi")
    assert next(pieces) == "One "
    pieces.close()
    assert outcomes(of) == [(1, 1)]
    assert of.wire.left == 0


def test_a_stream_that_a_task_gives_up_is_accounted_for(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [("One ", "two ", "three")]

    async def some() -> None:
        pieces = of.llm().astream("Hi")
        assert await anext(pieces) == "One "
        await pieces.aclose()
        assert outcomes(of) == [(1, 1)]
        assert of.wire.left == 0

    asyncio.run(some())
