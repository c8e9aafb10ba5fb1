"""LiteLLM's real proxy in a process of its own, which has nothing but what it is given."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests.runtime.redis_server import free_port

MASTER_KEY = "sk-0f3c1a7e5b9d2468ace013579bdf"
PATIENCE = 150.0
"""Seconds after which a proxy that does not come up never will; it takes about five."""
_POLL = 0.1


@contextmanager
def running_proxy(config: Path, env: Mapping[str, str], folder: Path) -> Iterator[httpx.Client]:
    """A client of a proxy that serves the configuration, and ends with the block."""
    port, log = free_port(), folder / "proxy.log"
    command = [sys.executable, "-m", "litellm.proxy.proxy_cli", "--config", str(config)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(port)],
            cwd=folder,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "LITELLM_MASTER_KEY": MASTER_KEY,
                "LITELLM_LOCAL_MODEL_COST_MAP": "True",  # else it asks the network for prices
                **env,
            },
            stdout=output,
            stderr=output,
            start_new_session=True,  # a group of its own, to end it with all its children
        )
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Authorization": f"Bearer {MASTER_KEY}"},
            timeout=PATIENCE,
            trust_env=False,
        ) as client:
            _wait_for(client, process, log)
            yield client
    finally:
        with suppress(ProcessLookupError):  # it has ended by itself: the log says why
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(client: httpx.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if client.get("/health/liveliness").is_success:
                return
        except httpx.TransportError:
            pass  # not yet listening
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the proxy does not come up:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(_POLL)
