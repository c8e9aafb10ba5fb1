"""LiteLLM's own cache over Redis: answers that several machines share.

Of LiteLLM only what it documents is used: `Cache(type="redis", …)`, and its `get_cache` and
`add_cache` with a `cache_key` (https://docs.litellm.ai/docs/caching/all_caches).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from rscrew_console.runtime.requests import CallFailure
from rscrew_console.runtime.wire.litellm_fallback import load

PREFIX = "rscrew-answer:"
"""Before the keys of all answers, so that they can be told from what else is in that Redis."""
_FAILURES = (ArithmeticError, LookupError, OSError, RuntimeError, TypeError, ValueError)
"""LiteLLM itself swallows what its Redis client raises; these are what may be left."""
_SECONDS = 2.0
"""How long a Redis that does not answer is waited for."""


class LiteLLMCache:
    """A Redis that does not answer, or not as it should, is as one without the answer."""

    def __init__(self, url: str, litellm: Any) -> None:
        """Raises ValueError for a URL that is none of a Redis."""
        self._cache = litellm.Cache(type="redis", **connection_of(url))

    def get(self, key: str) -> Any:
        """As `MemoryCache.get`."""
        try:
            kept = self._cache.get_cache(cache_key=PREFIX + key)
            answer = json.loads(kept) if isinstance(kept, str) else kept
        except _FAILURES:
            return None
        return answer if isinstance(answer, dict) else None

    def set(self, key: str, value: Any, seconds: float) -> None:
        """Keep the value for so many seconds, if Redis can be reached."""
        try:
            self._cache.add_cache(json.dumps(value), cache_key=PREFIX + key, ttl=int(seconds))
        except _FAILURES:
            return


def open_litellm_cache(url: str) -> LiteLLMCache | None:
    """None where LiteLLM is not installed, or the URL is none of a Redis."""
    litellm = load()
    if isinstance(litellm, CallFailure):
        return None
    try:
        return LiteLLMCache(url, litellm)
    except (ImportError, OSError, TypeError, ValueError):
        return None


def connection_of(url: str) -> Mapping[str, Any]:
    """What `redis.Redis` takes, of `redis://user:password@host:port/0`; `rediss` is encrypted.

    Raises ValueError.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("redis", "rediss") or not parts.hostname:
        raise ValueError("a Redis is named as in redis://localhost:6379/0")
    number = parts.path.strip("/")
    options: dict[str, Any] = {
        "host": parts.hostname,
        "port": str(parts.port or 6379),
        "password": unquote(parts.password) if parts.password else None,
        "socket_timeout": _SECONDS,
        "socket_connect_timeout": _SECONDS,
    }
    if parts.username:
        options["username"] = unquote(parts.username)
    if number:
        options["db"] = int(number)
    if parts.scheme == "rediss":
        options["ssl"] = True
    return options
