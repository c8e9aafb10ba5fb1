"""Which syntax a file has, told by how its name ends."""

from __future__ import annotations

from typing import TypeAlias

from rscrew_console.document.document import Document
from rscrew_console.document.dotenv_document import DotenvDocument
from rscrew_console.document.json_syntax import JsonDocument
from rscrew_console.document.markdown_document import MarkdownDocument
from rscrew_console.document.toml_syntax import TomlDocument

AnyDocument: TypeAlias = Document | JsonDocument | TomlDocument | MarkdownDocument | DotenvDocument

_BY_ENDING: dict[str, type[AnyDocument]] = {
    ".json": JsonDocument,
    ".jsonc": JsonDocument,
    ".json5": JsonDocument,
    ".toml": TomlDocument,
    ".md": MarkdownDocument,
    ".markdown": MarkdownDocument,
    ".mdx": MarkdownDocument,
    ".env": DotenvDocument,
}


def document_for(file_name: str) -> type[AnyDocument]:
    """The kind of document that a file of this name (or path) holds: YAML for all unknown ones.

    A `.json` file may hold comments and the rest of JSON5: many programs read it so. What is
    strict JSON stays strict JSON.
    """
    name = file_name.replace("\\", "/").rpartition("/")[2].lower()
    for ending, kind in _BY_ENDING.items():
        if name.endswith(ending):
            return kind
    return DotenvDocument if name.startswith(".env.") else Document


def parse_document(text: str, file_name: str) -> AnyDocument:
    """The document in the text of a file. Raises DocumentError, with the line, where it is none."""
    return document_for(file_name).parse(text)
