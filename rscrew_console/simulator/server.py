"""Simulated vendors in a thread, each on a port that the system chooses."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Coroutine, Sequence
from time import monotonic
from typing import Any, Self, TypeVar

from rscrew_console.simulator.behaviour import HEALTHY, Behaviour, Script
from rscrew_console.simulator.site import Site
from rscrew_console.simulator.vendors import VENDORS

T = TypeVar("T")


class Simulator:
    """Use it as a context manager; all its sites end with it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._servers: list[asyncio.Server] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def site(
        self,
        vendor: str,
        behaviour: Behaviour | Script = HEALTHY,
        *,
        models: Sequence[str] | None = None,
        keys: Collection[str] | None = None,
        page_size: int | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> Site:
        """A new server that speaks a vendor's protocol; see `VENDORS` for their names."""
        site = Site(
            VENDORS[vendor], behaviour,
            models=models, keys=keys, page_size=page_size, clock=self._clock,
        )  # fmt: skip
        site.scheme = "https" if tls else "http"
        site.port = self._run(self._listen(site, tls))
        return site

    async def _listen(self, site: Site, tls: ssl.SSLContext | None) -> int:
        server = await asyncio.start_server(site.serve, "127.0.0.1", 0, ssl=tls, backlog=512)
        self._servers.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _stop(self) -> None:
        for server in self._servers:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


def closed_port() -> int:
    """A port of this machine at which nothing listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port: int = unused.getsockname()[1]
        return port
