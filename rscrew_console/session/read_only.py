"""Files that are only looked at: no system call that writes is let through."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from rscrew_console.session.disk import Disk
from rscrew_console.session.errors import SessionError
from rscrew_console.session.writing import ReadOnlyError

P = ParamSpec("P")
T = TypeVar("T")

STARTED_READ_ONLY = "rsc was started with --read-only; start it without that to change files"

_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_READING_CALLS = frozenset(
    {
        "_matching", "access", "close", "exists", "fstat", "getxattr", "islink", "lexists",
        "listdir", "listxattr", "lseek", "lstat", "monotonic", "read", "realpath", "sleep", "stat",
    }
)  # fmt: skip
"""The names of the calls that change nothing. Whatever is not listed is refused."""


class ReadOnly(SessionError):
    """Something would be written, and that was ruled out when the program was started."""

    def __init__(self) -> None:
        super().__init__(f"nothing was changed: {STARTED_READ_ONLY}")


class ReadOnlyDisk(Disk):
    """The gate to the operating system of a program that was started with `--read-only`."""

    refuses_writes = STARTED_READ_ONLY

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function` returns. Raises ReadOnlyError, an OSError, where it would write."""
        name = getattr(function, "__name__", "")
        if name not in _READING_CALLS and not (function is os.open and _only_reads(args)):
            raise ReadOnlyError(STARTED_READ_ONLY)
        return function(*args, **kwargs)


def _only_reads(arguments: tuple[Any, ...]) -> bool:
    """Whether these arguments of `os.open` let nothing be written."""
    return len(arguments) > 1 and not arguments[1] & _WRITING_FLAGS


READ_ONLY_DISK = ReadOnlyDisk()
