"""`detect`: which vendor a model belongs to, and whether its key is there."""

from collections.abc import Mapping
from typing import Annotated

import click

from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.declared import Argument, Option, names_among
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import say, say_json, styled
from rscrew_console.dialects import OperationError
from rscrew_console.providers.env_files import place_of, to_set
from rscrew_console.providers.keys import key_state, key_variables
from rscrew_console.providers.kinds import Kind, kind_of, unknown_vendor
from rscrew_console.providers.retirements import of_litellm, retired_by, shipped
from rscrew_console.providers.spellings import STYLES, spelled, style_of
from rscrew_console.roster.facts import KeyState, Retirement
from rscrew_console.roster.model import Provider
from rscrew_console.roster.visible import visible


def detect(
    ctx: click.Context,
    model: Annotated[str, Argument(metavar="MODEL")],
    dialect: Annotated[
        str | None,
        Option(
            "--for",
            metavar="FORMAT",
            complete=names_among(STYLES),
            help="Show how a file of that format spells the model: opencode, litellm, codex …",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show which vendor a model belongs to, and whether its key is set."""
    if not model.strip():
        raise click.BadParameter("name a model, as in rsc detect gpt-6-luna")
    context = cli_context_of(ctx)
    provider = Provider("", model.strip())
    kind = kind_of(provider)
    variable = next(iter(key_variables(provider)), None)
    key = key_state(provider, context.env)
    if kind is None:
        advice = "; ".join(unknown_vendor(provider))
    else:
        advice = _advice(kind, variable, key, context.env)
    spelling = None if dialect is None else _spelling(model.strip(), dialect)
    if as_json:
        say_json(
            {
                "model": model,
                "kind": kind.name if kind else None,
                "api_key_env": variable,
                "key": key,
                "hint": advice,
                **({} if dialect is None else {"for": dialect, "spelling": spelling}),
            }
        )
        return
    model_text = visible(model)
    say(f"{model_text}: {f'{kind.title} ({kind.name})' if kind else 'unknown'}")
    for line in _about_the_key(model_text, variable, key):
        say(line)
    if advice:
        say(visible(advice))
    if dialect is not None:
        cannot = "it cannot name this model" if kind else "not known"
        spelling_text = visible(spelling) if spelling else cannot
        say(f"in a file of {visible(dialect)}: {spelling_text}")
    if kind and kind.unverifiable:
        say(styled(kind.unverifiable, "dim"))
    retirement = retired_by(context.today, shipped(), of_litellm())(provider)
    if retirement is not None:
        say(styled(_retired(model_text, retirement), "yellow"))


def _spelling(model: str, dialect: str) -> str | None:
    if style_of(dialect) is None:
        raise OperationError.unknown("format", dialect, STYLES)
    return spelled(model, dialect)


def _about_the_key(model: str, variable: str | None, key: KeyState) -> list[str]:
    match key:
        case "missing":
            return [f"Missing {variable} for model {model}"]
        case "placeholder":
            return [f"{variable} holds a placeholder, not a key"]
        case "set":
            return [f"{variable} is set"]
        case "not_needed":
            return []


def _advice(kind: Kind, variable: str | None, key: KeyState, env: Mapping[str, str]) -> str:
    if key == "missing":
        return to_set(env, variable or "", kind.key_example)
    if key == "placeholder":
        return f"put the real key into {variable}{place_of(env, variable or '')}"
    return ""


def _retired(model: str, retirement: Retirement) -> str:
    when = "was" if retirement.over else "will be"
    use = f"; use {retirement.successor}" if retirement.successor else ""
    return f"{model} {when} retired on {retirement.date}{use}"
