"""Writes what systems look for beside a program: its manual page, and completions of its words.

    python scripts/share.py [FOLDER]

They are kept in `share/`, from where the wheel takes them; `tests/project/test_share.py` says when
they are old.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from rscrew_console.cli.app import app
from rscrew_console.cli.commands import TASKS, named
from rscrew_console.cli.declared import DescribedArgument, summary_of
from rscrew_console.cli.shell_scripts import script_of

PROGRAM = "rsc"
COMPLETIONS = {
    "bash": "bash-completion/completions/rsc",
    "zsh": "zsh/site-functions/_rsc",
    "fish": "fish/vendor_completions.d/rsc.fish",
}


def shared_files() -> Mapping[str, str]:
    """The text of each file, by its path below `share/`."""
    completions = {path: script_of(shell, PROGRAM) + "\n" for shell, path in COMPLETIONS.items()}
    return {"man/man1/rsc.1": "\n".join(manual()) + "\n", **completions}


def manual() -> Iterator[str]:
    """The lines of the manual page, in the language of man(7)."""
    with app.make_context(PROGRAM, [], resilient_parsing=True) as context:
        yield '.TH RSC 1 "" "rscrew-console" "User Commands"'
        yield ".SH NAME"
        yield "rsc, rscrew-console \\- decide which language model every agent runs on"
        yield ".SH SYNOPSIS"
        yield ".B rsc"
        yield "[OPTIONS] [COMMAND [ARGUMENTS]]"
        yield ".SH DESCRIPTION"
        yield from _paragraphs(app.help)
        yield ".SH OPTIONS"
        yield from _options(app, context)
        for title, places in TASKS.items():
            yield f".SH {_plain(title).upper()}"
            for name in named(places):
                command = app.get_command(context, name)
                if command is not None:
                    yield from _command(command, context)
        yield ".SH EXIT STATUS"
        for status, meaning in (
            ("0", "done, and healthy"),
            ("1", "it ran and found something wrong"),
            ("2", "bad usage or input; nothing was written"),
            ("3", "the file is locked, or changed under us; nothing is lost"),
        ):
            yield from (".TP", f".B {status}", meaning)
        yield ".SH FILES"
        yield "The file or folder after --config, $RSCREW_MODEL_CONFIG_PATH, or what"
        yield ".B rsc files"
        yield "finds."


def _command(command: click.Command, parent: click.Context) -> Iterator[str]:
    with click.Context(command, info_name=command.name, parent=parent) as context:
        pieces = " ".join(command.collect_usage_pieces(context))
        yield f".SS rsc {_plain(command.name or '')} {_plain(pieces)}"
        yield from _paragraphs(command.help)
        for one in command.params:
            if isinstance(one, DescribedArgument) and one.described:
                yield from (".TP", f".B {_plain(one.human_readable_name)}", _plain(one.described))
        yield from _options(command, context)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                yield from (
                    ".TP",
                    f".B {_plain(name)}",
                    _plain(summary_of(inner.help if inner else "")),
                )


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for one in command.get_params(context):
        record = one.get_help_record(context)
        if isinstance(one, click.Option) and record is not None:
            yield from (".TP", f".B {_plain(record[0])}", _plain(record[1]))


def _paragraphs(text: str | None) -> Iterator[str]:
    for paragraph in (text or "").split("\n\n"):
        yield ".PP"
        yield _plain(" ".join(paragraph.split()))


def _plain(text: str) -> str:
    """Text that man takes as it is."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped[:1] in (".", "'") else escaped


def main(folder: Path) -> None:
    """Writes all of them below the folder."""
    for path, text in shared_files().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"{target}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "share"))
