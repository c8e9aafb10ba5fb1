"""What every format of the vendors' HTTP APIs can do. Nothing here sends anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Protocol

from rscrew_console.providers.health.target import Target
from rscrew_console.records import dataclass
from rscrew_console.runtime.requests import CallFailure, ModelRequest, Reply, StreamChunk


class UnsupportedMessage(ValueError):
    """A message or parameter of the caller's that this API cannot carry. Its text says which."""


@dataclass(frozen=True, slots=True)
class HttpCall:
    """What is sent, as a POST."""

    path: str
    """Appended to the target's base with `target.url(path)`. Names in it, such as the model's, are
    quoted already with `urllib.parse.quote(name, safe="")`; braces stand for nothing."""
    body: dict[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)
    """Beside the one that carries the key, such as `anthropic-version`."""


class StreamReader(Protocol):
    """Reads one streamed answer, event after event."""

    complete: bool
    """Whether the vendor has said that the answer ended."""

    def feed(self, event: str, data: Any) -> list[StreamChunk]:
        """One server-sent event with its name, empty where it has none, and its decoded JSON.

        Text and reasoning come as they are read; tool calls are kept for `last`. Data of an
        unexpected shape gives nothing, and raises nothing.
        """
        ...

    def error(self) -> Any | None:
        """An error told in the stream, as raw JSON in which `error` stands; or a CallFailure where
        the answer itself is none. None if there is neither."""
        ...

    def last(self) -> StreamChunk:
        """The last chunk, without text: tokens (`Tokens()` where they are not known), the finish
        reason, the whole tool calls, and the vendor's own figure of the cost."""
        ...


class WireFormat(Protocol):
    """One API. It has no state, so that one instance serves all calls."""

    def call(self, request: ModelRequest, target: Target, *, stream: bool) -> HttpCall:
        """What to send. Raises UnsupportedMessage for what this API cannot carry."""
        ...

    def reply(self, data: Any) -> Reply | CallFailure:
        """A whole body that came with a 2xx status, and tells no error. `bad_response` where it is
        no answer of a model; `empty_answer` and `content_policy` are told by the wire."""
        ...

    def stream_reader(self) -> StreamReader:
        """A reader for one streamed answer."""
        ...
