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
from rscrew_console.runtime.requests import CallFailed, ModelRequest, ToolCall, ToolFunction
from rscrew_console.runtime.wire import Wire
from rscrew_console.runtime.wire.redaction import TextRedactor, redacted, redacted_calls
from tests.rows import each_row
from tests.runtime.wire.calling import HI, WAYS, Way
from tests.runtime.wire.recorded_server import RecordedServer

KEY = "sk-made-up-8Zq31LkVv0TtRmWx"
SECRETS = (Secret(KEY),)


@pytest.fixture(scope="module")
def server() -> Iterator[RecordedServer]:
    with RecordedServer() as running:
        yield running


SPELLINGS = [
    KEY, KEY.replace("-", "_"), KEY.replace("-", " "), KEY.replace("-", ""), KEY.upper(),
    KEY.replace("-", "%2D"), KEY.replace("-", "%252d"), "".join(f"%{ord(one):02X}" for one in KEY),
    KEY.replace("-", r"\u002d"), KEY.replace("-", "&#45;"), KEY.replace("-", "\u2011"),
    "\n".join((KEY[:9], KEY[9:])), "-".join(KEY),
]  # fmt: skip


def chunk(key: str, delta: Any, reason: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    return f"data: {json.dumps({'model': key, 'choices': [choice]})}\n\n"


def answer(key: str) -> tuple[dict[str, Any], str]:
    """Whole, and as the events of a stream."""
    call = {"id": key, "type": "function", "index": 0,
            "function": {"name": "look_up", "arguments": json.dumps({"key": key})}}  # fmt: skip
    message = {"content": f"You sent {key}.", "reasoning_content": f"Hm, {key}"}
    whole = {
        "model": key,
        "choices": [
            {"index": 0, "finish_reason": key, "message": message | {"tool_calls": [call]}}
        ],
        "usage": {"prompt_tokens": 1},
    }
    events = (
        *(chunk(key, {"content": piece}) for piece in ("You sent ", key[:9], key[9:], ".")),
        *(chunk(key, {"reasoning_content": piece}) for piece in ("Hm, s", key[1:])),
        chunk(key, {"tool_calls": [call]}, key),
        "data: [DONE]\n\n",
    )
    return whole, "".join(events)


def order(server: RecordedServer) -> ModelRequest:
    provider = Provider("mine", "m", base_url=server.url, api_key_env="MINE")
    return ModelRequest(provider, SECRETS[0], HI, 20)


@each_row("key", [KEY, KEY.replace("-", "_"), KEY.replace("-", "%2D")])
@each_row("way", WAYS)
def test_it_is_in_no_part_of_an_answer(
    server: RecordedServer, wire: Wire, way: Way, key: str
) -> None:
    """Not in the text, split over two pieces, in thoughts, tool calls, as reason or model."""
    server.whole, server.events = answer(key)
    reply = way(wire, order(server))
    assert (reply.text, reply.reasoning) == ("You sent (key).", "Hm, (key)")
    assert key not in repr(reply)
    assert reply.tool_calls[0].function.arguments == '{"key": "(key)"}'
    assert reply.finish_reason == "tool_calls"


@each_row("cut", [slice(None), slice(20), slice(8, None)])
@each_row("spelled", SPELLINGS)
@each_row("way", WAYS)
def test_it_is_in_no_failure(
    server: RecordedServer, wire: Wire, way: Way, spelled: str, cut: slice
) -> None:
    """Not in the words, nor in the code or the kind of an error."""
    error = {"error": {"message": f"bad '{spelled[cut]}'", "code": spelled, "type": spelled}}
    server.whole, server.events = error, f"data: {json.dumps(error)}\n\n"
    with pytest.raises(CallFailed) as failed:
        way(wire, order(server))
    letters = "".join(filter(str.isalnum, repr(failed.value.failure).lower()))
    assert not any(piece in letters for piece in ("skmadeup", "8zq31lkv", "v0ttrmwx"))


@each_row("spelled", SPELLINGS)
@each_row("size", [1, 2, 3, 7, 99])
def test_it_is_hidden_however_it_is_spelled(spelled: str, size: int) -> None:
    """Whole, and split over pieces of any size."""
    text = f'The key "{spelled}" is wrong.'
    assert redacted(text, SECRETS) == 'The key "(key)" is wrong.'
    assert in_pieces([text[at : at + size] for at in range(0, len(text), size)]) == (
        'The key "(key)" is wrong.'
    )


@each_row(("text", "shown"), [
    (f"It begins with {KEY[:19]}", "It begins with (key)"),  # cut: 16 letters and more
    (f"It ends with {KEY[6:]}.", "It ends with (key)."),
    (f"It begins with {KEY[:17]}", f"It begins with {KEY[:17]}"),  # as other keys may, too
    ("sk-made-up-… are keys", "sk-made-up-… are keys"),
    (f"{KEY[:16]} and {KEY[16:]}", f"{KEY[:16]} and {KEY[16:]}"),  # not one after the other
    (f"{KEY[:19]}{KEY}", "(key)(key)"),
    (f"{KEY[:5]}{' ' * 20}{KEY[5:]}", f"{KEY[:5]}{' ' * 20}(key)"),
])  # fmt: skip
def test_a_longer_piece_of_it_is_hidden(text: str, shown: str) -> None:
    assert redacted(text, SECRETS) == in_pieces([text]) == shown


@pytest.mark.parametrize(("text", "shown"), [
    (f"It begins with {KEY[:19]}", "It begins with (key)"),
    (f"It ends with {KEY[6:]}.", "It ends with e-up-(key)."),  # three letters are in any word
    (f"{KEY[:19]}{KEY}", "(key)(key)"),
])  # fmt: skip
def test_a_longer_piece_that_comes_letter_by_letter(text: str, shown: str) -> None:
    assert in_pieces(list(text)) == shown


def test_what_was_shown_is_not_shown_again() -> None:
    redactor = TextRedactor(SECRETS)
    pieces = [redactor.feed(one) for one in ("It is e-u", KEY[9:], " or ", KEY, " so.")]
    assert pieces == ["It is e-u", "", "(key) or ", "", "(key) so."]


@pytest.mark.parametrize("text", ["a local LLM", "the local_llm", "Local-LLM"])
def test_a_short_key_is_hidden_as_it_is_alone(text: str) -> None:
    """What servers of one's own take for a key may be words."""
    assert redacted(text, (Secret("local-llm"),)) == text
    assert redacted("local-llm", (Secret("local-llm"),)) == "(key)"


def test_a_tool_call_has_it_in_no_spelling() -> None:
    spelled = KEY.replace("-", "_")
    [call] = redacted_calls(
        [ToolCall(spelled, ToolFunction(spelled, f'{{"a": "{spelled}"}}'))], SECRETS
    )
    assert (call.id, call.function.name, call.function.arguments) == (
        "(key)",
        "(key)",
        '{"a": "(key)"}',
    )


def in_pieces(pieces: list[str]) -> str:
    redactor = TextRedactor(SECRETS)
    return "".join([*map(redactor.feed, pieces), redactor.flush()])


@each_row(("pieces", "shown"), [
    (["Hi"], "Hi"),
    (["this"], "this"),  # what might have begun a key comes at the end
    (["sk", "y"], "sky"),
    (["50%", " of it", " is 5%2", "0"], "50% of it is 5%20"),
    (["sk-made-up-", "sk-made-up-8Zq31LkVv0TtRmWx"], "sk-made-up-(key)"),
    ([KEY, KEY[:3], KEY[3:]], "(key)(key)"),
    (list(KEY), "(key)"),
    (["", ""], ""),
])  # fmt: skip
def test_texts_in_pieces(pieces: list[str], shown: str) -> None:
    assert in_pieces(pieces) == shown


def test_nothing_waits_that_cannot_be_a_key() -> None:
    redactor = TextRedactor(SECRETS)
    assert [redactor.feed(one) for one in ("Hello ", "world", "! ", "s", "o")] == [
        "Hello ", "world", "! ", "", "so",
    ]  # fmt: skip


@given(st.lists(st.sampled_from(
    [KEY, KEY[:5], KEY[5:], "s", "k-", "x", " ", "%2", "D", KEY[:20], KEY[12:], "8Zq3"]
)))  # fmt: skip
def test_pieces_show_what_the_whole_shows(pieces: list[str]) -> None:
    assert in_pieces(pieces) == redacted("".join(pieces), SECRETS)


@given(st.text(), st.text())
def test_nothing_else_is_lost(before: str, after: str) -> None:
    assert redacted(before + after, SECRETS) == in_pieces([before, after]) == before + after


def test_what_is_no_real_key_is_in_every_other_word() -> None:
    redactor = TextRedactor((Secret("none"),))
    assert redactor.feed("none of it") == "none of it"
