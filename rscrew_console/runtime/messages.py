"""What applications may give as messages, and what models answer, in the shapes they expect."""

from __future__ import annotations

import inspect
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
    """The answer's text. Where the model calls tools: what the function of the first one returns,
    or the calls themselves where there is no function of that name.

    Raises what the function raises, and ValueError for arguments that are no JSON.
    """
    if not reply.tool_calls:
        return reply.text
    first = reply.tool_calls[0].function
    function = (functions or {}).get(first.name)
    if function is None:
        return list(reply.tool_calls)
    return function(**json.loads(first.arguments or "{}"))


def as_text(result: Any) -> Any:
    """What a tool has returned, as models read it; calls that nobody has run stay what they are.

    Raises TypeError for what is still to be waited for.
    """
    if inspect.isawaitable(result):
        getattr(result, "close", lambda: None)()
        raise TypeError("a tool's function is asynchronous: its agent is to be asked with acall")
    return result if isinstance(result, str | list) else str(result)


def only_text(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """Those of a stream. Raises ValueError where tools are among them."""
    calls = ("tools", "available_functions", "callbacks")
    if any(parameters.get(name) for name in calls):
        raise ValueError("a stream is text alone; for tools and callbacks there are call and acall")
    return {name: value for name, value in parameters.items() if name not in calls}


def tell(
    callbacks: Iterable[Any] | None,
    messages: Sequence[Mapping[str, Any]],
    reply: Reply,
    times: tuple[datetime, datetime],
) -> None:
    """Tell LiteLLM's kind of callbacks of an answer. What they raise is theirs, and logged."""
    usage = {
        "prompt_tokens": reply.tokens.input or 0,
        "completion_tokens": reply.tokens.output or 0,
        "total_tokens": (reply.tokens.input or 0) + (reply.tokens.output or 0),
    }
    asked = {"model": reply.model, "messages": list(messages)}
    for callback in callbacks or ():
        tell_success = getattr(callback, "log_success_event", None)
        if tell_success is None:
            continue
        try:
            tell_success(asked, {"usage": usage}, *times)
        except Exception as error:  # noqa: BLE001 -- the application's own code: anything
            log.warning("a callback failed: %s", visible(f"{type(error).__name__}: {error}"))
