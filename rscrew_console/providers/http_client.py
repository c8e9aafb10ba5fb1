"""Requests over connections that are kept, by httpcore: what is asked goes out as it is given.

Nobody is followed, no cookies are kept, nothing is unpacked, and the environment is not read.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextvars import ContextVar
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import httpcore

from rscrew_console.providers.http_address import HttpAddress, InvalidAddress

if TYPE_CHECKING:
    import ssl

FAULTS: tuple[type[Exception], ...] = (
    httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, httpcore.TimeoutException,
    httpcore.UnsupportedProtocol, InvalidAddress, OSError, OverflowError,
)  # fmt: skip
"""What a request raises for its address, and for what a server, a network or a proxy does."""
_IDLE_SECONDS = 5.0
"""For how long a connection that nobody uses is kept."""
_HEADERS = {
    b"Accept": b"*/*",
    b"Accept-Encoding": b"gzip",
    b"Connection": b"keep-alive",
    b"User-Agent": b"rscrew-console",
}

Trace = Callable[[str, Any], Awaitable[None]]

_LOGS_NOTHING: ContextVar[bool] = ContextVar("logs_nothing", default=False)


def log_nothing() -> None:
    """Keep httpcore's log quiet from now on, for this task alone: an application that uses httpcore
    itself has its own log as ever."""
    _LOGS_NOTHING.set(True)


def _may_log(_record: logging.LogRecord) -> bool:
    return not _LOGS_NOTHING.get()


# At their lowest level these write down whole headers, and a vendor's may quote the key.
for _name in ("connection", "http11", "proxy", "socks"):
    logging.getLogger(f"httpcore.{_name}").addFilter(_may_log)


class HttpResponse:
    """The head of an answer. Whoever reads it closes it."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response
        self.status = response.status
        self.headers: dict[str, str] = {}
        """By their names in lower case; those that come more than once with commas between."""
        for raw_name, raw_value in response.headers:
            name, value = _text(raw_name).lower(), _text(raw_value)
            self.headers[name] = f"{self.headers[name]}, {value}" if name in self.headers else value

    def chunks(self) -> AsyncIterator[bytes]:
        """The body's bytes as they come, packed if the server has packed them."""
        return self._response.aiter_stream()

    async def aclose(self) -> None:
        """Give the connection back if all was read, else end it."""
        await self._response.aclose()


class HttpClient:
    """The connections of one event loop that go the same way: directly, or through one proxy.

    `most_idle` connections are kept open. `proxy` is `http`, `https`, `socks5` or `socks5h`.
    Raises ImportError where a SOCKS proxy's package is missing, and ValueError for other schemes.
    """

    def __init__(
        self, context: ssl.SSLContext, proxy: HttpAddress | None = None, *, most_idle: int
    ) -> None:
        shared: dict[str, Any] = {
            "ssl_context": context,
            "max_connections": None,
            "max_keepalive_connections": most_idle,
            "keepalive_expiry": _IDLE_SECONDS,
        }
        self._pool = _pool(shared, proxy)

    async def send(
        self,
        method: str,
        address: HttpAddress,
        headers: Mapping[str, str],
        body: bytes | None = None,
        *,
        connect_seconds: float | None = None,
        trace: Trace | None = None,
    ) -> HttpResponse:
        """The head of the answer. `trace` is httpcore's request extension. Raises one of FAULTS."""
        extensions: dict[str, Any] = {"timeout": {"connect": connect_seconds}}
        if trace is not None:
            extensions["trace"] = trace
        request = httpcore.Request(
            method,
            _url(address),
            headers=list(_request_headers(address, headers, body).items()),
            content=b"" if body is None else body,
            extensions=extensions,
        )
        return HttpResponse(await self._pool.handle_async_request(request))

    async def aclose(self) -> None:
        """Let go of all connections."""
        await self._pool.aclose()


def _pool(shared: dict[str, Any], proxy: HttpAddress | None) -> httpcore.AsyncConnectionPool:
    if proxy is None:
        return httpcore.AsyncConnectionPool(**shared)
    if not proxy.host:
        raise InvalidAddress("without a host")
    if proxy.user or proxy.password:
        shared["proxy_auth"] = (proxy.user.encode(), proxy.password.encode())
    url = _url(proxy)
    match proxy.scheme:
        case "http":
            return httpcore.AsyncHTTPProxy(url, **shared)
        case "https":
            return httpcore.AsyncHTTPProxy(url, proxy_ssl_context=shared["ssl_context"], **shared)
        case "socks5" | "socks5h":
            if find_spec("socksio") is None:
                raise ImportError("the package socksio is missing")
            return httpcore.AsyncSOCKSProxy(url, **shared)
        case _:
            raise InvalidAddress("of a kind of proxy that nobody knows")


def _url(address: HttpAddress) -> httpcore.URL:
    return httpcore.URL(
        scheme=address.scheme, host=address.host, port=address.port, target=address.target
    )


def _request_headers(
    address: HttpAddress, headers: Mapping[str, str], body: bytes | None
) -> dict[bytes, bytes]:
    given = {name.encode("ascii"): value.encode("ascii") for name, value in headers.items()}
    names = {name.lower() for name in given}
    everything = {b"Host": address.authority.encode("ascii")}
    everything |= {name: value for name, value in _HEADERS.items() if name.lower() not in names}
    everything |= given
    if address.user or address.password:
        pair = f"{address.user}:{address.password}".encode()
        for name in [name for name in everything if name.lower() == b"authorization"]:
            del everything[name]
        everything[b"Authorization"] = b"Basic " + b64encode(pair)
    if body is not None:
        everything[b"Content-Length"] = str(len(body)).encode("ascii")
    return everything


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("iso-8859-1")
