"""`export`: the crew in the formats of other programs."""

import os
from pathlib import Path
from typing import Annotated

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import complain, say, say_json
from rscrew_console.roster.visible import visible

INCOMPLETE = 1


def export(ctx: click.Context) -> None:
    """Print the crew in the format of another program."""
    if ctx.invoked_subcommand is None:
        raise click.BadParameter(
            "name the program: rsc export litellm writes a configuration for LiteLLM's proxy"
        )


def litellm(
    ctx: click.Context,
    output: Annotated[
        Path | None,
        Option(
            "--output", "-o", metavar="FILE",
            help="Write it there instead of printing it; overwrites only what this command has"
            " written.",
        ),
    ] = None,
    force: Annotated[
        bool, Option("--force", help="Also overwrite a file that this command has not written.")
    ] = False,
    as_json: AsJson = False,
) -> None:  # fmt: skip
    """Print a configuration for LiteLLM's proxy, in which every agent is a model name.

    The agent's chain becomes the fallbacks. Keys are not in it: the proxy has them in its
    environment.
    """
    to_file = output is not None and str(output) != "-"
    if as_json and to_file:
        raise click.BadParameter("--json prints, and -o writes YAML: use one of them")
    # Loading these takes longer than most commands run.
    from rscrew_console.export.litellm import proxy_config
    from rscrew_console.export.text import proxy_text
    from rscrew_console.runtime.dependencies import (
        fallback_allowed,
        patience_of,
    )

    context = cli_context_of(ctx)
    if to_file:
        context.refuse_read_only()
    roster = context.open().roster
    config = proxy_config(
        roster, context.env, retries=patience_of(os.environ).max_retries,
        fallback=fallback_allowed(os.environ),
    )  # fmt: skip
    for warning in config.warnings:
        complain(f"warning: {visible(warning)}")
    if not config.data["model_list"]:
        raise click.BadParameter("the proxy could serve none of the agents")
    if as_json:
        say_json(config.data)
    elif output is None or not to_file:
        say(proxy_text(config, str(context.path)).removesuffix("\n"))
    else:
        _write(context, output, proxy_text(config, str(context.path)), force=force)
        agents = len(roster.agents) - len(config.left_out)
        count = "1 agent" if agents == 1 else f"{agents} agents"
        say(f"wrote {visible(str(output))} ({count})")
        say(f"the proxy needs in its environment: {', '.join(config.variables)}")
    if config.left_out:
        raise click.exceptions.Exit(INCOMPLETE)


def _write(context: CliContext, path: Path, text: str, *, force: bool) -> None:
    from rscrew_console.export.text import MARK
    from rscrew_console.export.writing import ForeignFile, write_text

    try:
        write_text(path, text, MARK, context.path, force=force)
    except ForeignFile as error:
        raise click.BadParameter(str(error)) from error
