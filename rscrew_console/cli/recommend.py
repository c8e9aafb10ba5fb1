"""`recommend`: models for a kind of work, ranked by price among those whose keys are there."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import AsJson, number_of
from rscrew_console.cli.output import complain, say, say_json, styled, width
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.preflight import model_key
from rscrew_console.providers.prices import SELLERS
from rscrew_console.providers.recommend import (
    ModelRequirements,
    Recommendation,
    Recommendations,
    VendorOffers,
    takes_tools,
)
from rscrew_console.providers.recommend import (
    recommend as ranked_models,
)
from rscrew_console.roster.model import CAPABILITIES, CostAssumptions, HealthSettings, Provider
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.visible import visible
from rscrew_console.session import SessionError

VENDORS = tuple(kind for kind in SELLERS if KINDS[kind].key_variables and kind != "azure")
"""Azure's deployments have names of their own, and clouds want other credentials than a key."""
USUAL_LIMIT = 10


def recommend(
    ctx: click.Context,
    work: Annotated[
        str,
        Option("--for", metavar="|".join(CAPABILITIES), help="The kind of work; any without it."),
    ] = "",
    under: Annotated[
        str | None,
        Option(
            metavar="USD",
            help="The highest price of a million tokens, input and output mixed as in your calls.",
        ),
    ] = None,
    tools: Annotated[bool, Option("--tools", help="Only models that take tools.")] = False,
    context: Annotated[
        str | None, Option(metavar="TOKENS", help="The smallest context window: 200k, 1M.")
    ] = None,
    have_keys: Annotated[
        bool, Option("--have-keys", help="Only models whose keys are set.")
    ] = False,
    limit: Annotated[str | None, Option(metavar="N", help="How many; 10 without it.")] = None,
    offline: Annotated[
        bool, Option("--offline", help="Ask no vendor; go by genai-prices' data.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Rank models by price, those with a key first, each with the reasons.

    Vendors whose keys are set are asked what they offer, for free. Exit status 1 if there is none.
    """
    if work and work not in CAPABILITIES:
        hint = did_you_mean(work, CAPABILITIES) or f"; it takes {', '.join(CAPABILITIES)}"
        raise click.BadParameter(f'--for does not know "{work}"{hint}')
    requirements = ModelRequirements(
        work, number_of("--under", under, "US dollars"), tools, _tokens(context), have_keys
    )
    most = int(number_of("--limit", limit, "models") or USUAL_LIMIT)
    cli_context = cli_context_of(ctx)
    dialect, usage, settings, aliases = _of_the_file(cli_context)
    vendors = _vendors(cli_context, dialect, settings, requirements, offline=offline)
    result = ranked_models(vendors, requirements, usage)
    if as_json:
        say_json(_shape(result, requirements, usage, most, aliases))
    else:
        for line in _lines(result, most, usage, aliases):
            say(line)
        if not result.ranked:
            complain(_nothing(result, requirements))
    if not result.ranked:
        raise click.exceptions.Exit(1)


Aliases = Mapping[str, tuple[str, ...]]
"""Model, as the file spells it → the user's own names of it."""


def _of_the_file(context: CliContext) -> tuple[str, CostAssumptions, HealthSettings, Aliases]:
    """The spelling, mix of tokens, patience and aliases of the file, or else the usual ones."""
    try:
        roster = context.open().roster
    except SessionError:
        if context.config_option is not None:
            raise
        return "litellm", CostAssumptions(), HealthSettings(), {}
    aliases: dict[str, tuple[str, ...]] = {}
    for name, model in roster.settings.aliases:
        aliases[model] = (*aliases.get(model, ()), name)
    return roster.dialect, roster.settings.costs, roster.settings.health, aliases


def _vendors(
    context: CliContext,
    dialect: str,
    settings: HealthSettings,
    requirements: ModelRequirements,
    *,
    offline: bool,
) -> list[VendorOffers]:
    from rscrew_console.providers.catalogue import catalogue
    from rscrew_console.providers.health.check import check_all
    from rscrew_console.providers.health.run import run
    from rscrew_console.providers.known_models import known_offers

    providers = {kind: Provider(kind, "", kind=kind) for kind in VENDORS}
    keys = {kind: model_key(one, dialect, context.env) for kind, one in providers.items()}
    asked = [] if offline else [providers[kind] for kind, key in keys.items() if key.state == "set"]
    healths = run(check_all(asked, context.env, settings)) if asked else []
    offers = {health.provider: health.offers for health in healths if health.offers}
    return [
        VendorOffers(
            kind,
            keys[kind].state,
            keys[kind].variable,
            catalogue(provider, offers.get(kind) or known_offers(kind), context.today, dialect),
            kind in offers,
        )
        for kind, provider in providers.items()
        if not requirements.have_keys or keys[kind].state == "set"
    ]


_TOKENS = re.compile(r"(\d+(?:\.\d+)?)\s*([km]?)")


def _tokens(text: str | None) -> int | None:
    if text is None:
        return None
    match = _TOKENS.fullmatch(text.strip().lower().replace(",", "").replace("_", ""))
    if match is None or not float(match[1]):
        raise click.BadParameter(f'--context takes tokens, as in 200k or 1M, not "{visible(text)}"')
    return int(float(match[1]) * {"": 1, "k": 1_000, "m": 1_000_000}[match[2]])


def _lines(
    result: Recommendations, most: int, usage: CostAssumptions, aliases: Aliases
) -> Iterator[str]:
    shown = result.ranked[:most]
    if not shown:
        return
    columns = [
        TableColumn("", right=True), TableColumn("model", least=20),
        TableColumn("$/M", right=True), TableColumn("in", right=True),
        TableColumn("out", right=True), TableColumn("why", least=20),
    ]  # fmt: skip
    header, *rows = table(
        columns, [_row(place, one, aliases) for place, one in enumerate(shown, 1)], width()
    )
    yield styled(header, "bold")
    for one, row in zip(shown, rows, strict=True):
        yield row if one.has_key else styled(row, "dim")
    mix = f"{usage.input_tokens:,} tokens in and {usage.output_tokens:,} out"
    sources = ", ".join(dict.fromkeys(one.model.price_source for one in shown))
    yield styled(f"$/M: a million tokens, as in calls of {mix}; prices: {sources}", "dim")
    if len(result.ranked) > most:
        yield styled(f"and {len(result.ranked) - most} more: --limit", "dim")
    if result.left_out:
        yield styled(f"left out: {_left_out(result.left_out)}", "dim")


def _row(place: int, one: Recommendation, aliases: Aliases) -> list[str]:
    price = one.model.price
    names = aliases.get(one.model.model, ())
    reasons = (*(f"your alias {name}" for name in names), *one.reasons)
    return [
        str(place), one.model.model, f"{one.usd_per_mtok:.2f}",
        f"{price.input:g}" if price else "", f"{price.output:g}" if price else "",
        "; ".join(reasons),
    ]  # fmt: skip


def _left_out(counts: Mapping[str, int]) -> str:
    return "; ".join(f"{count} {reason}" for reason, count in counts.items())


def _nothing(result: Recommendations, requirements: ModelRequirements) -> str:
    if requirements.have_keys and not result.left_out:
        example = KINDS["openrouter"]
        variable = example.key_variables[0]
        return (
            "no key is set; put one into ./.env, as in"
            f" {variable}={example.key_example}, or leave --have-keys out"
        )
    return f"no model fits; left out: {_left_out(result.left_out)}"


def _shape(
    result: Recommendations, requirements: ModelRequirements, usage: CostAssumptions, most: int,
    aliases: Aliases,
) -> dict[str, Any]:  # fmt: skip
    return {
        "for": requirements.work or None,
        "under": requirements.under,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "models": [
            {
                "rank": place,
                "model": one.model.model,
                "id": one.model.id,
                "aliases": list(aliases.get(one.model.model, ())),
                "kind": one.kind,
                "usd_per_mtok": round(one.usd_per_mtok, 6),
                "input_usd_per_mtok": one.model.price.input if one.model.price else None,
                "output_usd_per_mtok": one.model.price.output if one.model.price else None,
                "price_source": one.model.price_source or None,
                "context_window": one.model.context,
                "tools": takes_tools(one.model),
                "key": one.key,
                "api_key_env": one.variable or None,
                "listed": one.listed,
                "reasons": list(one.reasons),
            }
            for place, one in enumerate(result.ranked[:most], 1)
        ],
        "found": len(result.ranked),
        "left_out": dict(result.left_out),
    }
