"""A server on this machine that sends an answer in pieces, with pauses, and may never end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class DrippingServer:
    """Answers every POST with the pieces of `pieces()`, `pause` seconds before each."""

    def __init__(self) -> None:
        self.pieces: Callable[[], Iterator[str]] = lambda: iter(())
        self.pause = 0.05
        self.ended = threading.Event()
        """Set when a client has gone, or all pieces are sent."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                with suppress(OSError):  # the client has gone, as it may
                    for piece in server.pieces():
                        threading.Event().wait(server.pause)
                        self.wfile.write(piece.encode())
                        self.wfile.flush()
                server.ended.set()

            def log_message(self, *_: Any) -> None:
                """Nothing is printed."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
