"""One console in a process of its own, which ends with the browser's connection."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Mapping, Sequence

from rscrew_console.web.packets import LONGEST, META, READY, SCREEN, is_exit, meta

GRACE = 5.0
"""Seconds that a console has to end in order, with its journal written."""
DRIVER = "textual.drivers.web_driver:WebDriver"
_NOT_THE_SERVERS_TERMINAL = ("COLORFGBG", "LINES", "TMUX", "STY")


def environment(environ: Mapping[str, str], columns: int, lines: int) -> dict[str, str]:
    """The process's environment: the server's, but its terminal is the browser's."""
    env = {name: value for name, value in environ.items() if name not in _NOT_THE_SERVERS_TERMINAL}
    return env | {
        "TEXTUAL_DRIVER": DRIVER,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM": "xterm-256color",
        "COLUMNS": str(columns),
        "ROWS": str(lines),
    }


class ConsoleProcess:
    """A console whose screen comes in packets. Ended by `stop`, whatever happens."""

    def __init__(self, process: asyncio.subprocess.Process, lifeline: int) -> None:
        self._process = process
        self._lifeline = lifeline

    @classmethod
    async def start(
        cls, command: Sequence[str], environ: Mapping[str, str], columns: int, lines: int
    ) -> ConsoleProcess:
        """Starts the command. It gets the number of a pipe that is closed when this server is
        gone, however it went. Raises OSError."""
        theirs, ours = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                *command, "--lifeline", str(theirs),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                env=environment(environ, columns, lines), pass_fds=(theirs,),
                start_new_session=True, limit=LONGEST,
            )  # fmt: skip
        except OSError:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        return cls(process, ours)

    async def screens(self) -> AsyncIterator[bytes]:
        """What the console draws, until it ends."""
        output = self._process.stdout
        if output is None:
            return
        try:
            while (line := await output.readline()) != READY:
                if not line:
                    return
            while True:
                kind, size = await output.readexactly(1), await output.readexactly(4)
                length = int.from_bytes(size, "big")
                if length > LONGEST:
                    return
                payload = await output.readexactly(length)
                if kind == SCREEN:
                    yield payload
                elif kind == META and is_exit(payload):
                    return
        except (asyncio.IncompleteReadError, ValueError, ConnectionError):
            return  # the process has ended, or says what no console says

    async def send(self, data: bytes) -> None:
        """Sends packets. Those to a process that has ended are lost."""
        if self._process.stdin is not None:
            with contextlib.suppress(ConnectionError, RuntimeError):
                self._process.stdin.write(data)
                await self._process.stdin.drain()

    async def stop(self) -> None:
        """Ends the process and all that it has started: asked to first, then killed."""
        await self.send(meta("quit"))
        self._signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(GRACE):
                await self._drained()
        except TimeoutError:
            pass
        finally:
            self._signal(signal.SIGKILL)
            await self._process.wait()
            if self._lifeline >= 0:
                os.close(self._lifeline)
                self._lifeline = -1

    async def _drained(self) -> None:
        """Waits for the end. What it still draws is thrown away: it would wait for a reader."""
        if self._process.stdout is not None:
            while await self._process.stdout.read(65536):
                pass
        await self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)
