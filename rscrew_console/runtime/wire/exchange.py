"""What goes to and fro in one attempt, as far as it tells why the attempt has failed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from rscrew_console.providers.health.answer import UNREADABLE, Answer, decoded, is_complaint
from rscrew_console.providers.health.answer import FetchFailure as NoAnswer

_KEPT = 64 * 1024
_END = b"[DONE]"


@dataclass(slots=True)
class Exchange:
    """One attempt's; LiteLLM knows nothing of it."""

    origin: str = ""
    """The scheme, host and port to which alone something may be sent; empty for wherever LiteLLM
    wants to."""
    header: str = ""
    """The one that carries the key, in lower case; empty where LiteLLM has to know that."""
    credential: str = field(default="", repr=False)
    """What that header holds; empty for what LiteLLM puts there."""
    insecure: bool = False
    """Whether plain http to another machine is allowed."""
    answer: Answer | None = None
    """The last whole one."""
    failure: NoAnswer | None = None
    """Why there was no whole answer."""
    tail: bytes = b""
    """The end of what a stream has sent."""
    handler: Any = None
    """Our client, for where LiteLLM forgets the one that it was given; see `adapters`."""
    closers: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What lets go of its connections."""

    def seen(self, chunk: bytes) -> None:
        self.tail = (self.tail + chunk)[-_KEPT:]

    @property
    def ended(self) -> bool:
        """Whether a stream has said that it is complete."""
        return _END in self.tail[-200:]

    @property
    def complaint(self) -> Any:
        """The data of an error that was told in a stream; UNREADABLE where there is none."""
        lines = [line.strip() for line in self.tail.splitlines()]
        texts = [line.removeprefix(b"data:") for line in reversed(lines) if b'"error"' in line]
        found = map(_error_in, map(decoded, [*texts, self.tail]))
        return next((data for data in found if is_complaint(data)), UNREADABLE)

    async def close(self) -> None:
        for closer in self.closers:
            await closer()


def _error_in(data: Any) -> Any:
    """As most tell it, where it is an event of OpenAI's other API."""
    if not isinstance(data, Mapping):
        return data
    if data.get("type") == "error" and "error" not in data:
        return {"error": data}
    response = data.get("response")
    return response if isinstance(response, Mapping) and is_complaint(response) else data


EXCHANGE: ContextVar[Exchange | None] = ContextVar("exchange", default=None)
"""That of the attempt in whose context a request is sent."""
