"""Plans calls: what each depends on, and the services that carry it out."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from rscrew_console.providers.kinds import kind_of
from rscrew_console.roster.budget_ruling import BudgetRuling
from rscrew_console.roster.chain import Chain, SlotScheme
from rscrew_console.roster.effective import route
from rscrew_console.roster.model import Agent, Provider
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
from rscrew_console.runtime.ledger import Ledger, ledger_path
from rscrew_console.runtime.ledger_writer import LEDGER_WRITER
from rscrew_console.runtime.live import CrewSnapshot, LiveFile
from rscrew_console.runtime.logs import LogOnce
from rscrew_console.runtime.loop.driving import CallServices
from rscrew_console.runtime.loop.route import Route, route_of
from rscrew_console.runtime.loop.steps import Admit, CallDeadline, CallPlan
from rscrew_console.runtime.requests import AttemptRecord, ModelRequest

LEDGER_PATIENCE = 0.1
"""Seconds for one try to write into a locked ledger; the ledger writer tries again and again."""


class CallPlanner:
    """One for each file. `config` is the path by which the ledger finds the crew."""

    def __init__(self, live: LiveFile, config: str, dependencies: RuntimeDependencies) -> None:
        self.live, self.dependencies = live, dependencies
        self.budget_guard = BudgetGuard(dependencies.clock, dependencies.monotonic)
        self._config = config
        self._ledgers: dict[Path, Ledger] = {}
        self._ledger_path_of: tuple[CrewSnapshot, Path] | None = None
        self._troubles = LogOnce(logging.ERROR)

    def plan(
        self, agent_name: str, messages: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any],
        user: str = "", *, deadline: float | None = None, require_complete: bool = False,
        providers: Sequence[str] | None = None,
    ) -> CallPlan:  # fmt: skip
        """The plan of one call. `deadline` is in seconds from now, in place of the file's, and
        `providers` are asked in place of the agent's chain.

        Raises UnknownAgent.
        """
        crew = self.live.current()
        agent = agent_of(crew, agent_name)
        if providers is not None:
            agent = along(agent, providers)
        calling, needs = crew.roster.settings.calling, self.dependencies
        seconds = calling.deadline if deadline is None else deadline
        limited = self.budget_guard.limits(crew.roster, crew.env)
        candidates = crew.candidates
        if not limited:  # else a budget may send the call to any
            chain_names = route(agent, crew.roster.settings)
            candidates = {name: candidates[name] for name in chain_names}
        return CallPlan(
            agent=agent,
            asked_as=agent_name,
            roster=crew.roster,
            candidates=candidates,
            moment=crew,
            limited=limited,
            messages=messages,
            parameters=parameters,
            call=os.urandom(16).hex(),
            config=self._config,
            ruling=self._ruling(crew),
            patience=patience_of(crew.env),
            min_interval=min_interval_of(crew.env, calling),
            clock=needs.clock,
            chance=needs.chance,
            window_of=window_of,
            log=logs.debug,
            fallback=fallback_allowed(crew.env),
            user=user,
            deadline=None if seconds is None else CallDeadline.after(seconds, needs.monotonic),
            require_complete=require_complete,
            adjustments=needs.adjustments,
        )

    def services(self) -> CallServices:
        """What a call is carried out with."""
        self._wire.ready()
        LEDGER_WRITER.ready()
        crew, needs = self.live.current(), self.dependencies
        ledger = self._ledger(self._ledger_path(crew))
        return CallServices(
            wire=self._wire,
            limit_store=needs.limit_store(redis_url_of(crew.env, crew.roster.settings.calling)),
            admit=self._admit,
            slow=lambda step: step.plan.limited or self.live.stale,
            release=self.budget_guard.release,
            note=lambda attempt, order, _reply: self._note(ledger, attempt, order),
            sleep=needs.sleep,
            asleep=needs.asleep,
            monotonic=needs.monotonic,
        )

    def window_of_agent(self, agent_name: str) -> int | None:
        """The context window, in tokens, of the model that a call would try first, if known."""
        crew = self.live.current()
        hops = self.route_for(crew, agent_of(crew, agent_name))
        return window_of(crew.roster.provider_by_name[hops[0].provider]) if hops else None

    def close(self) -> None:
        """Write what is not written yet, and close files and connections. The next call opens them
        again."""
        LEDGER_WRITER.flush()
        for ledger in list(self._ledgers.values()):
            ledger.close()
        if "_wire" in self.__dict__ and (close := getattr(self._wire, "close", None)):
            close()

    @cached_property
    def _wire(self) -> Any:
        return self.dependencies.wire()

    def route_for(self, crew: CrewSnapshot, agent: Agent) -> Route:
        """The providers that a call of the agent would try, with the crew as it is here."""
        calling = crew.roster.settings.calling
        limit_store = self.dependencies.limit_store(redis_url_of(crew.env, calling))
        names = [name for one in crew.candidates.values() for name in one.names]
        return route_of(
            agent, crew.roster, crew.candidates, limit_store.cooldowns(names), self._ruling(crew),
            fallback=fallback_allowed(crew.env),
        )  # fmt: skip

    def _ruling(self, crew: CrewSnapshot) -> BudgetRuling:
        return self.budget_guard.ruling(
            crew.roster, self._ledger_path(crew), Path(self._config), crew.env
        )

    def _admit(self, step: Admit) -> CallPlan | None:
        plan, crew = step.plan, self.live.current()
        if crew is not plan.moment:
            new_plan = self.plan(plan.name, plan.messages, plan.parameters, plan.user)
            return replace(
                new_plan,
                call=plan.call,
                deadline=plan.deadline,
                require_complete=plan.require_complete,
            )
        budget_ruling = self.budget_guard.admit(
            step.provider, crew.roster, self._ledger_path(crew), Path(self._config), crew.env
        )
        return None if budget_ruling is None else replace(plan, ruling=budget_ruling)

    def ledger_place(self) -> tuple[Path, Path]:
        """The ledger's file, and the path by which it knows the configuration."""
        return self._ledger_path(self.live.current()), Path(self._config)

    def _ledger_path(self, crew: CrewSnapshot) -> Path:
        """Worked out once for each crew: another environment makes another one."""
        if self._ledger_path_of is None or self._ledger_path_of[0] is not crew:
            calling = crew.roster.settings.calling
            state = Path() if calling.usage_db else self.dependencies.state()
            self._ledger_path_of = (crew, ledger_path(calling, crew.real, state))
        return self._ledger_path_of[1]

    def _ledger(self, path: Path) -> Ledger:
        if (ledger := self._ledgers.get(path)) is None:
            ledger = self._ledgers.setdefault(path, Ledger(path, busy_seconds=LEDGER_PATIENCE))
        return ledger

    def _note(
        self, ledger: Ledger, attempt: AttemptRecord, order: ModelRequest | None
    ) -> Future[None]:
        note = AttemptNote(attempt, order, ledger, self.budget_guard, self._troubles.tell)
        return LEDGER_WRITER.put(note)


def agent_of(crew: CrewSnapshot, name: str) -> Agent:
    """The agent, or the file's `default`. Raises UnknownAgent."""
    agents = crew.roster.agent_by_name
    agent = agents.get(name) or agents.get("default")
    if agent is None:
        raise UnknownAgent(name, agents, crew.path)
    return agent


def along(agent: Agent, providers: Sequence[str]) -> Agent:
    """The agent with these providers, whatever the file or a variable says."""
    return replace(agent, chain=Chain.of(SlotScheme(), providers), in_force=None)


@lru_cache(maxsize=256)
def window_of(provider: Provider) -> int | None:
    """The tokens that fit into its model, where they are known."""
    from rscrew_console.providers.prices import context_of

    kind = kind_of(provider)
    return context_of(kind, provider.model) if kind else None
