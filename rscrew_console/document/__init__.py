"""YAML text, edited by changing only the bytes that must change. No disk, nothing of the domain."""

from rscrew_console.document.construct import Duplicate
from rscrew_console.document.document import Document
from rscrew_console.document.edit import ABSENT, Absent, Edit, Path
from rscrew_console.document.errors import DocumentError, StaleEditError

__all__ = [
    "ABSENT",
    "Absent",
    "Document",
    "DocumentError",
    "Duplicate",
    "Edit",
    "Path",
    "StaleEditError",
]
