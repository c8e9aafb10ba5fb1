"""What has a say in the models beside the file itself: variables, and other files that may win."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias, cast

from rscrew_console.dialects import Dialect
from rscrew_console.dialects.companion import COMPANION
from rscrew_console.dialects.context import NO_CONTEXT, Companion, Layer, ReadContext
from rscrew_console.document import Document, DocumentError, parse_document

ContextSource: TypeAlias = Callable[[Dialect], ReadContext]
"""Called with the dialect that a text turned out to be in."""


def no_context(_dialect: Dialect) -> ReadContext:
    """Return the context of a text that comes from no file."""
    return NO_CONTEXT


def context_at(
    path: Path, environ: Mapping[str, str] | None = None, home: Path | None = None
) -> ContextSource:
    """The context of a file or folder: read when it is asked for, and then kept.

    `environ` and `home` are this process' own by default.
    """
    variables = os.environ if environ is None else environ
    context_by_dialect: dict[str, ReadContext] = {}

    def read(dialect: Dialect) -> ReadContext:
        if dialect.name not in context_by_dialect:
            context_by_dialect[dialect.name] = _context(dialect, path, variables, home)
        return context_by_dialect[dialect.name]

    return read


def _context(
    dialect: Dialect, path: Path, environ: Mapping[str, str], home: Path | None
) -> ReadContext:
    home = home or Path(os.path.expanduser("~"))
    given_variables = {name: environ[name] for name in dialect.variables if name in environ}
    named = dialect.layer_paths(str(path))
    places = ((text, _path(text, path, home, environ)) for text in named)
    layers = (
        _layer(text, place)
        for text, place in places
        if place is not None and os.path.lexists(place) and not _same(place, path)
    )
    found_layers = tuple(layer for layer in layers if layer is not None)
    companion = None if dialect.capabilities.settings else _companion(path, environ, home)
    folder = path if path.is_dir() else path.parent
    return ReadContext(
        str(path),
        given_variables,
        found_layers,
        companion,
        file_beside=lambda name: _beside(folder, name),
    )


def _beside(folder: Path, name: str) -> Document | None:
    """A file that another one names; None for one outside of the folder, too."""
    root = folder.resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        return None
    try:
        return cast("Document", parse_document(path.read_text(encoding="utf-8"), path.name))
    except (OSError, UnicodeDecodeError, DocumentError, ValueError):
        return None


def _companion(path: Path, environ: Mapping[str, str], home: Path | None) -> Companion | None:
    """`rscrew.yaml` beside the file, or else in the user's folder for this program."""
    names = (COMPANION, f"rscrew-console/{COMPANION}")
    for name, place in zip(names, companion_places(path, environ, home), strict=True):
        try:
            return Companion(name, Document.parse(place.read_text(encoding="utf-8")))
        except FileNotFoundError:
            continue  # nobody needs one
        except (OSError, UnicodeDecodeError, DocumentError) as error:
            reason = error.reason if isinstance(error, DocumentError) else "it is no readable text"
            return Companion(name, None, reason)
    return None


def companion_places(
    path: Path, environ: Mapping[str, str], home: Path | None
) -> tuple[Path, Path]:
    """Beside the file or in the folder, and the user's own; the first that is there counts."""
    folder = environ.get("XDG_CONFIG_HOME", "")
    users = Path(folder) if folder else (home or Path(os.path.expanduser("~"))) / ".config"
    return (
        (path if path.is_dir() else path.parent) / COMPANION,
        users / "rscrew-console" / COMPANION,
    )


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _path(text: str, folder: Path, home: Path | None, environ: Mapping[str, str]) -> Path | None:
    """`~/…` is in the home folder, `~/.config` where the user keeps it, `./…` in the working
    folder, `$NAME` where that variable says (None where it says nothing); what is not absolute
    else is relative to the file's folder."""
    if text.startswith("$"):
        value = environ.get(text[1:], "").strip()
        return Path(os.path.expanduser(value)) if value else None
    if text.startswith("./"):
        return Path(text)
    users = environ.get("XDG_CONFIG_HOME", "")
    if users and text.startswith("~/.config/"):
        return Path(users) / text.removeprefix("~/.config/")
    if text.startswith("~/"):
        return (home or Path(os.path.expanduser("~"))) / text[2:]
    return (folder if folder.is_dir() else folder.parent) / text


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
