"""Boards in Redis as tests use them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Literal, Protocol

import pytest
import redis

from rscrew_console.runtime.limits import Cooldown, Pace, RedisLimitStore, Turn, scripts

Manner = Literal["threads", "tasks"]
MANNERS: tuple[Manner, ...] = ("threads", "tasks")


class Simple(Protocol):
    """What a test asks of a board, whichever its manner."""

    def reserve(self, provider: str, pace: Pace) -> Turn: ...
    def give_back(self, place: float) -> None: ...
    def start_cooldown(self, name: str, seconds: float, why: str) -> None: ...
    def cooldowns(self, names: Sequence[str]) -> dict[str, Cooldown]: ...
    def end_cooldown(self, name: str) -> None: ...


class InTasks:
    """A board whose every call is made in an event loop of its own."""

    def __init__(self, limit_store: RedisLimitStore) -> None:
        self._board = limit_store

    def reserve(self, provider: str, pace: Pace) -> Turn:
        return asyncio.run(self._board.areserve(provider, pace))

    def give_back(self, place: float) -> None:
        asyncio.run(self._board.agive_back(place))

    def start_cooldown(self, name: str, seconds: float, why: str) -> None:
        asyncio.run(self._board.astart_cooldown(name, seconds, why))

    def cooldowns(self, names: Sequence[str]) -> dict[str, Cooldown]:
        return asyncio.run(self._board.acooldowns(names))

    def end_cooldown(self, name: str) -> None:
        asyncio.run(self._board.aend_cooldown(name))


def in_manner(limit_store: RedisLimitStore, manner: Manner) -> Simple:
    return limit_store if manner == "threads" else InTasks(limit_store)


def turns_of(client: redis.Redis, provider: str) -> list[int]:
    """When the provider's turns are that Redis remembers, in microseconds."""
    found = client.zrange(scripts.own_key(provider), 0, -1, withscores=True)
    return [int(score) for _, score in found]


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    records = [one for one in caplog.records if one.name == "rscrew_console"]
    return [one.getMessage() for one in records if one.levelno >= logging.WARNING]
