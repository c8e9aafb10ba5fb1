"""Options and arguments that several commands share."""

from typing import Annotated, Any

import click

from rscrew_console.cli.completion import complete_agents, complete_providers
from rscrew_console.cli.declared import Argument, Option

AsJson = Annotated[bool, Option("--json", help="Print JSON for scripts.")]
DryRun = Annotated[
    bool, Option("--dry-run", help="Print what would change as a diff, and write nothing.")
]
Reasoning = Annotated[str | None, Option("--reasoning", help="Why: a note for people.")]

AgentName = Annotated[str, Argument(metavar="AGENT", complete=complete_agents)]
ProviderName = Annotated[str, Argument(metavar="PROVIDER", complete=complete_providers)]


def slot_option(slot: str) -> Any:
    """`--secondary P` and its like."""
    return Option(
        f"--{slot}",
        metavar="PROVIDER",
        help=f'The provider of the {slot} slot; "-" empties it.',
        complete=complete_providers,
    )


Slot = Annotated[
    tuple[str, str] | None,
    Option(
        "--slot",
        metavar="SLOT PROVIDER",
        help="Any slot by its name, such as 'fallback 2'; \"-\" empties it.",
    ),
]
Fallbacks = Annotated[
    list[str] | None,
    Option(
        "--fallback",
        metavar="PROVIDER",
        help="The provider of the fallback slot; where a chain is a list, repeat it for all"
        ' fallbacks in order. "-" empties.',
        complete=complete_providers,
    ),
]
Secondary = Annotated[str | None, slot_option("secondary")]
Tertiary = Annotated[str | None, slot_option("tertiary")]


def number_of(option: str, text: str | None, what: str, *, zero: bool = False) -> float | None:
    """The number that an option was given; None without one.

    `what` says what it counts, as in "seconds". Raises BadParameter for anything but a number more
    than 0, or with `zero` not less than 0.
    """
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not (0 < number < 1e9 or (zero and number == 0)):  # a NaN is neither
        least = "0 or more" if zero else "more than 0"
        raise click.BadParameter(f'{option} takes {what}, {least}, not "{text}"')
    return number
