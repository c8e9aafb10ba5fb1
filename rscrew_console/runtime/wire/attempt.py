"""One attempt through our own HTTP client, in the event loop in which all are made.

Whatever happens becomes a value.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from rscrew_console.providers.health.answer import UNREADABLE, Answer, decoded
from rscrew_console.providers.health.target import Target
from rscrew_console.providers.http_client import HttpResponse
from rscrew_console.runtime.blank import is_blank
from rscrew_console.runtime.requests import CallFailure, ModelRequest, Reply, StreamChunk, Tokens
from rscrew_console.runtime.wire.answers import (
    broken_off,
    checked,
    clean,
    ended,
    internal,
    nonsense,
    tells_of_failure,
)
from rscrew_console.runtime.wire.client import (
    LONGEST_CONNECT,
    Client,
    Unanswered,
    streamed,
    whole_answer,
)
from rscrew_console.runtime.wire.formats.base import StreamReader, UnsupportedMessage, WireFormat
from rscrew_console.runtime.wire.redaction import StreamRedactor
from rscrew_console.runtime.wire.sending import outgoing
from rscrew_console.runtime.wire.sse import EventParser, LineTooLong, ServerEvent
from rscrew_console.runtime.wire.timing import LoopLag, TimeLimit

if TYPE_CHECKING:
    from rscrew_console.runtime.wire.failing import Refused

T = TypeVar("T")
_LIBRARIES = ("httpcore",)


class HttpAttempt:
    """`client` is that of the loop thread, `lag` tells how late the loop is."""

    def __init__(
        self,
        request: ModelRequest,
        target: Target,
        wire_format: WireFormat,
        client: Client,
        lag: LoopLag,
        clock: Callable[[], datetime],
    ) -> None:
        self._request, self._target, self._format = request, target, wire_format
        self._client, self._lag, self._clock = client, lag, clock
        self._secrets = (request.key,) if request.key else ()
        self._deadline: float | None = None
        self._limit: TimeLimit | None = None
        self._response: HttpResponse | None = None
        self._chunks: Any = None
        self._parser = EventParser()
        self._reader: StreamReader = wire_format.stream_reader()
        self._events: list[ServerEvent] = []
        self._pieces: list[StreamChunk] = []
        self._task: asyncio.Task[Any] | None = None
        self._began = self._said_anything = self._done = False

    @cached_property
    def _redactor(self) -> StreamRedactor:
        return StreamRedactor(self._secrets)

    async def reply(self) -> Reply | CallFailure:
        """The answer, all of it."""
        return await self._within(self._send_whole())

    async def open(self) -> CallFailure | None:
        """Begin a stream; then ask for the `next` piece until it has tokens."""
        try:
            failure = await self._within(self._open())
        except BaseException:  # who has asked is gone; the answer may be there already
            await self.close()
            raise
        if failure is not None:
            await self.close()
        return failure

    async def next(self) -> StreamChunk | CallFailure:
        """The last piece is the one with tokens."""
        self._task = asyncio.current_task()
        piece = await self._within(self._advance())
        if isinstance(piece, CallFailure) or piece.tokens is not None:
            await self.close()
        return piece

    async def close(self) -> None:
        """Let go of the connection, wherever the stream stands."""
        task, self._task = self._task, None
        if task is not None and task is not asyncio.current_task():
            # Whoever waited for the next piece has given up, a moment ago. To cancel it twice would
            # interrupt how it lets go of its connection.
            if not task.cancelling():
                task.cancel()
            await asyncio.wait([task])
        chunks, self._chunks = self._chunks, None
        if chunks is not None:
            await chunks.aclose()
        response, self._response = self._response, None
        if response is not None:
            await response.aclose()

    # What failures mean takes a while to load, and is loaded for the first one.

    def _about(self, *, stream: bool) -> Refused:
        from rscrew_console.runtime.wire.failing import Refused

        return Refused(self._request, self._target, stream, self._clock())

    async def _post(self, *, stream: bool) -> HttpResponse:
        call = self._format.call(self._request, self._target, stream=stream)
        out = outgoing(self._request, self._target, call, os.environ)
        self._response = await self._client.post(out, self._request_leaves)
        return self._response

    def _request_leaves(self) -> None:
        """The request leaves: from now on the vendor is waited for."""
        if self._request.deadline is not None:
            self._deadline = asyncio.get_running_loop().time() + self._request.deadline
        if self._limit is not None:
            self._limit.restart(self._request.timeout, self._deadline)
        self._began = True

    async def _send_whole(self) -> Reply | CallFailure:
        response = await self._post(stream=False)
        return self._read(await whole_answer(response), stream=False)

    def _read(self, answer: Answer, *, stream: bool) -> Reply | CallFailure:
        if tells_of_failure(answer):
            from rscrew_console.runtime.wire.failing import vendor_failure

            failure = vendor_failure(answer, self._about(stream=stream))
            if failure is not None:
                return failure
        if answer.data is UNREADABLE:
            return nonsense(answer.http_status)
        return checked(self._format.reply(answer.data), self._secrets)

    async def _open(self) -> CallFailure | None:
        response = await self._post(stream=True)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        good = 200 <= response.status < 300
        if good and kind != "application/json":
            self._chunks = streamed(response)
            return None
        reply = self._read(await whole_answer(response), stream=True)
        if isinstance(reply, CallFailure):
            return reply
        # A server that streams nothing has answered whole.
        last = StreamChunk("", reply.tool_calls, reply.tokens, reply.cost_usd, reply.finish_reason)
        text_chunk = StreamChunk(reply.text, reasoning=reply.reasoning)
        self._pieces = [text_chunk, last] if reply.text or reply.reasoning else [last]
        return None

    async def _advance(self) -> StreamChunk | CallFailure:
        while not self._pieces:
            if self._events:
                failure = self._feed(self._events.pop(0))
                if failure is not None:
                    return failure
            elif self._done or not await self._more():
                last = ended(self._reader.last(), self._secrets,
                             complete=self._reader.complete or self._done,
                             said_anything=self._said_anything)  # fmt: skip
                if isinstance(last, CallFailure):
                    return last
                self._pieces = self._redactor.end(last)
        return self._pieces.pop(0)

    def _feed(self, event: ServerEvent) -> CallFailure | None:
        if event.data.strip() == b"[DONE]":
            self._done = True
            return None
        data = decoded(event.data)
        if data is UNREADABLE:
            return None
        pieces = self._reader.feed(event.name, data)
        self._said_anything |= any(not is_blank(piece.text) for piece in pieces)
        self._pieces += self._redactor.feed(pieces)
        error = self._reader.error()
        if error is None:
            return None
        if isinstance(error, CallFailure):
            failure = clean(error, self._secrets)
        else:
            from rscrew_console.runtime.wire.failing import stream_failure

            failure = stream_failure(error, self._about(stream=True))
        return replace(failure, tokens=self._known_tokens())

    async def _more(self) -> bool:
        """Whether anything came; every whole line is a sign of life. Raises Unanswered."""
        try:
            chunk = await anext(self._chunks, None)
        except Unanswered:
            if self._reader.complete:  # all has been said but goodbye
                chunk = None
            else:
                raise
        if chunk is None:
            self._events, before = self._parser.end(), len(self._events)
            return len(self._events) > before
        events, alive = self._parser.feed(chunk)
        self._events += events
        if alive and self._limit is not None:
            self._limit.restart(self._request.timeout)
        return True

    def _known_tokens(self) -> Tokens | None:
        tokens = self._reader.last().tokens
        return tokens if tokens != Tokens() else None

    async def _within(self, work: Coroutine[Any, Any, T]) -> T | CallFailure:
        """What comes of it in time, or the failure."""
        seconds = self._request.timeout
        bound = seconds if self._began else min(LONGEST_CONNECT, seconds)
        failure: CallFailure
        try:
            async with TimeLimit(bound, self._lag, self._deadline) as limit:
                self._limit = limit
                return await work
        except TimeoutError as error:
            failure = self._timed_out(seconds) if limit.expired else internal(error, _LIBRARIES)
        except Unanswered as error:
            from rscrew_console.runtime.wire.failing import unanswered

            failure = broken_off(unanswered(error.failure), self._known_tokens())
        except LineTooLong:
            words = "a line of its answer is longer than 8 MiB, and was not read on"
            failure = broken_off(CallFailure("bad_response", words, 200), self._known_tokens())
        except UnsupportedMessage as error:
            failure = CallFailure("unsupported", str(error))
        except Exception as error:  # noqa: BLE001 -- a fault of ours or of a library below
            failure = internal(error, _LIBRARIES)
        finally:
            self._limit = None
        with suppress(Exception):
            await self._drop()
        return clean(failure, self._secrets)

    async def _drop(self) -> None:
        response, self._response = self._response, None
        if response is not None:
            await response.aclose()

    def _timed_out(self, seconds: float) -> CallFailure:
        from rscrew_console.runtime.wire.failing import past_deadline, timed_out

        seconds_now = asyncio.get_running_loop().time()
        if not self._began and seconds > LONGEST_CONNECT:
            return CallFailure("timeout", f"no connection within {LONGEST_CONNECT:g} s")
        if self._deadline is not None and seconds_now >= self._deadline and self._request.deadline:
            failure = past_deadline(self._request.deadline)
        else:
            failure = timed_out(seconds, began=self._said_anything)
        return broken_off(failure, self._known_tokens())
