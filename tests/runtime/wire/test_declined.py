"""A model that declines, in the place that OpenAI has for it: no answer, and nobody's fault."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rscrew_console.runtime.requests import CallFailure
from rscrew_console.runtime.wire.answers import checked, ended
from rscrew_console.runtime.wire.formats.openai_chat import OpenAIChat
from rscrew_console.runtime.wire.formats.openai_responses import OpenAIResponses

WORDS = "I'm sorry, I can't help with that."
CHAT = {"role": "assistant", "content": None, "refusal": WORDS}
MESSAGE = {"type": "message", "content": [{"type": "refusal", "refusal": WORDS}]}
RESPONSE = {"status": "completed", "output": [MESSAGE]}


@pytest.mark.parametrize(("form", "answer"), [
    (OpenAIChat(), {"choices": [{"message": CHAT, "finish_reason": "stop"}]}),
    (OpenAIChat(), {"choices": [{"message": {**CHAT, "content": ""}, "finish_reason": "stop"}]}),
    (OpenAIResponses(), RESPONSE),
])  # fmt: skip
def test_a_whole_answer(form: Any, answer: Any) -> None:
    failure = checked(form.reply(answer), ())
    assert isinstance(failure, CallFailure)
    assert failure.fault == "content_policy"


@pytest.mark.parametrize(("form", "events"), [
    (OpenAIChat(), [
        {"choices": [{"delta": {"role": "assistant", "content": "", "refusal": None}}]},
        {"choices": [{"delta": {"refusal": "I'm sorry"}}]},
        {"choices": [{"delta": {"refusal": ", I can't."}}]},
        {"choices": [{"delta": {}, "finish_reason": "stop"}]},
    ]),
    (OpenAIResponses(), [
        {"type": "response.refusal.delta", "delta": "I'm sorry"},
        {"type": "response.completed", "response": RESPONSE},
    ]),
])  # fmt: skip
def test_a_streamed_answer(form: Any, events: list[Any]) -> None:
    reader = form.stream_reader()
    pieces = [piece for event in events for piece in reader.feed("", json.loads(json.dumps(event)))]
    assert pieces == []
    end = ended(reader.last(), (), complete=reader.complete, said_anything=False)
    assert isinstance(end, CallFailure)
    assert end.fault == "content_policy"


def test_words_beside_an_answer_are_no_refusal() -> None:
    message = {"role": "assistant", "content": "Hi", "refusal": None}
    reply = OpenAIChat().reply({"choices": [{"message": message, "finish_reason": "stop"}]})
    assert checked(reply, ()) == reply
