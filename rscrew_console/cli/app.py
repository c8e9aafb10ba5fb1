"""The command line put together: its commands, its options for all of them, its errors."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import typer
from typer.core import TyperCommand, TyperGroup

from rscrew_console.cli import (
    assign,
    bulk,
    check,
    convert,
    cost,
    demo,
    detect,
    entries,
    export,
    history,
    init,
    listing,
    models,
    pin,
    preflight,
    status,
    usage,
    what_if,
    workspace,
)
from rscrew_console.cli.errors import messages_and_status
from rscrew_console.cli.light import lighten
from rscrew_console.cli.output import complain, is_terminal, say, styled
from rscrew_console.cli.version import VERSION, details
from rscrew_console.roster.secret import is_surely_key
from rscrew_console.roster.visible import visible


class FastCommand(TyperCommand):
    """Typer's command, without what makes it slow, and with its whole first sentence in lists."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 -- click's signature
        """The first paragraph of the help; click would cut it at `limit` letters."""
        return " ".join((self.help or "").split("\n\n")[0].split())

    def get_params(self, ctx: Any) -> Any:
        return lighten(super().get_params(ctx))


class FastGroup(TyperGroup):
    """Typer's group, without what makes it slow."""

    def get_params(self, ctx: Any) -> Any:
        return lighten(super().get_params(ctx))


class Commands(FastGroup):
    """The group of all commands. It turns errors into messages and exit statuses."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command and exit. All errors that a user can cause are printed here."""
        kwargs["standalone_mode"] = False
        try:
            _refuse_keys(kwargs.get("args") or sys.argv[1:])
            status = super().main(*args, **kwargs)
        except Exception as error:  # noqa: BLE001 -- raised again if it is no user's error
            messages, status = messages_and_status(error)
            for line in messages:
                complain(styled("error: ", "red", sys.stderr) + line if line else "")
        sys.exit(status if isinstance(status, int) else 0)


def _refuse_keys(arguments: Sequence[str]) -> None:
    """Raise BadParameter where an argument looks like an API key: it would be shown and stored."""
    for argument in arguments:
        value = argument.partition("=")[2] if argument.startswith("--") else argument
        if is_surely_key(value or argument):
            raise typer.BadParameter(
                "an argument looks like an API key, and nothing was done: write the key into"
                " ./.env, as in OPENAI_API_KEY=…, and give only the name of its variable here."
                " Your shell may have kept the key: revoke it if others can read that"
            )


app = typer.Typer(
    name="rscrew-console",
    cls=Commands,
    rich_markup_mode=None,  # loading Rich would take longer than most commands
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback(invoke_without_command=True)
def console(
    ctx: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH",
            show_default=False,
            help="The file or folder; otherwise $RSCREW_MODEL_CONFIG_PATH, model_config.yaml,"
            " config/model_config.yaml, src/*/config/model_config.yaml, the user's own, or the one"
            " that `rsc files` finds.",
        ),
    ] = None,
    no_checks: Annotated[
        bool,
        typer.Option("--no-checks", help="Ask no provider in the console until you press r."),
    ] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    theme: Annotated[
        str | None,
        typer.Option(
            metavar="light|dark",
            show_default=False,
            autocompletion=lambda: ("light", "dark"),
            help="The colours of the console; otherwise those that you chose last.",
        ),
    ] = None,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", help="With --version: also versions and places, for a bug report."
        ),
    ] = False,
) -> None:
    """Decide which language model every agent of a crew runs on, and what it falls back to.

    Without a command this opens the console.
    """
    if version:
        say("\n".join(details(config, os.environ, Path.cwd())) if verbose else VERSION)
        raise typer.Exit
    if verbose:
        raise typer.BadParameter("--verbose without a command goes with --version")
    if ctx.invoked_subcommand is not None:
        return
    if theme not in (None, "light", "dark"):
        raise typer.BadParameter(f'--theme takes light or dark, not "{visible(theme)}"')
    # The console is drawn on standard error and read from standard input.
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise typer.BadParameter(
            "the console needs a terminal; in scripts use its commands, which --help lists"
        )
    if os.environ.get("TERM") == "dumb":
        raise typer.BadParameter(
            "this terminal (TERM=dumb) cannot show the console; use the commands, such as"
            " rsc status or rsc agents, which --help lists"
        )
    from rscrew_console.tui import run

    chosen = cast("Literal['light', 'dark'] | None", theme)
    raise typer.Exit(run(config, checks=not no_checks, theme=chosen))


for command in (
    status.status, listing.providers, listing.agents, models.models, detect.detect,
    preflight.preflight, assign.assign,
    check.check, init.init, demo.demo,
    entries.add_provider, entries.remove_provider, entries.add_agent, entries.remove_agent,
    entries.rename, bulk.bulk, bulk.save_strategy, cost.cost, usage.usage, what_if.what_if,
    pin.pin, pin.unpin, workspace.files, workspace.where, workspace.replace,
    convert.convert,
    history.history, history.undo, history.redo, history.rollback,
):  # fmt: skip
    app.command(cls=FastCommand)(command)

exports = typer.Typer(cls=FastGroup, rich_markup_mode=None, invoke_without_command=True)
exports.callback()(export.export)
exports.command(cls=FastCommand)(export.litellm)
app.add_typer(exports, name="export", help="Print the crew in the format of another program.")
