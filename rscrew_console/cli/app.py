"""The command line put together: its commands, its options for all of them, its errors."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, cast

import click

from rscrew_console.cli.commands import COMMANDS, LazyGroup
from rscrew_console.cli.declared import Option, names_among, parameters_of
from rscrew_console.cli.output import is_terminal, say
from rscrew_console.cli.start_console import names_a_file
from rscrew_console.cli.version import VERSION


class Program(LazyGroup):
    """The group of all commands. It turns errors into messages and exit statuses."""

    def main(self, args: Sequence[str] | None = None, *others: Any, **kwargs: Any) -> Any:
        """Run a command and exit. All errors that a user can cause are printed here."""
        kwargs["standalone_mode"] = False
        try:
            given = with_file_as_option(sys.argv[1:] if args is None else args)
            _refuse_keys(given)
            self._answer_completion(kwargs.get("prog_name") or Path(sys.argv[0]).name)
            status = super().main(given, *others, **kwargs)
        except Exception as error:  # noqa: BLE001 -- raised again if it is no user's error
            from rscrew_console.cli.errors import report

            status = report(error)
        sys.exit(status if isinstance(status, int) else 0)

    def _answer_completion(self, program: str) -> None:
        """Print completions and exit, if the environment says that a shell asks for them."""
        if not any(name.endswith("_COMPLETE") for name in os.environ):
            return
        from rscrew_console.cli.shell_scripts import answer, variable_of

        answered = answer(self, program, os.environ.get(variable_of(program), ""))
        if answered is not None:
            if answered.text:
                say(answered.text)
            sys.exit(answered.status)


def with_file_as_option(arguments: Sequence[str]) -> list[str]:
    """`rsc FILE …` is `rsc --config FILE …`, if there is such a file and no command of its name."""
    first = arguments[0] if arguments else ""
    is_file = first not in COMMANDS and names_a_file(first)
    return ["--config", *arguments] if is_file else list(arguments)


def _refuse_keys(arguments: Sequence[str]) -> None:
    """Raise BadParameter where an argument looks like an API key: it would be shown and stored."""
    from rscrew_console.roster.secret import is_surely_key

    for argument in arguments:
        value = argument.partition("=")[2] if argument.startswith("--") else argument
        if is_surely_key(value or argument):
            from rscrew_console.providers.kinds import variable_of_key

            variable = variable_of_key(value or argument)
            raise click.BadParameter(
                "an argument looks like an API key, and nothing was done: write the key into"
                f" ./.env, as in {variable}=…, and give only the name of its variable here."
                " Your shell may have kept the key: revoke it if others can read that"
            )


def console(
    ctx: click.Context,
    config: Annotated[
        Path | None,
        Option(
            metavar="PATH",
            help="The file or folder; otherwise $RSCREW_MODEL_CONFIG_PATH, model_config.yaml,"
            " config/model_config.yaml, src/*/config/model_config.yaml, the user's own, or the one"
            " that `rsc files` finds.",
        ),
    ] = None,
    no_checks: Annotated[
        bool, Option("--no-checks", help="Ask no provider in the console until you press r.")
    ] = False,
    version: Annotated[bool, Option("--version", help="Print the version.")] = False,
    theme: Annotated[
        str | None,
        Option(
            metavar="light|dark",
            complete=names_among(("light", "dark")),
            help="The colours of the console; otherwise those that you chose last.",
        ),
    ] = None,
    read_only: Annotated[
        bool,
        Option("--read-only", help="Look only: the console and every command write no file."),
    ] = False,
    verbose: Annotated[
        bool,
        Option("--verbose", help="With --version: also versions and places, for a bug report."),
    ] = False,
    install_completion: Annotated[
        bool, Option("--install-completion", help="Install completion for the current shell.")
    ] = False,
    show_completion: Annotated[
        bool,
        Option(
            "--show-completion",
            help="Show completion for the current shell, to copy it or customize the installation.",
        ),
    ] = False,
) -> None:
    """Decide which language model every agent of a crew runs on, and what it falls back to.

    Without a command this opens the console; rsc FILE opens it on that file.
    """
    if version:
        say("\n".join(_details(config)) if verbose else VERSION)
        raise click.exceptions.Exit
    if install_completion or show_completion:
        _set_up_shell(ctx, install=install_completion)
        raise click.exceptions.Exit
    if verbose:
        raise click.BadParameter("--verbose without a command works only with --version")
    if ctx.invoked_subcommand is not None:
        return
    if theme not in (None, "light", "dark"):
        from rscrew_console.roster.visible import visible

        raise click.BadParameter(f'--theme takes light or dark, not "{visible(theme)}"')
    # The console is drawn on standard error and read from standard input.
    if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise click.BadParameter(
            "the console needs a terminal; in scripts use its commands, which --help lists"
        )
    if os.environ.get("TERM") == "dumb":
        raise click.BadParameter(
            "this terminal (TERM=dumb) cannot show the console; use the commands, such as"
            " rsc status or rsc agents, which --help lists"
        )
    from rscrew_console.tui import run

    chosen = cast("Literal['light', 'dark'] | None", theme)
    raise click.exceptions.Exit(
        run(config, checks=not no_checks, theme=chosen, read_only=read_only)
    )


def _details(config: Path | None) -> list[str]:
    from rscrew_console.cli.version_details import details

    return details(config, os.environ, Path.cwd())


def _set_up_shell(ctx: click.Context, *, install: bool) -> None:
    """Show the script by which the shell around completes words, or install it."""
    import shellingham

    from rscrew_console.cli import shell_scripts

    program = ctx.find_root().info_name or "rsc"
    try:
        shell = shellingham.detect_shell()[0]
    except shellingham.ShellDetectionFailure:
        shell = ""
    if shell not in shell_scripts.SCRIPTS:
        raise click.BadParameter(
            "completion works in bash, zsh, fish and PowerShell, and this shell is none of them"
        )
    if not install:
        say(shell_scripts.script_of(shell, program))
        return
    place = shell_scripts.install(shell, program, Path(os.path.expanduser("~")))
    say(f"{shell} completes words of {program} by {place}, after you start it again")


_parameters = parameters_of(console)
app = Program(
    "rscrew-console",
    places=COMMANDS,
    callback=_parameters.call,
    params=list(_parameters.listed),
    help=console.__doc__,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
