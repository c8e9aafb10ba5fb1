"""Whether Redis can be reached. An outage is logged once, and Redis is tried again now and then."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from urllib.parse import parse_qs, unquote, urlsplit

from rscrew_console.roster.visible import visible

RETRY_AFTER = 5.0
"""Seconds for which an absent Redis is not asked: each vain try may cost a caller its time-out."""
_log = logging.getLogger("rscrew_console")


class RedisAvailability:
    """To one Redis. `clock` gives monotonic seconds."""

    def __init__(self, url: str, clock: Callable[[], float]) -> None:
        self._url = url
        self._clock = clock
        self.renew()

    def renew(self) -> None:
        """As new, with a lock of its own."""
        self._lock = threading.Lock()
        self._absent = False
        self._retry_at = 0.0

    def open(self) -> bool:
        """Whether the caller should ask Redis. After a failure one caller tries again for all."""
        with self._lock:
            if not self._absent:
                return True
            seconds = self._clock()
            if seconds < self._retry_at:
                return False
            self._retry_at = seconds + RETRY_AFTER
            return True

    def lost(self, error: BaseException) -> None:
        with self._lock:
            was_absent, self._absent = self._absent, True
            self._retry_at = self._clock() + RETRY_AFTER
        if not was_absent:
            _log.warning(
                "Redis at %s does not serve (%s): until it does, this process keeps limits and"
                " resting providers by itself",
                place_of(self._url),
                describe_error(error, self._url),
            )

    def available(self) -> None:
        with self._lock:
            was_absent, self._absent = self._absent, False
        if was_absent:
            _log.info("Redis at %s is back: limits are shared again", place_of(self._url))


def place_of(url: str) -> str:
    """The URL without user name, password and options."""
    unreadable = "an address that cannot be read"
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return unreadable
    if not parts.scheme or not (parts.hostname or parts.path.startswith("/")):
        return unreadable
    return visible(f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}")


def describe_error(error: BaseException, url: str) -> str:
    """The text of the error, without the user name and password of the URL."""
    text = str(error) or type(error).__name__
    try:
        parts = urlsplit(url)
    except ValueError:
        return type(error).__name__
    # A name of one or two letters is in every other word, and says nothing.
    hidden = [parts.username or ""] if len(parts.username or "") > 2 else []
    hidden += [parts.password or "", *parse_qs(parts.query).get("password", ())]
    for secret in filter(None, hidden):
        text = text.replace(secret, "…").replace(unquote(secret), "…")
    return visible(text)
