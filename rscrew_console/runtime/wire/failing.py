"""Why an attempt has failed, by the vendor's own words where it has any."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from rscrew_console.providers import calls
from rscrew_console.providers.health.answer import (
    Answer,
    FetchFailure,
    VendorError,
    complaint,
    is_complaint,
)
from rscrew_console.providers.health.clean import plain
from rscrew_console.providers.health.credit import STATUSES as CREDIT_STATUSES
from rscrew_console.providers.health.judge import judge, rule_for
from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.health.retry_after import retry_after
from rscrew_console.providers.health.target import Target
from rscrew_console.providers.kind import AnswerRule
from rscrew_console.providers.secret import Secret
from rscrew_console.providers.status import Status
from rscrew_console.records import dataclass
from rscrew_console.runtime.requests import CallFailure, Fault, ModelRequest
from rscrew_console.runtime.wire.refusing import adjustment_for
from rscrew_console.runtime.wire.wordings import missing_ability, says_no_credit, says_too_long

TOO_LONG = "the prompt is too long for the model"
POLICY = "the vendor's policy refuses the content"
NO_CREDIT = "the account is out of credit"
_REFUSING = (400, 403, 404, 413, 422)
_TOO_LONG_STATUS = (400, 403, 413, 422, 500)

# A rule needs a status; here, only whether it fits is looked at.
OBJECTIONABLE = (
    AnswerRule(
        "bad_response", _REFUSING,
        # OpenAI; Azure; Azure's inner error; DashScope.
        codes=(
            "content_policy_violation", "invalid_prompt", "content_filter",
            "responsibleaipolicyviolation", "data_inspection_failed", "datainspectionfailed",
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
            "contentpolicyviolationerror",  # a LiteLLM proxy
        ),
    ),
)  # fmt: skip

_RATE = AnswerRule("rate_limited", (413,), codes=("rate_limit_exceeded",))
"""Groq, of a prompt that is longer than a minute's worth of tokens."""

_STATUS_OF_CODE: Mapping[str, int] = {
    "authentication_error": 401, "billing_error": 402, "permission_error": 403,
    "not_found_error": 404, "request_too_large": 413, "rate_limit_error": 429,
    "rate_limit_exceeded": 429, "invalid_request_error": 400, "api_error": 500,
    "server_error": 500, "timeout_error": 504, "overloaded_error": 529,
}  # fmt: skip
"""The HTTP status for which an error in the midst of a stream stands."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The request that an answer is about."""

    request: ModelRequest
    target: Target
    stream: bool
    asked_at: datetime

    @property
    def secrets(self) -> Sequence[Secret]:
        return (self.request.key,) if self.request.key else ()

    @property
    def has_pictures(self) -> bool:
        parts = (message.get("content") for message in self.request.messages)
        return any(
            isinstance(one, Mapping) and "image" in str(one.get("type"))
            for part in parts if isinstance(part, list) for one in part
        )  # fmt: skip


def timed_out(seconds: float, *, began: bool) -> CallFailure:
    """No answer, or no further piece, came in time."""
    return CallFailure("timeout", f"no {'more' if began else 'answer'} within {seconds:g} s")


def past_deadline(seconds: float) -> CallFailure:
    """Whatever has come, it was not all in time."""
    return CallFailure("timeout", f"no whole answer within the deadline of {seconds:g} s")


def unexpected(http: int | None) -> CallFailure:
    return CallFailure(
        "bad_response", "it answers with something that is no answer of a model", http
    )


def refused(reason: str = "") -> CallFailure:
    """Return the failure for an answer whose text the vendor's filter has removed."""
    return CallFailure("content_policy", f"{POLICY}: {reason}" if reason else POLICY, 200)


def unanswered(failure: FetchFailure) -> CallFailure:
    """Return the failure for an answer that did not arrive whole."""
    return CallFailure(fault_of(failure.status), _hinted(failure), failure.http_status)


def vendor_failure(answer: Answer, about: Refused) -> CallFailure | None:
    """The failure that a whole answer tells of; None for a good one."""
    answer = _with_hidden_error(answer)
    http, vendor_error = answer.http_status, complaint(answer.data)
    if 200 <= http < 300 and not is_complaint(answer.data):
        return None
    status = vendor_error.http_status or 0 if 200 <= http < 300 else http
    if not 300 <= http < 400:
        failure = _about_the_call(answer, status, vendor_error, about)
        if failure is not None:
            return failure
    verdict = judge(about.target, answer, about.asked_at, about.secrets, rules=_rules(about.target))
    if verdict is None:
        return None
    if verdict.status == "bad_response" and status in (400, 413, 422) and _speaks(vendor_error):
        words = in_words("it does not take the request", vendor_error, about.secrets)
        return CallFailure("bad_request", words, http)
    if verdict.status == "restricted_key":
        words = in_words("the key may not call this model", vendor_error, about.secrets)
        verdict = replace(verdict, status="invalid_key", detail=words)
    return CallFailure(
        fault_of(verdict.status), verdict.detail, verdict.http_status, verdict.retry_after
    )


def stream_failure(data: Any, about: Refused) -> CallFailure:
    """What an error in the midst of a stream means."""
    vendor_error = complaint(data)
    codes = (_STATUS_OF_CODE[code] for code in _STATUS_OF_CODE if code in vendor_error.codes)
    status = vendor_error.http_status or next(codes, 500)
    failure = vendor_failure(Answer(status, {}, data), about) or unexpected(200)
    return replace(failure, http_status=200)


def _about_the_call(
    answer: Answer, status: int, vendor_error: VendorError, about: Refused
) -> CallFailure | None:
    """What judging by status and code alone would take for something else."""
    http, secrets = answer.http_status, about.secrets

    def failure(fault: Fault, words: str) -> CallFailure:
        return CallFailure(fault, in_words(words, vendor_error, secrets), http)

    if rule_for((_RATE,), status, vendor_error):
        return failure("rate_limited", "too many tokens at once")
    if status in CREDIT_STATUSES and (says_no_credit(vendor_error) or _day_is_used_up(answer)):
        seconds = retry_after(answer.headers, "", about.asked_at)
        return replace(failure("no_credit", NO_CREDIT), retry_after=seconds)
    if _is_filtered(answer.data) or rule_for(OBJECTIONABLE, status, vendor_error):
        return failure("content_policy", POLICY)
    if status in _TOO_LONG_STATUS and says_too_long(vendor_error):
        return failure("context_window", TOO_LONG)
    if status == 413 and not vendor_error.message:
        return failure("context_window", TOO_LONG)
    if status not in _REFUSING:
        return None
    parameters = about.request.parameters
    lacking = missing_ability(
        vendor_error,
        tools=bool(parameters.get("tools")),
        pictures=about.has_pictures,
        shape=parameters.get("response_format") is not None,
    )
    if lacking:
        return failure("unsupported", lacking)
    if status in (400, 422):
        change = adjustment_for(about.request, vendor_error, answer.data, stream=about.stream)
        if change is not None:
            refusal = failure("bad_request", f"it does not take {change.parameter} as it is")
            return replace(refusal, adjustment=change)
    return failure("context_window", TOO_LONG) if status == 413 else None


def _day_is_used_up(answer: Answer) -> bool:
    """Gemini names the quota that is used up; one of a day is back tomorrow."""
    error = answer.data.get("error") if isinstance(answer.data, Mapping) else None
    details = error.get("details") if isinstance(error, Mapping) else None
    return (
        isinstance(details, list)
        and '"quotaId": "' in (text := json.dumps(details[:20]))
        and ("PerDay" in text)
    )


def _is_filtered(data: Any) -> bool:
    """An answer that a filter has emptied, at times with an HTTP status of failure."""
    choices = data.get("choices") if isinstance(data, Mapping) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    return isinstance(first, Mapping) and first.get("finish_reason") == "content_filter"


def _speaks(vendor_error: VendorError) -> bool:
    return bool(vendor_error.message or vendor_error.codes)


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


def fault_of(status: Status) -> Fault:
    match status:
        case "ok" | "degraded" | "unchecked":  # they are said of no failure
            return "bad_response"
        case fault:
            return fault


def in_words(words: str, vendor_error: VendorError, secrets: Sequence[Secret]) -> str:
    vendor_failure = plain(vendor_error.message, secrets)
    return f"{words}: {vendor_failure}" if vendor_failure else words


def _hinted(failure: FetchFailure) -> str:
    """Return the detail, with the hint for faults of the environment, such as a proxy."""
    named = ("see SSL_", "see HTTPS_", "pip install")
    return f"{failure.detail}; {failure.hint}" if failure.hint.startswith(named) else failure.detail


def outcome_failure(verdict: CheckOutcome) -> CallFailure:
    return CallFailure(fault_of(verdict.status), verdict.detail, verdict.http_status)
