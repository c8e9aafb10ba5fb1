"""The other API through which OpenAI and Azure ask their newer models, as far as calls need it."""

from __future__ import annotations

from typing import Any

from rscrew_console.simulator.completions import IN, OUT, SimulatedAnswer

PATH = "/responses"


def response(answer: SimulatedAnswer) -> Any:
    """The body of the whole answer."""
    return {
        "id": "resp_1", "object": "response", "created_at": 1795176000, "status": "completed",
        "model": answer.model, "output": [item(answer)], "error": None,
        "incomplete_details": None, "instructions": None, "metadata": {}, "temperature": 1.0,
        "top_p": 1.0, "tools": [], "tool_choice": "auto", "parallel_tool_calls": True,
        "usage": {
            "input_tokens": IN, "output_tokens": OUT, "total_tokens": IN + OUT,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        },
    }  # fmt: skip


def item(answer: SimulatedAnswer) -> Any:
    """Return one item of the model's output."""
    if answer.tool:
        return {
            "type": "function_call", "id": "fc_1", "call_id": "call_1", "status": "completed",
            "name": answer.tool, "arguments": answer.arguments,
        }  # fmt: skip
    text = {"type": "output_text", "text": answer.text, "annotations": []}
    return {
        "type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
        "content": [text],
    }  # fmt: skip


def begun(answer: SimulatedAnswer) -> Any:
    """The item before it has any content."""
    empty: dict[str, Any] = {"arguments": ""} if answer.tool else {"content": []}
    return {**item(answer), "status": "in_progress", **empty}
