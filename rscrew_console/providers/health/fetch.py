"""The one place that talks to vendors: a question, and a whole answer or the reason for none.

An answer is never trusted: it may be endless, swollen by compression, late, cut off, or lead
elsewhere. What goes out is the one key in its one header, to the one address that was asked for.
"""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Iterable, Mapping
from time import perf_counter
from typing import Any, Self

from rscrew_console.providers.health.answer import Answer, FetchFailure, decoded
from rscrew_console.providers.health.failures import failure_of
from rscrew_console.providers.http_address import HttpAddress, parse_address
from rscrew_console.providers.http_client import FAULTS, HttpClient, log_nothing
from rscrew_console.providers.http_clients import HttpClients
from rscrew_console.roster.address import is_loopback

MOST_AT_ONCE = 256
MOST_BYTES = 4 * 1024 * 1024
LONGEST_CONNECT = 5.0
FEW = 20


class Deadline:
    """Seconds that all questions about one provider have together, from the first on."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end: float | None = None

    def end(self) -> float:
        """The end of the request, by the clock of the event loop."""
        if self._end is None:
            self._end = asyncio.get_running_loop().time() + self._seconds
        return self._end


class HealthClient:
    """An HTTP client for one round of checks. Use it as an asynchronous context manager.

    `hosts` are those that will be asked. For those on this machine no proxy is used, since plain
    http is allowed to them alone; what of the environment cannot be used is told of those that
    need it.
    """

    def __init__(self, timeout: float, hosts: Iterable[str] = ()) -> None:
        self._slots = asyncio.Semaphore(MOST_AT_ONCE)
        self._connect = min(timeout, LONGEST_CONNECT)
        # For every request the pool looks at every idle connection once for every other one. With
        # many providers that costs more than the handshake before a second question.
        idle = FEW if len(list(hosts)) <= FEW else 0
        self._clients = HttpClients(idle)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._clients.aclose()

    async def get(
        self, url: str, headers: Mapping[str, str], deadline: Deadline, *, insecure: bool = False
    ) -> Answer | FetchFailure:
        """Never raises for what a server, a network or a proxy can do.

        `insecure` allows plain http to other machines.
        """
        return await self._ask("GET", url, headers, deadline, insecure=insecure)

    async def post(
        self,
        url: str,
        headers: Mapping[str, str],
        body: Mapping[str, Any],
        deadline: Deadline,
        *,
        insecure: bool = False,
    ) -> Answer | FetchFailure:
        """As `get`, with a body that is sent as JSON."""
        return await self._ask("POST", url, headers, deadline, body, insecure=insecure)

    async def _ask(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        deadline: Deadline,
        body: Mapping[str, Any] | None = None,
        *,
        insecure: bool,
    ) -> Answer | FetchFailure:
        async with self._slots:
            log_nothing()
            try:
                client = self._clients.client_for(url)
                if isinstance(client, FetchFailure):
                    return client
                address = parse_address(url)
                # Once more, by the address as the client itself has understood it.
                if address.scheme != "https" and not (insecure or is_loopback(address.host)):
                    return FetchFailure("unreachable", "not asked: its address is not secure")
                async with asyncio.timeout_at(deadline.end()):
                    return await self._send(client, method, address, headers, body)
            except FAULTS as error:
                return failure_of(error, self._connect)
            except ValueError as error:  # a key or a body that cannot be sent
                return failure_of(error, self._connect)

    async def _send(
        self,
        client: HttpClient,
        method: str,
        address: HttpAddress,
        headers: Mapping[str, str],
        data: Mapping[str, Any] | None,
    ) -> Answer | FetchFailure:
        start = perf_counter()
        sent: bytes | None = None
        if data is not None:
            headers = {"Content-Type": "application/json", **headers}
            sent = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        response = await client.send(method, address, headers, sent, connect_seconds=self._connect)
        try:
            if 300 <= response.status < 400:
                body: bytes | FetchFailure = b""
            else:
                body = await _body(response.chunks(), response.headers.get("content-encoding", ""))
        finally:
            await response.aclose()
        if isinstance(body, FetchFailure):
            return FetchFailure(body.status, body.detail, body.hint, response.status)
        latency = (perf_counter() - start) * 1000
        return Answer(response.status, response.headers, decoded(body), latency)


async def _body(chunks: AsyncIterator[bytes], encoding: str) -> bytes | FetchFailure:
    """The whole body, unpacked; never more than MOST_BYTES of it in memory."""
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        return FetchFailure("bad_response", "it answers in a compression that it was not asked for")
    unpack = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    body = bytearray()
    async for chunk in chunks:
        limit = MOST_BYTES - len(body) + 1
        try:
            body += unpack.decompress(chunk, limit) if unpack else chunk[:limit]
        except zlib.error:
            return FetchFailure("bad_response", "it answers with broken compression")
        if len(body) > MOST_BYTES:
            return FetchFailure(
                "bad_response", "its answer is longer than 4 MiB, and was not read on"
            )
    return bytes(body)
