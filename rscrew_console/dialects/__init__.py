"""File formats: how each is read into a roster, and how operations become edits of it."""

from rscrew_console.dialects.base import Dialect, OperationError, ParseResult
from rscrew_console.dialects.file_places import FilePlaces
from rscrew_console.dialects.findings import located
from rscrew_console.dialects.registry import detect

__all__ = ["Dialect", "FilePlaces", "OperationError", "ParseResult", "detect", "located"]
