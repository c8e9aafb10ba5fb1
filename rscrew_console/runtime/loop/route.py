"""Whom a call would ask, in order, and whom not, and why. Nobody is asked here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rscrew_console.records import dataclass
from rscrew_console.roster.budget_ruling import BudgetRuling
from rscrew_console.roster.effective import route, tried
from rscrew_console.roster.model import Agent, Provider, Roster, tier_of
from rscrew_console.runtime.limits import Cooldown
from rscrew_console.runtime.loop.candidate import Candidate, CandidateKey
from rscrew_console.runtime.requests import Fault


@dataclass(frozen=True, slots=True)
class Hop:
    """A provider that would be tried."""

    provider: str
    model: str
    why: str
    """`primary`, or what has made it the one to try."""

    def __str__(self) -> str:
        return f"{self.provider} ({self.model}): {self.why}"


@dataclass(frozen=True, slots=True)
class Skip:
    """A provider that would not be tried, though the chain has it."""

    provider: str
    model: str
    fault: Fault | None
    """None where nothing is wrong with it: a budget keeps it out."""
    why: str
    seconds: float | None = None
    """Until it may be tried again, where that is known."""

    def __str__(self) -> str:
        return f"{self.provider} ({self.model}) is left out: {self.why}"


class Route(list[Hop]):
    """What would be tried, in order; `skipped` is what would not, in the chain's order."""

    def __init__(self, hops: Iterable[Hop] = (), skipped: Iterable[Skip] = ()) -> None:
        super().__init__(hops)
        self.skipped = tuple(skipped)

    def __str__(self) -> str:
        return "\n".join(map(str, [*self, *self.skipped]))


def route_of(
    agent: Agent,
    roster: Roster,
    candidates: Mapping[str, Candidate],
    resting: Mapping[str, Cooldown],
    ruling: BudgetRuling,
    *,
    fallback: bool = True,
) -> Route:
    """`fallback` is whether the environment allows it, too.

    Of the providers that the chain names, those that can serve; where a budget wants another tier,
    those of that tier, the chain's first.
    """
    hops: list[Hop] = []
    skipped: list[Skip] = []
    for name, place in _intended(agent, roster, ruling, fallback=fallback):
        candidate = candidates[name]
        model = candidate.provider.model
        if (skip := _skip(candidate, resting, ruling, roster)) is not None:
            skipped.append(skip)
        else:
            before = (
                f", after {skipped[-1].provider}: {skipped[-1].why}" if _led(hops, skipped) else ""
            )
            hops.append(Hop(name, model, place + before))
    return Route(hops, skipped)


def _led(hops: list[Hop], skipped: list[Skip]) -> bool:
    """Whether the first hop is only first because others are left out."""
    return not hops and bool(skipped)


def _intended(
    agent: Agent, roster: Roster, ruling: BudgetRuling, *, fallback: bool
) -> Iterator[tuple[str, str]]:
    """Each provider, and what puts it there."""
    settings = roster.settings
    names = route(agent, settings)
    if settings.pin is not None:
        yield from ((name, "pinned") for name in names)
        return
    if not fallback:
        names = tried(agent.chain, fallback_enabled=False)
    for name in dict.fromkeys(names):
        slots = agent.chain.slots_of(name)
        yield name, slots[0] if slots else "in force"
    if ruling.only_tier and fallback and settings.fallback_enabled:
        for provider in roster.providers:
            if tier_of(provider) == ruling.only_tier and provider.name not in names:
                yield provider.name, f"of the {ruling.only_tier} tier"


def _skip(
    candidate: Candidate, resting: Mapping[str, Cooldown], ruling: BudgetRuling, roster: Roster
) -> Skip | None:
    provider = candidate.provider
    if candidate.fault is not None:
        return Skip(provider.name, provider.model, candidate.fault, candidate.why)
    if why := forbids(ruling, provider, roster):
        return Skip(provider.name, provider.model, None, why)
    cooldown = rest_of(candidate, resting)
    if cooldown is None:
        return None
    why = f"resting for {max(cooldown.seconds, 0):.0f} s more: {cooldown.why}"
    return Skip(provider.name, provider.model, None, why, cooldown.seconds)


def forbids(ruling: BudgetRuling, provider: Provider, roster: Roster) -> str:
    """Why budgets keep the provider from being asked; empty where they do not."""
    if ruling.blocked:
        return ruling.blocked
    if (why := ruling.barred.get(provider.name)) is not None:
        return why
    tier, pinned = ruling.only_tier, roster.settings.pin == provider.name
    if tier and not pinned and tier_of(provider) != tier:
        return ruling.tier_why or f"only the {tier} tier may serve now"
    return ""


def rest_of(candidate: Candidate, resting: Mapping[str, Cooldown]) -> Cooldown | None:
    """The rest after which it can be asked again; None where it can be asked now."""
    own = [resting[name] for name in _own_names(candidate) if name in resting]
    if own:
        return max(own, key=lambda cooldown: cooldown.seconds)
    keys = [key_rest(key, resting) for key in candidate.keys]
    waiting = [cooldown for cooldown in keys if cooldown is not None]
    if len(waiting) < len(keys) or not waiting:
        return None
    return min(waiting, key=lambda cooldown: cooldown.seconds)


def rest_with(
    candidate: Candidate, key: CandidateKey, resting: Mapping[str, Cooldown]
) -> Cooldown | None:
    """The rest after which it can be asked with this key; None where it can be asked now."""
    own = [resting[name] for name in _own_names(candidate) if name in resting]
    cooldowns = [*own, *filter(None, [key_rest(key, resting)])]
    return max(cooldowns, key=lambda cooldown: cooldown.seconds, default=None)


def key_rest(key: CandidateKey, resting: Mapping[str, Cooldown]) -> Cooldown | None:
    """The rest of one key; None where it can be used now."""
    cooldowns = [
        resting[name] for name in (key.resting, key.resting_until_saved) if name in resting
    ]
    return max(cooldowns, key=lambda cooldown: cooldown.seconds, default=None)


def _own_names(candidate: Candidate) -> tuple[str, str]:
    return candidate.resting, candidate.resting_until_saved
