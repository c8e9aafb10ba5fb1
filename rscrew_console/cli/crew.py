"""From the command line's `--config` to an open file and the facts about its providers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from rscrew_console.cli.output import complain
from rscrew_console.dialects import located
from rscrew_console.document import Document
from rscrew_console.providers.facts import KIND_NAMES, facts_of
from rscrew_console.providers.keys import load_env
from rscrew_console.roster.effective import route
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint import Places, lint
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible
from rscrew_console.session import Session, find_config


@dataclass
class Surroundings:
    """The environment that a command runs in: the file that is meant, and the keys."""

    given: Path | None
    """`--config`, if it was said."""

    @cached_property
    def path(self) -> Path:
        """The file, by the shortest name that it has here. Raises ConfigNotFound."""
        found = find_config(self.given, os.environ, Path.cwd())
        here = Path.cwd()
        return found.relative_to(here) if found.is_relative_to(here) else found

    def open(self) -> Session:
        """Raises SessionError."""
        return Session.open(self.path)

    @cached_property
    def env(self) -> Mapping[str, str]:
        """Where keys are looked for; what cannot be read there is complained of, once."""
        home = Path(os.path.expanduser("~"))  # noqa: PTH111 -- Path.home() fails without a home
        env = load_env(self.path, Path.cwd(), home, os.environ)
        for problem in env.problems:
            complain(f"warning: {visible(problem)}")
        return env

    def facts(self, roster: Roster) -> dict[str, Facts]:
        return facts_of(roster, self.env)

    def warnings(self, roster: Roster, places: Places, doc: Document) -> tuple[Problem, ...]:
        """What is unwise in the crew, with lines."""
        return located(doc, lint(roster, self.facts(roster), places, KIND_NAMES))


def surroundings(ctx: Any) -> Surroundings:
    """Those of a command: `ctx` is Typer's context."""
    return Surroundings(ctx.find_root().params.get("config"))


def runs_now(agent: Agent, roster: Roster, facts: Mapping[str, Facts]) -> str | None:
    """The provider that would serve the agent, as far as one can tell without asking it."""
    reachable = route(agent, roster.settings)
    return next((provider for provider in reachable if facts[provider].usable), None)
