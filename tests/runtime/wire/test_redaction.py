"""A key that a server echoes in an answer is not in the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import ModelRequest
from rscrew_console.runtime.wire import Wire
from rscrew_console.runtime.wire.redaction import TextRedactor
from tests.runtime.wire.calling import HI, WAYS, Way
from tests.runtime.wire.recorded_server import RecordedServer

KEY = "sk-made-up-8Zq31LkVv0TtRmWx"
SECRETS = (Secret(KEY),)


@pytest.fixture(scope="module")
def server() -> Iterator[RecordedServer]:
    with RecordedServer() as running:
        yield running


def chunk(delta: Any, reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return f"data: {json.dumps({'model': KEY, 'choices': [choice]})}\n\n"


CALL = {"id": KEY, "type": "function", "index": 0,
        "function": {"name": "look_up", "arguments": json.dumps({"key": KEY})}}  # fmt: skip
MESSAGE = {"content": f"You sent {KEY}.", "reasoning_content": f"Hm, {KEY}", "tool_calls": [CALL]}
EVENTS = (
    *(chunk({"content": piece}) for piece in ("You sent ", KEY[:9], KEY[9:], ".")),
    *(chunk({"reasoning_content": piece}) for piece in ("Hm, s", KEY[1:])),
    chunk({"tool_calls": [CALL]}, KEY),
    "data: [DONE]\n\n",
)


@pytest.mark.parametrize("way", WAYS)
def test_it_is_in_no_part_of_an_answer(server: RecordedServer, wire: Wire, way: Way) -> None:
    """Not in the text, split over two pieces, in thoughts, tool calls, as reason or model."""
    choice = {"index": 0, "message": MESSAGE, "finish_reason": KEY}
    server.whole = {"model": KEY, "choices": [choice], "usage": {"prompt_tokens": 1}}
    server.events = "".join(EVENTS)
    provider = Provider("mine", "m", base_url=server.url, api_key_env="MINE")
    reply = way(wire, ModelRequest(provider, SECRETS[0], HI, 20))
    assert (reply.text, reply.reasoning) == ("You sent (key).", "Hm, (key)")
    assert KEY not in repr(reply)
    assert reply.finish_reason == "tool_calls"


@pytest.mark.parametrize(("pieces", "shown"), [
    (["Hi"], "Hi"),
    (["this"], "this"),  # what might have begun a key comes at the end
    (["sk", "y"], "sky"),
    (["sk-made-up-", "sk-made-up-8Zq31LkVv0TtRmWx"], "sk-made-up-(key)"),
    ([KEY, KEY[:3], KEY[3:]], "(key)(key)"),
    (list(KEY), "(key)"),
    (["", ""], ""),
])  # fmt: skip
def test_texts_in_pieces(pieces: list[str], shown: str) -> None:
    redactor = TextRedactor(SECRETS)
    assert "".join([*map(redactor.feed, pieces), redactor.flush()]) == shown


@given(st.lists(st.sampled_from([KEY, KEY[:5], KEY[5:], "s", "k-", "x", " "])))
def test_nothing_else_is_lost(pieces: list[str]) -> None:
    redactor = TextRedactor(SECRETS)
    parts = [*map(redactor.feed, pieces), redactor.flush()]
    assert "".join(parts) == "".join(pieces).replace(KEY, "(key)")


def test_what_is_no_real_key_is_in_every_other_word() -> None:
    redactor = TextRedactor((Secret("none"),))
    assert redactor.feed("none of it") == "none of it"
