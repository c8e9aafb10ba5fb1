"""What a crew has and its file in another format does not."""

from __future__ import annotations

from rscrew_console.dialects import Dialect
from rscrew_console.export.convert_models import FIELDS
from rscrew_console.roster.calling import Calling
from rscrew_console.roster.model import Agent, AgentUsage, CostAssumptions, Provider, Roster

SHARED_EFFORTS = ("low", "medium", "high")
"""Efforts that mean the same in every format that has one."""
MOST_NAMED = 5


class Losses:
    """Collects losses: of each kind one line, with whose they are."""

    def __init__(self, target: Dialect) -> None:
        self.target = target
        self._owners: dict[str, list[str]] = {}

    def add(self, what: str, owner: str = "") -> None:
        """`what` is a phrase such as "reasoning", `owner` an agent or a provider."""
        owners = self._owners.setdefault(what, [])
        if owner and owner not in owners:
            owners.append(owner)

    @property
    def first(self) -> str:
        return next(iter(self._owners), "it has none")

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(_line(what, owners) for what, owners in self._owners.items())


def _line(what: str, owners: list[str]) -> str:
    if not owners:
        return what
    more = len(owners) - MOST_NAMED
    named = ", ".join(owners[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"{what} ({named})"


def lost_of_agent(losses: Losses, before: Agent, after: Agent) -> None:
    """Note which fields of an agent, other than its chain, the new file does not hold."""
    if after.name != before.name:
        losses.add("names, which are others there", f"{before.name} is {after.name}")
    for name, value in before.options:
        if (name, value) not in after.options:
            losses.add(str(name), before.name)
    for link in before.chain.links:
        for name, _ in link.options:
            losses.add(f"{name} beside a model", before.name)
        if link.says is not None and link.provider:
            losses.add("references: what they come to is written out", before.name)
    if before.reasoning and after.reasoning != before.reasoning:
        losses.add("reasoning", before.name)
    if before.capability_given:
        losses.add("capability", before.name)
    if before.usage != AgentUsage():
        losses.add("assumed usage", before.name)
    if before.fallback_on is not None:
        losses.add("fallback_on", before.name)


def lost_of_provider(losses: Losses, before: Provider, after: Provider | None) -> None:
    """Note the fields of a provider that its model in the new file does not have."""
    for name in (*FIELDS, "price", "strengths"):
        value = getattr(before, name)
        if value not in (None, "", False, ()) and getattr(after, name, None) != value:
            losses.add(f"{name} of a provider", before.name)


def lost_of_crew(losses: Losses, roster: Roster) -> None:
    """Note what the file, or `rscrew.yaml` beside it, says of the crew as a whole."""
    settings = roster.settings
    for what, is_there in (
        ("strategies", bool(roster.strategies)),
        ("the pin", settings.pin is not None),
        ("budgets", bool(settings.budgets)),
        ("alerts", bool(settings.alerts)),
        ("assumed usage of the crew", settings.costs != CostAssumptions()),
        ("how calls are made (min_interval and the like)", settings.calling != Calling()),
    ):
        if is_there:
            losses.add(what)
