"""The console put together with the real file system and environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rscrew_console.providers.facts import facts_of
from rscrew_console.providers.keys import load_env
from rscrew_console.session import Session, find_config
from rscrew_console.starter import STARTER_NAME, create_starter
from rscrew_console.tui.app import ConsoleApp
from rscrew_console.tui.desk import FactsOf
from rscrew_console.tui.theme import wants_light


def app_for(target: Session | Path | None, environ: Mapping[str, str], cwd: Path) -> ConsoleApp:
    """The app on a session, a path, or whichever configuration is found."""
    given = target.path if isinstance(target, Session) else target
    opened = [target] if isinstance(target, Session) else []

    def open_session() -> Session:
        if opened:
            return opened.pop()
        return Session.open(find_config(given, environ, cwd), journal=True)

    def facts_for(path: Path) -> FactsOf:
        env = load_env(path, cwd, Path.home(), environ)
        return lambda roster: facts_of(roster, env)

    return ConsoleApp(
        open_session,
        facts_for,
        create=create_starter,
        create_at=given or Path(STARTER_NAME),
        light=wants_light(environ),
    )
