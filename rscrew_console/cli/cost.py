"""`cost`: what the crew is estimated to cost, and by which prices."""

# No `from __future__ import annotations`: Typer reads the annotations when the program runs.

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

import typer

from rscrew_console.cli.completion import complete_strategies
from rscrew_console.cli.crew import surroundings
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import say, say_json, styled, width
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.plans import PlanFacts, preview
from rscrew_console.providers.prices import FROM_FILE, PriceQuote
from rscrew_console.roster.cost import (
    DAYS_A_MONTH,
    MEASURED_DAYS,
    Estimate,
    estimate,
    measured_calls,
    with_averages,
    with_calls,
)
from rscrew_console.roster.lint.pin import pin_told
from rscrew_console.roster.model import Roster
from rscrew_console.roster.money import usd
from rscrew_console.roster.visible import visible


def cost(
    ctx: typer.Context,
    strategy: Annotated[
        str | None,
        typer.Option(autocompletion=complete_strategies, help="As if this strategy were applied."),
    ] = None,
    calls_per_day: Annotated[
        float | None,
        typer.Option(
            min=0, metavar="N", help="Of every agent that does not say its own in `usage`."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Estimate what the crew costs on the providers that its agents are meant to run on."""
    if calls_per_day is not None and not math.isfinite(calls_per_day):
        raise typer.BadParameter("--calls-per-day takes a number that ends somewhere")
    here = surroundings(ctx)
    roster = with_calls(here.open().roster, calls_per_day)
    circumstances = here.circumstances(roster)
    averages = circumstances.averages
    if calls_per_day is not None:  # what is asked for counts for more than what was
        averages = {name: replace(one, calls_per_day=None) for name, one in averages.items()}
    measured = {agent.name: measured_calls(agent, averages) for agent in roster.agents}
    # The strategy's plan is the one that `bulk` would make, and that one goes by the file alone.
    runs = None if strategy is None else _runs(roster, strategy, circumstances)
    estimated = estimate(with_averages(roster, averages), circumstances.prices, runs)
    if as_json:
        say_json(_shape(roster, estimated, circumstances, measured))
        return
    if strategy is None and (pinned := pin_told(roster.settings)):
        say(styled(visible(pinned), "red"))
    for line in _lines(roster, estimated, circumstances, measured):
        say(line)


def _runs(roster: Roster, strategy: str, circumstances: PlanFacts) -> dict[str, str | None]:
    """Agent → what it would run on; None: nothing."""
    after = preview(roster, strategy, circumstances).after.cost
    return {agent.name: agent.provider for agent in after.agents}


def _lines(
    roster: Roster, estimated: Estimate, circumstances: PlanFacts, measured: Mapping[str, int]
) -> Iterator[str]:
    columns = [
        TableColumn("agent"), TableColumn("provider"),
        TableColumn("model", least=12, droppable=True),
        TableColumn("$/1k calls", right=True), TableColumn("$/month", right=True),
        TableColumn("by", least=8),
    ]  # fmt: skip
    rows = [
        [agent.name, agent.provider or "—", agent.model, usd(agent.usd_per_1k_calls),
         usd(agent.usd_per_month), _by(measured[agent.name])]
        for agent in estimated.agents
    ]  # fmt: skip
    rows.append(["all", "", "", usd(estimated.usd_per_1k_calls), usd(estimated.usd_per_month), ""])
    if not any(measured.values()):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    head, *lines, total = table(columns, rows, width())
    yield styled(head, "bold")
    yield from lines
    yield styled(total, "bold")
    yield ""
    if estimated.unpriced:
        count = len(estimated.unpriced)
        yield f"not in the sums, as the price is not known: {_agents(count)}"
    costs = roster.settings.costs
    if count := sum(1 for calls in measured.values() if calls):
        yield styled(
            f"measured: {_agents(count)}, by their calls of the last {MEASURED_DAYS} days",
            "dim",
        )
    yield styled(
        f"assumed: {costs.input_tokens:,} tokens in and {costs.output_tokens:,} out a call,"
        f" {costs.calls_per_day:,g} calls a day, {DAYS_A_MONTH} days a month",
        "dim",
    )
    for line in _prices(roster, circumstances.quotes):
        yield styled(line, "dim")


def _by(calls: int) -> str:
    if not calls:
        return "assumed"
    return f"measured over {calls:,} calls"


def _agents(count: int) -> str:
    return "1 agent" if count == 1 else f"{count} agents"


def _prices(roster: Roster, quotes: Mapping[str, PriceQuote]) -> Iterator[str]:
    """One line per provider: price, source and date."""
    for provider in roster.providers:
        quote = quotes.get(provider.name)
        name = visible(f"{provider.name} ({provider.model})")
        if quote is None:
            yield f"{name}: price unknown; the file can say it: price: {{input: …, output: …}}"
            continue
        price = quote.price
        told = f"{name}: {usd(price.input)} in, {usd(price.output)} out per million tokens"
        if quote.source == FROM_FILE:
            yield f"{told}, says the file"
        else:
            date = f" of {quote.as_of}" if quote.as_of else ""
            yield f"{told}, {quote.source}{date}"


def _shape(
    roster: Roster, estimated: Estimate, circumstances: PlanFacts, measured: Mapping[str, int]
) -> dict[str, Any]:
    return {
        "agents": [
            {
                "name": agent.name,
                "provider": agent.provider,
                "model": agent.model,
                "usd_per_1k_calls": _rounded(agent.usd_per_1k_calls),
                "usd_per_month": _rounded(agent.usd_per_month),
                "measured_calls": measured[agent.name],
            }
            for agent in estimated.agents
        ],
        "total_usd_per_1k_calls": _rounded(estimated.usd_per_1k_calls),
        "total_usd_per_month": _rounded(estimated.usd_per_month),
        "prices": {
            provider.model: {
                "input_usd_per_mtok": quote.price.input,
                "output_usd_per_mtok": quote.price.output,
                "source": quote.source,
                "as_of": quote.as_of.isoformat() if quote.as_of else None,
            }
            for provider in roster.providers
            if (quote := circumstances.quotes.get(provider.name)) is not None
        },
    }


def _rounded(amount: float | None) -> float | None:
    """Without what binary fractions add at the end."""
    return None if amount is None else round(amount, 9)
