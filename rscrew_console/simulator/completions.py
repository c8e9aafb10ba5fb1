"""Calls of a model, answered in each vendor's own shape with always the same words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rscrew_console.simulator.http import Request
from rscrew_console.simulator.vendors import Vendor

WORDS = "Hello from the simulator."
_IN, _OUT = 7, 5
"""Tokens that every call is said to take."""


def parameters(request: Request) -> Sequence[str]:
    """The names of what the body of a call says."""
    try:
        asked = json.loads(request.body)
    except ValueError:
        return ()
    return tuple(asked) if isinstance(asked, dict) else ()


def completion(vendor: Vendor, models: Sequence[str], request: Request) -> Any:
    """The body of the answer; None where the path or the model is not there."""
    path = request.path
    if not path.endswith(vendor.chat):
        return None
    try:
        asked = json.loads(request.body)
    except ValueError:
        return None
    model = path.rpartition("/")[2].partition(":")[0] if vendor.name == "gemini" else None
    model = model or (asked.get("model") if isinstance(asked, dict) else None)
    if vendor.name != "azure" and model not in models and model not in vendor.aliases:
        return None
    match vendor.name:
        case "anthropic":
            return {
                "id": "msg_1", "type": "message", "role": "assistant", "model": model,
                "content": [{"type": "text", "text": WORDS}], "stop_reason": "end_turn",
                "usage": {"input_tokens": _IN, "output_tokens": _OUT},
            }  # fmt: skip
        case "gemini":
            content = {"role": "model", "parts": [{"text": WORDS}]}
            counts = {"promptTokenCount": _IN, "candidatesTokenCount": _OUT}
            return {
                "candidates": [{"content": content, "finishReason": "STOP"}],
                "usageMetadata": {**counts, "totalTokenCount": _IN + _OUT},
            }
        case "ollama":
            return {
                "model": model, "message": {"role": "assistant", "content": WORDS}, "done": True,
                "prompt_eval_count": _IN, "eval_count": _OUT,
            }  # fmt: skip
        case _:
            message = {"role": "assistant", "content": WORDS}
            counts = {"prompt_tokens": _IN, "completion_tokens": _OUT}
            return {
                "id": "chatcmpl-1", "object": "chat.completion", "model": model,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {**counts, "total_tokens": _IN + _OUT},
            }  # fmt: skip
