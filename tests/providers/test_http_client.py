"""What goes over the wire, what comes back, and which proxy it goes through, on real sockets."""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trustme

from rscrew_console.providers.health.answer import FetchFailure
from rscrew_console.providers.http_address import parse_address
from rscrew_console.providers.http_client import FAULTS, HttpClient, HttpResponse
from rscrew_console.providers.http_clients import HttpClients

HELLO = b"HTTP/1.1 200 OK\r\nX-One: 1\r\nx-one: 2\r\nContent-Length: 5\r\n\r\nhello"
NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Server:
    """Answers every request with the same bytes; `tunnel` answers CONNECT and goes on in TLS."""

    def __init__(self, answer: bytes, tunnel: ssl.SSLContext | None = None) -> None:
        self._answer, self._tunnel = answer, tunnel
        self.heads: list[str] = []
        self.connections = 0
        self.ended = asyncio.Event()
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode():
                self.heads.append(head)
                await reader.readexactly(int(header(head, "content-length") or 0))
                if head.startswith("CONNECT") and self._tunnel is not None:
                    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
                    await writer.start_tls(self._tunnel)
                    continue
                writer.write(self._answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, OSError):
            return
        finally:
            self.ended.set()
            writer.close()


def header(head: str, name: str) -> str | None:
    """The value of one header of a request's head."""
    for line in head.splitlines()[1:]:
        key, _, value = line.partition(": ")
        if key.lower() == name:
            return value
    return None


@asynccontextmanager
async def serving(
    answer: bytes = HELLO,
    tls: ssl.SSLContext | None = None,
    tunnel: ssl.SSLContext | None = None,
) -> AsyncIterator[Server]:
    server = Server(answer, tunnel)
    async with await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls) as listening:
        server.port = listening.sockets[0].getsockname()[1]
        yield server


@asynccontextmanager
async def client(proxy: str = "", most_idle: int = 5) -> AsyncIterator[HttpClient]:
    made = HttpClient(NOBODY, parse_address(proxy) if proxy else None, most_idle=most_idle)
    yield made
    await made.aclose()


async def read(response: HttpResponse) -> bytes:
    try:
        return b"".join([chunk async for chunk in response.chunks()])
    finally:
        await response.aclose()


async def test_what_is_sent() -> None:
    async with serving() as server, client() as ours:
        address = parse_address(f"http://127.0.0.1:{server.port}/a b?c=ü")
        headers = {"Authorization": "Bearer x", "accept": "text/plain"}
        response = await ours.send("POST", address, headers, b'{"ok":1}')
        assert (response.status, response.headers) == (
            200, {"x-one": "1, 2", "content-length": "5"},
        )  # fmt: skip
        assert await read(response) == b"hello"
    sent = (
        "POST /a%20b?c=%C3%BC HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{server.port}\r\nAccept-Encoding: gzip\r\nConnection: keep-alive\r\n"
        "User-Agent: rscrew-console\r\nAuthorization: Bearer x\r\naccept: text/plain\r\n"
        "Content-Length: 8\r\n\r\n"
    )
    assert server.heads == [sent]


async def test_a_user_of_the_address_is_told_to_its_host_instead_of_the_key() -> None:
    async with serving() as server, client() as ours:
        address = parse_address(f"http://me:pa%20ss@127.0.0.1:{server.port}/v1")
        await read(await ours.send("GET", address, {"authorization": "Bearer x"}))
    (head,) = server.heads
    assert header(head, "authorization") == "Basic bWU6cGEgc3M="
    assert "Bearer" not in head
    assert "me:pa" not in head


@pytest.mark.parametrize(("most_idle", "connections"), [(5, 1), (0, 3)])
async def test_a_connection_is_used_again(most_idle: int, connections: int) -> None:
    async with serving() as server, client(most_idle=most_idle) as ours:
        address = parse_address(f"http://127.0.0.1:{server.port}/")
        for _ in range(3):
            assert await read(await ours.send("GET", address, {})) == b"hello"
    assert server.connections == connections


async def test_a_connection_that_the_server_has_closed_is_not_used_again() -> None:
    closing = HELLO.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    async with serving(closing) as server, client() as ours:
        address = parse_address(f"http://127.0.0.1:{server.port}/")
        for _ in range(2):
            assert await read(await ours.send("GET", address, {})) == b"hello"
    assert server.connections == 2


@pytest.mark.parametrize("cancelled", [False, True])
async def test_an_answer_that_is_not_read_to_its_end_ends_its_connection(cancelled: bool) -> None:
    endless = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhello"
    async with serving(endless) as server, client() as ours:
        address = parse_address(f"http://127.0.0.1:{server.port}/")
        response = await ours.send("GET", address, {})
        reading = asyncio.create_task(read(response))
        if cancelled:
            await asyncio.sleep(0)
            reading.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reading
        else:
            reading.cancel()
            await response.aclose()
        await server.ended.wait()


@pytest.mark.parametrize("answer", [
    b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell", b"",
])  # fmt: skip
async def test_a_broken_answer_is_one_of_the_faults(answer: bytes) -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(once, "127.0.0.1", 0) as listening, client() as ours:
        port = listening.sockets[0].getsockname()[1]
        with pytest.raises(FAULTS):
            await read(await ours.send("GET", parse_address(f"http://127.0.0.1:{port}/"), {}))


async def test_a_proxy_is_told_its_own_password_and_the_whole_address() -> None:
    async with serving() as server, client(f"http://me:p%40ss@127.0.0.1:{server.port}") as ours:
        await read(await ours.send("GET", parse_address("http://gateway.example:81/v1?a"), {}))
    (head,) = server.heads
    assert head.splitlines()[0] == "GET http://gateway.example:81/v1?a HTTP/1.1"
    assert header(head, "host") == "gateway.example:81"
    assert header(head, "proxy-authorization") == "Basic bWU6cEBzcw=="


@pytest.fixture
def authority(tmp_path: Path) -> tuple[trustme.CA, Mapping[str, str]]:
    """One of our own, and the environment that names it."""
    own = trustme.CA()
    own.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    return own, {"SSL_CERT_FILE": str(tmp_path / "authority.pem")}


def context_for(own: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.issue_cert(name).configure_cert(context)
    return context


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_tunnel_through_a_proxy(
    authority: tuple[trustme.CA, Mapping[str, str]], scheme: str
) -> None:
    """In TLS to a proxy of `https`, whose certificate is from our own authority as well."""
    own, environ = authority
    tls = context_for(own, "127.0.0.1") if scheme == "https" else None
    async with serving(tls=tls, tunnel=context_for(own, "api.example")) as server:
        proxies = {"https": f"{scheme}://me:pw@127.0.0.1:{server.port}"}
        clients = HttpClients(5, proxies=lambda: proxies, environ=environ)
        ours = clients.client_for("https://api.example/v1")
        assert isinstance(ours, HttpClient)
        address = parse_address("https://api.example/v1")
        response = await ours.send("GET", address, {"Authorization": "Bearer x"})
        assert await read(response) == b"hello"
        await clients.aclose()
    connect, get = server.heads
    assert connect.startswith("CONNECT api.example:443 HTTP/1.1")
    assert header(connect, "proxy-authorization") == "Basic bWU6cHc="
    assert header(connect, "authorization") is None
    assert get.startswith("GET /v1 HTTP/1.1")
    assert header(get, "proxy-authorization") is None


@pytest.mark.parametrize(("proxy", "says"), [
    ("socks5://me:hidden@127.0.0.1:9",
     "the proxy socks5://127.0.0.1:9 speaks SOCKS, which needs the package socksio"),
    ("socks9://127.0.0.1:9", "the proxy socks9://127.0.0.1:9 that the environment names cannot"),
    ("http://me:hidden@:9", "the proxy http://:9 that the environment names cannot be used"),
    ("http://host:port", "the proxy http://host:port that the environment names cannot be used"),
])  # fmt: skip
def test_a_proxy_that_cannot_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, proxy: str, says: str
) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    found = HttpClients(5, proxies=lambda: {"all": proxy}).client_for("https://api.example/v1")
    assert isinstance(found, FetchFailure)
    assert found.detail.startswith(says)
    assert found.hint.startswith(('pip install "httpcore[socks]"', "see HTTPS_PROXY"))
    assert "hidden" not in str(found)


@pytest.mark.parametrize("environ", [
    {"SSL_CERT_FILE": "/nowhere/authority.pem"}, {"SSL_CERT_FILE": "/"},
])  # fmt: skip
def test_unreadable_certificates_are_told_of_https_alone(environ: Mapping[str, str]) -> None:
    clients = HttpClients(5, proxies=dict, environ=environ)
    found = clients.client_for("https://api.example/v1")
    assert isinstance(found, FetchFailure)
    assert "certificates" in found.detail
    assert isinstance(clients.client_for("http://api.example/v1"), HttpClient)


@pytest.mark.parametrize("environ", [{}, {"SSL_CERT_FILE": ""}, {"SSL_CERT_DIR": "/"}])
def test_certificates_that_can_be_read(environ: Mapping[str, str]) -> None:
    clients = HttpClients(5, proxies=dict, environ=environ)
    assert isinstance(clients.client_for("https://api.example/v1"), HttpClient)
