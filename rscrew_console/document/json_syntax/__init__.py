"""JSON, JSONC and JSON5, edited by changing only the bytes that must change."""

from rscrew_console.document.json_syntax.json_document import JsonDocument

__all__ = ["JsonDocument"]
