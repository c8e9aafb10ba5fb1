"""A manager's calls with the models that were chosen for one prompt, in place of the file's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.runtime.loop.driving import CallServices
from rscrew_console.runtime.loop.route import Route
from rscrew_console.runtime.loop.steps import CallPlan
from rscrew_console.runtime.manager import ModelManager


class ChosenModels:
    """What `RoutedLLM` asks of a manager, see `llm.AgentCalls`."""

    def __init__(self, manager: ModelManager, models: Sequence[str]) -> None:
        self._manager, self._models = manager, tuple(models)

    def plan(
        self, agent_name: str, messages: Sequence[Mapping[str, Any]], parameters: Mapping[str, Any],
        user: str = "", *, deadline: float | None = None, require_complete: bool = False,
    ) -> CallPlan:  # fmt: skip
        """As `ModelManager.plan`, along the chosen models."""
        return self._manager.plan(
            agent_name, messages, parameters, user,
            deadline=deadline, require_complete=require_complete, providers=self._models,
        )  # fmt: skip

    def services(self) -> CallServices:
        return self._manager.services()

    def route(self, agent_name: str) -> Route:
        """Whom a call would ask now."""
        return self._manager.route_along(agent_name, self._models)

    def window_of_agent(self, agent_name: str) -> int | None:
        return self._manager.window_of_agent(agent_name)
