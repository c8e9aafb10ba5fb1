"""The web server: a page, its script, and a WebSocket a console.

textual-serve's own `Server` is not used: it has no place for a check before its page and socket, a
proxy in front of it would leave its port open to every program of the machine, it runs its command
in a shell, which outlives the connection, and its page asks Google for a font. Of it we take what a
page needs: the script and the style sheet, from the folder that it documents as `statics_path`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib.resources import files

from aiohttp import WSMsgType, web

from rscrew_console.records import dataclass
from rscrew_console.web.access import Access
from rscrew_console.web.console_process import ConsoleProcess
from rscrew_console.web.hosts import in_url, is_same_origin, may_ask, reachable
from rscrew_console.web.packets import read_message, size_asked_for
from rscrew_console.web.page import HEADERS, page

STATIC = {"css/xterm.css": "text/css", "js/textual.js": "text/javascript"}
"""What a page loads, and its media type; nothing else of that folder is served."""
LONGEST_MESSAGE = 1024 * 1024
"""Bytes that a page may send at once, such as a paste."""
HEARTBEAT = 20.0
"""Seconds after which a connection is asked whether it is still there."""
COLUMNS, LINES = 80, 24
CLOSED = "This console opens with the address that rsc serve has printed. It works once.\n"
FULL = "All consoles of this server are in use: close one, or start rsc serve with --sessions.\n"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class ServerSettings:
    """`host` as it was asked for; `command` starts one console; `sessions` at most."""

    host: str
    command: Sequence[str]
    environ: Mapping[str, str]
    sessions: int
    title: str = "rscrew-console"


class ConsoleServer:
    """Serves consoles to whoever has a token of `access`."""

    def __init__(self, settings: ServerSettings, access: Access) -> None:
        self._settings = settings
        self._access = access
        self._port = 0
        self._open = 0
        """Consoles that run, those that are being ended among them."""
        self._ending: set[asyncio.Task[None]] = set()
        self._sockets: set[web.WebSocketResponse] = set()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int) -> int:
        """Begins to listen, at any free port for 0. Returns the port. Raises OSError."""
        app = web.Application(middlewares=[self._guard], client_max_size=4096)
        app.router.add_get("/", self._index, allow_head=False)
        app.router.add_get("/ws", self._socket, allow_head=False)
        app.router.add_get("/static/{name:.+}", self._static, allow_head=False)
        app.on_shutdown.append(self._close_all)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=10)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._settings.host, port).start()
        self._port = self._runner.addresses[0][1]
        return self._port

    def address(self) -> str:
        """The address with a new token, which works once. The one before does not any more."""
        host = reachable(self._settings.host)
        return f"http://{in_url(host)}:{self._port}/?token={self._access.new_token()}"

    async def stop(self) -> None:
        """Ends all consoles and stops to listen."""
        if self._runner is not None:
            await self._runner.cleanup()
        await asyncio.gather(*self._ending)

    async def _close_all(self, _app: web.Application) -> None:
        for socket in list(self._sockets):
            await socket.close(code=1001, message=b"rsc serve has ended")

    @property
    def _cookie(self) -> str:
        """Cookies of one host go to all of its ports: servers side by side have their own."""
        return f"rsc-{self._port}"

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Lets through what comes from a page of ours that has the cookie, or brings the token."""
        response: web.StreamResponse | None = self._refusal(request)
        if response is None:
            try:
                response = await handler(request)
            except web.HTTPException as error:
                response = _text(error.status, error.reason + "\n")
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    def _refusal(self, request: web.Request) -> web.Response | None:
        host, origin = request.headers.get("Host", ""), request.headers.get("Origin")
        transport = request.transport
        reached = str(transport.get_extra_info("sockname")[0]) if transport is not None else ""
        if len(request.headers.getall("Host", [])) != 1:
            return _text(400, "one Host, please\n")
        if not may_ask(host, self._settings.host, reached, self._port):
            return _text(403, "this server is not called that\n")
        if origin is not None and not is_same_origin(origin, host):
            return _text(403, "this page may not ask this server\n")
        if request.path == "/ws" and origin is None:
            return _text(403, "a socket is opened by a page of this server\n")
        if request.path == "/" and "token" in request.query:
            return None
        admitted = self._access.admits(request.cookies.get(self._cookie))
        return None if admitted else _text(403, CLOSED)

    async def _index(self, request: web.Request) -> web.StreamResponse:
        if "token" in request.query:
            return self._admit(request)
        if self._open - len(self._ending) >= self._settings.sessions:
            return _text(503, FULL)
        text = page(request.headers["Host"], self._settings.title)
        return web.Response(text=text, content_type="text/html")

    def _admit(self, request: web.Request) -> web.Response:
        """Exchanges the token for the cookie, and takes it out of the address."""
        cookie = self._access.exchange(request.query["token"])
        known = self._access.admits(request.cookies.get(self._cookie))
        if cookie is None and not known:
            return _text(403, CLOSED)
        response = web.Response(status=303, headers={"Location": "/"})
        if cookie is not None:
            response.set_cookie(self._cookie, cookie, path="/", httponly=True, samesite="Strict")
        return response

    async def _static(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in STATIC:
            return _text(404, "there is nothing here\n")
        body = files("textual_serve").joinpath("static", *name.split("/")).read_bytes()
        return web.Response(body=body, content_type=STATIC[name], charset="utf-8")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if self._open - len(self._ending) >= self._settings.sessions:
            return _text(503, FULL)
        self._open += 1
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LONGEST_MESSAGE)
        console: ConsoleProcess | None = None
        try:
            await socket.prepare(request)
            self._sockets.add(socket)
            # After a reload: the console before this one has its journal written by then.
            await asyncio.gather(*self._ending)
            columns = size_asked_for(request.query.get("width", ""), COLUMNS)
            lines = size_asked_for(request.query.get("height", ""), LINES)
            console = await ConsoleProcess.start(
                self._settings.command, self._settings.environ, columns, lines
            )
            await _connect(socket, console)
        finally:
            self._sockets.discard(socket)
            ending = asyncio.create_task(self._end(console))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
        await socket.close()
        return socket

    async def _end(self, console: ConsoleProcess | None) -> None:
        try:
            if console is not None:
                await console.stop()
        finally:
            self._open -= 1


async def _connect(socket: web.WebSocketResponse, console: ConsoleProcess) -> None:
    """Passes on what both say, until either goes."""
    drawing = asyncio.create_task(_draw(socket, console))
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                said = read_message(message.data)
                if said.packet:
                    await console.send(said.packet)
                if said.answer:
                    await socket.send_str(said.answer)
    finally:
        drawing.cancel()
        await asyncio.gather(drawing, return_exceptions=True)


async def _draw(socket: web.WebSocketResponse, console: ConsoleProcess) -> None:
    async for screen in console.screens():
        try:
            await socket.send_bytes(screen)
        except ConnectionError:
            return  # the browser is gone
    await socket.close()


def _text(status: int, text: str) -> web.Response:
    return web.Response(status=status, text=text, headers={"Connection": "close"})
