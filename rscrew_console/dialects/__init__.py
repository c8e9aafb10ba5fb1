"""File formats: how each is read into a roster, and how wishes become edits of it."""

from rscrew_console.dialects.base import Dialect, OperationError, ParseResult
from rscrew_console.dialects.detect import detect
from rscrew_console.dialects.file_places import FilePlaces
from rscrew_console.dialects.findings import located

__all__ = ["Dialect", "FilePlaces", "OperationError", "ParseResult", "detect", "located"]
