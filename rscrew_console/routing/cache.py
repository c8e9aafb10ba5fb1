"""Answers kept for a time, by prompt, models and parameters; never of streams or tools."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

MOST = 1000
"""Answers that are kept in memory."""


class AnswerCache(Protocol):
    """Where answers are kept."""

    def get(self, key: str) -> Any: ...
    def set(self, key: str, value: Any, seconds: float) -> None: ...


class MemoryCache:
    """In this process; the oldest answers go first. `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic, self._lock = monotonic, Lock()
        self._entries: dict[str, tuple[float, Any]] = {}

    def get(self, key: str) -> Any:
        """The value, or None where there is none or its time is over."""
        with self._lock:
            until, value = self._entries.get(key, (0.0, None))
            if value is not None and self._monotonic() >= until:
                del self._entries[key]
                return None
            return value

    def set(self, key: str, value: Any, seconds: float) -> None:
        with self._lock:
            self._entries[key] = self._monotonic() + seconds, value
            while len(self._entries) > MOST:
                del self._entries[next(iter(self._entries))]


class FileCache:
    """In a folder, by diskcache: for several processes, and for the next one."""

    def __init__(self, folder: Path) -> None:
        from diskcache import Cache, JSONDisk

        self._cache = Cache(str(folder), disk=JSONDisk)  # its usual disk runs what it reads

    def get(self, key: str) -> Any:
        """As `MemoryCache.get`."""
        return self._cache.get(key)

    def set(self, key: str, value: Any, seconds: float) -> None:
        self._cache.set(key, value, expire=seconds)


def open_cache(
    folder: Path, monotonic: Callable[[], float], redis_url: str | None = None
) -> AnswerCache:
    """Over the Redis that is named, by LiteLLM's cache where that is installed; else in the folder
    where diskcache is (`rscrew-console[cache]`), else in memory."""
    if redis_url and find_spec("litellm") is not None:
        from rscrew_console.routing.litellm_cache import open_litellm_cache

        if (shared := open_litellm_cache(redis_url)) is not None:
            return shared
    return MemoryCache(monotonic) if find_spec("diskcache") is None else FileCache(folder)


def cache_key(
    messages: Sequence[Mapping[str, Any]], models: Sequence[str], parameters: Mapping[str, Any]
) -> str:
    """What stands for a call. No text of it can be read out of the key."""
    text = json.dumps([messages, models, parameters], sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()
