"""Errors in the user's words, and the exit status that goes with each."""

from __future__ import annotations

import re
import sys
from os.path import isfile

import click

from rscrew_console.cli.output import complain, styled
from rscrew_console.dialects import OperationError
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible
from rscrew_console.runtime.ledger.errors import LedgerError
from rscrew_console.session import BadConfig, SessionError
from rscrew_console.session.errors import is_error

BAD_INPUT = 2
INTERRUPTED = 130


def report(error: BaseException) -> int:
    """Print the error in the user's words, and return the exit status.

    Raises the error again where it is none that a user can cause.
    """
    if isinstance(error, KeyboardInterrupt):
        complain("")
        error = click.Abort()
    if not isinstance(error, Exception):
        raise error
    messages, status = messages_and_status(error)
    for line in messages:
        complain(styled("error: ", "red", sys.stderr) + line if line else "")
    return status


def messages_and_status(error: Exception) -> tuple[list[str], int]:
    """The paragraphs to print, each behind `error: `, and the exit status.

    Raises the error again where it is none that a user can cause.
    """
    if isinstance(error, BadConfig):
        lines = [
            f"{error.path / problem.file}:{problem.line}: {_listed(problem)}"
            for problem in error.problems
            if is_error(problem)
        ]
        return [_lines(line) for line in lines], BAD_INPUT
    if isinstance(error, SessionError):
        return [_lines(error.message)], error.exit_code
    if isinstance(error, OperationError | LedgerError):
        return [_lines(str(error))], BAD_INPUT
    if isinstance(error, OSError):
        return [visible(_of_system(error))], BAD_INPUT
    if isinstance(error, click.Abort):
        return ["interrupted"], INTERRUPTED
    if isinstance(error, click.ClickException):
        return [visible(_usage(error))], BAD_INPUT
    raise error


def _listed(problem: Problem) -> str:
    """The message; that of an unknown format, which lists all that are known, on many lines."""
    message = visible(problem.message)
    what, known_are, formats = message.partition("; known are ")
    lines = formats.replace("; ", "\n  ")
    return f"{what}{known_are.rstrip()}\n  {lines}" if known_are else message


def _lines(message: str) -> str:
    return "\n".join(visible(line) for line in message.split("\n"))


def _of_system(error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    if isinstance(error, FileExistsError):
        reason = "exists already and is not overwritten"
    return f"{error.filename}: {reason}" if error.filename else reason


def _usage(error: click.ClickException) -> str:
    message = " ".join(str(error.format_message()).split())
    message = message.removeprefix("Invalid value: ").rstrip(".")
    for pattern, words in _IN_OUR_WORDS:
        message = pattern.sub(words, message)
    context = getattr(error, "ctx", None)
    _, too_many, words = message.partition("too many arguments: ")
    if too_many and context and any(map(isfile, words.split())):
        command = context.command_path.partition(" ")[2]
        message += f"; a file is named in front: rsc --config FILE {command}"
    return f"{message} (see {context.command_path} --help)" if context else message


_IN_OUR_WORDS = (
    (re.compile(r"^Missing (?:argument|option) '(.+)'$"), r"\1 is missing"),
    (re.compile(r"^Got unexpected extra arguments?(?:\(s\))? \((.*)\)$"),
     r"too many arguments: \1"),
    (re.compile(r"^No such command ['\"](.*?)['\"]"), r'there is no command "\1"'),
    (re.compile(r"^No such option:? ['\"]?(-[^\s'\"]*)['\"]?"), r"there is no option \1"),
    (re.compile(r"[.]? [(]?(?:Did you mean|Possible options:) ['\"]?([^()?'\"]+)['\"]?[?)]*$"),
     r'; did you mean "\1"?'),
    (re.compile(r"^Option '(.+)' requires an argument"), r"\1 needs a value behind it"),
)  # fmt: skip
"""What Click says, in whichever of its versions, and how we say it."""
