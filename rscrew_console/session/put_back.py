"""A file that vanished while it was open, written again as it was read last."""

from __future__ import annotations

from rscrew_console.session.errors import SaveFailed
from rscrew_console.session.reading import why
from rscrew_console.session.session import Session


def put_back(session: Session) -> None:
    """Write the text of the last reading or saving, where nothing is in its place.

    Unsaved changes stay as they are. Raises SaveFailed where that cannot be done; a file that is
    there again is never touched.
    """
    try:
        with session.path.open("xb") as file:
            file.write(session.saved.text.encode("utf-8"))
    except OSError as error:
        raise SaveFailed(f"{session.path}: it was not written again: {why(error)}") from error
    session.refresh()
