"""One attempt, in the event loop in which all are made. Whatever happens becomes a value."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

import httpx

from rscrew_console.providers.health.answer import UNREADABLE
from rscrew_console.providers.secret import Secret
from rscrew_console.runtime.order import CallFailure, ModelRequest, Reply, StreamChunk
from rscrew_console.runtime.wire.adapters import client_of, handler_for
from rscrew_console.runtime.wire.aim import RequestTarget
from rscrew_console.runtime.wire.client import origin
from rscrew_console.runtime.wire.exchange import EXCHANGE, Exchange
from rscrew_console.runtime.wire.failing import (
    late,
    raised,
    refused,
    told,
    told_in_stream,
    unexpected,
)
from rscrew_console.runtime.wire.parameters import request_of
from rscrew_console.runtime.wire.reading import (
    cost_of,
    finish_of,
    piece_of,
    reply_of,
    thinks,
    tokens_of,
)


class Attempt:
    """`litellm` is the module; `http` is what `pool.http_client` gives."""

    def __init__(
        self,
        order: ModelRequest,
        aim: RequestTarget,
        litellm: Any,
        http: httpx.AsyncClient,
        clock: Callable[[], datetime],
    ) -> None:
        self._order, self._aim, self._litellm = order, aim, litellm
        self._clock = clock
        target, auth = aim.target, aim.target.talk.auth if aim.target else None
        self._secrets: tuple[Secret, ...] = (order.key,) if order.key else ()
        self._exchange = Exchange(
            origin=origin(httpx.URL(target.base)) if target else "",
            header=auth.header.lower() if auth else "",
            credential=auth.before + order.key.reveal() if auth and order.key else "",
            insecure=order.provider.allow_insecure,
            handler=handler_for(aim, http),
        )
        self._stream: Any = None
        self._scope: asyncio.Timeout | None = None
        self._reader: asyncio.Task[Any] | None = None
        self._said_anything = False
        self._finish = ""

    async def whole(self) -> Reply | CallFailure:
        """The answer, all of it."""
        response = await self._within(self._send(stream=False))
        if isinstance(response, CallFailure):
            return response
        answer, target = self._exchange.answer, self._aim.target
        if answer is not None and target is not None:
            failure = told(target, answer, self._clock(), self._secrets)
            if failure is not None:
                return failure
            if not _is_an_answer(self._aim, answer.data):
                return unexpected(answer.http_status)
        data = answer.data if answer else None
        return reply_of(self._litellm, response, self._aim, data)

    async def open(self) -> CallFailure | None:
        """Begin a stream; then ask for the `next` piece until it has tokens."""
        try:
            stream = await self._within(self._send(stream=True))
        except BaseException:  # who has asked is gone; the answer may be there already
            await self.close()
            raise
        if isinstance(stream, CallFailure):
            await self.close()
            return stream
        self._stream = stream
        return None

    async def next(self) -> StreamChunk | CallFailure:
        """The last piece is the one with tokens."""
        self._reader = asyncio.current_task()
        piece: StreamChunk | CallFailure = await self._within(self._advance())
        if isinstance(piece, CallFailure) or piece.tokens is not None:
            await self.close()
        return piece

    async def close(self) -> None:
        """Let go of the connection, wherever the stream stands."""
        reader, self._reader = self._reader, None
        if reader is not None and reader is not asyncio.current_task():
            # Whoever waited for the next piece has given up, a moment ago. To cancel it twice would
            # interrupt how it lets go of its connection.
            if not reader.cancelling():
                reader.cancel()
            await asyncio.wait([reader])
        await self._exchange.close()
        stream, self._stream = self._stream, None
        if stream is not None and hasattr(stream, "aclose"):
            await stream.aclose()

    async def _send(self, *, stream: bool) -> Any:
        request = request_of(self._order, self._aim, stream=stream)
        client = client_of(self._exchange.handler, self._aim)
        return await self._litellm.acompletion(**request, client=client)

    async def _within(self, work: Any) -> Any:
        """What comes of it in time, or the failure."""
        seconds = self._order.timeout
        EXCHANGE.set(self._exchange)  # in the context of this task alone
        try:
            async with asyncio.timeout(seconds) as scope:
                self._scope = scope
                return await work
        except TimeoutError as error:
            if scope.expired():
                return late(seconds, began=self._said_anything)
            return self._raised(error)
        except Exception as error:  # noqa: BLE001 -- LiteLLM raises whatever its adapters do
            return self._raised(error)

    async def _advance(self) -> StreamChunk | CallFailure:
        loop = asyncio.get_running_loop()
        while True:
            try:
                chunk = await anext(self._stream)
            except StopAsyncIteration:
                return self._ending()
            self._finish = finish_of(chunk) or self._finish
            piece = piece_of(chunk)
            if piece.text or piece.tool_calls:
                self._said_anything = True
                return piece
            if thinks(chunk) and self._scope is not None:  # it is at work: it has as long again
                self._scope.reschedule(loop.time() + self._order.timeout)

    def _ending(self) -> StreamChunk | CallFailure:
        """The last piece, if the stream was complete."""
        exchange, target = self._exchange, self._aim.target
        if exchange.failure is not None:
            return CallFailure("bad_response", exchange.failure.detail, 200)
        if target is not None and (data := exchange.complaint) is not UNREADABLE:
            failure = told_in_stream(target, data, self._clock(), self._secrets)
            return failure or unexpected(200)
        # LiteLLM says "stop" in the place of a vendor that says nothing.
        received = getattr(self._stream, "received_finish_reason", None)
        received = received or getattr(self._stream, "intermittent_finish_reason", None)
        if target is not None and not received and not exchange.ended:
            return CallFailure("bad_response", "it breaks off its answer", 200)
        if not self._said_anything and "content_filter" in (received, self._finish):
            return refused()
        usage = _usage_of(self._stream)
        return StreamChunk(
            tokens=tokens_of(usage), cost_usd=cost_of(self._litellm, usage, self._aim)
        )

    def _raised(self, error: BaseException) -> CallFailure:
        return raised(error, self._exchange, self._aim.target, self._clock(), self._secrets)


def _usage_of(stream: Any) -> Any:
    """What the vendor has said; LiteLLM would otherwise count by itself."""
    chunks = [one for one in getattr(stream, "chunks", ()) if getattr(one, "usage", None)]
    if not chunks:
        return None
    from litellm.litellm_core_utils.streaming_handler import (  # noqa: PLC0415 -- see `library`
        calculate_total_usage,
    )

    return calculate_total_usage(chunks=chunks)


def _is_an_answer(aim: RequestTarget, data: Any) -> bool:
    call = aim.target.talk.call if aim.target else None
    of_responses = isinstance(data, dict) and data.get("object") == "response"
    return call is None or of_responses or call.answered(data)
