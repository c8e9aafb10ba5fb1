"""One simulated vendor on a port of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from rscrew_console.simulator.behaviour import Behaviour, Script
from rscrew_console.simulator.completions import (
    completion,
    parameters,
    simulated_answer,
    streams,
    wants_usage,
)
from rscrew_console.simulator.http import (
    HttpReply,
    Request,
    bomb,
    chunked,
    cut_off,
    head,
    receive,
    send,
    send_endlessly,
    whole_reply,
)
from rscrew_console.simulator.responses import PATH, response
from rscrew_console.simulator.streams import StreamScript, of_responses, stream
from rscrew_console.simulator.vendor import Vendor
from rscrew_console.simulator.vendors import VENDORS

ESCAPES = "\x1b[31mred\x1b]0;title\x07 \x9b2J\u202eback\u0000wards"
NONSENSE = b"\x1b[2J\x00\xff\xfe<html>\x1b]8;;https://evil.example\x07not json{{{"


class Site:
    """What it was asked stands in `requests`; `behaviour` may be changed at any time, and may be a
    function of the number of the request.

    `keys` are those that it takes, None for any. `clock` gives seconds, for `flapping`.
    """

    def __init__(
        self,
        vendor: Vendor,
        behaviour: Behaviour | Script,
        *,
        models: Sequence[str] | None = None,
        keys: Collection[str] | None = None,
        page_size: int | None = None,
        clock: Callable[[], float],
    ) -> None:
        self.vendor = vendor
        self.behaviour: Behaviour | Script = behaviour
        self.models = tuple(vendor.models if models is None else models)
        self.keys = keys
        self.page_size = page_size
        self.requests: list[Request] = []
        self.most_at_once = 0
        """The most requests that have been under way together."""
        self.connections = 0
        """Those that have been opened and used."""
        self.scheme, self.port = "http", 0
        self._clock, self._began = clock, clock()
        self._at_once = 0
        self._lock = threading.Lock()
        self._crowded = asyncio.Event()
        self._tasks: set[asyncio.Task[Any] | None] = set()

    @property
    def base_url(self) -> str:
        """What a provider of this vendor says as `base_url`."""
        return f"{self.scheme}://127.0.0.1:{self.port}{self.vendor.base}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer all requests of one connection."""
        task = asyncio.current_task()
        first = True
        self._tasks.add(task)  # asyncio itself may forget one that waits
        try:
            while (request := await receive(reader)) is not None:
                self.connections += first
                first = False
                number = self._note(request)
                try:
                    lasting = await self._answer(request, number, reader, writer)
                finally:
                    self._at_once -= 1
                if not lasting:
                    break
        except OSError:
            return  # the client has gone, as clients do
        except asyncio.CancelledError:
            return  # the simulator ends; Python 3.11 prints a traceback for a cancelled server task
        finally:
            self._tasks.discard(task)
            writer.close()

    def _note(self, request: Request) -> int:
        """Note the request; return its number, from 0."""
        with self._lock:
            self.requests.append(request)
            number = len(self.requests) - 1
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        return number

    async def _answer(
        self,
        request: Request,
        number: int,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        """Whether the connection can go on."""
        behaviour = (
            self.behaviour if isinstance(self.behaviour, Behaviour) else self.behaviour(number)
        )
        behaviour = behaviour.at(self._clock() - self._began).when(request.method)
        if self._at_once >= behaviour.crowd:
            self._crowded.set()
        if behaviour.crowd:
            await self._crowded.wait()
        if behaviour.delay:
            await asyncio.sleep(behaviour.delay)
        match behaviour.name:
            case "closing":
                return False
            case "hanging":
                await reader.read(1)  # until the client gives up
                return False
            case "endless":
                await send_endlessly(writer)
                return False
            case "bomb":
                writer.write(await asyncio.to_thread(bomb))
            case "truncated":
                reply = self._healthy(request, behaviour)
                if isinstance(reply.data, StreamScript):
                    broken = replace(behaviour, streaming="breaking")
                    return await self._stream(reply.data, broken, reader, writer)
                await send(writer, cut_off(reply), behaviour.pause)
                return False
            case _:
                reply = self.reply(request, behaviour)
                if isinstance(reply.data, StreamScript):
                    return await self._stream(reply.data, behaviour, reader, writer)
                await send(writer, whole_reply(reply), behaviour.pause)
        await writer.drain()
        return True

    async def _stream(
        self,
        stream: StreamScript,
        behaviour: Behaviour,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        """Whether the connection can go on."""
        headers = {"Content-Type": stream.kind, "Transfer-Encoding": "chunked"}
        await send(writer, head(200, headers), behaviour.pause)
        ends = {"whole": [*stream.words[1:], *stream.closing], "erring": [stream.error]}
        pieces = [*stream.opening, *stream.words[:1], *ends.get(behaviour.streaming, [])]
        for piece in pieces:
            await send(writer, chunked(piece), behaviour.pause)
        match behaviour.streaming:
            case "breaking":
                await send(writer, chunked(pieces[-1])[:-9], behaviour.pause)
                return False
            case "stalling":
                await reader.read(1)  # until the client gives up
                return False
            case _:
                await send(writer, chunked(b""))
                return True

    def reply(self, request: Request, behaviour: Behaviour) -> HttpReply:
        """The answer of a vendor that behaves so, but for the ways that break the connection."""
        match behaviour.name:
            case "nonsense":
                return HttpReply(200, NONSENSE)
            case "other_json":
                return HttpReply(200, {"hello": ["world"]})
            case "redirecting":
                return HttpReply(307, {}, {"Location": behaviour.location + request.target})
            case "escapes":
                return HttpReply(500, {"error": {"message": ESCAPES, "code": ESCAPES}})
            case "healthy":
                return self._healthy(request, behaviour)
            case name:
                return self._complain(name, request, behaviour)

    def _healthy(self, request: Request, behaviour: Behaviour) -> HttpReply:
        vendor, path = self.vendor, request.path
        if not (path in vendor.open or self._welcome(request)):
            return self._complain("invalid_key", request, behaviour)
        if request.method == "POST":
            if behaviour.refuses == "*" or behaviour.refuses in parameters(request):
                return self._complain("refused", request, behaviour)
            return self._called(request, behaviour)
        if path == vendor.listing:
            return self._listing(request)
        if path == vendor.proof:
            return HttpReply(200, vendor.proved)
        if path == vendor.balance:
            infos = [{"currency": "USD", "total_balance": "12.34"}]
            return HttpReply(200, {"is_available": True, "balance_infos": infos})
        name = path.removeprefix(vendor.single) if vendor.single else ""
        if name != path and (name in self.models or name in vendor.aliases):
            return HttpReply(200, {"id": vendor.aliases.get(name, name), "name": f"models/{name}"})
        return self._complain("missing", request, behaviour)

    def _called(self, request: Request, behaviour: Behaviour) -> HttpReply:
        """A stream instead of data where one is asked for."""
        answer = simulated_answer(self.vendor, self.models, request, behaviour)
        if answer is None:
            return self._complain("missing", request, behaviour)
        if request.path.endswith(PATH):
            if streams(request):
                return HttpReply(200, of_responses(self.vendor, answer))
            return HttpReply(200, response(answer))
        vendor = self.vendor
        if vendor.name == "ollama" and request.path.endswith("/chat/completions"):
            vendor = VENDORS["openai_compatible"]  # which Ollama imitates beside its own API
        if streams(request):
            return HttpReply(200, stream(vendor, answer, with_usage=wants_usage(request)))
        return HttpReply(200, completion(vendor, answer))

    def _listing(self, request: Request) -> HttpReply:
        query = request.query
        if self.page_size is not None:
            query |= {"limit": str(self.page_size), "pageSize": str(self.page_size)}
        return HttpReply(200, self.vendor.listed(self.models, query))

    def _complain(self, name: str, request: Request, behaviour: Behaviour) -> HttpReply:
        status, body = self.vendor.complaints[name]
        key = self._key(request)
        shown_key = (
            key if behaviour.echo else f"{key[:4]}****{key[-4:]}" if len(key) > 12 else "****"
        )
        headers = {"Retry-After": behaviour.retry_after} if behaviour.retry_after else {}
        if behaviour.echo:
            headers["Set-Cookie"] = f"seen={key}; Path=/"
        return HttpReply(status, _filled(body, shown_key), headers)

    def _key(self, request: Request) -> str:
        return request.headers.get(self.vendor.header, "").removeprefix(self.vendor.before)

    def _welcome(self, request: Request) -> bool:
        key = self._key(request)
        if self.keys is not None:
            return key in self.keys
        return self.vendor.keyless or bool(key)


def _filled(body: Any, key: str) -> Any:
    """The body with `{key}` in its texts replaced."""
    if isinstance(body, str):
        return body.replace("{key}", key)
    if isinstance(body, dict):
        return {name: _filled(value, key) for name, value in body.items()}
    return [_filled(value, key) for value in body] if isinstance(body, list) else body
