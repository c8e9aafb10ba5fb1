"""How often and how lately each entry of the palette was taken, kept in the state folder."""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

from rscrew_console.session.state import write_private

HALF_LIFE = 7 * 86400.0
"""Seconds after which a use counts half."""
MOST_ENTRIES = 500
MOST_BYTES = 256 * 1024


class Frecency:
    """Names are kept as digests only. A file that cannot be read, or is damaged, tells nothing."""

    def __init__(self, path: Path | None) -> None:
        """`path` is the file; None keeps nothing."""
        self._path = path
        self._uses: dict[str, tuple[float, float]] | None = None
        """By digest: the weight of all uses, and the time of the last one in Unix seconds."""

    def use_of(self, entry: str, now: float) -> float:
        """How much the entry is used: 1 for once just now, less as time goes by."""
        weight, last = self._loaded().get(_digest(entry), (0.0, now))
        return weight * math.exp2(-max(now - last, 0.0) / HALF_LIFE)

    def note(self, entry: str, now: float) -> None:
        """The entry was taken. What cannot be kept is forgotten with the console."""
        uses = self._loaded()
        uses[_digest(entry)] = (self.use_of(entry, now) + 1.0, now)
        newest = sorted(uses.items(), key=lambda item: -item[1][1])[:MOST_ENTRIES]
        self._uses = dict(newest)
        if self._path is None:
            return
        try:
            write_private(self._path, json.dumps({"uses": self._uses}).encode())
        except OSError:
            self._path = None  # a disk that takes nothing is not asked again

    def _loaded(self) -> dict[str, tuple[float, float]]:
        if self._uses is None:
            self._uses = _read(self._path)
        return self._uses


def _digest(entry: str) -> str:
    return hashlib.sha256(entry.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _read(path: Path | None) -> dict[str, tuple[float, float]]:
    if path is None:
        return {}
    try:
        with path.open("rb") as file:
            value: Any = json.loads(file.read(MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}  # as before the first use
    uses = value.get("uses") if isinstance(value, dict) else None
    if not isinstance(uses, dict):
        return {}
    return {str(key): (pair[0], pair[1]) for key, pair in uses.items() if _is_use(pair)}


def _is_use(pair: Any) -> bool:
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(one, int | float) and math.isfinite(one) for one in pair)
        and 0 <= pair[0] < 1e9
    )
