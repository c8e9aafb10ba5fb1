"""One HTTP answer, and what a vendor complains of in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from rscrew_console.providers.status import Status
from rscrew_console.records import dataclass

UNREADABLE: Any = object()
"""In the place of data that is no JSON."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `headers` have lower-case names."""

    http_status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    data: Any = UNREADABLE
    latency_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """Why there is no whole answer, in words fit to be shown."""

    status: Status
    detail: str
    hint: str = ""
    http_status: int | None = None


@dataclass(frozen=True, slots=True)
class VendorError:
    """An error as a vendor tells it."""

    message: str = ""
    """The vendor's words as they came: not yet fit to be shown."""
    codes: frozenset[str] = frozenset()
    """Every code, type, status and reason in it, in lower case."""
    http_status: int | None = None
    """The HTTP status that the body claims, which an answer with status 200 may hide."""
    retry_delay: str = ""


def decoded(body: bytes) -> Any:
    """The JSON in a body of any size and depth, or UNREADABLE."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return UNREADABLE


def complaint(data: Any) -> VendorError:
    """The complaint in an answer, whichever vendor's way it is told.

    `{"error": {"message", "type", "code"}}` of OpenAI and most others; `{"error": {"status",
    "details": [{"reason"}]}}` of Google, at times in a list; `{"error": "…", "code"}` of xAI;
    `{"detail"}` or `{"message"}` of Mistral; `{"message", "type", "code"}` of Cerebras;
    `{"error": CODE, "error_description"}` of OAuth; `{"errors": [{"code", "message"}]}` of
    Cloudflare; `"…"` of SiliconFlow.
    """
    if isinstance(data, list) and data:
        data = data[0]
    if isinstance(data, str):
        return VendorError(message=data)
    if not isinstance(data, Mapping):
        return VendorError()
    error = data.get("error")
    scopes = [error, data] if isinstance(error, Mapping) else [data]
    listed = data.get("errors")
    if isinstance(listed, list) and listed and isinstance(listed[0], Mapping):
        scopes.append(listed[0])
    claimed = error.get("code") if isinstance(error, Mapping) else None
    details = [detail for scope in scopes for detail in _details(scope)]
    return VendorError(
        message=next((text for scope in scopes for text in _messages(scope)), ""),
        codes=frozenset(code for scope in (*scopes, *details) for code in _codes(scope)),
        http_status=_http_status(claimed),
        retry_delay=next(
            (delay for one in details if isinstance(delay := one.get("retryDelay"), str)), ""
        ),
    )


def is_complaint(data: Any) -> bool:
    """Whether an answer that claims success tells of an error instead, as OpenRouter's may."""
    return (
        isinstance(data, Mapping)
        and bool(data.get("error"))
        and "data" not in data
        and "models" not in data
    )


def _messages(scope: Mapping[str, Any]) -> Iterator[str]:
    for name in ("message", "error_description", "error", "detail", "msg", "title"):
        value = scope.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, Mapping):
            value = value.get("msg") or value.get("message")
        if isinstance(value, str) and value.strip():
            yield value


def _codes(scope: Mapping[str, Any]) -> Iterator[str]:
    for name in ("code", "error_code", "type", "status", "reason", "error"):
        value = scope.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            yield str(value)[:100].lower()


def _details(scope: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    details = scope.get("details")
    for detail in (details if isinstance(details, list) else [])[:20]:
        if isinstance(detail, Mapping):
            yield detail


def _http_status(code: Any) -> int | None:
    if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) == 3:
        code = int(code)
    if isinstance(code, bool) or not isinstance(code, int):
        return None
    return code if 400 <= code < 600 else None
