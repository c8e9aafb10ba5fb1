"""Answers without the key that they were paid with, should a server echo it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rscrew_console.providers.secret import HIDDEN, Secret
from rscrew_console.runtime.requests import Reply, StreamChunk, ToolCall, ToolFunction

_SHORTEST_KEY = 8
"""Letters. What servers of one's own take for a key, such as `x`, is in every other word."""


def _keys(secrets: Sequence[Secret]) -> tuple[str, ...]:
    values = (secret.reveal() for secret in secrets)
    return tuple(value for value in values if len(value) >= _SHORTEST_KEY)


def redacted(text: str, secrets: Sequence[Secret]) -> str:
    """The text with `(key)` in the place of each key."""
    for key in _keys(secrets):
        text = text.replace(key, HIDDEN)
    return text


def redacted_calls(calls: Sequence[ToolCall], secrets: Sequence[Secret]) -> tuple[ToolCall, ...]:
    """The tool calls of an answer without keys."""
    if not any(key in repr(call) for key in _keys(secrets) for call in calls):
        return tuple(calls)
    return tuple(
        ToolCall(
            redacted(call.id, secrets),
            ToolFunction(
                redacted(call.function.name, secrets), redacted(call.function.arguments, secrets)
            ),
        )
        for call in calls
    )


def redacted_reply(reply: Reply, secrets: Sequence[Secret]) -> Reply:
    """A whole answer without keys."""
    return replace(
        reply,
        text=redacted(reply.text, secrets),
        reasoning=redacted(reply.reasoning, secrets),
        tool_calls=redacted_calls(reply.tool_calls, secrets),
    )


class TextRedactor:
    """Redacts a text that comes in pieces: what may be the beginning of a key is kept back until
    the next piece shows whether it is."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        self._secrets, self._keys = secrets, _keys(secrets)
        self._held_back = ""

    def feed(self, piece: str) -> str:
        """What may be shown by now."""
        text = redacted(self._held_back + piece, self._secrets)
        size = max((_overlap(text, key) for key in self._keys), default=0)
        self._held_back = text[len(text) - size :]
        return text[: len(text) - size]

    def flush(self) -> str:
        """What was kept back, at the end."""
        held_back, self._held_back = self._held_back, ""
        return held_back


class StreamRedactor:
    """Redacts the pieces of one streamed answer."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        self._secrets = secrets
        self._text, self._reasoning = TextRedactor(secrets), TextRedactor(secrets)

    def feed(self, chunks: Sequence[StreamChunk]) -> list[StreamChunk]:
        """The pieces that have anything to show."""
        redacted_chunks = (
            StreamChunk(
                self._text.feed(chunk.text), reasoning=self._reasoning.feed(chunk.reasoning)
            )
            for chunk in chunks
        )
        return [chunk for chunk in redacted_chunks if chunk.text or chunk.reasoning]

    def end(self, last: StreamChunk) -> list[StreamChunk]:
        """What was kept back, if anything, and the last piece."""
        held_back = StreamChunk(self._text.flush(), reasoning=self._reasoning.flush())
        last = replace(last, tool_calls=redacted_calls(last.tool_calls, self._secrets))
        return [held_back, last] if held_back.text or held_back.reasoning else [last]


def _overlap(text: str, key: str) -> int:
    """How many letters at the end of the text are the beginning of the key."""
    longest = min(len(text), len(key) - 1)
    return next((size for size in range(longest, 0, -1) if text.endswith(key[:size])), 0)
