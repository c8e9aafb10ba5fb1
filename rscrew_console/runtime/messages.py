"""What applications may give as messages, and what models answer, in the shapes they expect."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rscrew_console.roster.visible import visible
from rscrew_console.runtime.order import Reply

log = logging.getLogger("rscrew_console")
Messages = str | Sequence[Mapping[str, Any]]


def as_messages(given: Messages) -> list[dict[str, Any]]:
    """A text is what the user says. Raises ValueError for what is no message."""
    if isinstance(given, str):
        return [{"role": "user", "content": given}]
    messages: list[Any] = list(given)
    if not messages or not all(isinstance(one, Mapping) and "role" in one for one in messages):
        raise ValueError(
            'messages are a text, or a list of {"role": "user", "content": "…"}; at least one'
        )
    return [dict(one) for one in messages]


def result_of(reply: Reply, functions: Mapping[str, Callable[..., Any]] | None) -> Any:
    """The answer's text. Where the model calls a tool: what the function of that name returns, or
    the calls themselves where there is none.

    Raises what the function raises, and ValueError for arguments that are no JSON.
    """
    if not reply.tool_calls:
        return reply.text
    first = reply.tool_calls[0].function
    function = (functions or {}).get(first.name)
    if function is None:
        return list(reply.tool_calls)
    arguments = json.loads(first.arguments or "{}")
    result = function(**arguments)
    return result if isinstance(result, str) else str(result)


def tell(
    callbacks: Iterable[Any] | None,
    messages: Sequence[Mapping[str, Any]],
    model: str,
    reply: Reply,
    times: tuple[datetime, datetime],
) -> None:
    """Tell LiteLLM's kind of callbacks of an answer. What they raise is theirs, and logged."""
    usage = {
        "prompt_tokens": reply.tokens.input or 0,
        "completion_tokens": reply.tokens.output or 0,
        "total_tokens": (reply.tokens.input or 0) + (reply.tokens.output or 0),
    }
    asked = {"model": model, "messages": list(messages)}
    for callback in callbacks or ():
        tell_success = getattr(callback, "log_success_event", None)
        if tell_success is None:
            continue
        try:
            tell_success(asked, {"usage": usage}, *times)
        except Exception as error:  # noqa: BLE001 -- the application's own code: anything
            log.warning("a callback failed: %s", visible(f"{type(error).__name__}: {error}"))
