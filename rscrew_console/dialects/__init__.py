"""File formats: how each is read into a roster, and how operations become edits of it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.dialects.base import Dialect, OperationError, ParseResult
    from rscrew_console.dialects.file_places import FilePlaces
    from rscrew_console.dialects.findings import located
    from rscrew_console.dialects.registry import detect
else:
    from rscrew_console.lazy_names import lazy_names

    __getattr__ = lazy_names(
        __name__,
        {
            "base": (
                "Dialect",
                "OperationError",
                "ParseResult",
            ),
            "file_places": ("FilePlaces",),
            "findings": ("located",),
            "registry": ("detect",),
        },
    )

__all__ = ["Dialect", "FilePlaces", "OperationError", "ParseResult", "detect", "located"]
