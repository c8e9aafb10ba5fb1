"""What a page may say, and what the console's process gets of it."""

from __future__ import annotations

import json

import pytest

from rscrew_console.web.packets import FromPage, is_exit, meta, packet, read_message, size_asked_for
from tests.rows import each_row


def test_a_packet_has_its_length_in_front() -> None:
    assert packet(b"D", b"abc") == b"D\x00\x00\x00\x03abc"


@each_row(("message", "expected"), [
    (["stdin", "é"], FromPage(packet(b"D", "é".encode()))),
    (["resize", {"width": 100, "height": 40}], FromPage(meta("resize", width=100, height=40))),
    (["resize", {"width": 10**9, "height": -1}], FromPage(meta("resize", width=1000, height=1))),
    (["focus"], FromPage(meta("focus"))),
    (["blur"], FromPage(meta("blur"))),
    (["ping", "7"], FromPage(answer='["pong", "7"]')),
])  # fmt: skip
def test_what_a_page_says(message: object, expected: FromPage) -> None:
    assert read_message(json.dumps(message)) == expected


@each_row("text", [
    "", "{", "null", "[]", '["stdin"]', '["stdin", 7]', '["resize", {"width": "x", "height": 2}]',
    '["quit"]', '["deliver_chunk_request", {}]', '{"stdin": "q"}', '["resize", {}]',
])  # fmt: skip
def test_what_no_page_of_ours_says_is_nothing(text: str) -> None:
    assert read_message(text) == FromPage()


@each_row(("text", "columns"), [
    ("120", 120), ("", 80), ("x", 80), ("-4", 80), ("99999", 1000), ("0", 1), ("1" * 5000, 80),
    ("²", 80),
])  # fmt: skip
def test_the_size_in_an_address(text: str, columns: int) -> None:
    assert size_asked_for(text, 80) == columns


@pytest.mark.parametrize(("payload", "ends"), [
    (b'{"type": "exit"}', True), (b'{"type": "open_url"}', False), (b"[]", False), (b"\xff", False),
])  # fmt: skip
def test_when_the_process_says_that_it_ends(payload: bytes, ends: bool) -> None:
    assert is_exit(payload) is ends
