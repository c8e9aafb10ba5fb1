"""A server on a real socket of this machine, and a browser's part over it."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pyte

from rscrew_console.web.access import Access
from rscrew_console.web.server import ConsoleServer, ServerSettings

ROOT = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds after which a test fails that waits for something."""
CONSOLE = [sys.executable, "-P", "-m", "rscrew_console.web.child", "--no-checks"]
ECHO = [
    sys.executable,
    "-c",
    """
import os, sys
os.write(1, b"__GANGLION__\\n")
def draw(text):
    os.write(1, b"D" + len(text).to_bytes(4, "big") + text)
draw(b"pid %d;" % os.getpid())
while head := os.read(0, 5):
    body = os.read(0, int.from_bytes(head[1:], "big"))
    draw(head[:1] + body + b";")
""",
]
"""Stands for the console where only the connection counts: draws what it is sent."""


@dataclass
class Served:
    """A server that listens."""

    server: ConsoleServer
    port: int

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def served(
    command: Sequence[str] = tuple(ECHO), *, sessions: int = 2
) -> AsyncIterator[Served]:
    """Listens at a free port until the test is over."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    environ = {**os.environ, "PYTHONPATH": path}
    server = ConsoleServer(ServerSettings("127.0.0.1", command, environ, sessions), Access())
    port = await server.start(0)
    try:
        yield Served(server, port)
    finally:
        await server.stop()


@asynccontextmanager
async def signed_in(served: Served) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser that has opened the address."""
    jar = aiohttp.CookieJar(unsafe=True)  # it takes cookies from addresses without a name
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        async with browser.get(served.server.address()) as page:
            assert page.status == 200
        yield browser


@dataclass
class Tab:
    """A page with its socket, and the screen that has come over it."""

    socket: aiohttp.ClientWebSocketResponse
    columns: int = 100
    lines: int = 30
    text: str = ""
    screen: pyte.Screen = field(init=False)

    def __post_init__(self) -> None:
        self.screen = pyte.Screen(self.columns, self.lines)
        self._stream = pyte.ByteStream(self.screen)

    async def type(self, keys: str) -> None:
        await self.socket.send_str(json.dumps(["stdin", keys]))

    async def resize(self, columns: int, lines: int) -> None:
        self.screen.resize(lines, columns)
        await self.socket.send_str(json.dumps(["resize", {"width": columns, "height": lines}]))

    async def until(self, condition: Callable[[str], object]) -> str:
        """Reads until the screen is like that, and returns it."""
        async with asyncio.timeout(PATIENCE):
            while not condition(self.shown):
                message = await self.socket.receive()
                assert message.type is aiohttp.WSMsgType.BINARY, (message, self.shown)
                self.text += message.data.decode("utf-8", "replace")
                self._stream.feed(message.data)
        return self.shown

    @property
    def shown(self) -> str:
        return "\n".join(self.screen.display)


@asynccontextmanager
async def tab(served: Served, browser: aiohttp.ClientSession) -> AsyncIterator[Tab]:
    """The page's socket, as its script opens it."""
    url = f"{served.base}/ws?width=100&height=30"
    async with browser.ws_connect(url, headers={"Origin": served.base}) as socket:
        yield Tab(socket)
