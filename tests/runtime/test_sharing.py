"""Two programs on one Redis: what one finds out, the other need not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rscrew_console.runtime.limits import LimitStore, RedisLimitStore
from tests.runtime.acting import CREW, KEYS, World, failure, world
from tests.runtime.redis_server import RedisServer


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[World, World]]:
    """Each with the file and the connection of its own."""
    worlds, boards = [], []
    with RedisServer(tmp_path) as server:
        for name in ("one", "other"):
            folder = tmp_path / name
            folder.mkdir()
            of = world(folder, CREW, {**KEYS, "RSCREW_LLM_MAX_RETRIES": "0"})
            boards.append(RedisLimitStore(server.url))
            limit_store = boards[-1]
            of.manager._planner.dependencies = replace(
                of.manager._planner.dependencies,
                limit_store=lambda _url, limit_store=limit_store: limit_store,
            )
            worlds.append(of)
        yield worlds[0], worlds[1]
        for limit_store in boards:
            limit_store.close()


@pytest.mark.parametrize("fault", ["invalid_key", "rate_limited", "server_error"])
def test_whom_one_finds_failing_the_other_does_not_ask(
    both: tuple[World, World], fault: str
) -> None:
    one, other = both
    one.wire["deepseek"] = [failure(fault, 400)]
    assert one.call() == "Hello"
    assert other.call() == "Hello"
    assert (one.asked, other.asked) == (["deepseek", "claude"], ["claude"])
    assert f"it is {fault}" in str(other.manager.route("coder"))


def test_another_key_or_file_is_another_matter(both: tuple[World, World]) -> None:
    one, other = both
    one.wire["deepseek"] = [failure("invalid_key", 401)]
    assert one.call() == "Hello"
    other.environ["DEEPSEEK_API_KEY"] = "sk-another0123456789abc"
    assert other.call() == "Hello"
    assert other.asked == ["deepseek"]


def test_they_wait_for_each_other(both: tuple[World, World]) -> None:
    for of in both:
        of.write(CREW + "global_settings: {rate_limiting: {min_interval: 100}}\n")
        assert of.call() == "Hello"
    waits = [*both[0].clock.slept, *both[1].clock.slept]
    assert len(waits) == 1
    assert 90 < waits[0] <= 100


@pytest.mark.parametrize(("settings", "environ", "url"), [
    ("{}", {}, None),
    ("{redis_url: 'redis://file'}", {}, "redis://file"),
    ("{redis_url: 'redis://file'}", {"RSCREW_REDIS_URL": "redis://environment"},
     "redis://environment"),
    ("{}", {"RSCREW_REDIS_URL": "redis://environment"}, "redis://environment"),
    ("{}", {"RSCREW_REDIS_URL": " "}, None),
])  # fmt: skip
def test_the_environment_goes_before_the_file(
    tmp_path: Path, settings: str, environ: dict[str, str], url: str | None
) -> None:
    of = world(tmp_path, f"{CREW}global_settings: {settings}\n", {**KEYS, **environ})
    asked: list[str | None] = []

    def limit_store(named: str | None) -> LimitStore:
        asked.append(named)
        return of.limit_store

    of.manager._planner.dependencies = replace(
        of.manager._planner.dependencies, limit_store=limit_store
    )
    assert of.call() == "Hello"
    assert set(asked) == {url}
