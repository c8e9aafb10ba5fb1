"""Whether an answer can be used as one."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from rscrew_console.roster.visible import visible
from rscrew_console.runtime.blank import is_blank, says_nothing
from rscrew_console.runtime.requests import CallFailure, Reply

log = logging.getLogger("rscrew_console")


def failure_of_answer(reply: Reply, *, require_complete: bool = False) -> CallFailure | None:
    """Why it is none: nothing is in it, or it is cut off where that matters; None where it is one.

    The failure has the tokens that the answer has taken.
    """
    cut_off = reply.finish_reason == "length"
    if says_nothing(reply.text) and not reply.tool_calls:
        if reply.finish_reason == "content_filter":
            return CallFailure(
                "content_policy", "its answer was withheld for its content", tokens=reply.tokens
            )
        why = "its answer is empty"
        if cut_off:
            why += ": its limit of tokens was used up before the answer began"
        elif reply.reasoning.strip() or not is_blank(reply.text):
            why += ": it has only thought"
        return CallFailure("empty_answer", why, tokens=reply.tokens)
    if cut_off and reply.tool_calls:
        why = "its answer was cut off by its limit of tokens within the calls of tools"
        return CallFailure("incomplete_answer", why, tokens=reply.tokens)
    if cut_off and require_complete:
        why = "its answer was cut off by its limit of tokens"
        return CallFailure("incomplete_answer", why, tokens=reply.tokens)
    for call in reply.tool_calls:
        if not _is_object(call.function.arguments):
            why = f"it calls the tool {call.function.name!r} with arguments that are no JSON object"
            return CallFailure("bad_response", visible(why[:200]), tokens=reply.tokens)
    return None


def _is_object(arguments: Any) -> bool:
    if not arguments or isinstance(arguments, Mapping):
        return True
    try:
        return isinstance(json.loads(arguments), dict)
    except (TypeError, ValueError, RecursionError):
        return False


def tell_if_cut_off(agent: str, reply: Reply) -> None:
    """A warning in the application's log."""
    if reply.finish_reason == "length":
        message = (
            f"the answer of {reply.provider} ({reply.model}) for {agent} was cut off by its limit"
            " of tokens; give it more max_tokens, or say require_complete=True to have the next"
            " provider asked then"
        )
        log.warning("%s", visible(message))
