"""How calls are made: what `global_settings` says of pace, time and faults."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.sections.names import SETTINGS
from rscrew_console.dialects.values import flag, number, positive, text, texts
from rscrew_console.roster.calling import FALLBACK_ON, Calling
from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.problem import Path

_LIMITING = "rate_limiting"
_usual = Calling()


def read_calling(findings: Findings, fields: Mapping[Any, Any]) -> Calling:
    """Read the fields of `global_settings` that concern calls."""

    def read(name: str, convert: Any, default: Any) -> Any:
        return findings.read((SETTINGS, name), fields.get(name), convert, default)

    faults = read_fallback_on(findings, (SETTINGS, "fallback_on"), fields)
    return Calling(
        min_interval=_min_interval(findings, fields.get(_LIMITING)),
        request_timeout=read("request_timeout", positive, _usual.request_timeout),
        deadline=read("deadline", positive, None),
        fallback_on=_usual.fallback_on if faults is None else faults,
        redis_url=read("redis_url", text, None),
        usage_db=read("usage_db", text, None),
        debug=read("debug_mode", flag, default=False),
    )


def read_fallback_on(
    findings: Findings, path: Path, fields: Mapping[Any, Any]
) -> tuple[str, ...] | None:
    """The faults that are named there; None where nothing is said."""
    if fields.get("fallback_on") is None:
        return None
    named: tuple[str, ...] = findings.read(path, fields["fallback_on"], texts, ())
    for index, name in enumerate(named):
        if name not in FALLBACK_ON:
            hint = did_you_mean(name, FALLBACK_ON) or f"; it is one of {', '.join(FALLBACK_ON)}"
            message = f'nothing is known of falling back on "{name}"{hint}'
            findings.add("unknown-fault", (*path, index), message, "warning")
    return tuple(name for name in named if name in FALLBACK_ON)


def _min_interval(findings: Findings, value: Any) -> float | None:
    """Seconds between two calls, by the section `rate_limiting`; 0 where that is switched off."""
    path = (SETTINGS, _LIMITING)
    if isinstance(value, bool):
        return None if value else 0.0
    fields = findings.mapping(path, value)
    enabled = findings.read((*path, "enabled"), fields.get("enabled"), flag, default=True)
    seconds: float | None = findings.read(
        (*path, "min_interval"), fields.get("min_interval"), number, None
    )
    return seconds if enabled else 0.0
