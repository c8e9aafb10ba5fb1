"""`files`, `where` and `replace`: what concerns every file that is found, not only the open one."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click

from rscrew_console.cli.crew import CliContext, cli_context_of
from rscrew_console.cli.declared import Argument, Option
from rscrew_console.cli.options import AsJson, DryRun
from rscrew_console.cli.output import complain, is_terminal, say, say_json, width
from rscrew_console.cli.table import TableColumn, show, table
from rscrew_console.cli.workspace_view import (
    file_count,
    file_shape,
    findings_text,
    names_in,
    short_name,
    short_path,
    unsaved_counts,
    usable_counts,
    use_shape,
)
from rscrew_console.records import dataclass
from rscrew_console.roster.nearest import nearest
from rscrew_console.roster.visible import visible
from rscrew_console.session import (
    ConfigNotFound,
    SessionError,
    WorkspaceFile,
    find_files,
)

if TYPE_CHECKING:
    from rscrew_console.dialects.operations import Operation
    from rscrew_console.session import Session
    from rscrew_console.session.disk import Disk

Files = Annotated[
    list[Path] | None,
    Option("--in", metavar="PATH", help="Only in this file or folder; may be repeated."),
]


def files(ctx: click.Context, as_json: AsJson = False) -> None:
    """List every file with agents in the project and in your home folder."""
    entries = _workspace(cli_context_of(ctx))
    usable = usable_counts(entries)
    unsaved = unsaved_counts(entries)
    if as_json:
        shapes = list(map(file_shape, entries, usable, unsaved))
        say_json({"files": shapes})
        return
    if not entries:
        from rscrew_console.dialects.registry import known_formats  # which loads all dialects

        say("no file of a known format here, in the project or in your home folder; looked for")
        for line in known_formats():
            say(f"  {line}")
        return
    columns = [
        TableColumn("file", least=20), TableColumn("format"), TableColumn("agents", right=True),
        TableColumn("models", right=True), TableColumn("usable", right=True),
        TableColumn("fallbacks"), TableColumn("in file"), TableColumn("unsaved", right=True),
    ]  # fmt: skip
    rows = [
        [
            short_name(file.path),
            file.dialect.name,
            str(file.roster.agent_count) if file.roster else "—",
            str(len(file.models)) if file.roster else "—",
            f"{count} of {len(file.roster.providers)}" if file.roster else "—",
            file.roster.fallback.fires if file.roster else "—",
            findings_text(file),
            str(changes or ""),
        ]
        for file, count, changes in zip(entries, usable, unsaved, strict=True)
    ]
    show(table(columns, rows, width()))


def where(
    ctx: click.Context,
    model: Annotated[str, Argument(metavar="MODEL")],
    as_json: AsJson = False,
) -> None:
    """List where a model, or a provider of that name, is used. Exit status 1 if nowhere."""
    if not model.strip():
        raise click.BadParameter("MODEL is empty: name a model or a provider")
    entries = _chosen(cli_context_of(ctx), None)
    _tell_left_out(entries)
    from rscrew_console.session.model_uses import uses_of  # `files` does not wait for it

    uses = [(file, use) for file in entries for use in uses_of(file.parsed, model)]
    if as_json:
        say_json({"model": model, "uses": [use_shape(file, use) for file, use in uses]})
    for file, use in uses if not as_json else ():
        place = short_name(file.path / use.file) + (f":{use.line}" if use.line else "")
        named = "" if use.provider == use.model else f" {use.provider}"
        says = f" ({use.says})" if use.says else ""
        say(visible(f"{place}: {use.agent} {use.slot}{named} {use.model}{says}"))
    if not uses:
        from difflib import get_close_matches

        names = sorted({name for file in entries for name in names_in(file)})
        near = get_close_matches(model, names, n=1, cutoff=0.75)
        hint = f'; did you mean "{near[0]}"?' if near else "; rsc files lists the files"
        complain(f"{visible(model)} is used in none of {file_count(len(entries))}{visible(hint)}")
        raise click.exceptions.Exit(1)


def replace(
    ctx: click.Context,
    old: Annotated[str, Argument(metavar="OLD")],
    new: Annotated[str, Argument(metavar="NEW")],
    only: Files = None,
    yes: Annotated[bool, Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: DryRun = False,
) -> None:
    """Replace one provider or model by another, in every file that uses it.

    With --config only in that file. The diff of all files is shown, and you are asked once;
    each file keeps its own history.
    """
    for name, text in (("OLD", old), ("NEW", new)):
        if not text.strip():
            raise click.BadParameter(f"{name} is empty: name a model or a provider")
    if old == new:
        say(f"nothing to change: OLD and NEW are both {visible(old)}")
        return
    from rscrew_console.cli.saving import diff_of, show_diff  # `files` does not wait for it

    context = cli_context_of(ctx)
    if not dry_run:
        context.refuse_read_only()
    plans = _plans(_chosen(context, only), old, new, context.disk)
    diffs = [diff_of(plan.session) for plan in plans]
    if not any(diffs):
        say("nothing to change: no file uses it")
        return
    show_diff("".join(diffs))
    if dry_run or not (yes or _confirmed(len(plans))):
        return
    for number, plan in enumerate(plans):
        try:
            _save(plan, old, new, context.command)
        except SessionError:
            if number:
                left_out = ", ".join(short_name(each.path) for each in plans[number:])
                complain(f"not replaced in {visible(left_out)}")
            raise


@dataclass(frozen=True)
class FileReplacement:
    """A file in which something is to be replaced; the session has it done, unsaved."""

    path: Path
    session: "Session"


def _plans(
    entries: Sequence[WorkspaceFile], old: str, new: str, disk: "Disk"
) -> list[FileReplacement]:
    """Raises OperationError where no file has `old`, or one cannot hold `new`."""
    from rscrew_console.dialects import OperationError
    from rscrew_console.session import Session

    plans, names = [], set[str]()
    _tell_left_out(entries)
    for file in sorted(entries, key=lambda one: os.path.realpath(one.path)):
        names |= names_in(file)
        if file.parsed.errors or old not in names_in(file):
            continue
        session = Session.open(short_path(file.path), disk=disk)
        try:
            session.apply(*_operations(session, old, new), label=_label(old, new))
        except OperationError as error:
            raise OperationError(f"{short_name(file.path)}: {error}") from error
        if session.is_dirty:
            plans.append(FileReplacement(session.path, session))
    if old not in names:
        hint = nearest(old, names)
        raise OperationError(f'no file has a provider or model "{old}"', nearest=hint)
    return plans


def _tell_left_out(entries: Sequence[WorkspaceFile]) -> None:
    """Warn of the files that cannot be read."""
    for file in entries:
        if file.roster is None or file.parsed.errors:
            name = short_name(file.path)
            complain(f"warning: {name} has errors and is left out (rsc --config {name} check)")


def _operations(session: "Session", old: str, new: str) -> tuple["Operation", ...]:
    from rscrew_console.dialects.operations import replacements

    return replacements(session.dialect, session.roster, old, new)


def _label(old: str, new: str) -> str:
    return f"replace {old} → {new}"


def _save(plan: FileReplacement, old: str, new: str, command: str) -> None:
    """Do it once more on the file as it is now, with its lock held, and save."""
    from rscrew_console.cli.saving import say_saved
    from rscrew_console.session import Session

    with Session.alone(plan.path, command) as session:
        session.apply(*_operations(session, old, new), label=_label(old, new))
        say_saved(session.save(command))


def _confirmed(count: int) -> bool:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise click.BadParameter("nothing was changed: confirm with --yes, or see --dry-run")
    return click.confirm(f"Save {file_count(count)}?")


def _chosen(context: CliContext, only: list[Path] | None) -> tuple[WorkspaceFile, ...]:
    """The files named with --in, or with --config, or all that are found."""
    paths = only or ([context.config_option] if context.config_option else [])
    return tuple(_named(path, context.disk) for path in paths) if paths else _workspace(context)


def _named(path: Path, disk: "Disk") -> WorkspaceFile:
    """Raises SessionError where there is no crew."""
    from rscrew_console.session import Session, read_text

    if not path.exists():
        raise ConfigNotFound(f"{path} does not exist", (path,))
    _, parsed = read_text(path)
    unusable = parsed.dialect is None or parsed.roster is None
    session = Session.open(path, disk=disk) if unusable else None
    dialect = session.dialect if session else parsed.dialect
    if dialect is None:
        raise ConfigNotFound(f"{path} is of no known format", (path,))
    return WorkspaceFile(path, "project", dialect, parsed)


def _workspace(context: CliContext) -> tuple[WorkspaceFile, ...]:
    home = Path(os.path.expanduser("~"))
    option = context.config_option
    folder = option if option and option.is_dir() else None
    return find_files(Path.cwd(), home, os.environ, only=folder and Path.cwd() / folder)
