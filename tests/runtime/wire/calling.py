"""What the tests of calls have in common: orders for simulated vendors, and ways to place them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import (
    CallFailed,
    CallFailure,
    ModelRequest,
    Reply,
    StreamChunk,
)
from rscrew_console.runtime.wire import Wire
from rscrew_console.simulator import Site
from tests.providers.health.asking import KEYS

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
THREE = ("openai", "anthropic", "gemini")
"""The wire formats that most others imitate."""
HI: tuple[Mapping[str, Any], ...] = ({"role": "user", "content": "Hi"},)
TOOL = {
    "type": "function",
    "function": {
        "name": "look_up",
        "description": "Looks a word up.",
        "parameters": {"type": "object", "properties": {"word": {"type": "string"}}},
    },
}


def provider_at(site: Site, **fields: Any) -> Provider:
    """A provider of the site's kind, under the kind's name."""
    kind = KINDS[site.vendor.name]
    given = {
        "kind": kind.name,
        "base_url": site.base_url,
        "api_key_env": kind.key_variables[0] if kind.key_variables else None,
        "model": site.models[0],
        **fields,
    }
    return Provider(kind.name, **given)


def order_for(
    site: Site,
    *,
    timeout: float = 20.0,
    parameters: Mapping[str, Any] | None = None,
    key: str | None = None,
    **fields: Any,
) -> ModelRequest:
    """What to ask the site, with the made-up key of its kind."""
    value = KEYS[site.vendor.name] if key is None else key
    secret = Secret(value) if value else None
    return ModelRequest(provider_at(site, **fields), secret, HI, timeout, parameters or {})


def in_pieces(pieces: list[StreamChunk]) -> Reply:
    """What the pieces say together. The last one has the tokens, and no other."""
    assert [piece.tokens is not None for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    last = pieces[-1]
    assert last.text == ""
    assert last.tokens is not None
    assert not any(piece.tool_calls for piece in pieces[:-1])
    calls = last.tool_calls
    text = "".join(piece.text for piece in pieces)
    thoughts = "".join(piece.reasoning for piece in pieces)
    return Reply(text, calls, last.tokens, last.cost_usd, last.finish_reason, thoughts)


def ask(wire: Wire, order: ModelRequest) -> Reply:
    return wire.ask(order)


def aask(wire: Wire, order: ModelRequest) -> Reply:
    return asyncio.run(wire.aask(order))


def stream(wire: Wire, order: ModelRequest) -> Reply:
    return in_pieces(list(wire.stream(order)))


def astream(wire: Wire, order: ModelRequest) -> Reply:
    async def gathered() -> list[StreamChunk]:
        return [piece async for piece in wire.astream(order)]

    return in_pieces(asyncio.run(gathered()))


Way = Callable[[Wire, ModelRequest], Reply]
WHOLE: tuple[Way, ...] = (ask, aask)
WAYS: tuple[Way, ...] = (ask, aask, stream, astream)


def failure_of(way: Way, wire: Wire, order: ModelRequest) -> CallFailure:
    with pytest.raises(CallFailed) as caught:
        way(wire, order)
    return caught.value.failure


@dataclass(frozen=True)
class Expected:
    """A failure as far as it is the same for all vendors."""

    fault: str
    http_status: tuple[int | None, ...]
    words: str
    """In its detail."""
    retry_after: float | None = None


def as_expected(failure: CallFailure, expected: Expected) -> bool:
    return (
        failure.fault == expected.fault
        and failure.http_status in expected.http_status
        and expected.words in failure.detail
        and failure.retry_after == expected.retry_after
    )


__all__ = ["KEYS", "replace"]
