"""`cost`: what the crew is estimated to cost, and by which prices."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

import click

from rscrew_console.cli.completion import complete_strategies
from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import AsJson, number_of
from rscrew_console.cli.output import say, say_json, styled, width
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.plans.costs import CrewCost, crew_cost, month_in_words
from rscrew_console.plans.facts import PlanFacts
from rscrew_console.plans.preview import after_strategy
from rscrew_console.providers.prices import FROM_FILE, PriceQuote
from rscrew_console.roster.cost import (
    DAYS_A_MONTH,
    MEASURED_DAYS,
    AgentCost,
    Estimate,
    measured_calls,
    with_calls,
)
from rscrew_console.roster.lint.crew import pin_told
from rscrew_console.roster.model import Roster
from rscrew_console.roster.money import usd
from rscrew_console.roster.visible import visible


def cost(
    ctx: click.Context,
    strategy: Annotated[
        str | None,
        Option(complete=complete_strategies, help="As if this strategy were applied."),
    ] = None,
    calls_per_day: Annotated[
        str | None,
        Option(metavar="N", help="Calls of every agent that has no `usage` of its own."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Estimate what the crew costs on the providers that its agents run on now.

    The cost as planned, each agent on its primary, is shown beside it if that differs.
    """
    calls = number_of("--calls-per-day", calls_per_day, "calls", zero=True)
    context = cli_context_of(ctx)
    roster = with_calls(context.open().roster, calls)
    facts = context.plan_facts(roster)
    averages = facts.averages
    if calls is not None:  # what is asked for counts for more than what was
        averages = {name: replace(one, calls_per_day=None) for name, one in averages.items()}
    measured = {agent.name: measured_calls(agent, averages) for agent in roster.agents}
    # The strategy's plan is the one that `bulk` would make, and that one goes by the file alone.
    crew = roster if strategy is None else after_strategy(roster, strategy, facts)
    estimated = crew_cost(crew, facts.prices, facts.usable, averages)
    if as_json:
        say_json(_shape(roster, estimated, facts, measured))
        return
    if strategy is None and (pinned := pin_told(roster.settings)):
        say(styled(visible(pinned), "red"))
    for line in _lines(roster, estimated, facts, measured):
        say(line)


def _lines(
    roster: Roster, cost: CrewCost, facts: PlanFacts, measured: Mapping[str, int]
) -> Iterator[str]:
    head, *lines, total = table(*_table(cost, measured), width())
    yield styled(head, "bold")
    yield from lines
    yield styled(total, "bold")
    yield ""
    if cost.differs:
        yield month_in_words(cost)
    if count := len(cost.running.unpriced):
        yield f"not in the sums, as the price is not known: {_agents(count)}"
    if count := len(cost.running.idle):
        yield f"without a provider that can serve, and so without a cost: {_agents(count)}"
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
    for line in _prices(roster, facts.quotes):
        yield styled(line, "dim")


def _table(
    cost: CrewCost, measured: Mapping[str, int]
) -> tuple[list[TableColumn], list[list[str]]]:
    """Return columns and rows: one row per agent and one for all. Empty columns are left out."""
    columns = [
        TableColumn("agent"), TableColumn("provider"),
        TableColumn("model", least=12, droppable=True),
        TableColumn("$/1k calls", right=True), TableColumn("$/month", right=True),
        TableColumn("as planned", right=True), TableColumn("by", least=8),
    ]  # fmt: skip
    rows = []
    for planned, running in zip(cost.planned.agents, cost.running.agents, strict=True):
        as_planned = planned == running
        rows.append([
            running.name, running.provider or "✗ nothing", running.model,
            usd(running.usd_per_1k_calls) if running.provider else "—",
            usd(running.usd_per_month) if running.provider else "—",
            "" if as_planned else f"{planned.provider or 'nothing'} {usd(planned.usd_per_month)}",
            _by(measured[running.name]),
        ])  # fmt: skip
    rows.append([
        "all", "", "", usd(cost.running.usd_per_1k_calls), usd(cost.running.usd_per_month),
        usd(cost.planned.usd_per_month), "",
    ])  # fmt: skip
    indexes = [
        index for index, column in enumerate(columns)
        if not (column.title == "as planned" and not cost.differs)
        and not (column.title == "by" and not any(measured.values()))
    ]  # fmt: skip
    columns = [columns[index] for index in indexes]
    return columns, [[row[index] for index in indexes] for row in rows]


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
        price_line = f"{name}: {usd(price.input)} in, {usd(price.output)} out per million tokens"
        if quote.source == FROM_FILE:
            yield f"{price_line}, says the file"
        else:
            date = f" of {quote.as_of}" if quote.as_of else ""
            yield f"{price_line}, {quote.source}{date}"


def _shape(
    roster: Roster, cost: CrewCost, facts: PlanFacts, measured: Mapping[str, int]
) -> dict[str, Any]:
    """Return the JSON: the plan's figures, and under `running` those of what runs now."""
    return {
        "agents": [
            {
                "name": planned.name,
                **_agent_shape(planned),
                "measured_calls": measured[planned.name],
                "running": _agent_shape(running),
            }
            for planned, running in zip(cost.planned.agents, cost.running.agents, strict=True)
        ],
        **_total_shape(cost.planned),
        "running": _total_shape(cost.running),
        "prices": {
            provider.model: {
                "input_usd_per_mtok": quote.price.input,
                "output_usd_per_mtok": quote.price.output,
                "source": quote.source,
                "as_of": quote.as_of.isoformat() if quote.as_of else None,
            }
            for provider in roster.providers
            if (quote := facts.quotes.get(provider.name)) is not None
        },
    }


def _agent_shape(agent: AgentCost) -> dict[str, Any]:
    return {
        "provider": agent.provider,
        "model": agent.model,
        "usd_per_1k_calls": _rounded(agent.usd_per_1k_calls),
        "usd_per_month": _rounded(agent.usd_per_month),
    }


def _total_shape(estimated: Estimate) -> dict[str, Any]:
    return {
        "total_usd_per_1k_calls": _rounded(estimated.usd_per_1k_calls),
        "total_usd_per_month": _rounded(estimated.usd_per_month),
    }


def _rounded(amount: float | None) -> float | None:
    """Round away what binary fractions add at the end."""
    return None if amount is None else round(amount, 9)
