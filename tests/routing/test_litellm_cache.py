"""Answers over a real Redis by LiteLLM's own cache, and without any where none can be reached."""

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.routing.cache import MemoryCache, open_cache
from rscrew_console.routing.litellm_cache import PREFIX, LiteLLMCache, connection_of
from tests.runtime.redis_server import RedisServer, free_port


@pytest.fixture(autouse=True)
def _loop_of_this_thread() -> Iterator[None]:
    """An event loop that is closed in the end: LiteLLM 1.110 asks for that of the thread
    (litellm/_service_logger.py), and where there is none the standard library makes one and leaves
    it open.
    """
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    asyncio.set_event_loop(None)
    loop.close()


def test_answers_are_shared_over_redis_for_their_time(tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        one, other = (open_cache(tmp_path, lambda: 0.0, server.url) for _ in range(2))
        assert isinstance(one, LiteLLMCache)
        one.set("key", {"text": "An answer"}, 60)
        assert other.get("key") == {"text": "An answer"}
        assert other.get("another key") is None
        client = server.client()
        assert 0 < client.ttl(PREFIX + "key") <= 60


def test_a_redis_that_is_gone_holds_no_answer(tmp_path: Path) -> None:
    cache = open_cache(tmp_path, lambda: 0.0, f"redis://127.0.0.1:{free_port()}/0")
    cache.set("key", {"text": "An answer"}, 60)
    assert cache.get("key") is None


def test_without_a_redis_answers_stay_here(tmp_path: Path) -> None:
    for url in (None, "", "http://localhost"):
        assert not isinstance(open_cache(tmp_path, lambda: 0.0, url), LiteLLMCache)
    assert MemoryCache(lambda: 0.0).get("key") is None


@pytest.mark.parametrize(("url", "wanted"), [
    ("redis://cache", {"host": "cache", "port": "6379", "password": None}),
    ("redis://:p%40ss@cache:7000/2", {"port": "7000", "password": "p@ss", "db": 2}),
    ("rediss://me:secret@cache", {"username": "me", "password": "secret", "ssl": True}),
])  # fmt: skip
def test_what_a_redis_url_says(url: str, wanted: Mapping[str, Any]) -> None:
    connection = connection_of(url)
    assert {name: connection[name] for name in wanted} == wanted


def test_what_is_no_redis_url() -> None:
    with pytest.raises(ValueError, match="as in redis://localhost:6379/0"):
        connection_of("localhost:6379")
