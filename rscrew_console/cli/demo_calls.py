"""Two weeks of calls for the demo's ledger. They are made up, and the same on every day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from rscrew_console.roster.cost import call_usd
from rscrew_console.roster.model import Agent, CostAssumptions, Provider, Roster
from rscrew_console.runtime.requests import AttemptRecord

DAYS: Final = 14
CALLS: Final = (3, 4, 4, 5, 3, 1, 0)
"""About so many of each agent on Monday, Tuesday and so on."""
OUT_SINCE: Final = 2
"""Days for which claude has been out of credit."""
_OPENING, _APART = 9, 37
"""The hour of the first call of a day, and the minutes to the next."""


def made_up(roster: Roster, end: datetime, config: str) -> Iterator[AttemptRecord]:
    """Attempts of the agents in `config` until `now`, the oldest first, that go as the simulated
    providers do: one has run out of credit, one fails now and then, one is slow.
    """
    for back in range(DAYS - 1, -1, -1):
        morning = (end - timedelta(days=back)).replace(hour=_OPENING, minute=0, second=0)
        for place, agent in enumerate(roster.agents):
            calls = CALLS[morning.weekday()] + (place * 5 + back * 3) % 3
            for number in range(calls):
                at = morning + timedelta(minutes=number * _APART + place)
                if back == 0:
                    # Today's lie before now, whatever the hour.
                    at = end - timedelta(minutes=number * 3 + place)
                yield from _call(roster, agent, at, config, back, f"{back}-{place}-{number}")


def _call(
    roster: Roster, agent: Agent, at: datetime, config: str, back: int, call: str
) -> Iterator[AttemptRecord]:
    before = ""
    chance = sum(map(ord, call + agent.name))
    for name in agent.chain.providers:
        fault = _fault(name, back, chance)
        yield _attempt(
            roster.provider_by_name[name], agent, at, config, call, fault, before, chance
        )
        if not fault:
            return
        before = name


def _fault(provider: str, back: int, chance: int) -> str:
    if provider == "claude" and back < OUT_SINCE:
        return "no_credit"
    return "server_error" if provider == "deepseek" and chance % 4 == 0 else ""


def _attempt(
    provider: Provider, agent: Agent, at: datetime, config: str, call: str, fault: str,
    before: str, chance: int,
) -> AttemptRecord:  # fmt: skip
    tokens = CostAssumptions(1500 + 97 * (chance % 40), 250 + 31 * (chance % 23))
    latency = 2500 if provider.name == "gemini" else 600
    return AttemptRecord(
        at=at,
        call=call,
        agent=agent.name,
        provider=provider.name,
        model=provider.model,
        outcome=fault or "ok",
        http_status={"no_credit": 400, "server_error": 500}.get(fault, 200),
        input_tokens=None if fault else tokens.input_tokens,
        output_tokens=None if fault else tokens.output_tokens,
        cost_usd=None if fault or provider.price is None else call_usd(provider.price, tokens),
        latency_ms=90 if fault else latency + 23 * (chance % 60),
        fell_back_from=before,
        tier=provider.cost_tier,
        config=config,
    )
