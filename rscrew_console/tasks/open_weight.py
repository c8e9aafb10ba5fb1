"""Which models have open weights, by the family in their id."""

from __future__ import annotations

import re

_FAMILIES = frozenset(
    (
        "llama", "mixtral", "mistral", "mistralai", "ministral", "devstral", "qwen", "qwq",
        "deepseek", "gemma", "phi", "yi", "falcon", "olmo", "glm", "kimi", "granite", "nemotron",
        "starcoder", "codellama", "hermes", "vicuna", "command-r", "gpt-oss", "ollama", "minicpm",
    )
)  # fmt: skip
_CLOSED = re.compile(r"mistral-(?:large|medium)|ministral|qwen[\w.-]*-max")
_WORD = re.compile(r"gpt-oss|command-r|[a-z]+")


def is_open_weight(model: str) -> bool:
    """Whether anybody may run the model: `meta-llama/llama-3.1-70b-instruct`, `ollama/…`."""
    model = model.lower()
    if _CLOSED.search(model):
        return False
    return any(word in _FAMILIES for word in _WORD.findall(model))
