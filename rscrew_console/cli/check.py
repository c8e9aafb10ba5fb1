"""`check`: everything that is wrong with the file, a line each."""

from typing import Annotated

import typer

from rscrew_console.cli.crew import CliContext, surroundings
from rscrew_console.cli.findings import finding_lines
from rscrew_console.cli.options import AsJson
from rscrew_console.cli.output import say, say_json
from rscrew_console.cli.shapes import problem_shapes
from rscrew_console.dialects import located
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible
from rscrew_console.session import CannotRead
from rscrew_console.session.look import look_at
from rscrew_console.session.reading import read_file


def check(
    ctx: typer.Context,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="A line for every agent, not for every cause.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List everything wrong or unwise in the file. Exit status 1 if it has errors."""
    here = surroundings(ctx)
    problems = _problems(here)
    if as_json:
        say_json({"problems": problem_shapes(problems)})
    else:
        for line in finding_lines(str(here.path), problems, verbose=verbose):
            say(line)
        if not problems:
            say(f"{visible(str(here.path))}: nothing wrong")
    if any(problem.severity == "error" for problem in problems):
        raise typer.Exit(1)


def _problems(here: CliContext) -> tuple[Problem, ...]:
    """Raises CannotRead where there is no text to find anything in."""
    try:
        text = read_file(here.path).text
    except CannotRead as error:
        if not error.line:
            raise
        return (Problem("error", "not-utf8", error.reason, (), error.line),)
    look = look_at(text)
    if look.document is None or look.dialect is None or look.roster is None:
        return look.problems
    warnings = here.warnings(look.roster, look.dialect, look.document)
    return located(look.document, (*look.problems, *warnings))
