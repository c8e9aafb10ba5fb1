"""`migrate`: from one model for everything to a commented file with several."""

import sys
from pathlib import Path
from typing import Annotated

import click

from rscrew_console.cli.bulk import summary_lines
from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.options import DryRun
from rscrew_console.cli.output import complain, is_terminal, say
from rscrew_console.cli.saving import hide_keys, show_diff
from rscrew_console.dialects import OperationError
from rscrew_console.plans.carry_out import operation_of
from rscrew_console.plans.migration import MigrationStart, start_of
from rscrew_console.plans.preview import Preview, preview
from rscrew_console.providers.env_files import to_set
from rscrew_console.roster.model import Roster
from rscrew_console.roster.visible import visible
from rscrew_console.starter import STARTER_NAME, starter_text

USUAL = "task-optimised"


def migrate(
    ctx: click.Context,
    output: Annotated[
        Path,
        Option(
            "--output", "-o", metavar="FILE", help="The new file; never over one that is there."
        ),
    ] = Path(STARTER_NAME),
    strategy: Annotated[
        str,
        Option(
            metavar="NAME",
            help="The strategy that gives each agent its chain; rsc bulk lists them.",
        ),
    ] = USUAL,
    agents: Annotated[
        str,
        Option(metavar="A,B", help="The agents, if the present file names only a model."),
    ] = "",
    dry_run: DryRun = False,
    yes: Annotated[bool, Option("--yes", "-y", help="Write it without asking.")] = False,
) -> None:
    """Write a commented file with several models, from what there is: one model, or two.

    What is there stays as it is. The new file is shown as a diff, with the cost before and after,
    and written when you say yes.
    """
    context = cli_context_of(ctx)
    if not dry_run:
        context.refuse_read_only()
    if output.exists() or output.is_symlink():
        raise click.BadParameter(
            f"{output} exists already and is not overwritten; name another file with -o"
        )
    source = context.open().roster
    names = tuple(dict.fromkeys(name.strip() for name in agents.split(",") if name.strip()))
    start = _start(context, source, names)
    plan, text = _planned(context, start, strategy)
    for line in (f"found: {visible(start.told)}", *summary_lines(plan)):
        complain(line) if dry_run else say(line)
    show_diff(hide_keys(_diff(text, output)))
    if dry_run:
        return
    if not yes:
        if not is_terminal(sys.stdin):
            raise click.BadParameter("nothing was written: confirm with --yes, or see --dry-run")
        if not click.confirm(f"write {visible(str(output))}?"):
            say("nothing was written")
            return
    _write(output, text)
    _next_steps(context, output, start)


def _start(context: CliContext, source: Roster, names: tuple[str, ...]) -> MigrationStart:
    """With the starter's providers to choose from."""
    starter = _parsed(starter_text())
    usable = [name for name, fact in context.facts(starter).items() if fact.usable]
    return start_of(source, starter.providers, names, usable)


def _planned(context: CliContext, start: MigrationStart, strategy: str) -> tuple[Preview, str]:
    document = start.document
    roster = _parsed(document.text)
    plan = preview(roster, strategy, context.plan_facts(roster))
    from rscrew_console.dialects.registry import dialect_named

    dialect = dialect_named(roster.dialect)
    if dialect is None:
        raise OperationError(f"there is no dialect {roster.dialect}")
    return plan, document.apply(operation_of(plan).edits(dialect, document, roster)).text


def _parsed(text: str) -> Roster:
    from rscrew_console.session.parsing import parse_text

    parsed = parse_text(text, STARTER_NAME)
    if parsed.roster is None or parsed.errors:
        raise OperationError("; ".join(problem.message for problem in parsed.errors))
    return parsed.roster


def _diff(text: str, output: Path) -> str:
    from rscrew_console.session.difference import diff_of

    return diff_of("", text, str(output).lstrip("/"))


def _write(output: Path, text: str) -> None:
    from rscrew_console.session.writing import create_file

    create_file(output, text.encode())
    say(f"wrote {visible(str(output))}")


def _next_steps(context: CliContext, output: Path, start: MigrationStart) -> None:
    facts = context.facts(start.roster)
    for name, fact in facts.items():
        if not fact.usable and fact.key_variables:
            say(f"{visible(name)}: {visible(to_set(context.env, fact.key_variables[0]))}")
    say(f"then: rsc --config {visible(str(output))} checklist")
