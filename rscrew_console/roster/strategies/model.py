"""What a strategy is: rules by which every agent of a crew gets its chain."""

from __future__ import annotations

from rscrew_console.records import dataclass


@dataclass(frozen=True, slots=True)
class StrategyRule:
    """Which agents it covers, and the providers that they prefer. See `words` for `prefer`."""

    prefer: tuple[str, ...]
    agents: tuple[str, ...] = ()
    """Names or globs such as `*_architect`; any one that fits is enough. Empty: every agent."""
    capability: str = ""
    """One of CAPABILITIES; "" for all."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """The first rule that covers an agent decides; agents that none covers stay as they are."""

    name: str
    rules: tuple[StrategyRule, ...]
    description: str = ""
    then: tuple[str, ...] = ()
    """The order of the providers that a rule does not prefer, in the same words; "" for as they
    stand in the file."""
    fill: bool = True
    """Whether those others follow at all (`then: none` says no)."""
    spread: float | None = None
    """The largest share of the crew's primaries that one provider may have, above 0 to 1."""
    reasoning_template: str = ""
    """Put behind the reasoning of every agent that gets another chain; see `notes`."""
    number: int | None = None
    """Its number in RSCrew's menu."""
