"""Refused parameters: what of the file's a model does not take, and what it takes instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rscrew_console.providers.health.answer import VendorError
from rscrew_console.runtime.requests import Adjustment, ModelRequest
from rscrew_console.runtime.wire.formats.asked import LIMITS, OURS, of_file
from rscrew_console.runtime.wire.formats.call_ids import SIGNATURE

_MOST_READ = 4000
_NAMES: Mapping[str, re.Pattern[str]] = {
    "temperature": re.compile(r"temperature"),
    "top_p": re.compile(r"top_?p\b|topp\b"),
    "max_tokens": re.compile(
        r"max_(completion_|output_|new_)?tokens|maxoutputtokens|max output tokens|num_predict"
        r"|max_output_tokens|output tokens|completion tokens"
    ),
    "reasoning_effort": re.compile(
        r"reasoning[_. ]?effort|reasoning\.effort|output_config|thinking[_ ]?(level|budget|config)"
        r"|\bthinking\b|\beffort\b"
    ),
    "stream_options": re.compile(r"stream_options|include_usage"),
    "thinking_blocks": re.compile(
        r"signature|redacted_thinking|thinking[`'\"]* blocks?\b[^.]{0,60}(modified|bound|invalid)"
        r"|invalid[^.]{0,40}thinking[`'\"]* block"
    ),
}
_INSTEAD = re.compile(
    r"use [`'\"]?(max_completion_tokens|max_tokens|max_output_tokens)[`'\"]? instead"
)
_BOTH = re.compile(r"both|only one|one of|together|mutually|simultaneously")
_BOUND = re.compile(
    r"(?:<=|less than or equal to|at most|no more than|between 0(?:\.0)?(?: and|,)|\[0(?:\.0)?,|"
    r"maximum(?: value)?(?: of| is|:)?)\s*`?(\d+(?:\.\d+)?)"
)
_WINDOW_AND_PROMPT = re.compile(r"\((\d+) > (\d+) - (\d+)\)")  # vLLM: asked, window, prompt
_EXCLUSIVE = re.compile(r"(\d+) \(exclusive\)")  # Vertex AI, Gemini
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?![\w.]*\w)")
_TOO_SMALL = re.compile(r"at least|minimum|larger than|greater than|>=|too small|below")


def adjustment_for(
    request: ModelRequest, vendor_error: VendorError, data: Any, *, stream: bool
) -> Adjustment | None:
    """What makes the request one that the model takes, by the words of its refusal.

    Only of what the file says, and of what we add ourselves. None where it is the caller's matter,
    or the adjustment has been made already.
    """
    message, parameter = vendor_error.message[:_MOST_READ].lower(), _parameter(data)
    sent = _sent(request, stream=stream)
    named = [name for name in sent if _NAMES[name].search(parameter)] or [
        name for name in sent if _NAMES[name].search(message)
    ]
    if not named:
        return None
    if {"temperature", "top_p"} <= set(named) and _BOTH.search(message):
        adjustment = Adjustment("top_p")
    elif "thinking_blocks" in named:
        adjustment = Adjustment("thinking_blocks")
    elif named[0] == "max_tokens" and _is_callers_own(request):
        # Another name asks for nothing else; another value is for the caller to choose.
        instead = _INSTEAD.search(message)
        if instead is None:
            return None
        adjustment = Adjustment("max_tokens", send_as=instead[1])
    elif named[0] == "max_tokens":
        adjustment = _limit(message, sent["max_tokens"])
    elif named[0] == "temperature":
        adjustment = Adjustment("temperature", value=_lower(message, sent["temperature"]))
    else:
        adjustment = Adjustment(named[0])
    return None if adjustment in request.adjustments else adjustment


def _sent(request: ModelRequest, *, stream: bool) -> dict[str, Any]:
    own = {name: one for name, one in request.parameters.items() if name not in OURS}
    sent = of_file(request, own)
    for name in LIMITS:  # another name for the caller's limit asks for nothing else
        if own.get(name) is not None:
            sent["max_tokens"] = own[name]
    if own.get("reasoning_effort") is not None:
        sent["reasoning_effort"] = own["reasoning_effort"]
    if stream:
        sent["stream_options"] = True
    if any(
        SIGNATURE in str(message.get("tool_calls") or "") for message in request.messages
    ) or any(message.get("thinking_blocks") for message in request.messages):
        sent["thinking_blocks"] = True
    taken_out = {one.parameter for one in request.adjustments if not one.send_as}
    return {
        name: one for name, one in sent.items() if name not in taken_out or _may_change_twice(name)
    }


def _is_callers_own(request: ModelRequest) -> bool:
    """Whether the caller, not the file, has set the limit of tokens."""
    return any(request.parameters.get(name) is not None for name in LIMITS)


def _may_change_twice(name: str) -> bool:
    """A limit may have been put right once and be refused for another reason."""
    return name == "max_tokens"


def _limit(message: str, sent: Any) -> Adjustment:
    if instead := _INSTEAD.search(message):
        return Adjustment("max_tokens", send_as=instead[1])
    if numbers_match := _WINDOW_AND_PROMPT.search(message):
        tokens_left = int(numbers_match[2]) - int(numbers_match[3])
        return Adjustment("max_tokens", value=float(tokens_left) if tokens_left > 0 else None)
    numbers = [int(one.replace(",", "")) for one in _NUMBER.findall(message)]
    limit_sent = sent if isinstance(sent, int) else 0
    if _TOO_SMALL.search(message):
        larger = [one for one in numbers if limit_sent <= one <= 1024]
        if larger:
            least = float(max(larger[0], limit_sent + 1))
            return Adjustment("max_tokens", value=least, is_minimum=True)
    smaller = [one for one in numbers if 16 <= one < limit_sent]
    if excluded := _EXCLUSIVE.search(message):
        smaller = [one - (one == int(excluded[1])) for one in smaller]
    return Adjustment("max_tokens", value=float(max(smaller)) if smaller else None)


def _lower(message: str, sent: Any) -> float | None:
    bound = _BOUND.search(message)
    if bound and isinstance(sent, int | float) and 0 < float(bound[1]) < sent:
        return float(bound[1])
    return None


def _parameter(data: Any) -> str:
    """OpenAI's `param`, and where FastAPI's servers say what they refuse."""
    error = data.get("error") if isinstance(data, Mapping) else None
    scope = error if isinstance(error, Mapping) else data if isinstance(data, Mapping) else {}
    named = scope.get("param")
    if isinstance(named, str):
        return named.lower()
    detail = scope.get("detail")
    first = detail[0] if isinstance(detail, list) and detail else None
    place = first.get("loc") if isinstance(first, Mapping) else None
    return " ".join(map(str, place)).lower() if isinstance(place, list) else ""
