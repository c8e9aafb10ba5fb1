"""When providers are checked, and what the screen is told of it. Nothing here waits for anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from rscrew_console.tui.view.news import news

if TYPE_CHECKING:
    from textual.timer import Timer

    from rscrew_console.providers.catalogue import CatalogueModel
    from rscrew_console.providers.health import Health
    from rscrew_console.roster.model import HealthSettings, Provider
    from rscrew_console.tui.background.host import BackgroundHost
    from rscrew_console.tui.health.checker import Clock, HealthChecker
    from rscrew_console.tui.view.view_state import ViewState

TICK = 1.0
"""Seconds between two looks at the clock."""
TOGETHER = 0.05
"""Seconds for which results are gathered before they are drawn."""
CALM = 0.7
"""Seconds without a further edit after which an edited provider is checked."""
NEWS_STAYS = 10
"""Seconds for which a toast about a provider is shown."""


class HealthChecks:
    """Belongs to one main screen. Unless `automatic`, providers are checked on demand alone."""

    def __init__(
        self, host: BackgroundHost, checker: HealthChecker, clock: Clock, *, automatic: bool
    ) -> None:
        self._host = host
        self.checker = checker
        self.automatic = automatic
        self.own_interval: float | None = None
        """Seconds between rounds, where the user wants others than the file says."""
        self._clock = clock
        self._turned: set[str] = set()
        self._before: ViewState | None = None
        self._drawing: Timer | None = None
        self._editing: Timer | None = None

    def start(self) -> None:
        """The first round, and the clock that the others go by."""
        if self.automatic:
            self.check()
        self._host.set_interval(TICK, self.tick)
        self._host.run_worker(self._learn(), group="health facts")

    async def _learn(self) -> None:
        if await asyncio.to_thread(self._host.state.keys.learn):
            self._host.state.refresh()
            self._host.redraw()

    def check(self, *, asked_for: bool = False, deep: bool = False) -> None:
        """Check all providers now, in the background; a round under way is dropped.

        `deep` asks each model for a token, which costs money; `asked_for` means that the user
        pressed a key, so that keys and `.env` files are read again first.
        """
        if asked_for:
            state = self._host.state
            state.keys.reload()
            state.refresh()
            state.health.date_round(None)  # so that the header tells that it checks
        providers = self._host.state.view_state().roster.providers
        self._host.run_worker(
            self._ask(providers, all_providers=True, deep=deep), group="health", exclusive=True
        )

    def tick(self) -> None:
        """Draws ages that have changed, and begins a round when it is time for one."""
        state = self._host.state
        if state.set_time(self._clock()):
            self._host.redraw_ages()
        if self.automatic and self._host.app.app_focus and self._due():
            self.check()

    def _due(self) -> bool:
        if any(worker.group == "health" for worker in self._host.workers if worker.is_running):
            return False
        last, interval = self._host.state.health.checked_at, self.own_interval
        if interval is None:
            interval = self._settings.interval
        # A clock that was set back makes it due as well.
        return last is None or not 0 <= (self._clock() - last).total_seconds() < interval

    @property
    def now(self) -> datetime:
        """The time by the console's clock."""
        return self._clock()

    @property
    def today(self) -> date:
        """The day, for prices and retirements."""
        return self._clock().date()

    async def models_of(
        self, provider: Provider
    ) -> tuple[Health | None, tuple[CatalogueModel, ...]]:
        """What it offers, by its last check, else asked of it now, spelt as the file spells it."""
        past = self._host.state.health.of(provider)
        offers = past[-1].offers if past else ()
        dialect = self._host.state.session.roster.dialect
        return await self.checker.models(provider, self._settings, offers, dialect)

    def look_for_edits(self) -> None:
        """Providers that are new or edited are checked when the user has stopped for a moment."""
        if self.automatic and self._unknown():
            if self._editing is not None:
                self._editing.stop()
            self._editing = self._host.set_timer(CALM, self._check_edited)

    def _check_edited(self) -> None:
        if unknown := self._unknown():
            self._host.run_worker(self._ask(unknown, all_providers=False), group="health of edited")

    def _unknown(self) -> list[Provider]:
        log = self._host.state.health
        return log.unknown(self._host.state.session.roster.providers) if log.version else []

    async def _ask(
        self, providers: Sequence[Provider], *, all_providers: bool, deep: bool = False
    ) -> None:
        log = self._host.state.health
        by_name = {provider.name: provider for provider in providers}
        log.begin(providers)
        self._show()
        try:
            async for health in self.checker.check(providers, self._settings, deep=deep):
                provider = by_name[health.provider]
                before = log.take(provider, health)
                if before is not None and before.usable != log.of(provider)[-1].usable:
                    self._turned.add(health.provider)
                self._show_soon()
            if all_providers:
                log.date_round(self._clock())
        finally:
            log.end(providers)
        self._show()

    @property
    def _settings(self) -> HealthSettings:
        return self._host.state.session.roster.settings.health

    def _show_soon(self) -> None:
        if self._drawing is None:
            self._drawing = self._host.set_timer(TOGETHER, self._show)

    def _show(self) -> None:
        if self._drawing is not None:
            self._drawing.stop()
            self._drawing = None
        self._host.state.set_time(self._clock())
        view_state = self._host.state.view_state()
        if self._turned and self._before is not None:
            for text, severity in news(self._before, view_state, self._turned):
                self._host.notify(text, severity=severity, timeout=NEWS_STAYS, markup=False)
        self._turned.clear()
        self._before = view_state
        self._host.redraw_everywhere()
