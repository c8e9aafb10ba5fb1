"""Who may use the console: a token that works once, exchanged for a cookie."""

from __future__ import annotations

import secrets

BYTES = 32
"""Of randomness in a token and in a cookie."""


class Access:
    """Kept in memory alone: both end with the server."""

    def __init__(self) -> None:
        self._token = ""
        self._cookies: list[bytes] = []

    def new_token(self) -> str:
        """A token that works once; the one before does not work any more."""
        self._token = secrets.token_urlsafe(BYTES)
        return self._token

    def exchange(self, token: str) -> str | None:
        """The cookie for a token, which is used up by that; None where it is not the right one."""
        if not self._token or not _equal(token.encode(), self._token.encode()):
            return None
        self._token = ""
        cookie = secrets.token_urlsafe(BYTES)
        self._cookies.append(cookie.encode())
        return cookie

    def admits(self, cookie: str | None) -> bool:
        """Whether it is a cookie that was given out."""
        given = (cookie or "").encode()
        return any(_equal(given, each) for each in self._cookies)


def _equal(one: bytes, other: bytes) -> bool:
    """Compares in a time that tells nothing about how much of it was right."""
    return secrets.compare_digest(one, other)
