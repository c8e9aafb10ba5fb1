"""Why an attempt has failed, by the vendor's own words where it has any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from rscrew_console.providers import calls
from rscrew_console.providers.health.answer import (
    UNREADABLE,
    Answer,
    VendorError,
    complaint,
    decoded,
    is_complaint,
)
from rscrew_console.providers.health.clean import plain
from rscrew_console.providers.health.judge import judge, rule_for
from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.health.target import Target
from rscrew_console.providers.kind import AnswerRule
from rscrew_console.providers.secret import Secret
from rscrew_console.providers.status import Status
from rscrew_console.runtime.order import CallFailure, Fault
from rscrew_console.runtime.wire.exchange import Exchange

_REFUSING = (400, 403, 413, 422)

# A rule needs a status; here, only whether it fits is looked at.
TOO_LONG = (
    AnswerRule(
        "bad_response", _REFUSING,
        # OpenAI and most others; llama.cpp.
        codes=("context_length_exceeded", "exceed_context_size_error"),
    ),
    AnswerRule(
        "bad_response", _REFUSING,
        words=(
            "maximum context length",  # OpenAI, DeepSeek, vLLM, OpenRouter, Mistral
            "prompt is too long",  # Anthropic
            "exceed context limit",  # Anthropic, of the prompt and max_tokens together
            "exceeds the maximum number of tokens allowed",  # Gemini
            "tokens exceed the configured limit",  # OpenAI
            "maximum prompt length",  # xAI
            "tokens + `max_new_tokens`",  # Together
            "available context size",  # llama.cpp
            "maximum model length",  # vLLM
            "while limit is",  # Cerebras
        ),
    ),
    AnswerRule("bad_response", (413,)),
)  # fmt: skip
OBJECTIONABLE = (
    AnswerRule(
        "bad_response", _REFUSING,
        # OpenAI; Azure; Azure's inner error.
        codes=(
            "content_policy_violation", "invalid_prompt", "content_filter",
            "responsibleaipolicyviolation",
        ),
    ),
    AnswerRule(
        "bad_response", _REFUSING,
        words=(
            "usage policy",  # OpenAI
            "content management policy",  # Azure
            "content filtering policy",  # Anthropic
            "content exists risk",  # DeepSeek
            "violates usage guidelines",  # xAI
            "input was flagged",  # OpenRouter, of the moderation in front of some models
            "safety system",  # OpenAI
        ),
    ),
)  # fmt: skip

_RATE = AnswerRule("rate_limited", (413,), codes=("rate_limit_exceeded",))
"""Groq, of a prompt that is longer than a minute's worth of tokens."""

_MEANT: Mapping[str, int] = {
    "authentication_error": 401, "billing_error": 402, "permission_error": 403,
    "not_found_error": 404, "request_too_large": 413, "rate_limit_error": 429,
    "rate_limit_exceeded": 429, "invalid_request_error": 400, "api_error": 500,
    "server_error": 500, "timeout_error": 504, "overloaded_error": 529,
}  # fmt: skip
"""The HTTP status for which an error in the midst of a stream stands."""

_BY_CLASS: Mapping[str, tuple[Fault, str]] = {
    "ContextWindowExceededError": ("context_window", "the prompt is too long for the model"),
    "ContentPolicyViolationError": ("content_policy", "the vendor's policy refuses the content"),
    "AuthenticationError": ("invalid_key", "the credentials are refused"),
    "PermissionDeniedError": ("invalid_key", "the credentials may not call this model"),
    "NotFoundError": ("model_not_found", "the model is not there"),
    "RateLimitError": ("rate_limited", "too many requests"),
    "ServiceUnavailableError": ("overloaded", "overloaded at the moment"),
    "BadGatewayError": ("server_error", "the server failed"),
    "InternalServerError": ("server_error", "the server failed"),
    "Timeout": ("timeout", "no whole answer in time"),
    "APIConnectionError": ("unreachable", "no answer comes"),
    "UnsupportedParamsError": ("bad_request", "it knows no such parameter"),
    "BadRequestError": ("bad_request", "it does not take the request"),
    "UnprocessableEntityError": ("bad_request", "it does not take the request"),
}
"""LiteLLM's exceptions, where there was no answer that could be read."""


def late(seconds: float, *, began: bool) -> CallFailure:
    """Nothing has come for so long, or nothing more."""
    return CallFailure("timeout", f"no {'more' if began else 'answer'} within {seconds:g} s")


def told(
    target: Target, answer: Answer, now: datetime, secrets: Sequence[Secret]
) -> CallFailure | None:
    """What a whole answer says against itself; None for a good one."""
    answer = _with_hidden_error(answer)
    http, said = answer.http_status, complaint(answer.data)
    good = 200 <= http < 300 and not is_complaint(answer.data)
    meant = said.http_status or 0 if 200 <= http < 300 else http
    if not good and (failure := _caller_s_own(meant, said, http, secrets)) is not None:
        return failure
    verdict = judge(target, answer, now, secrets, rules=_rules(target))
    if verdict is None:
        return None
    if (
        verdict.status == "bad_response"
        and meant in (400, 413, 422)
        and (said.message or said.codes)
    ):
        return CallFailure(
            "bad_request", _in_words("it does not take the request", said, secrets), http
        )
    if verdict.status == "restricted_key":
        words = _in_words("the key may not call this model", said, secrets)
        verdict = replace(verdict, status="invalid_key", detail=words)
    return _failure(verdict)


def told_in_stream(
    target: Target, data: Any, now: datetime, secrets: Sequence[Secret]
) -> CallFailure | None:
    """What an error in the midst of a stream means."""
    said = complaint(data)
    codes = (_MEANT[code] for code in _MEANT if code in said.codes)
    meant = said.http_status or next(codes, 500)
    failure = told(target, Answer(meant, {}, data), now, secrets)
    return replace(failure, http_status=200) if failure else None


def raised(
    error: BaseException,
    exchange: Exchange,
    target: Target | None,
    now: datetime,
    secrets: Sequence[Secret],
) -> CallFailure:
    """What an exception of LiteLLM's means, which came of this exchange."""
    by_class = next(
        (_BY_CLASS[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _BY_CLASS),
        None,
    )
    http = exchange.answer.http_status if exchange.answer else None
    if exchange.failure is not None:
        status = _fault(exchange.failure.status)
        return CallFailure(status, exchange.failure.detail, exchange.failure.http_status)
    if target is not None and exchange.answer is not None:
        failure = told(target, exchange.answer, now, secrets)
        vague = failure is None or failure.fault in ("bad_request", "bad_response")
        if vague and by_class and by_class[0] in ("context_window", "content_policy"):
            said = complaint(exchange.answer.data)
            return CallFailure(by_class[0], _in_words(by_class[1], said, secrets), http)
        return failure or unexpected(http)
    if target is not None and exchange.tail:
        data = exchange.complaint
        failure = None
        if data is not UNREADABLE:
            failure = told_in_stream(target, data, now, secrets)
        return failure or unexpected(200)
    http, said = _quoted(error)
    if (failure := _caller_s_own(http or 0, said, http, secrets)) is not None:
        return failure
    fault, words = by_class or ("bad_response", "it answers with something unexpected")
    return CallFailure(fault, _in_words(words, said, secrets), http)


def unexpected(http: int | None) -> CallFailure:
    return CallFailure(
        "bad_response", "it answers with something that is no answer of a model", http
    )


def refused(reason: str = "") -> CallFailure:
    """An answer without any word, since the vendor's filter has taken them."""
    words = "the vendor's policy refuses the content"
    return CallFailure("content_policy", f"{words}: {reason}" if reason else words, 200)


def _caller_s_own(
    meant: int, said: VendorError, http: int | None, secrets: Sequence[Secret]
) -> CallFailure | None:
    """What no other key would help against."""
    if rule_for((_RATE,), meant, said):
        return CallFailure(
            "rate_limited", _in_words("too many tokens at once", said, secrets), http
        )
    if rule_for(TOO_LONG, meant, said):
        words = "the prompt is too long for the model"
        return CallFailure("context_window", _in_words(words, said, secrets), http)
    if rule_for(OBJECTIONABLE, meant, said):
        words = "the vendor's policy refuses the content"
        return CallFailure("content_policy", _in_words(words, said, secrets), http)
    return None


def _rules(target: Target) -> tuple[AnswerRule, ...]:
    """As for being asked for one token: a rule for every 400 is one for lists of models."""
    own = (rule for rule in target.talk.rules if rule.words or rule.codes or 400 not in rule.http)
    call = target.talk.call
    return (*(call.rules if call else ()), *calls.RULES, *own)


def _with_hidden_error(answer: Answer) -> Answer:
    """OpenRouter tells an error of the vendor behind it inside the choice that it answers."""
    choices = answer.data.get("choices") if isinstance(answer.data, Mapping) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    if isinstance(first, Mapping) and first.get("error"):
        return replace(answer, data={"error": first["error"]})
    return answer


def _failure(verdict: CheckOutcome) -> CallFailure:
    return CallFailure(
        _fault(verdict.status), verdict.detail, verdict.http_status, verdict.retry_after
    )


def _fault(status: Status) -> Fault:
    match status:
        case "ok" | "degraded" | "unchecked":  # they are said of no failure
            return "bad_response"
        case fault:
            return fault


def _in_words(words: str, said: VendorError, secrets: Sequence[Secret]) -> str:
    told = plain(said.message, secrets)
    return f"{words}: {told}" if told else words


def _quoted(error: BaseException) -> tuple[int | None, VendorError]:
    """The answer that LiteLLM's exception quotes, if it does."""
    status = getattr(error, "status_code", None)
    text = str(getattr(error, "message", "") or error)
    text = text.rpartition("Exception - ")[2].removeprefix("litellm.")
    said = complaint(decoded(text.encode()))
    return status if isinstance(status, int) else None, said if said.message else VendorError(text)
