"""Anthropic's API: POST /v1/messages, version 2023-06-01.

https://platform.claude.com/docs/en/api/messages
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rscrew_console.providers.health.target import Target
from rscrew_console.runtime.requests import CallFailure, ModelRequest, Reply
from rscrew_console.runtime.wire.formats.addresses import model_of
from rscrew_console.runtime.wire.formats.anthropic_answers import (
    ANSWER_TOOL,
    AnthropicStream,
    reply_of,
)
from rscrew_console.runtime.wire.formats.anthropic_messages import (
    messages_of,
    names_called,
    system_of,
    thinking_in,
)
from rscrew_console.runtime.wire.formats.anthropic_models import Claude, claude_of
from rscrew_console.runtime.wire.formats.asked import takes, with_one_limit
from rscrew_console.runtime.wire.formats.base import HttpCall
from rscrew_console.runtime.wire.formats.conversation import MessageTurn, turns_of
from rscrew_console.runtime.wire.formats.schemas import (
    AnswerShape,
    Tool,
    chosen_tool,
    for_claude,
    shape_of,
    tools_of,
)

VERSION = "2023-06-01"
ONLY_JSON = "Answer with one JSON object and with nothing else."
THINKING_BLOCKS = "thinking_blocks"
"""What is known to be refused of a model that has once refused its thinking blocks."""
BINDING_BETA = "thinking-binding-controls-2026-08-01"
"""https://platform.claude.com/docs/en/build-with-claude/preserved-thinking"""
_SAMPLING = ("temperature", "top_p", "top_k")


class AnthropicFormat:
    """Messages, tools and answers of Claude."""

    def call(self, request: ModelRequest, target: Target, *, stream: bool) -> HttpCall:
        """What to send. Raises UnsupportedMessage for what the API cannot carry."""
        model = model_of(target)
        claude, turns = claude_of(model), turns_of(request.messages)
        parameters = _one_sampling_parameter(with_one_limit(request, claude.limit), request, claude)
        if all(turn.role == "system" for turn in turns):  # the API wants a word of the user's
            turns = [MessageTurn("user", turn.parts) for turn in turns]
        shape = shape_of(parameters["response_format"]) if "response_format" in parameters else None
        tools = _tools(parameters, turns, shape, claude)
        system = system_of(turns)
        if shape and not shape.schema and claude.has_output_format:
            system.append({"type": "text", "text": ONLY_JSON})
        choice = tools.get("tool_choice")
        if choice is not None and _is_forced(choice) and not claude.takes_forced_choice:
            tools["tool_choice"] = _unforced(choice)
            system.append({"type": "text", "text": _in_words(choice)})
        returned = takes(request, THINKING_BLOCKS) and _returned(turns, model)
        thinking = _thinking(parameters, claude, turns, tools.get("tool_choice"), returned=returned)
        thinks = _thinks(thinking, claude)
        body: dict[str, Any] = {
            "model": model,
            "messages": messages_of(
                turns,
                may_end_with_answer=claude.continues_answers,
                thinking_for=model if returned and thinks else "",
            ),
            **({"system": system} if system else {}),
            **({"max_tokens": parameters["max_tokens"]} if "max_tokens" in parameters else {}),
            **tools,
            **_stop(parameters.get("stop")),
            **_user(parameters),
            **_output_config(shape, claude),
            **({"stream": True} if stream else {}),
        }
        headers = {"anthropic-version": VERSION}
        if returned and claude.checks_what_came_before:
            # An application may have shortened the conversation meanwhile: then the API is to go
            # without the thoughts, not to refuse the request.
            mode = thinking.get("thinking", {"type": "adaptive"})
            if mode["type"] == "adaptive":
                binding = {"prefix_mismatch_behavior": "drop_block"}
                thinking["thinking"] = {"block_binding": binding, **mode}
                headers["anthropic-beta"] = BINDING_BETA
        if config := thinking.pop("output_config", None):
            body["output_config"] = {**body.get("output_config", {}), **config}
        body |= thinking
        if body.get("thinking", {}).get("type", "disabled") == "disabled":
            # While it thinks, a model takes no parameter of sampling.
            body |= {name: parameters[name] for name in _SAMPLING if name in parameters}
        return HttpCall("/v1/messages", body, headers)

    def reply(self, data: Any) -> Reply | CallFailure:
        """A whole body."""
        return reply_of(data)

    def stream_reader(self) -> AnthropicStream:
        """A reader for one streamed answer."""
        return AnthropicStream()


def _one_sampling_parameter(
    parameters: dict[str, Any], request: ModelRequest, claude: Claude
) -> dict[str, Any]:
    """The caller's goes before the file's, and `temperature` before `top_p`."""
    own = request.parameters
    if claude.one_sampling_parameter and "temperature" in parameters and "top_p" in parameters:
        is_own = own.get("top_p") is not None and own.get("temperature") is None
        parameters.pop("temperature" if is_own else "top_p")
    return parameters


def _tools(
    parameters: Mapping[str, Any],
    turns: Sequence[MessageTurn],
    shape: AnswerShape | None,
    claude: Claude,
) -> dict[str, Any]:
    tools = tools_of(parameters["tools"]) if parameters.get("tools") else []
    called, names = names_called(turns), {tool.name for tool in tools}
    body: dict[str, Any] = {}
    choice = chosen_tool(parameters["tool_choice"]) if tools and "tool_choice" in parameters else ""
    if not tools and called:
        # A talk with calls in it is refused where no tools are offered.
        tools, choice = [Tool(name) for name in called if name not in names], "none"
    if shape and not claude.has_output_format:
        # What the model hands to this tool is the answer.
        words = "Give your answer by calling this tool, once."
        choice = "required" if names else ANSWER_TOOL
        tools.append(Tool(ANSWER_TOOL, words, shape.schema or {"type": "object"}))
    if tools:
        body["tools"] = [_tool(tool) for tool in tools]
    alone = parameters.get("parallel_tool_calls") is False and bool(names)
    if tools and (choice or alone):
        body["tool_choice"] = _choice(choice, alone=alone)
    return body


def _tool(tool: Tool) -> dict[str, Any]:
    if tool.native is not None:
        return dict(tool.native)
    schema = {"type": "object", "properties": {}, **(tool.schema or {})}
    words = {"description": tool.description} if tool.description else {}
    return {"name": tool.name, **words, "input_schema": schema}


def _choice(choice: str, *, alone: bool) -> dict[str, Any]:
    match choice:
        case "none":
            return {"type": "none"}
        case "" | "auto":
            body: dict[str, Any] = {"type": "auto"}
        case "required":
            body = {"type": "any"}
        case name:
            body = {"type": "tool", "name": name}
    return {**body, "disable_parallel_tool_use": True} if alone else body


def _stop(stop: Any) -> dict[str, Any]:
    """Return the stop sequences without blank ones, which the API refuses."""
    words = [stop] if isinstance(stop, str) else stop if isinstance(stop, list | tuple) else []
    words = [word for word in words if isinstance(word, str) and word.strip()]
    return {"stop_sequences": words} if words else {}


def _user(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the user as metadata: the API knows no other."""
    metadata = parameters.get("metadata")
    user_id = metadata.get("user_id") if isinstance(metadata, Mapping) else None
    user = user_id or parameters.get("user")
    return {"metadata": {"user_id": user}} if isinstance(user, str) and user else {}


def _output_config(shape: AnswerShape | None, claude: Claude) -> dict[str, Any]:
    if not shape or not shape.schema or not claude.has_output_format:
        return {}
    output_format = {"type": "json_schema", "schema": for_claude(shape.schema)}
    return {"output_config": {"format": output_format}}


def _is_forced(choice: Any) -> bool:
    return isinstance(choice, Mapping) and choice["type"] in ("any", "tool")


def _unforced(choice: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: one for name, one in choice.items() if name != "name"}, "type": "auto"}


def _in_words(choice: Mapping[str, Any]) -> str:
    """A forced choice, as the documentation wants it said to models that take none."""
    tool = f"the {choice['name']} tool" if choice["type"] == "tool" else "one of the tools"
    return f"Use {tool} to answer."


def _returned(turns: Sequence[MessageTurn], model: str) -> bool:
    """Return whether the message holds thinking blocks of this model, which must be sent back."""
    return any(turn.role == "assistant" and thinking_in(turn, model) for turn in turns)


def _thinks(thinking: Mapping[str, Any], claude: Claude) -> bool:
    """Whether a model that gets this will think."""
    mode = thinking.get("thinking", {}).get("type", "")
    return bool(mode != "disabled" if mode else claude.thinks_by_default)


def _thinking(
    parameters: Mapping[str, Any],
    claude: Claude,
    turns: Sequence[MessageTurn],
    choice: Any,
    *,
    returned: bool,
) -> dict[str, Any]:
    """What asks for thoughts, from the caller's `reasoning_effort` or own `thinking`.

    No tool can be forced on a model that thinks: there, the choice goes before the thoughts.
    """
    forced = _is_forced(choice)
    own = parameters.get("thinking")
    own = own if isinstance(own, Mapping) and isinstance(own.get("type"), str) else {}
    if own and (not forced or own["type"] == "disabled"):
        return {"thinking": dict(own)}
    stopped = {"thinking": {"type": "disabled"}} if forced and claude.stops_thinking else {}
    effort = parameters.get("reasoning_effort")
    if not isinstance(effort, str) or not claude.thinking:
        return stopped
    if claude.thinking == "adaptive":
        if effort == "none" and claude.stops_thinking:
            return {"thinking": {"type": "disabled"}}
        config = {"output_config": {"effort": claude.effort(effort)}}
        if effort == "none" and claude.thinks_between_tools_alone:
            return {**config, "thinking": {"type": "between_tools"}}
        if effort == "none" or forced:
            return {**config, **stopped}
        display = {"display": "summarized"} if claude.version >= (4, 7) else {}
        return {**config, "thinking": {"type": "adaptive", **display}}
    budget = claude.budget(effort, parameters.get("max_tokens") or 0)
    if budget is None or forced or (_amid_calls(turns) and not returned):
        return {}
    return {"thinking": {"type": "enabled", "budget_tokens": budget}}


def _amid_calls(turns: Sequence[MessageTurn]) -> bool:
    """Whether the last answer called tools: a model with a budget then wants its thoughts of that
    moment back, and refuses to think where there are none."""
    answers = [turn for turn in turns if turn.role == "assistant"]
    return bool(answers and answers[-1].calls)
