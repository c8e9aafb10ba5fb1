"""Answers in pieces."""

from __future__ import annotations

from pathlib import Path

import pytest

from rscrew_console.runtime.errors import StreamBroken
from tests.runtime.acting import failure, world


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
