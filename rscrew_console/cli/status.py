"""`status`: which providers can serve, and what every agent would run on now."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import AsJson, number_of
from rscrew_console.cli.output import complain, on_terminal, say, say_json
from rscrew_console.cli.shapes import (
    agent_shape,
    distribution_shape,
    fallback_shape,
    problem_shapes,
    provider_shape,
)
from rscrew_console.cli.status_view import StatusData, lines, provider_lines
from rscrew_console.dialects import located
from rscrew_console.providers.health import Health
from rscrew_console.providers.health.evidence import with_evidence
from rscrew_console.providers.prices import prices_of
from rscrew_console.providers.token_price import TokenPrice, token_price
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Roster
from rscrew_console.session import BadConfig, read_text

OnResult = Callable[[Health], None]
_CLEAR = "\x1b[2J\x1b[H"


@dataclass(frozen=True)
class StatusOptions:
    """The options of the command line."""

    offline: bool
    timeout: float | None
    deep: bool
    as_json: bool
    verbose: bool


def status(
    ctx: click.Context,
    offline: Annotated[
        bool, Option("--offline", help="Use no network; show what the file and the keys say.")
    ] = False,
    timeout: Annotated[
        str | None,
        Option(
            metavar="SECONDS",
            help="How long to wait for a provider; otherwise what the file says, or 10.",
        ),
    ] = None,
    deep: Annotated[
        bool,
        Option("--deep", help="Ask each model for one token, too; shows the price first."),
    ] = False,
    watch: Annotated[bool, Option("--watch", help="Repeat, until you press ctrl+c.")] = False,
    verbose: Annotated[
        bool, Option("--verbose", help="Print a line for every agent, not for every cause.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check every provider, for free and all at once, and show what the agents run on.

    With --deep it is not free: each model that can be used is asked for one token.

    Exit status 1 if a provider that has a key cannot serve, an agent has nothing that can serve, or
    the file has errors.
    """
    if deep and (offline or watch):
        reason = "--offline asks nobody" if offline else "--watch would pay again and again"
        raise click.BadParameter(f"--deep asks models for a token, and {reason}")
    how = StatusOptions(offline, number_of("--timeout", timeout, "seconds"), deep, as_json, verbose)
    data = None
    try:
        data = _show_round(cli_context_of(ctx), how, first=True)
        while watch:
            time.sleep(data.roster.settings.health.interval)
            data = _show_round(cli_context_of(ctx), how, first=False)
    except KeyboardInterrupt:
        if not watch:
            raise
    # Ctrl+C is the way to end watching, in the first round, too.
    raise click.exceptions.Exit(int(data is not None and data.failing))


def _show_round(context: CliContext, how: StatusOptions, *, first: bool) -> StatusData:
    """One round: read the file, check its providers, print everything."""
    data = _read(context)
    data = data.showing(_healths(context, data, how, live=first))
    if how.as_json:
        say_json(shape(data))
        return data
    text = "\n".join(lines(data, verbose=how.verbose))
    if not first:
        text = f"{_CLEAR}{text}" if on_terminal() else f"\n{text}"
    say(text)
    return data


def _read(context: CliContext) -> StatusData:
    """Read the file. Its providers are checked even where it has errors.

    Raises CannotRead and BadConfig where there is no crew to be read at all.
    """
    _, parsed = read_text(context.path)
    if parsed.document is None or parsed.dialect is None or parsed.roster is None:
        raise BadConfig(context.path, parsed.problems)
    warnings = context.warnings(parsed.roster, parsed.dialect, parsed.document)
    problems = located(parsed.document, (*parsed.problems, *warnings))
    return StatusData(str(context.path), parsed.roster, context.facts(parsed.roster), problems)


def _healths(
    context: CliContext, data: StatusData, how: StatusOptions, *, live: bool
) -> list[Health]:
    from rscrew_console.providers.health.check import (
        check_all,
        unchecked,
    )

    providers, env = data.roster.providers, context.env
    if how.offline:
        return [unchecked(provider, env) for provider in providers]
    from rscrew_console.providers.health.run import run

    settings = data.roster.settings.health
    if how.timeout is not None:
        settings = replace(settings, timeout=how.timeout)

    if how.deep and not how.as_json:
        complain(f"asks at most {_price(context, data.roster)}")

    def ask(on_result: OnResult | None) -> list[Health]:
        healths = run(check_all(providers, env, settings, on_result, deep=how.deep))
        evidence = context.evidence(data.roster)
        return with_evidence(healths, providers, evidence, datetime.now(UTC))

    if how.as_json or not live or not on_terminal():
        return ask(None)
    from rscrew_console.cli.live import filling_in

    with filling_in(data, provider_lines) as on_result:
        return ask(on_result)


def _price(context: CliContext, roster: Roster) -> TokenPrice:
    """Return the price of asking each model that has a key for one token."""
    from rscrew_console.providers.health.check import may_be_asked

    providers = [provider for provider in roster.providers if may_be_asked(provider, context.env)]
    return token_price(providers, prices_of(context.quotes(roster)))


def shape(data: StatusData) -> dict[str, object]:
    """What `--json` prints."""
    roster, facts = data.roster, data.facts
    return {
        "config": data.path,
        "dialect": roster.dialect,
        "providers": [
            provider_shape(
                provider, facts[provider.name], roster.primaries[provider.name],
                data.healths.get(provider.name),
            )
            for provider in roster.providers
        ],
        "agents": [agent_shape(agent, roster, facts, data.usable) for agent in roster.agents],
        **fallback_shape(roster),
        "distribution": distribution_shape(roster.primaries, len(roster.agents)),
        "problems": problem_shapes(data.problems),
    }  # fmt: skip
