"""What is wrong, or unwise, in a file: said once, shown by `check`, `status` and the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeVar

from rscrew_console.records import dataclass

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
Owner = TypeVar("Owner")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `path` is where in the data; `line` (1-based, 0 unknown) where in the text."""

    severity: Severity
    code: str
    """kebab-case, stable: users filter on it."""
    message: str
    path: Path = ()
    line: int = 0
    file: str = ""
    """The name of the file that has that line, in a crew of many files; else ""."""
    opens: bool = False
    """Of an error: whether the file is opened all the same, because it was read as a whole and only
    its own program would stop at it; it can be mended here then."""
    of_several: str = ""
    """Of a finding that many agents may have at once: what is said of all of them behind their
    number, such as "agents have nothing to fall back to"."""
    variables: tuple[str, ...] = ()
    """The variables of which any one mends it, as they are shown."""


def owner_of(path: Path, owners: Mapping[Path, Owner]) -> Owner | None:
    """Whose entry the path leads into: the innermost one of those at the paths of `owners`."""
    beginnings = (path[:length] for length in range(len(path), 0, -1))
    return next((owners[one] for one in beginnings if one in owners), None)
