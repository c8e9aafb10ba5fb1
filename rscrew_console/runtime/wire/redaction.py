"""Answers without the key that they were paid with, should a server echo it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rscrew_console.providers.key_spellings import Span, letters_of, spans_of, unfinished
from rscrew_console.providers.secret import HIDDEN, Secret
from rscrew_console.runtime.requests import Reply, StreamChunk, ToolCall, ToolFunction

_SHORTEST_KEY = 8
"""Letters. What servers of one's own take for a key, such as `x`, is in every other word."""
_SHORTEST_PIECE = 16
"""Letters and digits. All keys of a vendor begin alike, with `sk-ant-api03-`, say, as an answer may
tell. Shorter keys are hidden where they stand as they are."""
_SHORTEST_HELD_BACK = 4
_MOST_HELD_BACK = 4096
_MOST_LOOKED_BACK = 32


class _Key:
    """A key, and what it is known by in texts."""

    def __init__(self, value: str) -> None:
        self.value = value
        letters = letters_of(value)[1]
        self.letters = letters if len(letters) >= _SHORTEST_PIECE else ""

    def spans(self, text: str) -> list[Span]:
        """Where it stands, in any spelling, or a longer piece of it."""
        found = [(one.start(), one.end()) for one in re.finditer(re.escape(self.value), text)]
        if self.letters:
            found += spans_of(text, self.letters, _SHORTEST_PIECE)
        return found

    def unfinished(self, text: str) -> int:
        """Where the end of the text begins that may go on as the key."""
        begin = len(text) - _overlap(text, self.value)
        if self.letters:
            begin = min(begin, unfinished(text, self.letters, _SHORTEST_HELD_BACK))
        return begin


def _keys(secrets: Sequence[Secret]) -> tuple[_Key, ...]:
    values = (secret.reveal() for secret in secrets)
    return tuple(_Key(value) for value in values if len(value) >= _SHORTEST_KEY)


def redacted(text: str, secrets: Sequence[Secret]) -> str:
    """The text with `(key)` in the place of each key, and of each longer piece of one.

    Separators may be others than in the key, letters percent-encoded or in another case.
    """
    return _hidden(text, _spans(text, _keys(secrets))) if text else text


def _spans(text: str, keys: Sequence[_Key]) -> list[Span]:
    """Where keys, or parts of them, are in the text: in order, overlapping spans joined."""
    merged: list[Span] = []
    for begin, end in sorted(span for key in keys for span in key.spans(text)):
        if merged and begin < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((begin, end))
    return merged


def _hidden(text: str, spans: Sequence[Span]) -> str:
    for begin, end in reversed(spans):
        text = f"{text[:begin]}{HIDDEN}{text[end:]}"
    return text


def redacted_calls(calls: Sequence[ToolCall], secrets: Sequence[Secret]) -> tuple[ToolCall, ...]:
    """The tool calls of an answer without keys."""
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
        self._keys = _keys(secrets)
        self._shown = self._held_back = ""
        """`_shown` is the end of what has been shown: up to three letters of the key may be."""

    def feed(self, piece: str) -> str:
        """What may be shown by now."""
        text = self._shown + self._held_back + piece
        spans = _spans(text, self._keys)
        end = min((key.unfinished(text) for key in self._keys), default=len(text))
        # A piece of the key that has been found is never cut in two.
        end = next((begin for begin, after in spans if begin < end < after), end)
        return self._show(text, end if len(text) - end <= _MOST_HELD_BACK else len(text), spans)

    def flush(self) -> str:
        """What was kept back, at the end."""
        text = self._shown + self._held_back
        return self._show(text, len(text), _spans(text, self._keys))

    def _show(self, text: str, end: int, spans: Sequence[Span]) -> str:
        begin = len(self._shown)
        end = max(begin, end)
        hidden = [(max(first, begin), after) for first, after in spans if begin < after <= end]
        last_hidden = hidden[-1][1] if hidden else 0
        self._held_back = text[end:]
        self._shown = text[max(last_hidden, end - _MOST_LOOKED_BACK, 0) : end]
        # The places are those of the whole text.
        return _hidden(text[:end], hidden)[begin:]


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
