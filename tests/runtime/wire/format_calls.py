"""Requests to vendors' own hosts for the tests of single formats, and what reads their streams."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st

from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import Adjustment, ModelRequest, StreamChunk
from rscrew_console.runtime.wire.formats.base import HttpCall, StreamReader, WireFormat

USER = {"role": "user", "content": "Hi"}
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Get the current weather in a given location",
        "parameters": {
            "type": "object",
            "properties": {"location": {"type": "string"}},
            "required": ["location"],
        },
    },
}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def near(*names: str) -> st.SearchStrategy[Any]:
    """JSON in which these names stand, where anything may stand below them."""
    words = st.sampled_from(names)
    return st.recursive(
        ANY_JSON | words,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=5),
        max_leaves=20,
    )


def sent(
    form: WireFormat,
    model: str,
    *messages: Any,
    stream: bool = False,
    file: dict[str, Any] | None = None,
    adjustments: tuple[Adjustment, ...] = (),
    **parameters: Any,
) -> HttpCall:
    """What the format would send to the vendor whose model this is."""
    provider = Provider("mine", model, **(file or {}))
    target = target_of(provider, dict.fromkeys(_VARIABLES, "sk-made-up-8Zq31LkVv0TtRmWx"))
    assert isinstance(target, Target), target
    request = ModelRequest(
        provider, None, messages or (USER,), 20.0, parameters, adjustments=adjustments
    )
    return form.call(request, target, stream=stream)


_VARIABLES = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY")


def read(reader: StreamReader, events: str) -> list[StreamChunk]:
    """All chunks of a stream as it is recorded, the last one with the tokens."""
    chunks: list[StreamChunk] = []
    for name, data in parsed(events):
        chunks += reader.feed(name, data)
    return [*chunks, reader.last()]


def parsed(events: str) -> Iterable[tuple[str, Any]]:
    """The names and the data of server-sent events."""
    for block in events.strip().split("\n\n"):
        lines = dict(line.partition(": ")[::2] for line in block.splitlines())
        yield lines.get("event", ""), json.loads(lines["data"])
