"""Redis itself: scripts are sent to it, from threads and from event loops.

Only who has a URL imports this: it takes redis-py, of the extra `runtime`, and a tenth of a second.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any

import redis
from redis.asyncio import Redis as AsyncRedis
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.retry import Retry

from rscrew_console.runtime.limits import scripts

TIMEOUT = 0.5
"""Seconds for a connection, and for an answer; `?socket_timeout=` in the URL says otherwise."""
AT_ONCE = 16
"""Connections, of all threads and again of each event loop; whoever comes then waits its turn."""
_SCRIPTS = (
    scripts.RESERVE,
    scripts.GIVE_BACK,
    scripts.START_COOLDOWN,
    scripts.COOLDOWNS,
    scripts.END_COOLDOWN,
)

_inherited: list[object] = []
"""What a forked child must neither use nor close: its parent still talks through it."""


class RedisUnavailable(Exception):
    """Redis has not answered, or not as it should."""


class RedisClient:
    """One Redis by its URL. Raises ValueError for one that cannot be read."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connect()

    def _connect(self) -> None:
        self._options: dict[str, Any] = {
            "protocol": 2,  # understood by every Redis, and by what stands before some
            "decode_responses": True,
            "encoding_errors": "replace",
            "socket_timeout": TIMEOUT,
            "socket_connect_timeout": TIMEOUT,
        }
        # One more try: a firewall drops what has been idle, and that is only noticed in use.
        self._client = redis.Redis.from_url(self._url, retry=Retry(NoBackoff(), 1), **self._options)
        try:
            self._client.connection_pool.make_connection()
        except TypeError as error:  # an option of the URL that no connection knows
            raise ValueError(str(error)) from error
        # UnicodeError: a host's name that is none.
        self._failures = (redis.RedisError, OSError, UnicodeError)
        self._scripts = {text: self._client.register_script(text) for text in _SCRIPTS}
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._stays: dict[asyncio.AbstractEventLoop, _LoopConnection] = {}

    def renew(self) -> None:
        """For a forked child: leave the parent's connections alone and open others."""
        _inherited.extend((self._client, self._scripts, self._stays))
        self._connect()

    def run(self, script: str, keys: Sequence[str], args: Sequence[Any], go: Go) -> Any:
        """What the script returns. None where `go` says, once it is our turn, that it is in vain.

        Raises Unreachable.
        """
        with self._turns:
            if not go():
                return None
            try:
                return self._scripts[script](keys=keys, args=args)
            except self._failures as error:
                raise RedisUnavailable(str(error)) from error

    async def arun(self, script: str, keys: Sequence[str], args: Sequence[Any], go: Go) -> Any:
        """As `run`, in the running event loop."""
        stay = await self._stay()
        async with stay.turns:
            if not go():
                return None
            try:
                return await stay.scripts[script](keys=keys, args=args)
            except self._failures as error:
                raise RedisUnavailable(str(error)) from error

    async def _stay(self) -> _LoopConnection:
        loop = asyncio.get_running_loop()
        stay = self._stays.get(loop)
        if stay is None:
            for ended in [one for one in tuple(self._stays) if one.is_closed()]:
                self._stays.pop(ended, None)
            lifetime = self._lifetime(loop)
            stay = await anext(lifetime)
            stay.lifetime = lifetime
        return stay

    async def _lifetime(
        self, loop: asyncio.AbstractEventLoop
    ) -> AsyncGenerator[_LoopConnection, None]:
        """A generator because the loop, before it ends, closes those that are still open
        (`shutdown_asyncgens`): so nobody has to remember to close connections."""
        client = AsyncRedis.from_url(self._url, retry=AsyncRetry(NoBackoff(), 1), **self._options)
        self._stays[loop] = stay = _LoopConnection(client)
        try:
            yield stay
        finally:
            self._stays.pop(loop, None)
            await client.aclose()

    def close(self) -> None:
        """The threads' connections; those of an event loop go with it."""
        self._client.close()


Go = Callable[[], bool]


class _LoopConnection:
    """What one event loop holds: connections cannot pass from one to another."""

    def __init__(self, client: AsyncRedis) -> None:
        self.scripts = {text: client.register_script(text) for text in _SCRIPTS}
        self.turns = asyncio.Semaphore(AT_ONCE)
        self.lifetime: AsyncGenerator[_LoopConnection, None] | None = None
