"""Put a converted crew where nothing is yet."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import cast

from rscrew_console.dialects import Dialect, OperationError, detect
from rscrew_console.document import Document, DocumentError, parse_document
from rscrew_console.export.convert import Conversion
from rscrew_console.export.skeletons import usual_name
from rscrew_console.session.writing import create_file


def check_place(place: Path, target: Dialect, conversion: Conversion) -> None:
    """Raises FileExistsError for a file that is there, and OperationError for a name by which the
    new file would not be told as one of its format."""
    for path in _paths(place, conversion):
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    if target.file_places.crew_files:
        return
    name = place.absolute().as_posix()
    try:
        document = cast("Document", parse_document(conversion.document.text, name))
        detection = detect(document, name)
    except DocumentError:
        detection = None
    if detection is None or detection.name != target.name:
        raise OperationError(
            f"{place.name} would not be recognised as {target.title} by its name; call it"
            f" {usual_name(target)}"
        )


def write_texts(place: Path, conversion: Conversion) -> None:
    """Make the file, or the folder's files: all or none. Raises OSError."""
    written_paths: list[Path] = []
    try:
        for path, text in _paths(place, conversion).items():
            create_file(path, text.encode())
            written_paths.append(path)
    except OSError:
        for path in written_paths:
            path.unlink()
        raise


def _paths(place: Path, conversion: Conversion) -> dict[Path, str]:
    return {place / name if name else place: text for name, text in conversion.texts.items()}
