"""From a function's signature to a command: how each command declares its options and arguments.

    def assign(
        ctx: click.Context,
        agent: Annotated[str, Argument(metavar="AGENT")],
        dry_run: Annotated[bool, Option("--dry-run", help="Write nothing.")] = False,
    ) -> None:
        \"\"\"The help of the command.\"\"\"

A parameter is a text, a path, a flag, several texts or paths (`list[str]`), or two texts
(`tuple[str, str]`), each of them with `| None` where it may be left out.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import click
from click.shell_completion import CompletionItem

from rscrew_console.records import dataclass

Completions = list[tuple[str, str]]
"""Names that the shell may complete, each with a short help text, which may be empty."""
Complete = Callable[[click.Context, str], Completions]
"""Given the context and what is typed so far, the names that begin so."""


class Option:
    """An option of a command; without a name of its own it is called as its parameter."""

    def __init__(
        self, *names: str, help: str = "", metavar: str | None = None,
        complete: Complete | None = None,
    ) -> None:  # fmt: skip
        self.names, self.help, self.metavar, self.complete = names, help, metavar, complete

    def parameter(self, name: str, kind: Any, default: object) -> click.Option:
        """The option as Click wants it. `default` is `inspect.Parameter.empty` where it must be
        given.
        """
        given: dict[str, Any] = {"help": self.help or None, "metavar": self.metavar}
        if kind is bool:
            given |= {"is_flag": True, "default": False}
        else:
            given |= _typed(kind, default)
            given |= {"multiple": True} if get_origin(kind) is list else {}
            given |= {"shell_complete": _completing(self.complete)} if self.complete else {}
        names = self.names or (f"--{name.replace('_', '-')}",)
        return click.Option([name, *names], **given)


class Argument:
    """An argument of a command: it is told by its place."""

    def __init__(
        self, *, metavar: str, help: str = "",
        complete: Complete | None = None, takes_the_rest: bool = False,
    ) -> None:  # fmt: skip
        self.help, self.metavar, self.complete = help, metavar, complete
        self.takes_the_rest = takes_the_rest
        """Whether what looks like an option behind the first value belongs to it, too."""

    def parameter(self, name: str, kind: Any, default: object) -> DescribedArgument:
        """The argument as Click wants it; see `Option.parameter`."""
        given = {"metavar": self.metavar, **_typed(kind, default)}
        given |= {"nargs": -1} if get_origin(kind) is list else {}
        given |= {"shell_complete": _completing(self.complete)} if self.complete else {}
        return DescribedArgument(name, self.help, given, takes_the_rest=self.takes_the_rest)


class DescribedArgument(click.Argument):
    """An argument with a line of its own in the help of its command."""

    def __init__(
        self, name: str, described: str, given: dict[str, Any], *, takes_the_rest: bool
    ) -> None:
        super().__init__([name], **given)
        self.described, self.takes_the_rest = described, takes_the_rest

    def help_line(self) -> tuple[str, str]:
        """What it is called, and what it is for."""
        default = "" if self.required or not isinstance(self.default, str) else self.default
        remark = "[required]" if self.required else f"[default: {default}]" if default else ""
        return self.human_readable_name, "  ".join(filter(None, (self.described, remark)))


class DeclaredCommand(click.Command):
    """A command whose help lists its arguments, and whose first paragraph is its summary."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the arguments before the options."""
        lines = [one.help_line() for one in self.params if isinstance(one, DescribedArgument)]
        if lines:
            with formatter.section("Arguments"):
                formatter.write_dl(lines)
        super().format_options(ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first paragraph of the help; click would cut it at `limit` letters."""
        return summary_of(self.help)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a function declares: Click's parameters, and how it is called with their values."""

    function: Callable[..., object]
    listed: Sequence[click.Parameter]
    with_context: bool

    def call(self, **values: Any) -> object:
        """Call the function as Click's callback: several values are a list, none of them None."""
        several = {one.name for one in self.listed if one.multiple or one.nargs == -1}
        given = {
            name: (list(value) or None) if name in several else value
            for name, value in values.items()
        }
        context = (click.get_current_context(),) if self.with_context else ()
        return self.function(*context, **given)


def parameters_of(function: Callable[..., object]) -> Parameters:
    """Read the signature of a command's function, which may take the context as `ctx`, first."""
    hints = get_type_hints(function, include_extras=True)
    signature = inspect.signature(function).parameters
    listed = []
    for one in signature.values():
        if one.name == "ctx":
            continue
        hint = hints[one.name]
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{function.__name__}: {one.name} says neither Option nor Argument")
        kind, declared = get_args(hint)[:2]
        listed.append(declared.parameter(one.name, _without_none(kind), one.default))
    return Parameters(function, listed, "ctx" in signature)


def command_of(name: str, function: Callable[..., object]) -> DeclaredCommand:
    """The command that a function declares."""
    parameters = parameters_of(function)
    takes_the_rest = any(
        isinstance(one, DescribedArgument) and one.takes_the_rest for one in parameters.listed
    )
    # What stands behind a command that takes the rest belongs to another program.
    others = [] if takes_the_rest else program_options()
    return DeclaredCommand(
        name, callback=parameters.call, params=[*parameters.listed, *others],
        help=function.__doc__,
        context_settings={"allow_interspersed_args": not takes_the_rest},
    )  # fmt: skip


def program_options() -> list[click.Parameter]:
    """The program's own `--config` and `--read-only`, which may stand behind a command, too.

    Help lists them once, where the program's options stand.
    """
    return [
        click.Option(
            ["--config"], type=click.Path(readable=False, path_type=Path),
            expose_value=False, hidden=True, callback=_set_for_program,
        ),
        click.Option(
            ["--read-only"], is_flag=True,
            expose_value=False, hidden=True, callback=_set_for_program,
        ),
    ]  # fmt: skip


def _set_for_program(ctx: click.Context, option: click.Parameter, value: object) -> None:
    """Raises UsageError where the program was given another value."""
    if not value or option.name is None:
        return
    given = ctx.find_root().params
    if given.get(option.name) not in (None, False, value):
        raise click.UsageError(f"{option.opts[0]} is given twice, with different values")
    given[option.name] = value


def summary_of(help_text: str | None) -> str:
    """The first paragraph of a help text, as one line."""
    return " ".join((help_text or "").split("\n\n")[0].split())


def names_among(names: Iterable[str]) -> Complete:
    """Complete one of these names, whatever the file says."""
    offered = tuple(names)
    return lambda _ctx, typed: [(name, "") for name in offered if name.startswith(typed)]


def _typed(kind: Any, default: object) -> dict[str, Any]:
    """Click's type and default for a value of a type of Python's."""
    if get_origin(kind) is list:
        kind = get_args(kind)[0]
    if kind is Path:
        given: dict[str, Any] = {"type": click.Path(readable=False, path_type=Path)}
    elif kind == tuple[str, str]:
        given = {"type": (str, str)}
    else:
        given = {"type": str}
    given["required"] = default is inspect.Parameter.empty
    return given if given["required"] or default is None else {**given, "default": default}


def _without_none(kind: Any) -> Any:
    """The type without `| None`."""
    kinds = [one for one in get_args(kind) if one is not NoneType]
    return kinds[0] if NoneType in get_args(kind) else kind


def _completing(
    complete: Complete,
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    def items(ctx: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
        return [CompletionItem(name, help=text) for name, text in complete(ctx, typed)]

    return items
