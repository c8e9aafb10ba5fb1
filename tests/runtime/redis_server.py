"""A real Redis on the loopback, that tests start, stop, and let hang."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
import redis

PATIENCE = 20.0
"""Seconds after which a server that does not come up never will."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RedisServer:
    """`options` are command-line options of redis-server; `login` is what its URL begins with."""

    def __init__(self, folder: Path, *options: str, login: str = "") -> None:
        found = shutil.which("redis-server")
        if found is None:
            # On a machine of one's own that is no fault; where changes are checked it is one.
            missing = pytest.fail if os.environ.get("CI") else pytest.skip
            missing(
                "this test needs a real Redis, and there is no redis-server on PATH;"
                " on Debian: apt install redis-server"
            )
        self.port = free_port()
        self.url = f"redis://{login}127.0.0.1:{self.port}/0"
        self._command = [found, "--port", str(self.port), "--bind", "127.0.0.1"]
        self._command += ["--save", "", "--appendonly", "no", "--dir", str(folder), *options]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + PATIENCE
        with self.client() as client:
            while True:
                try:
                    client.ping()
                except redis.ConnectionError:  # not yet listening, or still loading
                    if time.monotonic() > deadline or self._process.poll() is not None:
                        self.stop()
                        pytest.fail("redis-server does not come up: " + " ".join(self._command))
                else:
                    return

    def stop(self) -> None:
        """At once, as when a machine is lost."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """Connections stay, and nothing answers."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, decode_responses=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
