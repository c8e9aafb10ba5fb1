"""As much HTTP/1.1 as a simulated vendor needs, and the ways to break it."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_MOST_HEAD = 64 * 1024
_MOST_BODY = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent. `headers` have lower-case names; `target` is as it was sent."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.target).query).items()}


@dataclass(frozen=True, slots=True)
class HttpReply:
    """What to answer: data becomes JSON, bytes are sent as they are."""

    status: int
    data: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return self.data if isinstance(self.data, bytes) else json.dumps(self.data).encode()


async def receive(reader: asyncio.StreamReader) -> Request | None:
    """The next request; None where the client has gone or speaks no HTTP."""
    try:
        first = await reader.readexactly(1)
        if not first.isalpha():  # the beginning of TLS, say
            return None
        head = first + await reader.readuntil(b"\r\n\r\n")
        lines = head[:_MOST_HEAD].decode("latin-1").split("\r\n")
        method, target, _version = lines[0].split(" ")
        pairs = (line.split(":", 1) for line in lines[1:] if line)
        headers = {name.strip().lower(): value.strip() for name, value in pairs}
        length = min(int(headers.get("content-length", "0")), _MOST_BODY)
        body = await reader.readexactly(length) if length else b""
    except (ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError):
        return None
    return Request(method, target, headers, body)


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """The status line and the headers, to the empty line."""
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = "Unknown"
    lines = [
        f"HTTP/1.1 {status} {reason}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def whole_reply(reply: HttpReply) -> bytes:
    """The reply as a decent server sends it."""
    headers = {"Content-Type": "application/json", **reply.headers}
    return head(reply.status, {**headers, "Content-Length": str(len(reply.body))}) + reply.body


def cut_off(reply: HttpReply) -> bytes:
    """The first half of a reply that promises the whole."""
    promised = {"Content-Type": "application/json", "Content-Length": str(len(reply.body))}
    return head(reply.status, promised) + reply.body[: len(reply.body) // 2]


def chunked(data: bytes) -> bytes:
    """Encode one chunk of a body of unknown length; the empty chunk ends it."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


async def send(writer: asyncio.StreamWriter, data: bytes, pause: float = 0.0) -> None:
    """Send the bytes at once, or with a pause before each byte."""
    if not pause:
        writer.write(data)
    for byte in data if pause else b"":
        await asyncio.sleep(pause)
        writer.write(bytes((byte,)))
    await writer.drain()


@cache
def bomb(megabytes: int = 16) -> bytes:
    """A small reply that unpacks into a very large one."""
    packed = gzip.compress(b"[" + b" " * (megabytes * 1024 * 1024), 1)
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    return head(200, {**headers, "Content-Length": str(len(packed))}) + packed


async def send_endlessly(writer: asyncio.StreamWriter) -> None:
    """A list that never ends, for as long as somebody reads it."""
    writer.write(head(200, {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}))
    entry = b'{"id": "and-one-more"},' * 2000
    chunk = f"{len(entry):x}\r\n".encode() + entry + b"\r\n"
    start = b'{"data": ['
    writer.write(f"{len(start):x}\r\n".encode() + start + b"\r\n")
    while not writer.is_closing():
        writer.write(chunk)
        await writer.drain()
