"""The JSON schema of `console.yaml`, for editors: `python -m rscrew_console.console_schema`."""

from __future__ import annotations

import json
import sys
from typing import Any

from rscrew_console.console_settings import MOST_SECONDS, SECTIONS, STARTS, TABLES, THEMES


def schema() -> dict[str, Any]:
    """What editors check the file by, and offer words from."""
    texts = {"type": ["string", "integer"]}
    some = {"oneOf": [texts, {"type": "array", "items": texts, "minItems": 1}]}
    sections: dict[str, Any] = {
        "keys": {
            "description": "A command's id (see rsc keys) and the key or keys that run it.",
            "type": "object",
            "additionalProperties": some,
        },
        "theme": {"description": "The colours.", "enum": list(THEMES)},
        "start": {"description": "What is open at first.", "enum": list(STARTS)},
        "check_interval": {
            "description": "Seconds between checks, instead of what files say.",
            "type": "number",
            "minimum": 1,
            "maximum": MOST_SECONDS,
        },
        "columns": {
            "description": "The columns that are shown, in this order, by table.",
            "type": "object",
            "additionalProperties": False,
            "properties": dict.fromkeys(TABLES, some),
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "console.yaml of rscrew-console",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: sections[name] for name in SECTIONS},
    }


def text() -> str:
    """The schema as it is kept in `config/schemas/console.json`."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text())
