"""Where answers are kept: in memory, or by diskcache where that is installed."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from rscrew_console.routing.cache import MOST, FileCache, MemoryCache, cache_key


def test_memory_forgets_what_is_old_and_what_is_too_much() -> None:
    seconds = [0.0]
    cache = MemoryCache(lambda: seconds[0])
    cache.set("a", {"text": "A"}, 10)
    assert cache.get("a") == {"text": "A"}
    seconds[0] = 10
    assert cache.get("a") is None
    for number in range(MOST + 1):
        cache.set(str(number), number + 1, 10)
    assert (cache.get("0"), cache.get(str(MOST))) == (None, MOST + 1)


def test_files_are_read_as_data_and_for_their_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[str, Any]] = []

    class Cache(dict[str, Any]):
        def __init__(self, folder: str, disk: Any) -> None:
            super().__init__()
            made.append((folder, disk))

        def set(self, key: str, value: Any, expire: float) -> None:
            self[key] = (value, expire)

    module = ModuleType("diskcache")
    module.Cache, module.JSONDisk = Cache, "JSONDisk"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "diskcache", module)
    cache = FileCache(tmp_path)
    cache.set("a", {"text": "A"}, 60)
    assert cache.get("a") == ({"text": "A"}, 60)
    assert made == [(str(tmp_path), "JSONDisk")]


def test_a_key_tells_calls_apart_and_no_text() -> None:
    message = [{"role": "user", "content": "secret"}]
    keys = {
        cache_key(message, ["a"], {}), cache_key(message, ["b"], {}),
        cache_key(message, ["a"], {"temperature": 1}), cache_key([], ["a"], {}),
    }  # fmt: skip
    assert len(keys) == 4
    assert "secret" not in "".join(keys)
