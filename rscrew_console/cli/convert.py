"""`convert`: the crew as a new file in another format."""

from pathlib import Path
from typing import Annotated

import click

from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.declared import Argument, Option, names_among
from rscrew_console.cli.output import complain, say
from rscrew_console.dialects import OperationError
from rscrew_console.dialects.registry import DIALECTS, dialect_named
from rscrew_console.roster.nearest import nearest
from rscrew_console.roster.visible import visible

INCOMPLETE = 1


def convert(
    ctx: click.Context,
    dialect: Annotated[
        str,
        Argument(
            metavar="FORMAT",
            complete=names_among(DIALECTS.names),
            help="As `rsc files` names them: litellm, crewai, opencode, claude-code …",
        ),
    ],
    output: Annotated[
        Path | None,
        Option(
            "--output", "-o", metavar="FILE",
            help="Write it there instead of printing it, never over a file. If the format has a"
            " file for each agent, name the folder.",
        ),
    ] = None,
) -> None:  # fmt: skip
    """Print the crew as a file of another format, and tell what that format cannot hold.

    Models are spelt as that format spells them. The open file stays as it is.
    """
    target = dialect_named(dialect)
    if target is None:
        names = DIALECTS.names
        likely = nearest(dialect, names)
        there_are = "" if likely else f"; there are {', '.join(names)}"
        raise OperationError(f'there is no format "{dialect}"{there_are}', nearest=likely)
    # Loading these takes longer than most commands run.
    from rscrew_console.export.convert import convert as convert_roster
    from rscrew_console.export.convert_writing import check_place, write_texts
    from rscrew_console.export.skeletons import usual_name

    place = None if output is None or str(output) == "-" else output
    context = cli_context_of(ctx)
    if place is not None:
        context.refuse_read_only()
    usual = usual_name(target)
    is_folder = bool(target.file_places.crew_files)
    if is_folder and place is None:
        raise click.BadParameter(
            f"{dialect} has a file for each agent: name the folder, as in -o {usual}"
        )
    conversion = convert_roster(context.open().roster, target)
    if place is None:
        say(conversion.document.text.removesuffix("\n"))
    else:
        check_place(place, target, conversion)
        write_texts(place, conversion)
        count = len(conversion.names)
        say(f"wrote {visible(str(place))} ({count} {'agent' if count == 1 else 'agents'})")
    for line in conversion.lost:
        complain(f"not in the new file: {visible(line)}")
    if conversion.left_out:
        complain(f"left out: {visible(', '.join(conversion.left_out))}")
        raise click.exceptions.Exit(INCOMPLETE)
