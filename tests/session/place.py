"""A file with a crew, a state folder of its own, and disks that break on demand."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from rscrew_console.dialects.operations import Assign
from rscrew_console.session import SavedStates, Session
from rscrew_console.session.disk import Disk
from rscrew_console.session.disk import sync as sync_call
from tests.thorough import is_thorough

CREW = """\
# A crew of three.
providers:
  claude:
    model: claude-sonnet-5   # the careful one
    api_key_env: ANTHROPIC_API_KEY
  openai: {model: gpt-5-mini, api_key_env: OPENAI_API_KEY}
  gemini:
    model: gemini/gemini-3-flash
    cost_tier: standard

agent_assignments:
  # plans
  planner:
    primary: claude     # must be careful
    secondary: openai
    reasoning: "Thinks ahead"

  writer:
    primary: openai
    fallback: claude
  # reads
  reader:
    primary: gemini
    secondary: openai

load_balancing:
  distribution:
    claude: 1
    openai: 1
    gemini: 1
"""


class Killed(BaseException):
    """The process is gone: nothing that it does afterwards happens."""


class MemoryDisk(Disk):
    """The real disk without its waiting: what is synced to it is safe here anyway."""

    def call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if function in (os.fsync, sync_call):
            return None
        return function(*args, **kwargs)


@dataclass
class FaultyDisk(MemoryDisk):
    """Fails at the n-th call (from 0), or dies there; a failing or dying write does half its work.

    `calls` are the names of all calls that were asked for.
    """

    at: int = -1
    error: BaseException = field(default_factory=Killed)
    calls: list[str] = field(default_factory=list)
    _open: set[int] = field(default_factory=set)
    _dead: bool = False

    def call(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._dead:
            raise Killed
        number = len(self.calls)
        self.calls.append(function.__name__)
        if number == self.at:
            self._dead = isinstance(self.error, Killed)
            if function is os.write:
                os.write(args[0], args[1][: len(args[1]) // 2])
            if function is os.close and not self._dead:
                os.close(args[0])
                self._open.discard(args[0])
            raise self.error
        result = super().call(function, *args, **kwargs)
        if function in (os.open, os.dup):
            self._open.add(result)
        if function is os.close:
            self._open.discard(args[0])
        return result

    def release(self) -> None:
        """What the system does for a process that died."""
        while self._open:
            os.close(self._open.pop())


@dataclass
class Place:
    """One file and everything that belongs to it."""

    folder: Path
    path: Path
    disk: Disk = field(default_factory=MemoryDisk)

    @classmethod
    def make(cls, folder: Path, text: str = CREW) -> Place:
        path = folder / "model_config.yaml"
        path.write_bytes(text.encode())
        return cls(folder, path)

    @property
    def state(self) -> Path:
        return self.folder / "state"

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode()

    @text.setter
    def text(self, text: str) -> None:
        self.path.write_bytes(text.encode())

    def open(self, **options: Any) -> Session:
        settings = {"disk": self.disk, "clock": ticking(), "state": self.state} | options
        return Session.open(settings.pop("path", self.path), **settings)

    def alone(self) -> AbstractContextManager[Session]:
        return Session.alone(
            self.path, "test", disk=self.disk, clock=ticking(), state=self.state, wait=0
        )

    def states(self, **options: Any) -> SavedStates:
        settings = {"disk": self.disk, "clock": ticking(), "state": self.state} | options
        return SavedStates(self.path, **settings)

    def litter(self) -> set[str]:
        """What stands beside the file that is not ours to leave there."""
        return {path.name for path in self.folder.iterdir()} - {self.path.name, self.state.name}


def calls_to_fail(step: int = 1) -> Iterator[int]:
    """The number of each call in turn, without an end; of each `step`-th in `make test`."""
    return count(step=1 if is_thorough() else step)


def errors_in_turn(*codes: int) -> list[tuple[int, ...]]:
    """Cases of a test in which each call fails: call n with the n-th error, and so on in turn.

    In `make test-thorough` a case for each error, with which all calls fail.
    """
    return [(code,) for code in codes] if is_thorough() else [codes]


def keeper(folder: Path) -> Callable[[], None]:
    """Keep a copy of the folder beside it; the function that is returned puts it back.

    So that a test that tries something hundreds of times begins at the same state every time, and
    not with a history that grows from try to try.
    """
    kept = folder.with_name(f"{folder.name}-kept")
    shutil.copytree(folder, kept)

    def put_back() -> None:
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)

    return put_back


def ticking() -> Callable[[], datetime]:
    """A clock that goes on by a second whenever it is looked at."""
    seconds = count()
    start = datetime(2026, 11, 20, 14, 2, tzinfo=UTC)
    return lambda: start + timedelta(seconds=next(seconds))


def assign(session: Session, agent: str, **slots: str | None) -> bool:
    """Reassign an agent as the faces do."""
    label = " ".join([agent, *(f"{slot} → {provider}" for slot, provider in slots.items())])
    return bool(session.apply(Assign(agent, slots), label=label))
