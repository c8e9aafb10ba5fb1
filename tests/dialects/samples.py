"""The samples of `config/examples`, one or more for each dialect, as documents."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from rscrew_console.dialects import Dialect, detect
from rscrew_console.dialects.registry import folder_formats
from rscrew_console.document import Document, DocumentSet, parse_document
from rscrew_console.roster.model import Roster

CONFIG = Path(__file__).parents[2] / "config"
EXAMPLES = CONFIG / "examples"
NAMES = ("model_config.yaml", *sorted(path.name for path in EXAMPLES.iterdir()))


def sample_path(name: str) -> Path:
    """The starter stands beside the folder of the others."""
    return CONFIG / name if name == NAMES[0] else EXAMPLES / name


def sample(name: str) -> Document:
    """A sample as the session would parse it: a folder is a set of files."""
    path = sample_path(name)
    if path.is_file():
        return cast("Document", parse_document(path.read_text(encoding="utf-8"), path.name))
    patterns = {glob for dialect in folder_formats() for glob in dialect.file_places.crew_files}
    files = sorted({file for glob in patterns for file in path.glob(glob) if file.is_file()})
    texts = {file.relative_to(path).as_posix(): file.read_text(encoding="utf-8") for file in files}
    return cast("Document", DocumentSet.of(texts))


def read(document: Document, name: str) -> tuple[Dialect, Roster]:
    """The dialect and the roster, which has no errors."""
    dialect = detect(document, name)
    result = dialect.read(document)
    assert result.errors == (), name
    assert result.roster is not None, name
    return dialect, result.roster
