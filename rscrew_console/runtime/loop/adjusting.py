"""Which parameters models are known to refuse, learnt from their own refusals."""

from __future__ import annotations

import logging
import threading

from rscrew_console.providers.kinds import kind_of
from rscrew_console.roster.model import Provider
from rscrew_console.runtime import forks
from rscrew_console.runtime.logs import LogOnce
from rscrew_console.runtime.requests import Adjustment

_Key = tuple[str, str]


class ModelAdjustments:
    """Belongs to the process: what one call has learnt of a model at an address, all others know.

    May be used from any thread.
    """

    def __init__(self) -> None:
        self._news = LogOnce(logging.WARNING)
        self._adjustments: dict[_Key, tuple[Adjustment, ...]] = {}
        self.renew()
        forks.renew_in_children(self)

    def renew(self) -> None:
        """In a forked child, where nobody may be left to release the lock."""
        self._lock = threading.Lock()

    def of(self, provider: Provider, base: str) -> tuple[Adjustment, ...]:
        """What is known of this model at this base URL."""
        return self._adjustments.get(_key(provider, base), ())

    def remember(self, provider: Provider, base: str, adjustment: Adjustment) -> None:
        """Adjust requests from now on; the application's log is told once."""
        key = _key(provider, base)
        with self._lock:
            others = [
                one for one in self.of(provider, base) if not _same_parameter(one, adjustment)
            ]
            self._adjustments[key] = (*others, adjustment)
        self._news.tell(
            f"{provider.name} ({provider.model}) refuses {adjustment.parameter}:"
            f" {_change(adjustment)} from now on; `rsc check` warns of what models are known to"
            " refuse"
        )


ADJUSTMENTS = ModelAdjustments()


def _same_parameter(first: Adjustment, second: Adjustment) -> bool:
    return first.parameter == second.parameter


def _key(provider: Provider, base: str) -> _Key:
    place = base or provider.base_url
    if not place:
        kind = kind_of(provider)
        place = kind.name if kind else ""
    return place, provider.model


def _change(adjustment: Adjustment) -> str:
    if adjustment.send_as:
        return f"it is sent as {adjustment.send_as}"
    if adjustment.value is not None:
        return f"it is sent as {adjustment.value:g}"
    return "it is left out"
