"""The servers of the user's own for which opencode and OpenClaw have sections in their files.

A server is told only where the file names the variable of its key: where the program has the key
from elsewhere, the server cannot be asked from here, and its light would be red without a fault.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rscrew_console.dialects.implied import Service, Services

_OPENCODE_VARIABLE = re.compile(r"\{env:([A-Za-z_][A-Za-z0-9_]*)\}")
_OPENCLAW_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_OWN_NAMES = ("openai", "anthropic", "google")
"""Providers whose kind their name says, also where the file gives them another address."""
_OPENCODE_KINDS = {
    "@ai-sdk/openai-compatible": "openai_compatible",
    "@ai-sdk/openai": "openai_compatible",
    "@ai-sdk/anthropic": "anthropic",
}
_OPENCLAW_KINDS = {
    "openai-completions": "openai_compatible",
    "openai-responses": "openai_compatible",
    "anthropic-messages": "anthropic",
}


def opencode_services(section: Any) -> Services:
    """Of `provider` in opencode.json: `{NAME: {npm, options: {baseURL, apiKey}}}`."""
    return {
        name: service
        for name, entry in _entries(section)
        if (service := _opencode_service(name, entry)) is not None
    }


def openclaw_services(section: Any) -> Services:
    """Of `models` in openclaw.json: `{providers: {NAME: {baseUrl, apiKey, api}}}`."""
    providers = section.get("providers") if isinstance(section, Mapping) else None
    return {
        name: service
        for name, entry in _entries(providers)
        if (service := _openclaw_service(name, entry)) is not None
    }


def _opencode_service(name: str, entry: Mapping[Any, Any]) -> Service | None:
    options = entry.get("options")
    options = options if isinstance(options, Mapping) else {}
    key = _variable(_OPENCODE_VARIABLE, options.get("apiKey"))
    base = _text(options.get("baseURL"))
    address = _OPENCODE_VARIABLE.sub(r"${\1}", base) if base else None
    kind = _OPENCODE_KINDS.get(_text(entry.get("npm")) or "")
    return _service(name, kind, address, key)


def _openclaw_service(name: str, entry: Mapping[Any, Any]) -> Service | None:
    key = _variable(_OPENCLAW_VARIABLE, entry.get("apiKey"))
    kind = _OPENCLAW_KINDS.get(_text(entry.get("api")) or "")
    return _service(name, kind, _text(entry.get("baseUrl")), key)


def _service(name: str, kind: str | None, address: str | None, key: str | None) -> Service | None:
    if key is None:
        return None
    if name in _OWN_NAMES:
        return Service(None, address, key)
    if kind and address:
        return Service(kind, address, key, renames=True)
    return Service(api_key_env=key)


def _entries(section: Any) -> list[tuple[str, Mapping[Any, Any]]]:
    entries = section.items() if isinstance(section, Mapping) else ()
    return [(name, entry) for name, entry in entries
            if isinstance(name, str) and isinstance(entry, Mapping)]  # fmt: skip


def _variable(pattern: re.Pattern[str], value: Any) -> str | None:
    match = pattern.fullmatch(value.strip()) if isinstance(value, str) else None
    return match[1] if match else None


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
