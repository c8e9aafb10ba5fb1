"""Which model an agent gets, and what it falls back to, for as long as the application runs."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from rscrew_console.dialects import OperationError
from rscrew_console.dialects.operations import Assign, Operation, SetAgent
from rscrew_console.providers.kinds import kind_of
from rscrew_console.providers.prices import context_of
from rscrew_console.roster.budgets import BudgetRuling
from rscrew_console.roster.effective import route
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.roster.visible import visible
from rscrew_console.runtime import logs
from rscrew_console.runtime.attempt_note import AttemptNote
from rscrew_console.runtime.budget_guard import BudgetGuard
from rscrew_console.runtime.dependencies import (
    RuntimeDependencies,
    fallback_allowed,
    min_interval_of,
    patience_of,
    redis_url_of,
)
from rscrew_console.runtime.errors import UnknownAgent
from rscrew_console.runtime.ledger import Ledger, config_name, ledger_path
from rscrew_console.runtime.ledger_writer import LEDGER_WRITER
from rscrew_console.runtime.live import CrewSnapshot, LiveFile
from rscrew_console.runtime.llm import RoutedLLM, llm_class
from rscrew_console.runtime.logs import LogOnce
from rscrew_console.runtime.loop.driving import CallServices
from rscrew_console.runtime.loop.route import Route, route_of
from rscrew_console.runtime.loop.steps import Admit, CallDeadline, CallPlan
from rscrew_console.runtime.requests import AttemptRecord, ModelRequest
from rscrew_console.session import Session, SessionError, find_config

log = logging.getLogger("rscrew_console")

LEDGER_PATIENCE = 0.1
"""Seconds that one try to write into a locked ledger takes; `books` tries again and again."""


class ModelManager:
    """Reads the file when it is made, and again whenever it has changed: a saved change counts
    from the next call on.

    `config_path` is the file; without it the one is taken that the command line would take. Raises
    `session.SessionError` where there is none, or none that can be read.
    """

    def __init__(
        self,
        config_path: str | os.PathLike[str] | None = None,
        *,
        outside: RuntimeDependencies | None = None,
    ) -> None:
        self._outside = outside or RuntimeDependencies()
        here = self._outside
        cwd = here.cwd()
        if config_path is None:
            path = find_config(None, here.environ(), cwd)
        else:
            path = Path(config_path).expanduser()
        # The application may go elsewhere; the file stays where it is.
        self._live = LiveFile(cwd / path, cwd, here.home(), here.environ)
        self._config = config_name(path, cwd, here.environ())
        """What the ledger finds the crew by."""
        self._spending = BudgetGuard(here.clock, here.monotonic)
        self._ledgers: dict[Path, Ledger] = {}
        self._troubles = LogOnce(logging.ERROR)
        now = self._live.now()
        if logs.debug_wanted(now.env, now.roster.settings.calling.debug):
            logs.switch_on_debug()

    def __reduce__(self) -> tuple[Any, ...]:
        """In another process it is one of the same file."""
        return ModelManager, (str(self.config_path),)

    def __deepcopy__(self, _memo: object) -> ModelManager:
        return self

    # ------------------------------------------------------------------------ what there is

    @property
    def config_path(self) -> Path:
        """The file that is read."""
        return self._live.path

    @property
    def roster(self) -> Roster:
        """The crew as the file says it now."""
        return self._live.now().roster

    def get_llm_for_agent(self, agent_name: str, *, require_complete: bool = False) -> RoutedLLM:
        """What the agent calls its model with; a `crewai.BaseLLM` where CrewAI is installed.
        `require_complete` makes an answer that was cut off by its limit of tokens a failure, which
        the next provider is asked after.

        An agent that the file does not have is served as its agent `default`. Raises UnknownAgent
        where there is none either.
        """
        now = self._live.now()
        agent = agent_of(now, agent_name)
        found = self._route(now, agent)
        logs.debug_route(agent, agent_name, found, now.roster.provider_by_name)
        first = found[0].model if found else "none"
        llm: RoutedLLM = llm_class()(
            manager=self, agent_name=agent_name, model=first, require_complete=require_complete
        )
        return llm

    def route(self, agent_name: str) -> Route:
        """Whom a call of the agent would ask now, in order, and why; nobody is asked for it.

        A list of `Hop` (`.provider`, `.model`, `.why`); `.skipped` has those that the chain names
        and that would be left out. Raises UnknownAgent.
        """
        now = self._live.now()
        return self._route(now, agent_of(now, agent_name))

    def get_provider_stats(self) -> dict[str, Any]:
        """`available_providers` and `unavailable_providers` (by their keys), `total_agents`, and
        `provider_distribution`: provider → number of agents that have it first.
        """
        now = self._live.now()
        candidates = now.candidates
        return {
            "available_providers": [name for name, one in candidates.items() if not one.fault],
            "unavailable_providers": [name for name, one in candidates.items() if one.fault],
            "total_agents": len(now.roster.agents),
            "provider_distribution": dict(now.roster.primaries),
        }

    def update_agent_assignment(
        self,
        agent_name: str,
        primary: str,
        secondary: str | None = None,
        tertiary: str | None = None,
        fallback: str | None = None,
        reasoning: str | None = None,
    ) -> bool:
        """Set those slots of an agent, save the file, and keep everything else in it as it is.

        False, with the reason in the log, where the file has no such agent or provider, or cannot
        be saved just now.
        """
        slots = {
            "primary": primary, "secondary": secondary, "tertiary": tertiary, "fallback": fallback,
        }  # fmt: skip
        wanted = {slot: provider for slot, provider in slots.items() if provider is not None}
        try:
            with Session.alone(self._live.path, "update_agent_assignment") as session:
                operations: list[Operation] = [Assign(agent_name, wanted)]
                if reasoning is not None:
                    operations.append(SetAgent(agent_name, "reasoning", reasoning))
                if session.apply(*operations):
                    session.save("update_agent_assignment")
        except (SessionError, OperationError, OSError) as error:
            told = "; ".join(visible(line) for line in str(error).split("\n"))
            log.error("%s was not assigned: %s", visible(agent_name), told)
            return False
        return True

    def close(self) -> None:
        """Write down what is still to be, and let go of files and connections to providers; the
        next call opens them again.
        """
        LEDGER_WRITER.flush()
        for ledger in list(self._ledgers.values()):
            ledger.close()
        if "_wire" in self.__dict__ and (close := getattr(self._wire, "close", None)):
            close()

    # ------------------------------------------------------------------------ for the LLMs

    def job(
        self, agent_name: str, messages: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any],
        user: str = "", *, deadline: float | None = None, require_complete: bool = False,
    ) -> CallPlan:  # fmt: skip
        """A call that can be driven. `deadline` is seconds from now on, instead of the file's.

        Raises UnknownAgent.
        """
        now = self._live.now()
        agent = agent_of(now, agent_name)
        calling, here = now.roster.settings.calling, self._outside
        seconds = calling.deadline if deadline is None else deadline
        limited = self._spending.limits(now.roster, now.env)
        candidates = now.candidates
        if not limited:  # else a budget may send the call to any
            wanted = route(agent, now.roster.settings)
            candidates = {name: candidates[name] for name in wanted}
        return CallPlan(
            agent=agent,
            asked_as=agent_name,
            roster=now.roster,
            candidates=candidates,
            moment=now,
            limited=limited,
            messages=messages,
            parameters=parameters,
            call=uuid4().hex,
            config=self._config,
            ruling=self._ruling(now),
            patience=patience_of(now.env),
            min_interval=min_interval_of(now.env, calling),
            clock=here.clock,
            chance=here.chance,
            window_of=window_of,
            told=logs.debug,
            fallback=fallback_allowed(now.env),
            user=user,
            deadline=None if seconds is None else CallDeadline.after(seconds, here.monotonic),
            require_complete=require_complete,
            adjustments=here.adjustments,
        )

    def hands(self) -> CallServices:
        """What a call is carried out with. Raises `wire.RuntimeMissing`."""
        self._wire.ready()
        LEDGER_WRITER.ready()
        now, here = self._live.now(), self._outside
        ledger = self._ledger(self._ledger_path(now))
        return CallServices(
            wire=self._wire,
            board=here.board(redis_url_of(now.env, now.roster.settings.calling)),
            admit=self._admit,
            slow=lambda step: step.job.limited or self._live.stale,
            release=self._spending.release,
            note=lambda attempt, order, _reply: self._note(ledger, attempt, order),
            sleep=here.sleep,
            asleep=here.asleep,
            monotonic=here.monotonic,
        )

    def window_of_agent(self, agent_name: str) -> int | None:
        """The tokens that fit into the model that the agent would be given now, if known."""
        now = self._live.now()
        hops = self._route(now, agent_of(now, agent_name))
        return window_of(now.roster.provider_by_name[hops[0].provider]) if hops else None

    # ------------------------------------------------------------------------ inside

    @cached_property
    def _wire(self) -> Any:
        return self._outside.wire()

    def _route(self, now: CrewSnapshot, agent: Agent) -> Route:
        calling = now.roster.settings.calling
        board = self._outside.board(redis_url_of(now.env, calling))
        names = [name for one in now.candidates.values() for name in one.names]
        return route_of(
            agent, now.roster, now.candidates, board.resting(names), self._ruling(now),
            fallback=fallback_allowed(now.env),
        )  # fmt: skip

    def _ruling(self, now: CrewSnapshot) -> BudgetRuling:
        return self._spending.ruling(
            now.roster, self._ledger_path(now), Path(self._config), now.env
        )

    def _admit(self, step: Admit) -> CallPlan | None:
        job, now = step.job, self._live.now()
        if now is not job.moment:
            again = self.job(job.name, job.messages, job.parameters, job.user)
            return replace(
                again,
                call=job.call,
                deadline=job.deadline,
                require_complete=job.require_complete,
            )
        found = self._spending.admit(
            step.provider, now.roster, self._ledger_path(now), Path(self._config), now.env
        )
        return None if found is None else replace(job, ruling=found)

    def _ledger_path(self, now: CrewSnapshot) -> Path:
        calling = now.roster.settings.calling
        state = Path() if calling.usage_db else self._outside.state()
        return ledger_path(calling, now.real, state)

    def _ledger(self, path: Path) -> Ledger:
        if (ledger := self._ledgers.get(path)) is None:
            ledger = self._ledgers.setdefault(path, Ledger(path, busy_seconds=LEDGER_PATIENCE))
        return ledger

    def _note(
        self, ledger: Ledger, attempt: AttemptRecord, order: ModelRequest | None
    ) -> Future[None]:
        note = AttemptNote(attempt, order, ledger, self._spending, self._today, self._troubles.tell)
        return LEDGER_WRITER.put(note)

    def _today(self) -> date:
        return self._outside.clock().date()


def agent_of(now: CrewSnapshot, name: str) -> Agent:
    """The agent, or the file's `default`. Raises UnknownAgent."""
    known = now.roster.agent_by_name
    agent = known.get(name) or known.get("default")
    if agent is None:
        raise UnknownAgent(name, known, now.path)
    return agent


@lru_cache(maxsize=256)
def window_of(provider: Provider) -> int | None:
    """The tokens that fit into its model, where they are known."""
    kind = kind_of(provider)
    return context_of(kind, provider.model) if kind else None
