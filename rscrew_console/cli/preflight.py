"""`preflight`: whether models can be called, before anything is started that calls them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from shlex import quote
from typing import Annotated, Any

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Argument, Option, names_among
from rscrew_console.cli.options import AsJson, number_of
from rscrew_console.cli.output import say, say_json, styled
from rscrew_console.dialects import OperationError
from rscrew_console.dialects.operations.base import PROGRAM
from rscrew_console.providers.preflight import (
    PreflightResult,
    as_read,
    model_key,
    preflight_result,
)
from rscrew_console.providers.prices import quote_of
from rscrew_console.providers.retirements import of_litellm, retired_by, shipped
from rscrew_console.providers.spellings import STYLES, style_of
from rscrew_console.roster.model import HealthSettings, Provider
from rscrew_console.roster.visible import visible
from rscrew_console.session import SessionError


def preflight(
    ctx: click.Context,
    models: Annotated[list[str] | None, Argument(metavar="[MODEL]...")] = None,
    dialect: Annotated[
        str | None,
        Option(
            "--for",
            metavar="FORMAT",
            complete=names_among(STYLES),
            help="Whose names of models and keys are used: litellm (the default), opencode …",
        ),
    ] = None,
    offline: Annotated[bool, Option("--offline", help="Ask no vendor.")] = False,
    timeout: Annotated[
        str | None,
        Option(metavar="SECONDS", help="How long to wait for a vendor."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check whether models can be called: key, name, price and retirement, all for free.

    Without a model all models of the file are checked, by the rules of the program that reads it.
    Exit status 1 if one cannot be called; then the line to type is printed.
    """
    context = cli_context_of(ctx)
    seconds = number_of("--timeout", timeout, "seconds")
    if models:
        if not all(model.strip() for model in models):
            raise click.BadParameter("name a model, as in rsc preflight gpt-6-luna")
        aliases = _aliases(context)
        # An alias is spelt as the open file spells models.
        uses_alias = any(model.strip() in aliases for model in models)
        reader = dialect or (context.open().roster.dialect if uses_alias else "litellm")
        providers = tuple(
            Provider(model.strip(), aliases.get(model.strip(), model.strip())) for model in models
        )
        settings = HealthSettings()
    else:
        roster = context.open().roster
        reader, providers = dialect or roster.dialect, roster.providers
        settings = roster.settings.health
    if style_of(reader) is None and dialect is not None:
        raise OperationError.unknown("format", dialect, STYLES)
    if seconds is not None:
        settings = replace(settings, timeout=seconds)
    results = _results(context, providers, reader, settings, offline=offline, in_file=not models)
    if as_json:
        say_json(_shape(reader, results))
    else:
        for line in _lines(results):
            say(line)
    if not all(result.passes for result in results):
        raise click.exceptions.Exit(1)


def _aliases(context: CliContext) -> dict[str, str]:
    """The user's own names of models, see `rsc alias`; none where no file can be opened."""
    try:
        return dict(context.open().roster.settings.aliases)
    except SessionError:
        if context.config_option is not None:
            raise
        return {}


def _results(
    context: CliContext,
    providers: Sequence[Provider],
    dialect: str,
    settings: HealthSettings,
    *,
    offline: bool,
    in_file: bool,
) -> list[PreflightResult]:
    env, healths = context.env, {}
    if not offline:
        from rscrew_console.providers.health.check import check_all
        from rscrew_console.providers.health.run import run

        asked = (as_read(provider, model_key(provider, dialect, env)) for provider in providers)
        answers = run(check_all([one for one in asked if one is not None], env, settings))
        healths = {health.provider: health for health in answers}
    retirement_of = retired_by(context.today, shipped(), of_litellm())
    return [
        preflight_result(
            provider,
            dialect,
            env,
            healths.get(provider.name),
            quote_of(provider, context.today),
            retirement_of(provider),
            *([lambda old, new: _command(context, "replace", old, new)] if in_file else []),
        )
        for provider in providers
    ]


def _command(context: CliContext, *words: str) -> str:
    """A line of this program for the shell, with `--config` where it was given."""
    config = ("--config", str(context.config_option)) if context.config_option else ()
    return " ".join(map(quote, (PROGRAM, *config, *words)))


def _lines(results: Sequence[PreflightResult]) -> Iterator[str]:
    for result in results:
        sign = styled("✓", "green") if result.passes else styled("✗", "red")
        title = result.name if result.name == result.model else f"{result.name} ({result.model})"
        yield f"{sign} {visible(title)}: {visible('; '.join(_told(result)))}"
        for problem in result.problems if result.kind else ():
            yield f"  {styled(visible(problem), 'red')}"
        for line in result.mend:
            yield f"  {visible(line)}"
        for note in result.notes:
            yield styled(f"  {visible(note)}", "dim")
    failed = sum(not result.passes for result in results)
    if len(results) > 1:
        yield f"{len(results) - failed} of {len(results)} models can be called"
    elif not results:
        yield "there is no model to check"


def _told(result: PreflightResult) -> Iterator[str]:
    if result.kind is None:
        yield "unknown"
        return
    yield f"{result.kind_title} ({result.kind})"
    if result.key.state == "set":
        proved = result.status in ("ok", "degraded", "restricted_key", "model_not_found")
        yield f"{result.key.variable} is set{' and accepted' if proved else ''}"
    elif result.key.state == "not_needed":
        yield "it needs no key"
    if result.listed is not None:
        yield "the vendor lists it" if result.listed else "the vendor does not list it"
    if result.price is not None:
        price = result.price.price
        yield f"${price.input:g} in, ${price.output:g} out a million tokens ({result.price.source})"
    else:
        yield "its price is not known"
    if result.status == "unchecked":
        yield "not asked"


def _shape(dialect: str, results: Sequence[PreflightResult]) -> dict[str, Any]:
    return {
        "for": dialect,
        "passes": all(result.passes for result in results),
        "models": [
            {
                "name": result.name,
                "model": result.model,
                "kind": result.kind,
                "api_key_env": result.key.variable or None,
                "api_key_envs": list(result.key.variables),
                "key": result.key.state if result.kind else None,
                "status": result.status,
                "listed": result.listed,
                "input_usd_per_mtok": result.price.price.input if result.price else None,
                "output_usd_per_mtok": result.price.price.output if result.price else None,
                "price_source": result.price.source if result.price else None,
                "retires": result.retirement.date.isoformat() if result.retirement else None,
                "successor": (result.retirement.successor if result.retirement else "") or None,
                "passes": result.passes,
                "problems": list(result.problems),
                "mend": list(result.mend),
                "notes": list(result.notes),
            }
            for result in results
        ],
    }
