"""Names for the shell to complete, from the file that the command would read."""

from collections.abc import Callable, Iterable

import click

from rscrew_console.cli.crew import cli_context_of
from rscrew_console.roster.model import Roster
from rscrew_console.roster.visible import visible
from rscrew_console.session import SessionError

Completions = list[tuple[str, str]]


def complete_agents(ctx: click.Context, incomplete: str) -> Completions:
    """Agents, each with its chain."""
    return _completed(
        ctx,
        incomplete,
        lambda roster: ((agent.name, " → ".join(agent.chain.providers)) for agent in roster.agents),
    )


def complete_providers(ctx: click.Context, incomplete: str) -> Completions:
    """Providers, each with its model."""
    return _completed(
        ctx,
        incomplete,
        lambda roster: ((provider.name, provider.model) for provider in roster.providers),
    )


def complete_scenarios(ctx: click.Context, incomplete: str) -> Completions:
    """Scenarios of an experiment, each with its counts."""
    return _completed(
        ctx,
        incomplete,
        lambda roster: (
            (one.name, ", ".join(f"{model} {count}" for model, count in one.counts))
            for one in (roster.scenarios.scenarios if roster.scenarios else ())
        ),
    )


def complete_either(ctx: click.Context, incomplete: str) -> Completions:
    """Agents and providers."""
    return complete_agents(ctx, incomplete) + complete_providers(ctx, incomplete)


def complete_strategies(ctx: click.Context, incomplete: str) -> Completions:
    """Strategies, each with what it is for."""
    from rscrew_console.plans.shipped import strategies_of

    return _completed(
        ctx,
        incomplete,
        lambda roster: ((one.name, one.description) for one in strategies_of(roster)),
    )


def _completed(
    ctx: click.Context, incomplete: str, names: Callable[[Roster], Iterable[tuple[str, str]]]
) -> Completions:
    try:
        roster = cli_context_of(ctx).open().roster
    except (SessionError, OSError, RuntimeError):
        # The shell runs this in the middle of the user's line: a word on either stream would land
        # in it. The command itself says what is wrong as soon as it is run.
        return []
    return [
        (name, visible(help_text))
        for name, help_text in names(roster)
        if name.startswith(incomplete) and visible(name) == name
    ]
