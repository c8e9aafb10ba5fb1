"""The file as it is now, for applications that run for weeks."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from time import time_ns

from rscrew_console.providers.env_files import env_files, load_env
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Roster
from rscrew_console.runtime import forks
from rscrew_console.runtime.logs import LogOnce
from rscrew_console.runtime.loop.candidate import Candidate, candidate_of
from rscrew_console.session.context import context_at
from rscrew_console.session.crew_files import files_at, paths_of
from rscrew_console.session.errors import BadConfig, SessionError
from rscrew_console.session.parsing import crew_of, parse_text
from rscrew_console.session.reading import FileSnapshot

Stamp = tuple[int, int, int, int] | None
_TICK = 50_000_000
"""Nanoseconds, more than the files' clocks of the systems that we know."""


@dataclass(frozen=True)
class CrewSnapshot:
    """The crew and its keys at one moment."""

    path: Path
    real: Path
    """Behind all links."""
    digest: str
    """What stands for the content of the file."""
    roster: Roster
    env: Mapping[str, str]
    data: object = None
    """The file's data, as its document has it."""

    @cached_property
    def candidates(self) -> Mapping[str, Candidate]:
        """Every provider of the file, by name."""
        return {
            provider.name: candidate_of(provider, self.env, self.digest)
            for provider in self.roster.providers
        }


class LiveFile:
    """Looks at the file, its `.env` files and the environment each time it is asked: that costs
    microseconds, and no application runs on what was true a moment ago.

    The first look raises SessionError where there is no crew to be read. Later on a file with
    errors leaves the last good one in force, and is told of once.
    """

    def __init__(
        self,
        path: Path,
        cwd: Path,
        home: Path,
        environ: Callable[[], Mapping[str, str]],
        wall: Callable[[], int] = time_ns,
        seen: Callable[[Roster], Roster] = lambda roster: roster,
    ) -> None:
        """`seen` makes of the file's crew the one that calls are made with."""
        self.path = path
        self._cwd, self._home, self._environ, self._wall = cwd, home, environ, wall
        self._seen = seen
        self.renew()
        forks.renew_in_children(self)
        self._env_paths = env_files(path, cwd, home)
        self._stamps: tuple[Stamp, ...] = ()
        self._environ_read: Mapping[str, str] = {}
        self._troubles = LogOnce(logging.ERROR)
        self._remarks = LogOnce(logging.WARNING)
        self._current: CrewSnapshot = self._first()

    def renew(self) -> None:
        """In a forked child, where nobody may be left to release the lock."""
        self._lock = Lock()

    @property
    def stale(self) -> bool:
        """Return whether the file has changed since it was read."""
        return self._read_stamps() != self._stamps

    def current(self) -> CrewSnapshot:
        """The crew as the file says it, or as it did when it was last without errors."""
        stamps, environ = self._read_stamps(), dict(self._environ())
        if stamps == self._stamps and environ == self._environ_read:
            return self._current
        with self._lock:
            self._take(stamps, environ)
            return self._current

    def _first(self) -> CrewSnapshot:
        stamps, environ = self._read_stamps(), dict(self._environ())
        current = self._read(files_at(self._cwd / self.path).read(), environ)
        self._remember(stamps, environ)
        return current

    def _take(self, stamps: tuple[Stamp, ...], environ: Mapping[str, str]) -> None:
        try:
            current = self._read(files_at(self._cwd / self.path).read(), environ)
            if (current.digest, current.env) != (self._current.digest, self._current.env):
                self._current = current
            self._troubles.forget()
        except SessionError as error:
            self._keep(str(error), environ)
        self._remember(stamps, environ)

    def _remember(self, stamps: tuple[Stamp, ...], environ: Mapping[str, str]) -> None:
        # The system's clock for files ticks slowly: what has just been written may be written
        # again without looking any different, so that is read once more the next time.
        # A file from the future, of a machine whose clock is ahead, is as settled as it gets.
        current = self._wall()
        settled = all(
            one is None or not current - _TICK < one[0] < current + _TICK for one in stamps
        )
        self._stamps, self._environ_read = (stamps if settled else ()), environ

    def _keep(self, trouble: str, environ: Mapping[str, str]) -> None:
        last, env = self._current, self._env(environ)
        if env != last.env:
            self._current = replace(last, env=env)
        self._troubles.tell(*trouble.split("\n"), "Calls go on with the file as it was before.")

    def _read(self, on_disk: FileSnapshot, environ: Mapping[str, str]) -> CrewSnapshot:
        parsed = parse_text(
            on_disk.text, self.path.name, context_at(self.path, environ, self._home)
        )
        crew = crew_of(parsed)
        if crew is None:
            raise BadConfig(self.path, parsed.problems)
        digest = hashlib.sha256(on_disk.data).hexdigest()
        return CrewSnapshot(
            self.path, on_disk.real, digest, self._seen(crew.roster), self._env(environ),
            crew.document.value,
        )  # fmt: skip

    def _env(self, environ: Mapping[str, str]) -> Mapping[str, str]:
        env = load_env(self.path, self._cwd, self._home, environ)
        for problem in env.problems:
            self._remarks.tell(problem)
        return env

    def _read_stamps(self) -> tuple[Stamp, ...]:
        return tuple(map(_stamp, (*paths_of(self._cwd / self.path), *self._env_paths)))


def _stamp(path: Path) -> Stamp:
    """What changes when the file does; None where there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ctime_ns, status.st_mtime_ns, status.st_ino, status.st_size
