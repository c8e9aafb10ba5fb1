"""Which model an agent gets, and what it falls back to, for as long as the application runs."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from itertools import zip_longest
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
        dependencies: RuntimeDependencies | None = None,
    ) -> None:
        self._dependencies = dependencies or RuntimeDependencies()
        needs = self._dependencies
        cwd = needs.cwd()
        if config_path is None:
            path = find_config(None, needs.environ(), cwd)
        else:
            path = Path(config_path).expanduser()
        # The application may go elsewhere; the file stays where it is.
        self._live = LiveFile(cwd / path, cwd, needs.home(), needs.environ)
        self._config = config_name(path, cwd, needs.environ())
        """What the ledger finds the crew by."""
        self._spending = BudgetGuard(needs.clock, needs.monotonic)
        self._ledgers: dict[Path, Ledger] = {}
        self._troubles = LogOnce(logging.ERROR)
        crew = self._live.current()
        if logs.debug_wanted(crew.env, crew.roster.settings.calling.debug):
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
        return self._live.current().roster

    def get_llm_for_agent(self, agent_name: str, *, require_complete: bool = False) -> RoutedLLM:
        """What the agent calls its model with; a `crewai.BaseLLM` where CrewAI is installed.
        `require_complete` makes an answer that was cut off by its limit of tokens a failure, which
        the next provider is asked after.

        An agent that the file does not have is served as its agent `default`. Raises UnknownAgent
        where there is none either.
        """
        crew = self._live.current()
        agent = agent_of(crew, agent_name)
        hops = self._route(crew, agent)
        logs.debug_route(agent, agent_name, hops, crew.roster.provider_by_name)
        first = hops[0].model if hops else "none"
        llm: RoutedLLM = llm_class()(
            manager=self, agent_name=agent_name, model=first, require_complete=require_complete
        )
        return llm

    def route(self, agent_name: str) -> Route:
        """Whom a call of the agent would ask now, in order, and why; nobody is asked for it.

        A list of `Hop` (`.provider`, `.model`, `.why`); `.skipped` has those that the chain names
        and that would be left out. Raises UnknownAgent.
        """
        crew = self._live.current()
        return self._route(crew, agent_of(crew, agent_name))

    def get_provider_stats(self) -> dict[str, Any]:
        """`available_providers` and `unavailable_providers` (by their keys), `total_agents`, and
        `provider_distribution`: provider → number of agents that have it first.
        """
        crew = self._live.current()
        candidates = crew.candidates
        return {
            "available_providers": [name for name, one in candidates.items() if not one.fault],
            "unavailable_providers": [name for name, one in candidates.items() if one.fault],
            "total_agents": len(crew.roster.agents),
            "provider_distribution": dict(crew.roster.primaries),
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
        providers = (primary, secondary, tertiary, fallback)
        try:
            with Session.alone(self._live.path, "update_agent_assignment") as session:
                names = session.roster.scheme.names(len(providers))
                assignments = {
                    slot: provider
                    for slot, provider in zip_longest(names, providers, fillvalue="fallback")
                    if provider is not None
                }
                operations: list[Operation] = [Assign(agent_name, assignments)]
                if reasoning is not None:
                    operations.append(SetAgent(agent_name, "reasoning", reasoning))
                if session.apply(*operations):
                    session.save("update_agent_assignment")
        except (SessionError, OperationError, OSError) as error:
            reason = "; ".join(visible(line) for line in str(error).split("\n"))
            log.error("%s was not assigned: %s", visible(agent_name), reason)
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

    def plan(
        self, agent_name: str, messages: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any],
        user: str = "", *, deadline: float | None = None, require_complete: bool = False,
    ) -> CallPlan:  # fmt: skip
        """A call that can be driven. `deadline` is seconds from now on, instead of the file's.

        Raises UnknownAgent.
        """
        crew = self._live.current()
        agent = agent_of(crew, agent_name)
        calling, needs = crew.roster.settings.calling, self._dependencies
        seconds = calling.deadline if deadline is None else deadline
        limited = self._spending.limits(crew.roster, crew.env)
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
            call=uuid4().hex,
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
        """What a call is carried out with. Raises `wire.RuntimeMissing`."""
        self._wire.ready()
        LEDGER_WRITER.ready()
        crew, needs = self._live.current(), self._dependencies
        ledger = self._ledger(self._ledger_path(crew))
        return CallServices(
            wire=self._wire,
            limit_store=needs.limit_store(redis_url_of(crew.env, crew.roster.settings.calling)),
            admit=self._admit,
            slow=lambda step: step.plan.limited or self._live.stale,
            release=self._spending.release,
            note=lambda attempt, order, _reply: self._note(ledger, attempt, order),
            sleep=needs.sleep,
            asleep=needs.asleep,
            monotonic=needs.monotonic,
        )

    def window_of_agent(self, agent_name: str) -> int | None:
        """The tokens that fit into the model that the agent would be given now, if known."""
        crew = self._live.current()
        hops = self._route(crew, agent_of(crew, agent_name))
        return window_of(crew.roster.provider_by_name[hops[0].provider]) if hops else None

    # ------------------------------------------------------------------------ inside

    @cached_property
    def _wire(self) -> Any:
        return self._dependencies.wire()

    def _route(self, crew: CrewSnapshot, agent: Agent) -> Route:
        calling = crew.roster.settings.calling
        limit_store = self._dependencies.limit_store(redis_url_of(crew.env, calling))
        names = [name for one in crew.candidates.values() for name in one.names]
        return route_of(
            agent, crew.roster, crew.candidates, limit_store.cooldowns(names), self._ruling(crew),
            fallback=fallback_allowed(crew.env),
        )  # fmt: skip

    def _ruling(self, crew: CrewSnapshot) -> BudgetRuling:
        return self._spending.ruling(
            crew.roster, self._ledger_path(crew), Path(self._config), crew.env
        )

    def _admit(self, step: Admit) -> CallPlan | None:
        plan, crew = step.plan, self._live.current()
        if crew is not plan.moment:
            new_plan = self.plan(plan.name, plan.messages, plan.parameters, plan.user)
            return replace(
                new_plan,
                call=plan.call,
                deadline=plan.deadline,
                require_complete=plan.require_complete,
            )
        budget_ruling = self._spending.admit(
            step.provider, crew.roster, self._ledger_path(crew), Path(self._config), crew.env
        )
        return None if budget_ruling is None else replace(plan, ruling=budget_ruling)

    def _ledger_path(self, crew: CrewSnapshot) -> Path:
        calling = crew.roster.settings.calling
        state = Path() if calling.usage_db else self._dependencies.state()
        return ledger_path(calling, crew.real, state)

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
        return self._dependencies.clock().date()


def agent_of(crew: CrewSnapshot, name: str) -> Agent:
    """The agent, or the file's `default`. Raises UnknownAgent."""
    agents = crew.roster.agent_by_name
    agent = agents.get(name) or agents.get("default")
    if agent is None:
        raise UnknownAgent(name, agents, crew.path)
    return agent


@lru_cache(maxsize=256)
def window_of(provider: Provider) -> int | None:
    """The tokens that fit into its model, where they are known."""
    kind = kind_of(provider)
    return context_of(kind, provider.model) if kind else None
