"""TOML, edited by changing only the bytes that must change."""

from rscrew_console.document.toml_syntax.toml_document import TomlDocument

__all__ = ["TomlDocument"]
