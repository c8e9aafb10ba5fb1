"""`providers` and `agents`: the two tables, without the network."""

from collections.abc import Iterator, Mapping

import click

from rscrew_console.cli.crew import CliContext, cli_context_of, runs_now
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import say, say_json, styled, width
from rscrew_console.cli.shapes import (
    agent_shape,
    fallback_shape,
    hint,
    key_variable,
    provider_shape,
)
from rscrew_console.cli.table import TableColumn, show, table
from rscrew_console.plans.following import following
from rscrew_console.providers.prices import prices_of
from rscrew_console.roster.chain import Chain
from rscrew_console.roster.effective import lacks_provider
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Agent, Roster
from rscrew_console.roster.visible import visible

LEFT_TO_PROGRAM = "· as the program decides"
"""What an agent runs on whose model only the program that reads the file knows."""
_KEY_MARKS = {"set": "✓", "missing": "○", "placeholder": "✗", "not_needed": "·"}


def providers(ctx: click.Context, as_json: AsJson = False) -> None:
    """List the providers: model, key, tier, and how many agents they serve."""
    context = cli_context_of(ctx)
    session = context.open()
    roster, facts = session.roster, context.facts(session.roster)
    if as_json:
        shapes = [
            provider_shape(provider, facts[provider.name], roster.primaries[provider.name])
            for provider in roster.providers
        ]
        say_json({"providers": shapes})
        return
    if not roster.providers:
        _say_no_providers(context, session.dialect.capabilities.declared_providers)
        return
    columns = [
        TableColumn("provider"), TableColumn("model", least=20), TableColumn("key"),
        TableColumn("tier", droppable=True), TableColumn("agents", right=True),
        TableColumn("kind", droppable=True),
    ]  # fmt: skip
    rows = [
        [
            provider.name,
            provider.model,
            key_cell(facts[provider.name]),
            provider.cost_tier,
            share(roster.primaries[provider.name], len(roster.agents)),
            facts[provider.name].kind or "?",
        ]
        for provider in roster.providers
    ]
    show(table(columns, rows, width()))
    for provider in roster.providers:
        if advice := hint(facts[provider.name]):
            say(styled(f"{visible(provider.name)}: {visible(advice)}", "dim"))


def agents(ctx: click.Context, as_json: AsJson = False) -> None:
    """List the agents: the chain of each, and what it runs on now."""
    context = cli_context_of(ctx)
    session = context.open()
    roster, facts = session.roster, context.facts(session.roster)
    if as_json:
        shapes = [agent_shape(agent, roster, facts) for agent in roster.agents]
        say_json({"agents": shapes, **fallback_shape(roster)})
        return
    if not roster.agents:
        _say_empty(context, "agents", "add-agent NAME PRIMARY")
        return
    columns = [
        TableColumn("agent"), TableColumn("runs now"), TableColumn("chain"),
        TableColumn("reasoning", least=16, droppable=True),
    ]  # fmt: skip
    columns_left = width()
    for arrow in (" → ", "→"):
        rows = [_agent_row(agent, roster, facts, arrow) for agent in roster.agents]
        needed = len(table(columns[:3], [row[:3] for row in rows], None)[0])
        if columns_left is None or needed <= columns_left:
            break
    if roster.settings.pin:
        from rscrew_console.roster.lint.crew import pin_told

        pinned = pin_told(roster.settings)
        say(styled(visible(pinned), "red"))
    show(table(columns, rows, columns_left))
    for note in _summary(context, roster, facts):
        say(styled(note, "dim"))


def _summary(context: CliContext, roster: Roster, facts: Mapping[str, Facts]) -> Iterator[str]:
    if strategy := following(roster, facts, lambda: prices_of(context.quotes(roster))):
        yield visible(str(strategy))
    if not roster.fallback.enabled:
        yield visible(f"fallback: {roster.fallback}")
    usable = {name for name, fact in facts.items() if fact.usable}
    idle = sum(lacks_provider(agent, roster.settings, usable) for agent in roster.agents)
    if idle:
        yield (
            f"{idle} of {len(roster.agents)} cannot run: none of their providers has a key;"
            " rsc providers says which to set"
        )


def _say_no_providers(context: CliContext, declared: bool) -> None:
    if declared:
        _say_empty(context, "providers", "add-provider NAME MODEL")
        return
    file = visible(str(context.path))
    say(f"no agent of {file} names a model, so that none is listed: rsc assign AGENT MODEL")


def _say_empty(context: CliContext, what: str, command: str) -> None:
    say(f"{visible(str(context.path))} has no {what} yet: rsc {command}")


def _agent_row(agent: Agent, roster: Roster, facts: Mapping[str, Facts], arrow: str) -> list[str]:
    return [agent.name, _runs(agent, roster, facts), _chain(agent.chain, arrow), agent.reasoning]


def _runs(agent: Agent, roster: Roster, facts: Mapping[str, Facts]) -> str:
    provider = runs_now(agent, roster, facts)
    if provider is None:
        return LEFT_TO_PROGRAM if agent.is_left_to_program else "✗ nothing"
    return provider if provider == agent.chain.primary else f"↪ {provider}"


def _chain(chain: Chain, arrow: str) -> str:
    """The providers in order; — for an empty slot before the last filled one."""
    filled = [index for index, slot in enumerate(chain.slots) if chain.link_in(slot)]
    slots = chain.slots[: filled[-1] + 1] if filled else ()
    return arrow.join(chain.shown_in(slot) or "—" for slot in slots)


def key_cell(fact: Facts) -> str:
    """The variable of the key, and whether it is set."""
    variable = key_variable(fact) or ("not needed" if fact.kind else "not known")
    state = " (placeholder)" if fact.key == "placeholder" else ""
    return f"{_KEY_MARKS[fact.key]} {variable}{state}"


def share(agents: int, total: int) -> str:
    """A number of agents, and what part of the crew that is."""
    return f"{agents} {100 * agents / total:3.0f}%" if total else "0"
