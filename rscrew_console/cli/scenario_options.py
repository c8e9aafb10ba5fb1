"""What the arguments of `rsc scenario` say: counts, shares and presets."""

import math
from collections.abc import Sequence
from typing import Annotated

import click

from rscrew_console.cli.completion import complete_scenarios
from rscrew_console.cli.declared import Argument
from rscrew_console.dialects.experiment.edits import scenario_named
from rscrew_console.roster.experiment import ScenarioTable, all_on, by_shares, even_split

ScenarioName = Annotated[
    str,
    Argument(
        metavar="NAME", complete=complete_scenarios,
        help="Its name; #2 is the second of the file.",
    ),
]  # fmt: skip


def counts_of(arguments: Sequence[str]) -> dict[str, int]:
    """`MODEL=N` as model → number. Raises BadParameter for what is none, and for a model twice."""
    counts: dict[str, int] = {}
    for argument in arguments:
        model, text = _pair(argument, "MODEL=N, as in openai/gpt-4.1=5")
        if not text.isascii() or not text.isdecimal() or len(text) > _DIGITS:
            raise click.BadParameter(f'"{argument}": a count is a whole number, 0 or more')
        if model in counts:
            raise click.BadParameter(f"{model} is given two counts")
        counts[model] = int(text)
    return counts


_DIGITS = 9


def preset_counts(
    table: ScenarioTable, scenario: str, kind: str, models: Sequence[str]
) -> dict[str, int]:
    """Model → number for all models that the scenario has or gets; 0 for those that go.

    Raises BadParameter for what is no preset, and OperationError for an unknown scenario.
    """
    present = dict.fromkeys((model for model, _ in scenario_named(table, scenario).counts), 0)
    match kind:
        case "all":
            if len(models) != 1:
                raise click.BadParameter("all takes one model, as in all openai/gpt-4.1")
            counts = all_on(models[0], table.number_of_agents)
        case "even":
            chosen = tuple(dict.fromkeys(models or table.models))
            if not chosen:
                raise click.BadParameter("there is no model to split the agents among")
            counts = even_split(chosen, table.number_of_agents)
        case "shares":
            counts = _by_shares(table, models)
        case _:
            raise click.BadParameter(f'there is no preset "{kind}": all, even or shares')
    return {**present, **counts}


def _by_shares(table: ScenarioTable, arguments: Sequence[str]) -> dict[str, int]:
    shares: dict[str, float] = {}
    for argument in arguments:
        model, text = _pair(argument, "MODEL=SHARE, as in openai/gpt-4.1=70%")
        try:
            share = float(text.removesuffix("%"))
        except ValueError:
            share = -1.0
        if not math.isfinite(share) or share < 0:
            raise click.BadParameter(f'"{argument}": a share is a number, 0 or more')
        if model in shares:
            raise click.BadParameter(f"{model} is given two shares")
        shares[model] = share
    try:
        return by_shares(shares, table.number_of_agents)
    except ValueError as error:
        raise click.BadParameter("shares takes MODEL=SHARE, of which one is above 0") from error


def _pair(argument: str, form: str) -> tuple[str, str]:
    """Ids of models may hold a =, counts do not."""
    model, equals, text = argument.rpartition("=")
    if not equals or not model.strip():
        raise click.BadParameter(f'"{argument}" is not {form}')
    return model.strip(), text.strip()
