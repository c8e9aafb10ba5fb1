"""The console put together with the real file system and environment."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rscrew_console.console_settings import load_settings, settings_path
from rscrew_console.providers.facts import facts_of
from rscrew_console.providers.keys import Env, load_env
from rscrew_console.providers.retirements import Retired, of_litellm, retired_by, shipped
from rscrew_console.records import dataclass
from rscrew_console.roster.budgets import Budgets, with_daily_default
from rscrew_console.session import Session, find_crew
from rscrew_console.session.disk import DISK
from rscrew_console.session.read_only import READ_ONLY_DISK
from rscrew_console.session.state import state_root
from rscrew_console.starter import STARTER_NAME, create_starter
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.frecency import Frecency
from rscrew_console.tui.health.checker import Clock, NetworkHealthChecker
from rscrew_console.tui.theme import ThemeMemory, ThemeName, wants_light
from rscrew_console.tui.usage.ledger_source import LedgerSource
from rscrew_console.tui.workspace import Workspace

if TYPE_CHECKING:
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Roster


@dataclass
class OpeningKeys:
    """The keys as they were when they were read last, and what is known of retired models."""

    env: Env
    retired: Retired | None = None
    load: Callable[[], Env] | None = None
    today: Callable[[], date] | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read where keys are kept."""
        return tuple(self.env.problems)

    def reload(self) -> None:
        """A key that was put into a `.env` file meanwhile is seen from now on."""
        if self.load is not None:
            self.env = self.load()

    def learn(self) -> bool:
        """Asks an installed LiteLLM for retired models as well, which takes a moment. Whether it
        knows any."""
        more = of_litellm() if self.today else {}
        if more and self.today:
            self.retired = retired_by(self.today(), shipped(), more)
        return bool(more)

    def budgets(self, budgets: Budgets) -> tuple[Budgets, str]:
        """Return the budgets with `DAILY_BUDGET_USD`, and what is wrong with that."""
        return with_daily_default(budgets, self.env)

    def facts(self, roster: Roster) -> Mapping[str, Facts]:
        """Return the kind of each provider, and whether its key is set."""
        return facts_of(roster, self.env, self.retired)

    def health_checker(self, clock: Clock) -> NetworkHealthChecker:
        """Asks providers over the network with these keys."""
        return NetworkHealthChecker(lambda: self.env, clock)


def app_for(
    target: Session | Path | None,
    environ: Mapping[str, str],
    cwd: Path,
    *,
    watched: bool = True,
    checked: bool = True,
    priced: bool = True,
    counted: bool = True,
    tz: tzinfo | None = None,
    theme: ThemeName | None = None,
    read_only: bool = False,
    clock: Clock = lambda: datetime.now().astimezone(),
) -> ConsoleApp:
    """The app on a session, a path, or whichever configuration is found.

    Unless `watched`, it does not look at the file again on its own when others write it; unless
    `checked`, it asks no provider on its own; unless `priced`, it knows only the file's own prices;
    unless `counted`, it reads no ledger; if `read_only`, it writes no file. `theme` is the one that
    was asked for. `tz` is where the
    ledger's days begin; None for here.
    """
    named_path = target.path if isinstance(target, Session) else target
    opened = [target] if isinstance(target, Session) else []
    home = Path(os.path.expanduser("~"))
    folder = cwd / named_path if named_path and (cwd / named_path).is_dir() else None
    open_crew = partial(
        Session.open, journal=not read_only, disk=READ_ONLY_DISK if read_only else DISK
    )
    workspace = Workspace(cwd, home, environ, open_crew, folder)

    path = settings_path()
    settings = load_settings(path)
    user_keys: dict[str, tuple[str, ...]] = {}
    if settings.keys:  # the check knows every screen, which takes a moment
        from rscrew_console.tui.user_keys import check_keys

        user_keys, wrong = check_keys(settings.keys)
        settings = replace(settings, problems=(*settings.problems, *wrong))

    def open_session() -> Session:
        if opened:
            return opened.pop()
        path = workspace.path_to_open(find_crew(named_path, environ, cwd, home))
        return workspace.open(path)

    def keys_for(path: Path) -> OpeningKeys:
        def load() -> Env:
            return load_env(path, cwd, home, environ)

        def today() -> date:
            return clock().date()

        return OpeningKeys(load(), retired_by(today(), shipped()), load, today)

    theme_memory = ThemeMemory(state_root() / "theme")
    return ConsoleApp(
        open_session,
        keys_for,
        settings=settings,
        user_keys=user_keys,
        create=None if read_only else create_starter,
        create_at=_starter_path(named_path),
        workspace=workspace,
        named=str(named_path or ""),
        light=wants_light(environ, theme, settings.theme or theme_memory.load()),
        theme_memory=None if read_only else theme_memory,
        frecency=Frecency(None if read_only else state_root() / "palette.json"),
        demo=bool(environ.get("RSC_DEMO")),
        watched=watched,
        checked=checked,
        priced=priced,
        ledger_source=LedgerSource(state_root, tz) if counted else None,
        clock=clock,
    )


def _starter_path(named: Path | None) -> Path:
    """Where the starter is written to when there is no file: into a folder, if that was named."""
    if named is None:
        return Path(STARTER_NAME)
    return named / STARTER_NAME if named.is_dir() else named
