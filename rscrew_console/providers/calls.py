"""How each protocol asks a model for one token, as data, and what an answer to that looks like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.providers.kind import AnswerRule, ProbeCall

_WORD = "Hi"
_MESSAGES: Mapping[str, Any] = {"messages": [{"role": "user", "content": _WORD}]}
_OLD: Mapping[str, Any] = {**_MESSAGES, "max_tokens": 1}
# What counts the tokens of reasoning in, too; some models take this one alone.
_NEW: Mapping[str, Any] = {**_MESSAGES, "max_completion_tokens": 1}


def _chat(data: Any) -> bool:
    choice = _first(data, "choices")
    return any(name in choice for name in ("message", "finish_reason", "text"))


def _messages(data: Any) -> bool:
    return isinstance(data, Mapping) and (
        isinstance(data.get("content"), list) or isinstance(data.get("stop_reason"), str)
    )


def _generated(data: Any) -> bool:
    candidate = _first(data, "candidates")
    blocked = isinstance(data, Mapping) and isinstance(data.get("promptFeedback"), Mapping)
    return blocked or any(name in candidate for name in ("content", "finishReason"))


def _ollama(data: Any) -> bool:
    return isinstance(data, Mapping) and (
        isinstance(data.get("message"), Mapping) or data.get("done") is True
    )


def _first(data: Any, name: str) -> Mapping[str, Any]:
    listed = data.get(name) if isinstance(data, Mapping) else None
    first = listed[0] if isinstance(listed, list) and listed else None
    return first if isinstance(first, Mapping) else {}


RULES = (
    AnswerRule(
        "model_not_found",
        (400, 404),
        codes=(
            "not_found_error",  # Anthropic
            "not_found",  # Gemini
            "notfounderror",  # vLLM
            "deploymentnotfound",  # Azure
            "model_not_available",  # Together
            "invalid_model",  # Mistral
        ),
    ),
    AnswerRule(
        "model_not_found",
        (400, 403, 404),
        words=(
            "does not exist",  # OpenAI, xAI, Cerebras, vLLM
            "model not exist",  # DeepSeek
            "not a valid model",  # OpenRouter
            "no endpoints found",  # OpenRouter
            "invalid model",  # Mistral, a LiteLLM proxy
            "model not found",
            "not a chat model",  # OpenAI, of models for something else
        ),
    ),
)
"""What holds for every call: before the rules of the vendor's other answers."""

_RESPONSES = AnswerRule(
    "unverifiable", (400, 404), words=("v1/responses",),
    hint="the model is there, but is asked for answers in another way",
)  # fmt: skip

CHAT = ProbeCall("/chat/completions", _chat, (_OLD, _NEW), rules=(_RESPONSES,))
"""Servers like OpenAI's."""
NEWER_CHAT = ProbeCall("/chat/completions", _chat, (_NEW, _OLD), rules=(_RESPONSES,))
"""Those that have given `max_tokens` up."""
XAI_CHAT = ProbeCall(
    "/chat/completions", _chat, (_NEW, _OLD),
    rules=(AnswerRule("invalid_key", (400,), words=("api key",)),),
)  # fmt: skip
DEPLOYMENT = ProbeCall(
    "/openai/deployments/{id}/chat/completions?api-version={api_version}", _chat, (_NEW, _OLD),
    names_model=False,
)  # fmt: skip
"""Azure's: the name is that of the user's own deployment."""
MESSAGES = ProbeCall("/v1/messages", _messages, (_OLD,))
GENERATE = ProbeCall(
    "/v1beta/models/{id}:generateContent", _generated,
    ({
        "contents": [{"role": "user", "parts": [{"text": _WORD}]}],
        "generationConfig": {"maxOutputTokens": 1},
    },),
    names_model=False,
)  # fmt: skip
OLLAMA_CHAT = ProbeCall(
    "/api/chat", _ollama, ({**_MESSAGES, "stream": False, "options": {"num_predict": 1}},),
    rules=(AnswerRule("model_not_found", (404,), words=("not found",)),),
)  # fmt: skip
