"""Text edited by changing only the bytes that must change. No disk, nothing of the domain.

`Document` is YAML; the other syntaxes fulfil the same contract, see `parse_document`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.document.archive import is_archive, split_archive
    from rscrew_console.document.construct import Duplicate
    from rscrew_console.document.document import Document
    from rscrew_console.document.document_set import DocumentSet
    from rscrew_console.document.edit import ABSENT, Absent, Edit, Path
    from rscrew_console.document.errors import DocumentError, StaleEditError
    from rscrew_console.document.syntaxes import AnyDocument, document_for, parse_document
else:
    from rscrew_console.lazy_names import lazy_names

    __getattr__ = lazy_names(
        __name__,
        {
            "archive": ("is_archive", "split_archive"),
            "construct": ("Duplicate",),
            "document": ("Document",),
            "document_set": ("DocumentSet",),
            "edit": (
                "ABSENT",
                "Absent",
                "Edit",
                "Path",
            ),
            "errors": (
                "DocumentError",
                "StaleEditError",
            ),
            "syntaxes": (
                "AnyDocument",
                "document_for",
                "parse_document",
            ),
        },
    )

__all__ = [
    "ABSENT",
    "Absent",
    "AnyDocument",
    "Document",
    "DocumentError",
    "DocumentSet",
    "Duplicate",
    "Edit",
    "Path",
    "StaleEditError",
    "document_for",
    "is_archive",
    "parse_document",
    "split_archive",
]
