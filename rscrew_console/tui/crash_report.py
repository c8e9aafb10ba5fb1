"""When the console itself is at fault: no traceback on the screen, the whole of it in a file."""

from __future__ import annotations

import traceback
from pathlib import Path

from rscrew_console.session.state import write_private
from rscrew_console.versions import incompatible


def report(error: BaseException, log: Path) -> str:
    """Writes what happened to `log`, and returns what to tell the user.

    Only places in the code and the error's own words are written, no values of variables: a key
    may be among those.
    """
    lines = traceback.format_exception(error)
    try:
        write_private(log, "".join(lines).encode("utf-8", "backslashreplace"))
    except OSError as failed:
        where = f"the details could not be written to {log}: {failed.strerror}"
    else:
        where = f"the details are in {log}"
    versions = "".join(f"{sentence}\n" for sentence in incompatible(error))
    return versions + (
        f"error: the console stopped by a fault of its own ({type(error).__name__}); {where}\n"
        "Unsaved changes were kept; the console offers them when it is started again."
    )
