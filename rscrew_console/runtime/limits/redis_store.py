"""The limit store of many processes and machines, in a Redis that all of them reach."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any

from rscrew_console.runtime import forks
from rscrew_console.runtime.limits import scripts
from rscrew_console.runtime.limits.availability import RedisAvailability, describe_error, place_of
from rscrew_console.runtime.limits.base import Cooldown, Pace, Turn
from rscrew_console.runtime.limits.local_store import LocalLimitStore
from rscrew_console.runtime.limits.schedule import LONGEST, SECOND, gap_of, latest, limit_of, micros

Parse = Callable[[Any], Any]
"""Makes something of an answer. Raises ValueError for one that makes no sense."""
MOST_AHEAD = 1_000_000
"""Calls that can be waiting at once."""
_NONSENSE = "its answers make no sense"


class RedisUnusable(Exception):
    """This Redis can never be used; in the user's words, without the password."""


class RedisLimitStore:
    """While Redis does not answer, it goes on as the limit store of this process alone.

    `url` as redis-py has it: redis://, rediss:// or unix://, with name, password, database number
    and options. `clock` gives monotonic seconds, of this process; turns and rests go by Redis' own.
    Raises RedisUnusable when made, and nothing later.
    """

    def __init__(self, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        try:
            from rscrew_console.runtime.limits.redis_client import (
                RedisClient,
                RedisUnavailable,
            )

            self._server = RedisClient(url)
        except ImportError:
            reason = 'the extra "runtime" is missing: pip install "rscrew-console[runtime]"'
            raise RedisUnusable(f"Redis needs redis-py, and {reason}") from None
        except ValueError as error:
            reason = f"{describe_error(error, url)}; it is written redis://[[NAME]:PASSWORD@]HOST:PORT/NUMBER"
            raise RedisUnusable(f"Redis at {place_of(url)} cannot be used: {reason}") from None
        self._unreachable = RedisUnavailable
        self._link = RedisAvailability(url, clock)
        # It hears of every turn and rest, so that it can take over in the middle.
        self._local = LocalLimitStore(clock)
        forks.renew_in_children(self)

    def renew(self) -> None:
        """For a forked child; the inner store does so for itself."""
        self._link.renew()
        self._server.renew()

    def _run(
        self,
        script: str,
        keys: Sequence[str],
        *args: str | int,
        parse: Parse = lambda answer: answer,
    ) -> Any:
        """What Redis answers; None where it does not, or answers nonsense."""
        try:
            answer = self._server.run(script, keys, args, self._link.open)
            parsed = None if answer is None else parse(answer)
        except (self._unreachable, ValueError) as error:
            self._link.lost(error)
            return None
        return self._answered(parsed)

    async def _arun(
        self,
        script: str,
        keys: Sequence[str],
        *args: str | int,
        parse: Parse = lambda answer: answer,
    ) -> Any:
        try:
            answer = await self._server.arun(script, keys, args, self._link.open)
            parsed = None if answer is None else parse(answer)
        except (self._unreachable, ValueError) as error:
            self._link.lost(error)
            return None
        return self._answered(parsed)

    def _answered(self, answer: Any) -> Any:
        if answer is not None:
            self._link.available()
        return answer

    # Where there is no limit nobody waits for a turn, and so nobody for Redis.

    def reserve(self, provider: str, pace: Pace) -> Turn:
        if not _limited(pace):
            return self._local.reserve(provider, pace)
        ticket = secrets.token_hex(8)
        keys, args = _reserving(provider, pace, ticket)
        wait = self._run(scripts.RESERVE, keys, *args, parse=lambda one: parse_wait(one, pace))
        return self._placed(provider, pace, ticket, wait)

    async def areserve(self, provider: str, pace: Pace) -> Turn:
        if not _limited(pace):
            return self._local.reserve(provider, pace)
        ticket = secrets.token_hex(8)
        keys, args = _reserving(provider, pace, ticket)
        wait = await self._arun(
            scripts.RESERVE, keys, *args, parse=lambda one: parse_wait(one, pace)
        )
        return self._placed(provider, pace, ticket, wait)

    def _placed(self, provider: str, pace: Pace, ticket: str, wait: int | None) -> Turn:
        if wait is None:
            return self._local.reserve(provider, pace)
        return self._local.adopt(provider, wait / SECOND, ticket)

    def give_back(self, place: float) -> None:
        self._local.give_back(place)
        if isinstance(place, Turn) and place.ticket:
            self._run(scripts.GIVE_BACK, _turn_keys(place.provider), place.ticket)

    async def agive_back(self, place: float) -> None:
        self._local.give_back(place)
        if isinstance(place, Turn) and place.ticket:
            await self._arun(scripts.GIVE_BACK, _turn_keys(place.provider), place.ticket)

    def start_cooldown(self, name: str, seconds: float, why: str) -> None:
        self._local.start_cooldown(name, seconds, why)
        if length := _millis(seconds):
            self._run(scripts.START_COOLDOWN, [scripts.cooldown_key(name)], length, why)

    async def astart_cooldown(self, name: str, seconds: float, why: str) -> None:
        self._local.start_cooldown(name, seconds, why)
        if length := _millis(seconds):
            await self._arun(scripts.START_COOLDOWN, [scripts.cooldown_key(name)], length, why)

    def cooldowns(self, names: Sequence[str]) -> dict[str, Cooldown]:
        if not names:
            return {}
        keys = _rest_keys(names)
        cooldowns = self._run(
            scripts.COOLDOWNS, keys, parse=lambda one: parse_cooldowns(names, one)
        )
        return self._local.cooldowns(names) if cooldowns is None else cooldowns

    async def acooldowns(self, names: Sequence[str]) -> dict[str, Cooldown]:
        if not names:
            return {}
        keys = _rest_keys(names)
        cooldowns = await self._arun(
            scripts.COOLDOWNS, keys, parse=lambda one: parse_cooldowns(names, one)
        )
        return self._local.cooldowns(names) if cooldowns is None else cooldowns

    def end_cooldown(self, name: str) -> None:
        self._local.end_cooldown(name)
        self._run(scripts.END_COOLDOWN, [scripts.cooldown_key(name)])

    async def aend_cooldown(self, name: str) -> None:
        self._local.end_cooldown(name)
        await self._arun(scripts.END_COOLDOWN, [scripts.cooldown_key(name)])

    def close(self) -> None:
        """The threads' connections; those of an event loop are closed when it ends."""
        self._server.close()


def _turn_keys(provider: str) -> tuple[str, str]:
    return scripts.TURNS, scripts.own_key(provider)


def _reserving(
    provider: str, pace: Pace, ticket: str
) -> tuple[tuple[str, str], tuple[str | int, ...]]:
    return _turn_keys(provider), (ticket, gap_of(pace), *limit_of(pace.rate_limit))


def _rest_keys(names: Sequence[str]) -> list[str]:
    return [scripts.cooldown_key(name) for name in names]


def parse_wait(answer: Any, pace: Pace) -> int:
    """Microseconds until the turn, from what the script returns: them, and how many turns of all
    and of the provider are ahead. Raises ValueError for what no such pace can lead to.
    """
    if not isinstance(answer, list) or len(answer) != 3:
        raise ValueError(_NONSENSE)
    wait, others, own = (_integer(number) for number in answer)
    if max(others, own) > MOST_AHEAD:
        raise ValueError(_NONSENSE)
    if wait > latest(others, own, gap_of(pace), limit_of(pace.rate_limit)):
        raise ValueError(_NONSENSE)
    return wait


def parse_cooldowns(names: Sequence[str], answer: Any) -> dict[str, Cooldown]:
    """From what the script returns: milliseconds and why, in turn. Raises ValueError."""
    if not isinstance(answer, list) or len(answer) != 2 * len(names):
        raise ValueError(_NONSENSE)
    rests = {}
    for name, number, why in zip(names, answer[::2], answer[1::2], strict=True):
        microseconds = _integer(number)
        if not isinstance(why, str) or microseconds > LONGEST // 1000:
            raise ValueError(_NONSENSE)
        if microseconds:
            rests[name] = Cooldown(microseconds / 1000, why)
    return rests


def _integer(number: Any) -> int:
    """A whole number that is not negative. Raises ValueError."""
    digits = str(number) if isinstance(number, int | str) else ""
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise ValueError(_NONSENSE)
    return int(digits)


def _limited(pace: Pace) -> bool:
    return bool(gap_of(pace) or limit_of(pace.rate_limit).most)


def _millis(seconds: float) -> int:
    return -(-micros(seconds) // 1000)
