"""Server-sent events out of bytes, however the bytes come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.runtime.wire.sse import LONGEST_LINE, EventParser, LineTooLong, ServerEvent
from tests.rows import each_row


def events_of(*chunks: bytes) -> list[ServerEvent]:
    parser = EventParser()
    events = [event for chunk in chunks for event in parser.feed(chunk)[0]]
    return [*events, *parser.end()]


CASES = [
    (b"data: a\n\n", [("", b"a")]),
    (b"data:a\n\ndata:  b\n\n", [("", b"a"), ("", b" b")]),  # one space is no part of it
    (b"data: a\r\n\r\ndata: b\r\n\r\n", [("", b"a"), ("", b"b")]),
    (b"data: a\r\rdata: b\r\r", [("", b"a"), ("", b"b")]),
    (b"\xef\xbb\xbfdata: a\n\n", [("", b"a")]),  # a byte order mark
    (b"data: a\ndata: b\ndata\ndata: c\n\n", [("", b"a\nb\n\nc")]),
    (b"event: ping\ndata: {}\n\ndata: a\n\n", [("ping", b"{}"), ("", b"a")]),
    (b"event: ping\n\ndata: a\n\n", [("", b"a")]),  # an event without data is none
    (b": a comment\n\n:\n\ndata: a\n: another\n\n", [("", b"a")]),
    (b"id: 7\nretry: 1000\nsomething else\ndata: a\n\n", [("", b"a")]),
    (b"data: a: b\n\n", [("", b"a: b")]),
    (b"event: \xff\ndata: a\n\n", [("\N{REPLACEMENT CHARACTER}", b"a")]),
    (b'{"error": "x"}\n', [("", b'{"error": "x"}')]),  # as some servers tell errors
    (b'{"error": "x"}', [("", b'{"error": "x"}')]),
    (b"data: a", [("", b"a")]),  # the end without an empty line
    (b"data: a\n", [("", b"a")]),
    (b"", []),
    (b"\n\n\r\n", []),
]


@each_row(("stream", "expected"), CASES)
def test_events(stream: bytes, expected: list[tuple[str, bytes]]) -> None:
    """Whole, byte by byte, and split in two anywhere."""
    wanted = [ServerEvent(name, data) for name, data in expected]
    assert events_of(stream) == wanted
    assert events_of(*(bytes((byte,)) for byte in stream)) == wanted
    for place in range(len(stream)):
        assert events_of(stream[:place], stream[place:]) == wanted


@each_row(("chunk", "alive"), [
    (b": keep-alive\n", True), (b"\n", True), (b"data: a\n\n", True), (b"data: a", False),
    (b"", False),
])  # fmt: skip
def test_every_whole_line_is_a_sign_of_life(chunk: bytes, alive: bool) -> None:
    assert EventParser().feed(chunk)[1] is alive


@pytest.mark.parametrize("chunks", [
    [b"data: " + b"x" * (LONGEST_LINE + 1) + b"\n\n"],
    [b"x" * (LONGEST_LINE // 2)] * 3,
    [b"data: " + b"x" * (LONGEST_LINE // 2) + b"\n"] * 3,
])  # fmt: skip
def test_a_line_that_does_not_end_is_not_read_on(chunks: list[bytes]) -> None:
    with pytest.raises(LineTooLong):
        events_of(*chunks)


@given(st.lists(st.sampled_from(
    [b"data: a", b"data:", b": c", b"event: e", b"\n", b"\r", b"\r\n", b"{", b"\xef\xbb\xbf"]
)), st.integers(1, 7))  # fmt: skip
def test_how_the_bytes_are_split_changes_nothing(parts: list[bytes], size: int) -> None:
    stream = b"".join(parts)
    chunks = [stream[start : start + size] for start in range(0, len(stream), size)]
    assert events_of(*chunks) == events_of(stream)
