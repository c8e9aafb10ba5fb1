"""Where a model is used in a crew. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from rscrew_console.records import dataclass
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.session.parsing import ParsedText


@dataclass(frozen=True, slots=True)
class ModelUse:
    """One slot of an agent that holds a provider with the model, or one scenario's count of it."""

    agent: str
    slot: str
    provider: str
    model: str
    says: str
    """The text of a cell that is no model itself, such as `inherit`; "" for others."""
    file: str
    """The file's name, in a crew of many; else ""."""
    line: int
    """1-based; 0 unknown."""


def uses_of(parsed: ParsedText, query: str) -> tuple[ModelUse, ...]:
    """The uses of a model, or of the provider with that name, in the order of agents and slots.

    A model is meant in any spelling with a vendor in front: `claude-sonnet-5` is found in
    `anthropic/claude-sonnet-5`, and the other way round.
    """
    roster = parsed.roster
    if roster is None:
        return ()
    matching = {
        provider.name: provider.model
        for provider in roster.providers
        if provider.name == query or same_model(provider.model, query)
    }
    in_chains = (
        use for agent in roster.agents for use in _uses_by(agent, matching, parsed, roster)
    )
    return (*in_chains, *_uses_in_scenarios(matching, parsed, roster))


def same_model(first: str, second: str) -> bool:
    """Whether two ids name one model, if one of them leaves out the vendor or route."""
    if first == second:
        return True
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and longer.endswith((f"/{shorter}", f":{shorter}"))


def _uses_in_scenarios(
    matching: dict[str, str], parsed: ParsedText, roster: Roster
) -> Iterator[ModelUse]:
    """The scenarios that give agents to the model, in the place of agents and slots."""
    for scenario in roster.scenarios.scenarios if roster.scenarios else ():
        for model, count in scenario.counts:
            if model not in matching or not count or parsed.document is None:
                continue
            path = ("scenarios", scenario.index, "model_distribution", model)
            yield ModelUse(
                agent=scenario.name,
                slot="1 agent" if count == 1 else f"{count} agents",
                provider=model,
                model=matching[model],
                says="",
                file="",
                line=parsed.document.line_of(path),
            )


def _uses_by(
    agent: Agent, matching: dict[str, str], parsed: ParsedText, roster: Roster
) -> Iterator[ModelUse]:
    for link in agent.chain.links:
        if link.provider not in matching or parsed.document is None or parsed.dialect is None:
            continue
        path = parsed.dialect.places(roster).agent_path(agent.name, link.slot)
        yield ModelUse(
            agent=agent.name,
            slot=link.slot,
            provider=link.provider,
            model=matching[link.provider],
            says=link.says or "",
            file=agent.file,
            line=parsed.document.line_of(path) if path else 0,
        )
