"""One attempt through LiteLLM, for vendors that only it knows: Bedrock, Vertex AI, and more.

Only what LiteLLM documents is used: `acompletion`, `completion_cost`, and its exceptions, which
have OpenAI's names, a `status_code` and a `message`. Nothing in it is set or replaced.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from rscrew_console.providers.health.answer import VendorError, complaint, decoded
from rscrew_console.providers.health.judge import rule_for
from rscrew_console.providers.secret import Secret
from rscrew_console.runtime.blank import is_blank
from rscrew_console.runtime.requests import CallFailure, Fault, ModelRequest, Reply, StreamChunk
from rscrew_console.runtime.wire.answers import broken_off, checked, clean, ended, internal
from rscrew_console.runtime.wire.failing import OBJECTIONABLE, in_words, past_deadline, timed_out
from rscrew_console.runtime.wire.formats.asked import parameters_of
from rscrew_console.runtime.wire.formats.base import UnsupportedMessage
from rscrew_console.runtime.wire.formats.call_ids import with_gemini_ids, with_plain_ids
from rscrew_console.runtime.wire.formats.openai_chat import OpenAIChat
from rscrew_console.runtime.wire.formats.plain_data import messages_of
from rscrew_console.runtime.wire.redaction import StreamRedactor
from rscrew_console.runtime.wire.request_target import RequestTarget
from rscrew_console.runtime.wire.timing import LoopLag, TimeLimit
from rscrew_console.runtime.wire.wordings import says_no_credit, says_too_long
from rscrew_console.versions import is_mismatch

T = TypeVar("T")
MISSING = (
    'only LiteLLM can call this model, and is not installed: pip install "rscrew-console[litellm]"'
)
_BY_CLASS: Mapping[str, tuple[Fault, str]] = {
    "ContextWindowExceededError": ("context_window", "the prompt is too long for the model"),
    "ContentPolicyViolationError": ("content_policy", "the vendor's policy refuses the content"),
    "AuthenticationError": ("invalid_key", "the credentials are refused"),
    "PermissionDeniedError": ("invalid_key", "the credentials may not call this model"),
    "NotFoundError": ("model_not_found", "the model is not there"),
    "RateLimitError": ("rate_limited", "too many requests"),
    "BudgetExceededError": ("no_credit", "the account is out of credit"),
    "ServiceUnavailableError": ("overloaded", "overloaded at the moment"),
    "BadGatewayError": ("server_error", "the server failed"),
    "InternalServerError": ("server_error", "the server failed"),
    "Timeout": ("timeout", "no whole answer in time"),
    "UnsupportedParamsError": ("bad_request", "it knows no such parameter"),
    "BadRequestError": ("bad_request", "it does not take the request"),
    "UnprocessableEntityError": ("bad_request", "it does not take the request"),
    "APIConnectionError": ("unreachable", "no answer comes"),
    "APIError": ("server_error", "the server failed"),
}
"""LiteLLM's documented exceptions: https://docs.litellm.ai/docs/exception_mapping"""
_WITH_GEMINI = ("vertex_ai", "gemini")
_REFUSALS = ("bad_request", "server_error", "unreachable", "rate_limited")


def load() -> Any | CallFailure:
    """The module `litellm`, or why it cannot be had. The first time takes seconds."""
    name = "LITELLM_LOCAL_MODEL_COST_MAP"
    before = os.environ.get(name)
    # Otherwise it fetches its price map from GitHub when it is imported.
    os.environ.setdefault(name, "True")
    try:
        import litellm
    except ModuleNotFoundError as error:
        if error.name == "litellm":
            return CallFailure("unverifiable", MISSING)
        return internal(error, ("litellm",))
    except (AttributeError, ImportError, NameError, RuntimeError, TypeError, ValueError) as error:
        return internal(error, ("litellm",))  # it does not go with what it is built on
    finally:
        if before is None:
            os.environ.pop(name, None)
    return litellm


class LiteLLMAttempt:
    """It has the methods of `attempt.HttpAttempt`."""

    def __init__(
        self,
        request: ModelRequest,
        request_target: RequestTarget,
        litellm: Any,
        lag: LoopLag,
        clock: Callable[[], datetime],
    ) -> None:
        self._request, self._request_target, self._litellm = request, request_target, litellm
        self._lag, self._clock = lag, clock
        self._secrets: Sequence[Secret] = (request.key,) if request.key else ()
        self._stream: Any = None
        self._reader = OpenAIChat().stream_reader()
        self._redactor = StreamRedactor(self._secrets)
        self._pieces: list[StreamChunk] = []
        self._said_anything = False
        self._deadline: float | None = None

    async def reply(self) -> Reply | CallFailure:
        """The answer, all of it."""
        response = await self._within(self._send(stream=False))
        if isinstance(response, CallFailure):
            return response
        reply = checked(OpenAIChat().reply(response.model_dump()), self._secrets)
        if isinstance(reply, Reply) and reply.cost_usd is None:
            return replace(reply, cost_usd=self._cost(response))
        return reply

    async def open(self) -> CallFailure | None:
        """Begin a stream; then ask for the `next` piece until it has tokens."""
        stream = await self._within(self._send(stream=True))
        if isinstance(stream, CallFailure):
            return stream
        self._stream = stream
        return None

    async def next(self) -> StreamChunk | CallFailure:
        """The last piece is the one with tokens."""
        piece: StreamChunk | CallFailure = await self._within(self._advance())
        if isinstance(piece, CallFailure):
            tokens = self._reader.last().tokens
            return broken_off(piece, tokens if tokens and tokens.input else None)
        return piece

    async def close(self) -> None:
        """Let go of the stream."""
        stream, self._stream = self._stream, None
        if stream is not None and hasattr(stream, "aclose"):
            await stream.aclose()

    async def _send(self, *, stream: bool) -> Any:
        return await self._litellm.acompletion(
            **arguments(self._request, self._request_target, stream=stream)
        )

    async def _advance(self) -> StreamChunk | CallFailure:
        while not self._pieces:
            try:
                chunk = await anext(self._stream)
            except StopAsyncIteration:
                last = self._reader.last()
                end = ended(last, self._secrets, complete=True, said_anything=self._said_anything)
                if isinstance(end, CallFailure):
                    return end
                self._pieces = self._redactor.end(end)
                break
            pieces = self._reader.feed("", chunk.model_dump())
            self._said_anything |= any(not is_blank(piece.text) for piece in pieces)
            self._pieces = self._redactor.feed(pieces)
        return self._pieces.pop(0)

    async def _within(self, work: Coroutine[Any, Any, T]) -> T | CallFailure:
        request, loop = self._request, asyncio.get_running_loop()
        if request.deadline is not None and self._deadline is None:
            self._deadline = loop.time() + request.deadline
        try:
            async with TimeLimit(request.timeout, self._lag, self._deadline) as limit:
                return await work
        except TimeoutError:
            if not limit.expired:
                return CallFailure("timeout", "no whole answer in time")
            if request.deadline and self._deadline and loop.time() >= self._deadline:
                return past_deadline(request.deadline)
            return timed_out(request.timeout, began=self._said_anything)
        except UnsupportedMessage as error:
            return clean(CallFailure("unsupported", str(error)), self._secrets)
        except Exception as error:  # noqa: BLE001 -- LiteLLM raises whatever its adapters do
            return failure_of_exception(error, self._request_target, self._secrets)

    def _cost(self, response: Any) -> float | None:
        """US dollars by LiteLLM's price map; None where it does not know."""
        try:
            cost = float(self._litellm.completion_cost(completion_response=response))
        except Exception:  # noqa: BLE001 -- a price that is not known has many names there
            return None
        return cost or None


def arguments(
    request: ModelRequest, request_target: RequestTarget, *, stream: bool
) -> dict[str, Any]:
    """The arguments of `litellm.acompletion`. They hold the key."""
    arguments_found: dict[str, Any] = {
        **parameters_of(request),
        "model": request_target.model,
        "messages": _messages(request, request_target),
        "timeout": request.timeout,
        # Not every model knows every parameter of the file; none refuses a call for that.
        "drop_params": True,
        "max_retries": 0,
        "num_retries": 0,
    }
    if request_target.base is not None:
        arguments_found["api_base"] = request_target.base
    if request_target.key is not None:
        arguments_found["api_key"] = request_target.key
    if stream:
        arguments_found |= {"stream": True, "stream_options": {"include_usage": True}}
    return arguments_found


def _messages(request: ModelRequest, request_target: RequestTarget) -> list[dict[str, Any]]:
    """LiteLLM reads Gemini's thought signatures from the ids of calls; nobody else's."""
    messages = messages_of(request.messages)
    if request_target.route in _WITH_GEMINI:
        return [with_gemini_ids(message) for message in messages]
    return [with_plain_ids(message) for message in messages]


def failure_of_exception(
    error: BaseException, request_target: RequestTarget, secrets: Sequence[Secret]
) -> CallFailure:
    """What an exception of LiteLLM's means."""
    names = (kind.__name__ for kind in type(error).__mro__)
    fault_and_words = next((_BY_CLASS[name] for name in names if name in _BY_CLASS), None)
    if fault_and_words is None or is_mismatch(error):
        return internal(error, ("litellm",))
    fault, words = fault_and_words
    http, vendor_error = _quoted(error)
    if (
        fault == "bad_request"
        and "LLM Provider NOT provided" in vendor_error.message
        and request_target.why
    ):
        return CallFailure("unverifiable", request_target.why)
    if fault in _REFUSALS:
        if rule_for(OBJECTIONABLE, 400, vendor_error):
            fault, words = _BY_CLASS["ContentPolicyViolationError"]
        elif says_no_credit(vendor_error):
            fault, words = _BY_CLASS["BudgetExceededError"]
        elif says_too_long(vendor_error):
            fault, words = _BY_CLASS["ContextWindowExceededError"]
    return CallFailure(fault, in_words(words, vendor_error, secrets), http)


def _quoted(error: BaseException) -> tuple[int | None, VendorError]:
    """The answer that LiteLLM's exception quotes, if it does."""
    status = getattr(error, "status_code", None)
    text = str(getattr(error, "message", "") or error)
    text = text.rpartition("Exception - ")[2].removeprefix("litellm.")
    vendor_error = complaint(decoded(text.encode()))
    return status if isinstance(
        status, int
    ) else None, vendor_error if vendor_error.message else VendorError(text)
