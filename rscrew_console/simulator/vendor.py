"""A simulated vendor's protocol, and how vendors list their models."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Complaint = tuple[int, Any]
"""HTTP status and body; `{key}` in a text is where the vendor quotes the key."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """A protocol. Paths include the base path."""

    name: str
    base: str
    """The path of its base URL."""
    models: tuple[str, ...]
    """What it offers unless told otherwise."""
    listing: str
    listed: Callable[[Sequence[str], Mapping[str, str]], Any]
    """The body of a page of the list, for a query."""
    complaints: Mapping[str, Complaint]
    header: str = "authorization"
    before: str = "Bearer "
    open: tuple[str, ...] = ()
    """Paths that need no key."""
    keyless: bool = False
    proof: str = ""
    proved: Any = None
    balance: str = ""
    single: str = ""
    """In front of a model's name, for one model."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Names that only the path of a single model knows."""
    chat: str = "/chat/completions"
    """The end of the path of a call."""


def openai_list(models: Sequence[str], _query: Mapping[str, str]) -> Any:
    return {"object": "list", "data": [{"id": name, "object": "model"} for name in models]}


def cards_list(models: Sequence[str], _query: Mapping[str, str]) -> Any:
    return {
        "data": [
            {"id": name, "aliases": [f"{name}-latest"], "max_context_length": 131072}
            for name in models
        ]
    }


def bare_list(models: Sequence[str], _query: Mapping[str, str]) -> Any:
    return [{"id": name, "type": "chat", "context_length": 131072} for name in models]


def claude_list(models: Sequence[str], query: Mapping[str, str]) -> Any:
    size = int(query.get("limit", "20"))
    start = models.index(query["after_id"]) + 1 if query.get("after_id") in models else 0
    page = models[start : start + size]
    return {
        "data": [{"type": "model", "id": name, "max_input_tokens": 1_000_000} for name in page],
        "has_more": start + size < len(models),
        "last_id": page[-1] if page else None,
    }


def google_list(models: Sequence[str], query: Mapping[str, str]) -> Any:
    size, start = int(query.get("pageSize", "50")), int(query.get("pageToken", "0"))
    methods = ["generateContent", "countTokens"]
    page = [
        {
            "name": f"models/{name}",
            "inputTokenLimit": 1_048_576,
            "supportedGenerationMethods": ["embedContent"] if "embedding" in name else methods,
        }
        for name in models[start : start + size]
    ]
    more = {"nextPageToken": str(start + size)} if start + size < len(models) else {}
    return {"models": page, **more}


def tags_list(models: Sequence[str], _query: Mapping[str, str]) -> Any:
    return {"models": [{"name": name, "model": name} for name in models]}
