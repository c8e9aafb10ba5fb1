"""What asks vendors: a POST to the one address with the one key, and an answer that is watched.

It follows no redirect, keeps no cookies, and trusts no answer to be short.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing
from dataclasses import field
from typing import Any

from rscrew_console.providers.health.answer import Answer, FetchFailure, decoded
from rscrew_console.providers.health.failures import failure_of
from rscrew_console.providers.http_address import parse_address
from rscrew_console.providers.http_client import FAULTS, HttpResponse, log_nothing
from rscrew_console.providers.http_clients import HttpClients
from rscrew_console.records import dataclass
from rscrew_console.roster.address import is_loopback
from rscrew_console.runtime.wire.timing import LoopLag

LONGEST_CONNECT = 10.0
MOST_BYTES = 16 * 1024 * 1024
"""Of a whole answer; pictures make them long."""
MOST_STREAMED = 128 * 1024 * 1024
MOST_OF_A_COMPLAINT = 256 * 1024
_MOST_IDLE = 100
_STEP = 64 * 1024


class Unanswered(Exception):
    """There was no whole answer, or it is not read on."""

    def __init__(self, failure: FetchFailure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


def broken(detail: str, http: int | None = None) -> Unanswered:
    return Unanswered(FetchFailure("bad_response", detail, http_status=http))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One POST. `headers` hold the key."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)
    insecure: bool = False
    """Whether plain http to another machine is allowed."""


class Client:
    """The HTTP client of a loop thread. It has no time-outs of its own: see `timing`."""

    def __init__(self) -> None:
        self._clients = HttpClients(_MOST_IDLE)

    async def aclose(self) -> None:
        await self._clients.aclose()

    async def post(
        self, out: Outgoing, when_it_leaves: Callable[[], None] = lambda: None
    ) -> HttpResponse:
        """The answer's head; whoever reads it closes it. `when_it_leaves` is called when it does.

        Raises Unanswered.
        """
        log_nothing()
        try:
            address = parse_address(out.url)
            if address.scheme != "https" and not (out.insecure or is_loopback(address.host)):
                raise broken("not asked: its address is not secure")
            client = self._clients.client_for(out.url)
            if isinstance(client, FetchFailure):
                raise Unanswered(client)
            headers = {"Content-Type": "application/json", **out.headers}
            content = json.dumps(out.body, ensure_ascii=False).encode("utf-8", "replace")
            trace = _when_it_leaves(when_it_leaves)
            return await client.send("POST", address, headers, content, trace=trace)
        except FAULTS as error:
            raise Unanswered(failure_of(error, LONGEST_CONNECT)) from None


def _when_it_leaves(when_it_leaves: Callable[[], None]) -> Callable[[str, Any], Awaitable[None]]:
    """Make a function for httpcore's request extension `trace`."""

    async def trace(event: str, _info: Any) -> None:
        if event.endswith("send_request_headers.started"):
            when_it_leaves()

    return trace


async def whole_answer(response: HttpResponse) -> Answer:
    """The answer, all of it but of one that complains at length. Raises Unanswered."""
    status = response.status
    try:
        body = await _body(response)
    except FAULTS as error:
        raise Unanswered(failure_of(error, LONGEST_CONNECT)) from None
    finally:
        await response.aclose()
    return Answer(status, response.headers, decoded(body))


async def streamed(response: HttpResponse) -> AsyncGenerator[bytes, None]:
    """The bytes of a stream as they come. Raises Unanswered."""
    try:
        async with aclosing(_unpacked(response, MOST_STREAMED)) as chunks:
            async for chunk in chunks:
                yield chunk
    except FAULTS as error:
        raise Unanswered(failure_of(error, LONGEST_CONNECT)) from None


async def _body(response: HttpResponse) -> bytes:
    status = response.status
    if 300 <= status < 400:
        return b""
    if 200 <= status < 300:
        return b"".join([chunk async for chunk in _unpacked(response, MOST_BYTES)])
    body = b""
    async with aclosing(_unpacked(response, MOST_BYTES)) as chunks:
        async for chunk in chunks:
            body += chunk
            if len(body) > MOST_OF_A_COMPLAINT:
                break
    return body


async def _unpacked(response: HttpResponse, most: int) -> AsyncGenerator[bytes, None]:
    """The body in small pieces, and never too many of them. Raises Unanswered."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise broken("it answers in a compression that it was not asked for")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    bytes_left = most
    async for packed in response.chunks():
        packed_left = packed
        while packed_left:
            try:
                chunk = unpack.decompress(packed_left, _STEP) if unpack else packed_left
            except zlib.error:
                raise broken("it answers with broken compression") from None
            packed_left = unpack.unconsumed_tail if unpack else b""
            bytes_left -= len(chunk)
            if bytes_left < 0:
                raise broken(f"its answer is longer than {most >> 20} MiB, and was not read on")
            yield chunk


class Shared:
    """To be made and used in the loop thread."""

    def __init__(self) -> None:
        self.client = Client()
        self.lag = LoopLag()

    async def aclose(self) -> None:
        await self.client.aclose()
