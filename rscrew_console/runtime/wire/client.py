"""The HTTP client under LiteLLM: what it sends goes to the one address, with the one key.

LiteLLM's own clients follow redirects and take the key along. This one follows none, keeps no
cookies, sends nothing to anybody but whom the attempt is about, and trusts no answer to be short.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from rscrew_console.providers.health.answer import UNREADABLE, Answer, decoded
from rscrew_console.providers.health.answer import FetchFailure as NoAnswer
from rscrew_console.providers.health.failures import failure_of
from rscrew_console.roster.address import is_loopback
from rscrew_console.runtime.wire.exchange import EXCHANGE, Exchange

LONGEST_CONNECT = 10.0
MOST_BYTES = 16 * 1024 * 1024
"""Of a whole answer; pictures make them long."""
MOST_STREAMED = 128 * 1024 * 1024
LONGEST_LINE = 8 * 1024 * 1024
MOST_OF_A_COMPLAINT = 256 * 1024
_MOST_IDLE = 100
_STEP = 64 * 1024
_HOP = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_CREDENTIALS = frozenset({"authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie"})


class Unanswered(httpx.TransportError):
    """There was no whole answer; the exchange knows why.

    LiteLLM meets httpx's own exceptions with another try through a client of its own.
    """


class Broken(Exception):
    """An answer that is not read on."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class Client(httpx.AsyncClient):
    """Raises OSError, ValueError or ImportError where the environment's certificates or proxies
    cannot be used."""

    def __init__(self) -> None:
        shared: dict[str, Any] = {
            "verify": httpx.create_ssl_context(),
            "timeout": httpx.Timeout(None, connect=LONGEST_CONNECT),
            "limits": httpx.Limits(max_connections=None, max_keepalive_connections=_MOST_IDLE),
            "headers": {"User-Agent": "rscrew-console", "Accept-Encoding": "gzip"},
            "follow_redirects": False,
        }
        super().__init__(**shared)
        # Plain http is allowed to this machine alone, and so not through a proxy elsewhere.
        self._here = httpx.AsyncClient(**shared, trust_env=False)
        for client in (self, self._here):
            client.cookies.jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))

    async def aclose(self) -> None:
        await self._here.aclose()
        await super().aclose()

    async def send(
        self, request: httpx.Request, *, stream: bool = False, **_other: Any
    ) -> httpx.Response:
        exchange = EXCHANGE.get() or Exchange()
        try:
            guard(request, exchange)
            own = httpx.Timeout(None, connect=LONGEST_CONNECT)
            request.extensions = {**request.extensions, "timeout": own.as_dict()}
            if is_loopback(request.url.host):
                response = await self._here.send(request, stream=True)
            else:
                response = await super().send(request, stream=True, follow_redirects=False)
            exchange.closers.append(response.aclose)
            try:
                return await _received(response, exchange, stream=stream)
            except BaseException:
                await response.aclose()
                raise
        except Unanswered:
            raise
        except Broken as error:
            exchange.failure = NoAnswer("bad_response", error.detail)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, OverflowError) as error:
            exchange.failure = failure_of(error, LONGEST_CONNECT)
        raise Unanswered("no answer", request=request)


class Body(httpx.AsyncByteStream):
    """A stream's, unpacked and watched."""

    def __init__(self, response: httpx.Response, exchange: Exchange) -> None:
        self._response, self._exchange = response, exchange

    async def __aiter__(self) -> AsyncIterator[bytes]:
        line = 0
        try:
            async for chunk in _unpacked(self._response, MOST_STREAMED):
                end = chunk.rfind(b"\n")
                line = line + len(chunk) if end < 0 else len(chunk) - end
                if line > LONGEST_LINE:
                    raise Broken("a line of its answer is longer than 8 MiB, and was not read on")
                self._exchange.seen(chunk)
                yield chunk
            return
        except Broken as error:
            self._exchange.failure = NoAnswer("bad_response", error.detail)
        except (httpx.HTTPError, OSError) as error:
            self._exchange.failure = failure_of(error, LONGEST_CONNECT)
        raise Unanswered("the stream breaks off")

    async def aclose(self) -> None:
        await self._response.aclose()


def guard(request: httpx.Request, exchange: Exchange) -> None:
    """Let nothing out that is not for this address. Raises Broken."""
    url = request.url
    if exchange.origin and origin(url) != exchange.origin:
        raise Broken("not asked: its adapter wants to ask somebody else")
    if url.scheme != "https" and not (exchange.insecure or is_loopback(url.host)):
        raise Broken("not asked: its address is not secure")
    if exchange.header:
        # What LiteLLM and vendors' libraries find in the environment is for others.
        for name in _CREDENTIALS - {exchange.header}:
            request.headers.pop(name, None)
        if exchange.credential:
            request.headers[exchange.header] = exchange.credential


def origin(url: httpx.URL) -> str:
    port = url.port or {"http": 80, "https": 443}.get(url.scheme)
    return f"{url.scheme}://{url.host}:{port}"


async def _received(
    response: httpx.Response, exchange: Exchange, *, stream: bool
) -> httpx.Response:
    """As LiteLLM gets it: whole, but for a good one that it wants in pieces."""
    status = response.status_code
    headers = [(name, value) for name, value in response.headers.items() if name not in _HOP]
    shared: dict[str, Any] = {
        "headers": headers, "request": response.request, "extensions": response.extensions
    }  # fmt: skip
    named = {name.lower(): value for name, value in headers}
    if stream and 200 <= status < 300:
        return httpx.Response(status, stream=Body(response, exchange), **shared)
    body = await _body(response)
    await response.aclose()
    exchange.answer = Answer(status, named, decoded(body))
    if 200 <= status < 300 and exchange.answer.data is UNREADABLE:
        raise Unanswered("no JSON")  # which LiteLLM would look at for a long time
    return httpx.Response(status, content=body, **shared)


async def _body(response: httpx.Response) -> bytes:
    """All of it, but for one that complains at length. Raises Broken."""
    status = response.status_code
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


async def _unpacked(response: httpx.Response, most: int) -> AsyncGenerator[bytes, None]:
    """The body in small pieces, and never too many of them. Raises Broken."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise Broken("it answers in a compression that it was not asked for")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    room = most
    async for packed in response.aiter_raw():
        rest = packed
        while rest:
            try:
                chunk = unpack.decompress(rest, _STEP) if unpack else rest
            except zlib.error:
                raise Broken("it answers with broken compression") from None
            rest = unpack.unconsumed_tail if unpack else b""
            room -= len(chunk)
            if room < 0:
                raise Broken(f"its answer is longer than {most >> 20} MiB, and was not read on")
            yield chunk


def _unless_calling(_record: logging.LogRecord) -> bool:
    return EXCHANGE.get() is None


# At their lowest level these write down whole headers, and a vendor's may quote the key.
for _name in (
    "httpx", "openai._base_client", "httpcore.connection", "httpcore.http11", "httpcore.proxy",
    "httpcore.socks",
):  # fmt: skip
    logging.getLogger(_name).addFilter(_unless_calling)
