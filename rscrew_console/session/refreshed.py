"""What looking at the file again has brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rscrew_console.session.merge import Collision


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """`notice` is a sentence for the user; empty where nothing happened."""

    kind: Literal["same", "reloaded", "merged", "collided", "unusable"]
    """`reloaded` without, `merged` with unsaved changes. In the last two cases nothing was taken:
    `collisions` are to be resolved, or the file is gone or has errors."""
    notice: str = ""
    collisions: tuple[Collision, ...] = ()


SAME = RefreshResult("same")
