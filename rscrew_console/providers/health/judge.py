"""An answer into a verdict: by HTTP status, error code and the vendor's words, never by guess."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rscrew_console.providers.health.answer import (
    UNREADABLE,
    Answer,
    VendorError,
    complaint,
    is_complaint,
)
from rscrew_console.providers.health.clean import plain
from rscrew_console.providers.health.credit import STATUSES, says_no_credit
from rscrew_console.providers.health.hints import hint_for
from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.health.retry_after import retry_after
from rscrew_console.providers.health.rules import RULES
from rscrew_console.providers.health.target import Target
from rscrew_console.providers.kind import AnswerRule
from rscrew_console.providers.secret import Secret
from rscrew_console.providers.status import Status

__all__ = ["RULES", "judge", "rule_for"]

_WORDS: dict[Status, str] = {
    "invalid_key": "the key is refused",
    "restricted_key": "the key is good, but may not do everything",
    "no_credit": "the account is out of credit",
    "rate_limited": "too many requests",
    "overloaded": "overloaded at the moment",
    "server_error": "the server failed",
    "model_not_found": "the model is not there",
    "unreachable": "it does not serve us",
    "unverifiable": "it cannot be asked for a token",
    "bad_response": "it answers with something unexpected",
}


def judge(
    target: Target,
    answer: Answer,
    moment: datetime,
    secrets: Sequence[Secret] = (),
    *,
    rules: Sequence[AnswerRule] | None = None,
) -> CheckOutcome | None:
    """What speaks against the provider in this answer; None for a good one.

    `rules` are those of the vendor's, unless they are others for what was asked.
    """
    http = answer.http_status
    error = complaint(answer.data)
    hidden = is_complaint(answer.data)
    if 200 <= http < 300 and not hidden:
        return None if answer.data is not UNREADABLE else _unreadable(http)
    if 300 <= http < 400:
        return _redirect(answer, secrets)
    error_status = error.http_status or 0 if 200 <= http < 300 else http
    own = target.talk.rules if rules is None else rules
    rule = (
        rule_for(own, error_status, error)
        or _about_credit(error_status, error)
        or rule_for(RULES, error_status, error)
    )
    status: Status = rule.status if rule else "bad_response"
    if not target.variable and (
        status == "restricted_key" or (error_status == 403 and rule is None)
    ):
        status = "invalid_key" if error.message else status  # no key was sent: one is asked for
    message = plain(error.message, secrets)
    words = rule.detail if rule and rule.detail else _words(status, http, answer)
    seconds = retry_after(answer.headers, error.retry_delay, moment)
    return CheckOutcome(
        status,
        f"{words}: {message}" if message else words,
        (rule.hint if rule else "")
        or _about_a_page(answer)
        or hint_for(status, target, retry_after=seconds, http=error_status),
        http,
        seconds,
    )


def _about_credit(http: int, error: VendorError) -> AnswerRule | None:
    return AnswerRule("no_credit") if http in STATUSES and says_no_credit(error) else None


def rule_for(rules: Iterable[AnswerRule], http: int, error: VendorError) -> AnswerRule | None:
    """The first that fits, if any does."""
    message = error.message[:4000].lower()
    return next(
        (
            rule
            for rule in rules
            if (not rule.http or http in rule.http)
            and (not rule.codes or error.codes.intersection(rule.codes))
            and (not rule.words or any(words in message for words in rule.words))
            and (rule.pattern is None or rule.pattern.search(message))
        ),
        None,
    )


def _words(status: Status, http: int, answer: Answer) -> str:
    if status == "bad_response" and http == 403:
        page = ", with a page and no answer of an API" if answer.data is UNREADABLE else ""
        return f"it refuses the request{page} (HTTP 403)"
    return _WORDS[status] + (
        f" (HTTP {http})" if status in ("server_error", "bad_response") else ""
    )


def _about_a_page(answer: Answer) -> str:
    """Judge a 403 that comes from a web page and no API: it says nothing of the key."""
    if answer.http_status != 403 or answer.data is not UNREADABLE:
        return ""
    return "is there a firewall, a proxy or a VPN on the way, and does base_url lead to the API?"


def _unreadable(http: int) -> CheckOutcome:
    return CheckOutcome(
        "bad_response",
        "it answers with something that is no JSON",
        "does base_url lead to the API, and not to a page for people?",
        http,
    )


def _redirect(answer: Answer, secrets: Sequence[Secret]) -> CheckOutcome:
    location = answer.headers.get("location", "")
    host = plain(location.partition("://")[2].partition("/")[0].rpartition("@")[2], secrets)
    return CheckOutcome(
        "bad_response",
        f"it redirects to {host or 'another address'}, and the key was not sent there",
        "say the address that it leads to as base_url, if you trust it",
        answer.http_status,
    )
