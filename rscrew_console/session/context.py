"""What has a say in the models beside the file itself: variables, and other files that may win."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from rscrew_console.dialects import Dialect
from rscrew_console.dialects.context import NO_CONTEXT, Layer, ReadContext
from rscrew_console.document import DocumentError, parse_document

ContextSource: TypeAlias = Callable[[Dialect], ReadContext]
"""Called with the dialect that a text turned out to be in."""


def no_context(_dialect: Dialect) -> ReadContext:
    """For a text that comes from no file."""
    return NO_CONTEXT


def context_at(
    path: Path, environ: Mapping[str, str] | None = None, home: Path | None = None
) -> ContextSource:
    """The context of a file or folder: read when it is asked for, and then kept.

    `environ` and `home` are this process' own by default.
    """
    variables = os.environ if environ is None else environ
    known: dict[str, ReadContext] = {}

    def read(dialect: Dialect) -> ReadContext:
        if dialect.name not in known:
            known[dialect.name] = _context(dialect, path, variables, home)
        return known[dialect.name]

    return read


def _context(
    dialect: Dialect, path: Path, environ: Mapping[str, str], home: Path | None
) -> ReadContext:
    given = {name: environ[name] for name in dialect.variables if name in environ}
    named = dialect.layer_paths(str(path))
    layers = (_layer(text, _path(text, path, home)) for text in named)
    return ReadContext(str(path), given, tuple(layer for layer in layers if layer is not None))


def _path(text: str, beside: Path, home: Path | None) -> Path:
    """`~/…` is in the home folder; what is not absolute is relative to the file's folder."""
    if text.startswith("~/"):
        return (home or Path(os.path.expanduser("~"))) / text[2:]
    return (beside if beside.is_dir() else beside.parent) / text


def _layer(name: str, path: Path) -> Layer | None:
    """The file's data; None where it is not there. What cannot be read has no say."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    try:
        return Layer(name, parse_document(text, path.name).value)
    except DocumentError:
        return Layer(name, None)
