"""Prices of the vendors as they were asked for before: the package that has them takes a third of a
second to load, and says the same until another version of it is installed.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from importlib.util import find_spec
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rscrew_console.records import dataclass
from rscrew_console.roster.model import Price
from rscrew_console.user_folders import user_folder

if TYPE_CHECKING:
    from rscrew_console.providers.prices import PriceQuote

PACKAGE = "genai_prices"
FILE_NAME = "prices.json"
_FORMAT = 1
_MOST = 2000
"""Entries; a file with more is begun anew."""


def installed_version() -> str:
    """The version of the package that is installed, and when, without loading it; "" if unknown."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return ""
    home = Path(spec.origin)
    try:
        around = [one.name for one in home.parents[1].iterdir()]
        changed = home.stat().st_mtime_ns
    except OSError:
        return ""
    start, end = f"{PACKAGE}-", ".dist-info"
    versions = [name for name in around if name.startswith(start) and name.endswith(end)]
    if len(versions) != 1:
        return ""
    return f"{versions[0].removeprefix(start).removesuffix(end)} {changed}"


@dataclass
class PriceCache:
    """Quotes by what was asked. A file that is damaged, or of another version, is passed over."""

    path: Path | None
    """Where they are kept; None: nowhere."""
    day: date
    """Prices change by the day, too: the answers of another one are passed over."""
    version: str = field(default_factory=installed_version)
    """Of the package and its data; "" where that cannot be told, and then nothing is kept."""
    _quotes: dict[str, list[Any] | None] | None = None
    _new: bool = field(default=False, init=False)

    def quote(self, asked: str, ask: Callable[[], PriceQuote | None]) -> PriceQuote | None:
        """The kept answer to what was `asked`, or else what `ask` says, which is kept then."""
        quotes = self._loaded()
        if asked in quotes:
            with contextlib.suppress(TypeError, ValueError):  # damaged, and so asked for again
                return _quote(quotes[asked])
        answer = ask()
        quotes[asked] = None if answer is None else _as_data(answer)
        self._new = True
        return answer

    def keep(self) -> None:
        """Write what is new, in one step. A cache that cannot be written is no reason to stop."""
        if self.path is None or not self.version or not self._new or self._quotes is None:
            return
        text = json.dumps({**self._head, "quotes": self._quotes})
        temporary = self.path.with_name(f"{self.path.name}.{os.getpid()}.tmp")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(self.path)
        except OSError:
            return  # the next one asks the package again
        self._new = False

    def _loaded(self) -> dict[str, list[Any] | None]:
        if self._quotes is None:
            self._quotes = _read(self.path, self._head) if self.path and self.version else {}
        return self._quotes

    @property
    def _head(self) -> dict[str, Any]:
        return {"format": _FORMAT, "version": self.version, "day": self.day.isoformat()}


def cache_path() -> Path | None:
    """Where the user's programs keep what they can find out again; None where there is no place."""
    try:
        folder = user_folder("cache")
    except (RuntimeError, LookupError, OSError):
        return None
    return folder / FILE_NAME if folder.is_absolute() else None


def _read(path: Path, head: Mapping[str, Any]) -> dict[str, list[Any] | None]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict) or any(kept.get(name) != head[name] for name in head):
        return {}
    quotes = kept.get("quotes")
    return quotes if isinstance(quotes, dict) and len(quotes) < _MOST else {}


def _as_data(quote: PriceQuote) -> list[Any]:
    as_of = quote.as_of.isoformat() if quote.as_of else None
    return [quote.price.input, quote.price.output, quote.source, as_of]


def _quote(data: Any) -> PriceQuote | None:
    """Raises TypeError or ValueError for what `_as_data` has not made."""
    from rscrew_console.providers.prices import PriceQuote

    if data is None:
        return None
    paid, charged, source, as_of = data
    amounts = all(isinstance(one, float) and 0 <= one < inf for one in (paid, charged))
    if not amounts or not isinstance(source, str):
        raise TypeError("this is no price")
    return PriceQuote(Price(paid, charged), source, as_of and date.fromisoformat(as_of))
