"""Consoles over a real socket: what is typed arrives, and the process goes with its socket."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tui.console import SMALL
from tests.web.serving import CONSOLE, ECHO, PATIENCE, ROOT, Tab, served, signed_in, tab

CONFIG = "model_config.yaml"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder and a home of their own, with a crew of three."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.delenv("RSCREW_MODEL_CONFIG_PATH", raising=False)
    Path(CONFIG).write_text(SMALL, encoding="utf-8")
    return tmp_path


def is_alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


async def gone(pid: int) -> None:
    async with asyncio.timeout(PATIENCE):
        await asyncio.to_thread(wait_for_end, pid)


def wait_for_end(pid: int) -> None:
    while is_alive(pid):
        time.sleep(0.01)  # it is no child of ours, which could be waited for


def on_disk() -> str:
    return Path(CONFIG).read_text(encoding="utf-8")


async def pid_of(one: Tab) -> int:
    await one.until(lambda _: ";" in one.text)
    (found,) = re.findall(r"pid (\d+);", one.text)
    return int(found)


async def test_what_is_typed_arrives() -> None:
    async with served(ECHO) as server, signed_in(server) as browser, tab(server, browser) as one:
        await pid_of(one)
        await one.type("q\x1b[A")
        await one.until(lambda _: "Dq\x1b[A;" in one.text)


async def test_the_process_is_killed_with_its_socket() -> None:
    async with served(ECHO) as server, signed_in(server) as browser:
        async with tab(server, browser) as one:
            pid = await pid_of(one)
            assert is_alive(pid)
        await gone(pid)


async def test_a_process_that_does_not_want_to_end_is_killed_with_all_it_has_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rscrew_console.web.console_process.GRACE", 0.1)
    stubborn = (
        ECHO[2]
        .replace(
            "import os, sys",
            "import os, signal, subprocess, sys\n"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "started = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n",
        )
        .replace("os.getpid()", "started.pid")
        .replace("while head", "while True:\n    pass\nwhile head")
    )
    async with served([*ECHO[:2], stubborn]) as server, signed_in(server) as browser:
        async with tab(server, browser) as one:
            pid = await pid_of(one)
        await gone(pid)


async def test_all_end_with_the_server() -> None:
    async with served(ECHO) as server, signed_in(server) as browser, tab(server, browser) as one:
        pid = await pid_of(one)
        await server.server.stop()
        await gone(pid)


async def test_a_day_in_the_browser() -> None:
    """Assigns, saves, changes, reloads, finds the journal, resizes, quits."""
    async with served(CONSOLE) as server, signed_in(server) as browser:
        async with tab(server, browser) as first:
            await first.until(lambda shown: "planner" in shown and "primary" in shown)
            await first.type("l2")
            await first.until(lambda shown: "● " in shown)
            await first.type("S")
            await first.until(lambda shown: "Save model_config.yaml?" in shown)
            await first.type("\r")
            await first.until(lambda shown: "● " not in shown and "Save" not in shown)
            assert "primary: openai     # must" in on_disk()
            saved = on_disk()
            await first.type("3")
            await first.until(lambda shown: "● " in shown)
        async with tab(server, browser) as second:
            await second.until(lambda shown: "take over?" in shown)
            await second.type("\r")
            await second.until(lambda shown: "● " in shown and "take over?" not in shown)
            await second.resize(120, 40)
            await second.until(lambda shown: shown.splitlines()[39].strip())
            assert on_disk() == saved
            await second.type("qD")
            closed = await second.socket.receive()
            while closed.data and isinstance(closed.data, bytes):
                closed = await second.socket.receive()
            assert second.socket.closed


async def test_read_only_in_the_browser() -> None:
    async with (
        served([*CONSOLE, "--read-only"]) as server,
        signed_in(server) as browser,
        tab(server, browser) as one,
    ):
        await one.until(lambda shown: "planner" in shown and "read-only" in shown)
        await one.type("l2")
        await one.until(lambda shown: "--read-only" in shown)
    assert on_disk() == SMALL


def test_the_command_prints_the_address_and_ends_in_order(home: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "rscrew_console", "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        address = process.stdout.readline()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{40,}\n", address)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate()
        assert process.returncode == 0
        assert "Traceback" not in err
