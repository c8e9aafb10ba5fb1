"""Which syntax a file has, told by how its name ends."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, cast

from rscrew_console.document.document import Document

if TYPE_CHECKING:
    from rscrew_console.document.dotenv_document import DotenvDocument
    from rscrew_console.document.json_syntax import JsonDocument
    from rscrew_console.document.markdown_document import MarkdownDocument
    from rscrew_console.document.toml_syntax import TomlDocument

    AnyDocument: TypeAlias = (
        Document | JsonDocument | TomlDocument | MarkdownDocument | DotenvDocument
    )
else:
    AnyDocument = Document
    """Of the same contract; the other syntaxes are loaded when a file has one."""

_JSON, _MARKDOWN = ("json_syntax", "JsonDocument"), ("markdown_document", "MarkdownDocument")
_DOTENV = ("dotenv_document", "DotenvDocument")
_BY_ENDING: dict[str, tuple[str, str]] = {
    ".json": _JSON,
    ".jsonc": _JSON,
    ".json5": _JSON,
    ".toml": ("toml_syntax", "TomlDocument"),
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".mdx": _MARKDOWN,
    ".env": _DOTENV,
}
"""The module below this package, and the class, loaded when they are needed."""


def document_for(file_name: str) -> type[AnyDocument]:
    """The kind of document that a file of this name (or path) holds: YAML for all unknown ones.

    A `.json` file may hold comments and the rest of JSON5: many programs read it so. What is
    strict JSON stays strict JSON.
    """
    place = _place_for(file_name)
    return _loaded(place) if place else Document


def is_dotenv(file_name: str) -> bool:
    """Whether a file of this name (or path) holds variables, of which any may be a key."""
    return _place_for(file_name) is _DOTENV


def parse_document(text: str, file_name: str) -> AnyDocument:
    """The document in the text of a file. Raises DocumentError, with the line, where it is none."""
    return document_for(file_name).parse(text)


def _place_for(file_name: str) -> tuple[str, str] | None:
    """None for YAML."""
    name = file_name.replace("\\", "/").rpartition("/")[2].lower()
    for ending, place in _BY_ENDING.items():
        if name.endswith(ending):
            return place
    return _DOTENV if name.startswith(".env.") else None


def _loaded(place: tuple[str, str]) -> type[AnyDocument]:
    module, name = place
    return cast(
        "type[AnyDocument]", getattr(import_module(f"rscrew_console.document.{module}"), name)
    )
