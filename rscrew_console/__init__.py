"""Which language model every agent of a crew runs on: read, shown, changed and saved.

The names below are loaded on first use, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.document import Document, DocumentError, Edit

__version__ = "0.1.0"

__all__ = ["Document", "DocumentError", "Edit", "__version__"]

_HOME_OF = {
    "Document": "rscrew_console.document",
    "DocumentError": "rscrew_console.document",
    "Edit": "rscrew_console.document",
}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
