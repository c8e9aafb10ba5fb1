"""`check`: everything that is wrong with the file, a line each."""

from collections.abc import Iterator
from typing import Annotated

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Option
from rscrew_console.cli.findings import finding_lines
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import say, say_json
from rscrew_console.cli.shapes import problem_shapes
from rscrew_console.dialects import Dialect, located
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible
from rscrew_console.session import BadConfig, CannotRead, read_text


def check(
    ctx: click.Context,
    verbose: Annotated[
        bool, Option("--verbose", help="Print a line for every agent, not for every cause.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List everything wrong or unwise in the file. Exit status 1 if it has errors."""
    context = cli_context_of(ctx)
    problems = _problems(context)
    if as_json:
        say_json({"problems": problem_shapes(problems)})
    else:
        for line in finding_lines(str(context.path), problems, verbose=verbose):
            say(line)
        if not problems:
            say(f"{visible(str(context.path))}: nothing wrong")
    if any(problem.severity == "error" for problem in problems):
        raise click.exceptions.Exit(1)


def _problems(context: CliContext) -> tuple[Problem, ...]:
    """Parse and check the file. Raises CannotRead where it cannot be read as text."""
    try:
        _, parsed = read_text(context.path)
    except BadConfig as error:  # every file of a folder is broken
        return error.problems
    except CannotRead as error:
        if not error.line:
            raise
        return (Problem("error", "not-utf8", error.reason, (), error.line),)
    if parsed.document is None or parsed.dialect is None or parsed.roster is None:
        return parsed.problems
    warnings = context.warnings(parsed.roster, parsed.dialect, parsed.document)
    refused = _refused_ids(parsed.roster, parsed.dialect)
    return located(parsed.document, (*parsed.problems, *warnings, *refused))


def _refused_ids(roster: Roster, dialect: Dialect) -> Iterator[Problem]:
    """A warning for each id that OpenRouter would refuse, in files that take OpenRouter's ids."""
    if roster.spelling != "openrouter":
        return
    from rscrew_console.providers.openrouter_ids import refused

    places = dialect.places(roster)
    for name, meant in refused(roster.providers):
        model = roster.provider_by_name[name].model
        message = f"{name}: OpenRouter has no model {model} that is known here"
        if name == model:
            message = f"OpenRouter has no model {model} that is known here"
        hint = f'; did you mean "{meant}"?' if meant else ""
        place = places.provider_path(name, "model")
        yield Problem("warning", "refused-model", message + hint, place)
