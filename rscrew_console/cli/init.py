"""`init`: the starter configuration, for who has none."""

import shlex
from pathlib import Path
from typing import Annotated

import click

from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.declared import Argument
from rscrew_console.cli.output import say
from rscrew_console.roster.visible import visible
from rscrew_console.starter import STARTER_NAME, create_starter


def init(
    ctx: click.Context,
    path: Annotated[
        str | None,
        Argument(
            metavar="[PATH]",
            help="The file to write, or the folder to write it into.",
        ),
    ] = None,
) -> None:
    """Write a commented starter configuration. Never overwrites a file."""
    context = cli_context_of(ctx)
    context.refuse_read_only()
    target = Path(path) if path else context.config_option or _usual()
    if target.is_dir() or (path and path.endswith("/")):
        target = target / STARTER_NAME
    create_starter(target)
    target_text = visible(str(target))
    say(f"wrote {target_text}")
    option = "" if target == _usual() else f" --config {shlex.quote(target_text)}"
    env_file = target.parent / ".env"
    name = visible(str(env_file) if env_file.is_absolute() else f"./{env_file}")
    say(f"put your keys into {name}, as in ANTHROPIC_API_KEY=…, then run")
    say(f"  rsc{option} status")


def _usual() -> Path:
    folder = Path("config")
    return folder / STARTER_NAME if folder.is_dir() else Path(STARTER_NAME)
