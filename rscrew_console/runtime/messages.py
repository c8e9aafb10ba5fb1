"""What applications may give as messages, and what models answer, in the shapes they expect."""

from __future__ import annotations

import inspect
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from math import isfinite
from typing import Any

from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.visible import visible
from rscrew_console.runtime.requests import Reply

log = logging.getLogger("rscrew_console")
Messages = str | Sequence[Mapping[str, Any]]


_ROLES = ("system", "developer", "user", "assistant", "tool", "function")
_INSTEAD = ("tool_calls", "function_call", "refusal", "audio")
"""What an assistant's message may have instead of `content`."""


def as_messages(messages_given: Messages) -> list[dict[str, Any]]:
    """A text is what the user says. Raises ValueError for what is no message: nobody is asked."""
    if isinstance(messages_given, str):
        return [{"role": "user", "content": messages_given}]
    messages: list[Any] = list(messages_given)
    if not messages or not all(isinstance(one, Mapping) and "role" in one for one in messages):
        raise ValueError(
            'messages are a text, or a list of {"role": "user", "content": "…"}; at least one'
        )
    for number, message in enumerate(messages, 1):
        if trouble := _trouble(message):
            raise ValueError(f"message {number} {trouble}")
    return [dict(one) for one in messages]


def _trouble(message: Mapping[str, Any]) -> str:
    """What keeps every vendor from taking it; empty where nothing does."""
    role, content = message["role"], message.get("content")
    if role not in _ROLES:
        hint = did_you_mean(role, _ROLES) if isinstance(role, str) else ""
        roles = hint or f"; there are {', '.join(_ROLES[:-1])}"
        return visible(f"has the role {role!r}, which is none{roles}")
    if content is None:
        if role == "assistant" and any(message.get(name) for name in _INSTEAD):
            return ""
        return f'(role "{role}") has neither content nor tool_calls'
    if isinstance(content, str):
        return ""
    if not isinstance(content, Sequence) or isinstance(content, bytes | bytearray):
        kind = type(content).__name__
        return f'(role "{role}") has a {kind} as content; it is a text, or a list of parts'
    if not all(isinstance(part, str | Mapping) for part in content):
        return f'(role "{role}") has content in which a part is neither a text nor a mapping'
    return ""


def as_tools(tools: Any) -> list[Any]:
    """Raises ValueError for what is no list of tools."""
    wrong = not isinstance(tools, Sequence) or isinstance(tools, str | bytes)
    if wrong or not all(isinstance(one, Mapping) for one in tools):
        raise ValueError(
            'tools are a list of {"type": "function", "function": {"name": "…", …}}, as OpenAI\'s'
            " API has them"
        )
    return list(tools)


def as_seconds(deadline: Any) -> float | None:
    """Return a deadline in seconds. Raises ValueError for a value that is no deadline."""
    if deadline is None:
        return None
    number = isinstance(deadline, int | float) and not isinstance(deadline, bool)
    if not number or not isfinite(deadline) or deadline <= 0:
        raise ValueError(f"a deadline is a number of seconds above 0, not {deadline!r}")
    return float(deadline)


def result_of(reply: Reply, functions: Mapping[str, Callable[..., Any]] | None) -> Any:
    """The answer's text. Where the model calls tools: what the function of the first one returns,
    or the calls themselves where there is no function of that name.

    Raises what the function raises. An answer whose arguments are no JSON object comes never here.
    """
    if not reply.tool_calls:
        return reply.text
    first = reply.tool_calls[0].function
    function = (functions or {}).get(first.name)
    if function is None:
        return list(reply.tool_calls)
    arguments = first.arguments or {}
    return function(**(json.loads(arguments) if isinstance(arguments, str) else arguments))


def as_text(result: Any) -> Any:
    """What a tool has returned, as models read it; calls that nobody has run stay what they are.

    Raises TypeError for what is still to be waited for.
    """
    if inspect.isawaitable(result):
        getattr(result, "close", lambda: None)()
        raise TypeError("a tool's function is asynchronous: its agent is to be asked with acall")
    return result if isinstance(result, str | list) else str(result)


def of_stream(parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the arguments of a stream. Raises ValueError if functions or callbacks are among
    them.
    """
    calls = ("available_functions", "callbacks")
    if any(parameters.get(name) for name in calls):
        raise ValueError(
            "a stream runs no functions and calls no callbacks: its tool calls are in"
            " last.tool_calls afterwards; for the others there are call and acall"
        )
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
    request = {"model": reply.model, "messages": list(messages)}
    for callback in callbacks or ():
        tell_success = getattr(callback, "log_success_event", None)
        if tell_success is None:
            continue
        try:
            tell_success(request, {"usage": usage}, *times)
        except Exception as error:  # noqa: BLE001 -- the application's own code: anything
            log.warning("a callback failed: %s", visible(f"{type(error).__name__}: {error}"))
