"""Redis for tests of boards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.runtime.limits.clock import Clock
from tests.runtime.redis_server import RedisServer


@pytest.fixture(scope="module")
def one_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with RedisServer(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture
def server(one_redis: RedisServer) -> RedisServer:
    """A running Redis in which nothing is."""
    with one_redis.client() as client:
        client.flushall()
    return one_redis


@pytest.fixture
def clock() -> Clock:
    return Clock()
