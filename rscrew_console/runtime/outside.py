"""Everything that calls need of the world, in one place: tests give them another one."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rscrew_console.runtime.board import LimitStore, shared_board
from rscrew_console.runtime.loop.adjusting import ADJUSTMENTS, ModelAdjustments
from rscrew_console.runtime.loop.driving import ModelTransport
from rscrew_console.session.session import local_now
from rscrew_console.session.state import state_root


def _home() -> Path:
    return Path(os.path.expanduser("~"))


def _wire() -> ModelTransport:
    from rscrew_console.runtime.wire import Wire

    return Wire(clock=local_now)


@dataclass(frozen=True)
class RuntimeDependencies:
    """The real one, unless told otherwise."""

    environ: Callable[[], Mapping[str, str]] = lambda: os.environ
    cwd: Callable[[], Path] = Path.cwd
    home: Callable[[], Path] = _home
    state: Callable[[], Path] = state_root
    clock: Callable[[], datetime] = local_now
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    asleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    wire: Callable[[], ModelTransport] = _wire
    adjustments: ModelAdjustments = ADJUSTMENTS
    board: Callable[[str | None], LimitStore] = shared_board
    """Of a Redis URL, or of this process."""
