"""Addresses of Redis that cannot be used, what is told of one, and Redis that is not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rscrew_console.runtime.limits import (
    LocalLimitStore,
    RedisLimitStore,
    RedisUnusable,
    limit_store_for,
    shared_limit_store,
)
from rscrew_console.runtime.limits.availability import describe_error, place_of
from tests.rows import each_row
from tests.runtime.limits.clock import Clock
from tests.runtime.limits.stores import warnings_in
from tests.runtime.redis_server import RedisServer, free_port

BAD = [
    ("localhost:6379", "an address that cannot be read"),
    ("http://localhost:6379", "http://localhost:6379"),
    ("redis://:s3cret@localhost:port", "an address that cannot be read"),
    ("redis://:s3cret@localhost:123456", "an address that cannot be read"),
    ("redis://:s3cret@localhost?socket_timeout=soon", "redis://localhost"),
    ("redis://:s3cret@localhost?s0cket=soon", "redis://localhost"),
    ("redis://:s3cret@[localhost", "an address that cannot be read"),
]


@pytest.mark.parametrize(("url", "place"), BAD)
def test_a_url_that_cannot_be_used(
    url: str, place: str, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(RedisUnusable) as refused:
        RedisLimitStore(url)
    assert str(refused.value).startswith(f"Redis at {place} cannot be used: ")
    assert isinstance(limit_store_for(url, clock), LocalLimitStore)
    [warning] = warnings_in(caplog)
    assert str(refused.value) in warning
    assert "s3cret" not in warning


@each_row(
    ("url", "place"),
    [
        ("redis://user:s3cret@cache.example:6380/3?db=4", "redis://cache.example:6380/3"),
        ("rediss://cache.example", "rediss://cache.example"),
        ("unix://user@/run/redis.sock?password=s3cret", "unix:///run/redis.sock"),
        ("redis://:s3cret@\x1b2red", "redis://␛2red"),
        ("localhost:6379", "an address that cannot be read"),
        ("", "an address that cannot be read"),
    ],
)
def test_where_it_is(url: str, place: str) -> None:
    assert place_of(url) == place


@each_row(
    ("error", "url", "text"),
    [
        (OSError("no s3cret here"), "redis://u:s3cret@h", "no … here"),
        (OSError("no s3:cret here"), "redis://u:s3%3Acret@h", "no … here"),
        (OSError("no s3cret here"), "unix:///sock?password=s3cret", "no … here"),
        (OSError("no alice here"), "redis://alice:s3cret@h", "no … here"),
        (OSError("\x1b[2J"), "redis://h", "␛[2J"),
        (OSError(), "redis://h", "OSError"),
        (OSError("s3cret"), "redis://:s3cret@[", "OSError"),
    ],
)
def test_what_an_error_says(error: Exception, url: str, text: str) -> None:
    assert describe_error(error, url) == text


def test_a_process_has_one_board_for_a_url() -> None:
    url = f"redis://127.0.0.1:{free_port()}"
    assert shared_limit_store(None) is shared_limit_store(None) is shared_limit_store("")
    assert isinstance(shared_limit_store(None), LocalLimitStore)
    assert shared_limit_store(url) is shared_limit_store(url)
    assert shared_limit_store(url) is not shared_limit_store(f"{url}/1")


@pytest.mark.parametrize(("where", "outcome"), [
    ("true", pytest.fail.Exception), ("", pytest.skip.Exception),
])  # fmt: skip
def test_without_a_redis_server_tests_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("CI", where)
    with pytest.raises(outcome, match="apt install redis-server"):
        RedisServer(tmp_path)


def test_without_redis_py(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "rscrew_console.runtime.limits.redis_client", raising=False)
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(RedisUnusable, match=r'pip install "rscrew-console\[runtime\]"'):
        RedisLimitStore("redis://localhost")


def test_who_has_no_url_does_not_import_redis_py() -> None:
    code = (
        "import sys; from rscrew_console.runtime.limits import Pace, shared_limit_store;"
        "shared_limit_store(None).reserve('openai', Pace(1e-6));"
        "print(sorted({'redis', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "[]\n"
