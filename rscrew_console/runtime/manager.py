"""Which model an agent gets, and what it falls back to, for as long as the application runs."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rscrew_console.roster.model import Roster
from rscrew_console.roster.visible import visible
from rscrew_console.runtime import logs
from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.ledger import config_name
from rscrew_console.runtime.live import LiveFile
from rscrew_console.runtime.llm import RoutedLLM
from rscrew_console.runtime.loop.driving import CallServices
from rscrew_console.runtime.loop.route import Route
from rscrew_console.runtime.loop.steps import CallPlan
from rscrew_console.runtime.planner import CallPlanner, agent_of, along

if TYPE_CHECKING:
    from rscrew_console.dialects.operations import Operation

log = logging.getLogger("rscrew_console")


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
            from rscrew_console.session import find_config

            path = find_config(None, needs.environ(), cwd)
        else:
            path = Path(config_path).expanduser()
        # The application may go elsewhere; the file stays where it is.
        self._live = LiveFile(cwd / path, cwd, needs.home(), needs.environ, seen=self._seen)
        config = config_name(path, cwd, needs.environ())
        self._planner = CallPlanner(self._live, config, needs)
        crew = self._live.current()
        if logs.debug_wanted(crew.env, crew.roster.settings.calling.debug):
            logs.switch_on_debug()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the path of the file: another process opens it again."""
        return ModelManager, (str(self.config_path),)

    def __deepcopy__(self, _memo: object) -> ModelManager:
        return self

    def _seen(self, roster: Roster) -> Roster:
        """The crew that calls are made with, of the one that the file holds."""
        return roster

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
        hops = self._planner.route_for(crew, agent)
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
        return self._planner.route_for(crew, agent_of(crew, agent_name))

    def route_along(self, agent_name: str, providers: Sequence[str]) -> Route:
        """As `route`, along these providers in place of the agent's chain. Raises UnknownAgent."""
        crew = self._live.current()
        return self._planner.route_for(crew, along(agent_of(crew, agent_name), providers))

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables that count now: those of the process and of `.env` files."""
        return self._live.current().env

    @property
    def data(self) -> Mapping[Any, Any]:
        """The file's data as it is now; empty where it is no mapping."""
        data = self._live.current().data
        return data if isinstance(data, Mapping) else {}

    def ledger_place(self) -> tuple[Path, Path]:
        """The ledger's file, and the path by which it knows this file."""
        return self._planner.ledger_place()

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
        # What edits files: no call needs it.
        from rscrew_console.dialects import OperationError
        from rscrew_console.dialects.operations import Assign, SetAgent
        from rscrew_console.session import Session, SessionError

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
        self._planner.close()

    # ------------------------------------------------------------------------ for the LLMs

    def plan(
        self, agent_name: str, messages: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any],
        user: str = "", *, deadline: float | None = None, require_complete: bool = False,
        providers: Sequence[str] | None = None,
    ) -> CallPlan:  # fmt: skip
        """See `CallPlanner.plan`."""
        return self._planner.plan(
            agent_name, messages, parameters, user,
            deadline=deadline, require_complete=require_complete, providers=providers,
        )  # fmt: skip

    def services(self) -> CallServices:
        """See `CallPlanner.services`."""
        return self._planner.services()

    def window_of_agent(self, agent_name: str) -> int | None:
        """See `CallPlanner.window_of_agent`."""
        return self._planner.window_of_agent(agent_name)


@cache
def llm_class() -> Any:
    """`RoutedLLM`, or where CrewAI is installed a subclass of `crewai.BaseLLM` that works alike."""
    if find_spec("crewai") is None:
        return RoutedLLM
    try:
        from rscrew_console.runtime.crew import CrewLLM
    except ImportError as error:
        log.warning("CrewAI cannot be used, so agents get plain models: %s", visible(str(error)))
        return RoutedLLM
    return CrewLLM
