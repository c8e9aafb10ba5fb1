"""From the command line's `--config` to an open file and the facts about its providers."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rscrew_console.cli.output import complain
from rscrew_console.records import dataclass
from rscrew_console.roster.visible import visible
from rscrew_console.session.disk import DISK, Disk

if TYPE_CHECKING:  # and loaded by what needs it: not every command opens a crew or asks for keys
    from rscrew_console.dialects import Dialect
    from rscrew_console.document import Document
    from rscrew_console.plans.facts import PlanFacts
    from rscrew_console.providers.health.evidence import Evidence
    from rscrew_console.providers.prices import PriceQuote
    from rscrew_console.roster.cost import Averages
    from rscrew_console.roster.facts import Facts
    from rscrew_console.roster.model import Agent, Roster, Settings
    from rscrew_console.roster.problem import Problem
    from rscrew_console.runtime.ledger.of_crew import CrewLedger
    from rscrew_console.session import Session


@dataclass
class CliContext:
    """The environment that a command runs in: the configuration file and the keys."""

    config_option: Path | None
    """The path after `--config`, if there was one."""
    context: Any = None
    """Click's context; it closes what the command has opened."""
    read_only: bool = False
    """Whether `--read-only` was given."""

    @cached_property
    def path(self) -> Path:
        """The file, relative to the working folder where it is below it. Raises ConfigNotFound."""
        from rscrew_console.session.workspace import find_crew

        home = Path(os.path.expanduser("~"))
        crew_path = find_crew(self.config_option, os.environ, Path.cwd(), home)
        folder = Path.cwd()
        return crew_path.relative_to(folder) if crew_path.is_relative_to(folder) else crew_path

    @property
    def command(self) -> str:
        """The command's name, as the history shows it."""
        return self.context.info_name if self.context else ""

    def open(self) -> Session:
        """Open the crew. Raises SessionError."""
        from rscrew_console.session import Session

        session = Session.open(self.path, disk=self.disk)
        _keep_what_was_read()
        return session

    @property
    def disk(self) -> Disk:
        """What files are opened through."""
        if not self.read_only:
            return DISK
        from rscrew_console.session.read_only import READ_ONLY_DISK

        return READ_ONLY_DISK

    def refuse_read_only(self) -> None:
        """To be called before anything is written. Raises ReadOnly after `--read-only`."""
        if self.read_only:
            from rscrew_console.session.read_only import ReadOnly

            raise ReadOnly

    def open_to_change(self, *, dry_run: bool) -> Session:
        """The file to this command alone until it ends: others wait, and see what it has saved.

        A dry run changes nothing and waits for nobody. Raises SessionError.
        """
        if dry_run or self.context is None:
            return self.open()
        from rscrew_console.session import Session

        self.refuse_read_only()
        session: Session = self.context.with_resource(Session.alone(self.path, self.command))
        _keep_what_was_read()
        return session

    @cached_property
    def env(self) -> Mapping[str, str]:
        """The environment and `.env` files, with keys. Unreadable files are warned of once."""
        from rscrew_console.providers.env_files import load_env
        from rscrew_console.session.errors import ConfigNotFound

        home = Path(os.path.expanduser("~"))
        try:
            path = self.path
        except ConfigNotFound:
            path = None  # a command that needs the file says so itself
        env = load_env(path, Path.cwd(), home, os.environ)
        for problem in env.problems:
            complain(f"warning: {visible(problem)}")
        return env

    @cached_property
    def now(self) -> datetime:
        return datetime.now().astimezone()

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def ledger_config(self) -> Path:
        """The path by which the ledger finds the file's crew."""
        from rscrew_console.runtime.ledger.place import config_name

        return Path(config_name(self.path, Path.cwd(), os.environ))

    def ledger(self, roster: Roster) -> Path:
        """The file in which calls are counted, there or not."""
        return self._ledger_of(roster.settings).ledger

    def _ledger_of(self, settings: Settings) -> CrewLedger:
        from rscrew_console.runtime.ledger.of_crew import CrewLedger
        from rscrew_console.session.state import state_root

        return CrewLedger.of(
            settings, self.path, self.now, cwd=Path.cwd(), environ=os.environ, state=state_root()
        )

    def averages(self, roster: Roster) -> Mapping[str, Averages]:
        """Average tokens and calls a day of each agent, by the ledger.

        A ledger that cannot be read is complained of: whoever asks has assumptions to go by.
        """
        from rscrew_console.runtime.ledger.errors import LedgerError

        try:
            return self._ledger_of(roster.settings).averages()
        except LedgerError as error:
            complain(f"warning: {visible(str(error))}")
            return {}

    def evidence(self, roster: Roster) -> tuple[Evidence, ...]:
        """The last calls of the last minutes; none where the ledger cannot be read."""
        from rscrew_console.runtime.ledger.errors import LedgerError

        try:
            return self._ledger_of(roster.settings).evidence()
        except LedgerError as error:
            complain(f"warning: {visible(str(error))}")
            return ()

    def limits(self, roster: Roster) -> Settings:
        """The settings with `DAILY_BUDGET_USD`, if it is set. Warns of a bad value."""
        from rscrew_console.runtime.ledger.of_crew import with_limits

        settings, wrong = with_limits(roster.settings, self.env)
        if wrong:
            complain(f"warning: {wrong}")
        return settings

    def facts(self, roster: Roster) -> dict[str, Facts]:
        from rscrew_console.providers.facts import facts_of
        from rscrew_console.providers.retirements import retired_by, shipped

        return facts_of(roster, self.env, retired_by(self.today, shipped()))

    def quotes(self, roster: Roster) -> dict[str, PriceQuote]:
        """The known prices of today."""
        from rscrew_console.providers.price_cache import PriceCache, cache_path
        from rscrew_console.providers.prices import quotes_of

        path = None if self.read_only else cache_path()
        return quotes_of(roster, self.today, PriceCache(path, self.today))

    def plan_facts(self, roster: Roster) -> PlanFacts:
        """What strategies need to know about providers, without asking the network."""
        from rscrew_console.plans.facts import PlanFacts
        from rscrew_console.providers.health.evidence import failing_by

        averages = self.averages(roster)
        failing = failing_by(roster.providers, self.evidence(roster), self.now)
        return PlanFacts(
            self.facts(roster), self.quotes(roster), averages=averages, failing=failing
        )

    def warnings(self, roster: Roster, dialect: Dialect, doc: Document) -> tuple[Problem, ...]:
        """The warnings about the crew, with line numbers."""
        from rscrew_console.dialects import located

        return located(doc, self.lint(roster, dialect, doc))

    def new_warnings(
        self, dialect: Dialect, before: tuple[Roster, Document], after: tuple[Roster, Document]
    ) -> tuple[Problem, ...]:
        """The warnings that a change has brought, without line numbers."""
        from rscrew_console.plans.warnings import CrewState, new_warnings

        # What is known of retired models makes no difference where the providers are the same.
        same = before[0].providers == after[0].providers
        facts = self.facts if same else self._facts_to_lint
        states = (
            CrewState(document, roster, facts(roster)) for roster, document in (before, after)
        )
        return new_warnings(dialect, *states)

    def lint(self, roster: Roster, dialect: Dialect, doc: Document) -> tuple[Problem, ...]:
        """The warnings about the crew, without line numbers, which take longer to find."""
        from rscrew_console.plans.warnings import warnings_of

        return warnings_of(dialect, doc, roster, self._facts_to_lint(roster))

    def _facts_to_lint(self, roster: Roster) -> dict[str, Facts]:
        """With what an installed LiteLLM knows of retired models, too."""
        from rscrew_console.providers.facts import facts_of
        from rscrew_console.providers.retirements import of_litellm, retired_by, shipped

        return facts_of(roster, self.env, retired_by(self.today, shipped(), of_litellm()))


def _keep_what_was_read() -> None:
    """Have the cycle collector leave alone what stays until the command ends, and come seldom: it
    takes a third of a large file's time otherwise, and finds nothing."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def cli_context_of(ctx: Any) -> CliContext:
    """Return the context of a command; `ctx` is Click's context."""
    config_option = ctx.find_root().params.get("config")
    return CliContext(config_option, ctx, bool(ctx.find_root().params.get("read_only")))


def runs_now(agent: Agent, roster: Roster, facts: Mapping[str, Facts]) -> str | None:
    """Return the first provider of the chain that has a key, without asking any provider."""
    from rscrew_console.roster.effective import route

    reachable = route(agent, roster.settings)
    return next((provider for provider in reachable if facts[provider].usable), None)
