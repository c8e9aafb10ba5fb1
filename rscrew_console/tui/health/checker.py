"""Asking providers, in a thread of its own; the only place of the console that has the keys."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from rscrew_console.tui.health.background_loop import BackgroundLoop

if TYPE_CHECKING:
    from rscrew_console.providers.catalogue import CatalogueModel
    from rscrew_console.providers.health import Health
    from rscrew_console.providers.offers import OfferedModel
    from rscrew_console.roster.model import HealthSettings, Provider

Clock = Callable[[], datetime]


class HealthChecker(Protocol):
    """Whom the console asks about its providers."""

    def check(
        self, providers: Sequence[Provider], settings: HealthSettings, *, deep: bool = False
    ) -> AsyncIterator[Health]:
        """Their healths as they become known; nothing that a network does raises.

        `deep` asks for a token, too, which costs money.
        """
        ...

    async def models(
        self,
        provider: Provider,
        settings: HealthSettings,
        offers: Sequence[OfferedModel],
        dialect: str,
    ) -> tuple[Health | None, tuple[CatalogueModel, ...]]:
        """What the provider offers: asked of it, unless `offers` are known already."""
        ...

    def close(self) -> None:
        """Asks nobody any more."""
        ...


class NetworkHealthChecker:
    """Asks over the network, with the keys of `env`."""

    def __init__(self, env: Callable[[], Mapping[str, str]], clock: Clock) -> None:
        self._env = env
        self._clock = clock
        self._background_loop = BackgroundLoop()

    def check(
        self, providers: Sequence[Provider], settings: HealthSettings, *, deep: bool = False
    ) -> AsyncIterator[Health]:
        async def work(tell: Callable[[Health], None]) -> None:
            # Loads the HTTP client.
            from rscrew_console.providers.health.check import check_all

            await check_all(providers, self._env(), settings, tell, clock=self._clock, deep=deep)

        return self._background_loop.each(work)

    async def models(
        self,
        provider: Provider,
        settings: HealthSettings,
        offers: Sequence[OfferedModel],
        dialect: str,
    ) -> tuple[Health | None, tuple[CatalogueModel, ...]]:
        async def work() -> tuple[Health | None, tuple[CatalogueModel, ...]]:
            # Loads the prices.
            from rscrew_console.providers.catalogue import catalogue, list_models

            day = self._clock().date()
            if offers:
                return None, await asyncio.to_thread(catalogue, provider, offers, day, dialect)
            return await list_models(provider, self._env(), settings, day=day, dialect=dialect)

        return await self._background_loop.run(work)

    def close(self) -> None:
        self._background_loop.close()
