"""Where the slots of oh-my-openagent's rows stand: `model`, then the items of `fallback_models`."""

from __future__ import annotations

from rscrew_console.records import dataclass
from rscrew_console.roster.chain import PRIMARY
from rscrew_console.roster.model import Agent
from rscrew_console.roster.places import Places
from rscrew_console.roster.problem import Path


@dataclass(frozen=True)
class OmoPlaces(Places):
    """A category's fallbacks that an agent takes over stand in the category."""

    def path_in_agent(self, agent: Agent, field: str | None) -> Path:
        if field is None:
            return agent.path
        index = agent.chain.scheme.index(field)
        if index is None:
            return super().path_in_agent(agent, field)
        if field == PRIMARY:
            return (*agent.path, "model")
        return (*agent.path, "fallback_models", index - 1)
