"""Asks a model for one token, the one part of a check that is paid for, and reads its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rscrew_console.providers import calls
from rscrew_console.providers.health.answer import Answer, FetchFailure, VendorError, complaint
from rscrew_console.providers.health.clean import plain
from rscrew_console.providers.health.hints import hint_for
from rscrew_console.providers.health.judge import RULES, judge, rule_for
from rscrew_console.providers.health.result import CheckOutcome, Health
from rscrew_console.providers.health.target import Target
from rscrew_console.providers.kind import AnswerRule, ProbeCall
from rscrew_console.providers.model_names import names_of
from rscrew_console.providers.offers import OfferedModel
from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import HealthSettings

if TYPE_CHECKING:
    from rscrew_console.providers.health.fetch import HealthClient

_REFUSED = frozenset(
    {
        "unsupported_parameter", "unsupported_value", "unknown_parameter", "invalid_value",
        "integer_below_min_value", "integer_above_max_value",
    }
)  # fmt: skip
"""OpenAI's codes for a parameter that it does not take."""
# All vendors' names for the limit: they may quote their own where we have sent another's.
_LIMIT = re.compile(
    r"max_(completion_|output_|new_)?tokens|maxoutputtokens|num_predict|output limit", re.IGNORECASE
)


def called(target: Target, offers: Sequence[OfferedModel]) -> str:
    """The name by which the model is called: the vendor's own, without LiteLLM's prefix."""
    model = target.provider.model
    own = names_of(target.kind, model)[0]
    # OpenRouter's `openrouter/auto` and a LiteLLM proxy's `openai/…` look prefixed, and are not.
    listed = {offer.id for offer in offers}
    return model if model in listed and own not in listed else own


def wants_another_body(answer: Answer | FetchFailure, body: Mapping[str, Any]) -> bool:
    """Whether the limit of one token has to go under another name, as newer models want it."""
    if not isinstance(answer, Answer) or answer.http_status not in (400, 422):
        return False
    limits = [name for name in body if _LIMIT.fullmatch(name)]
    return any(re.search(rf"\b{name}\b", _about(answer.data)) for name in limits)


def verdict_of(
    target: Target,
    call: ProbeCall,
    answer: Answer | FetchFailure,
    moment: datetime,
    secrets: Sequence[Secret] = (),
) -> CheckOutcome:
    """`ok` if the model has answered, or would have, had it not refused a parameter."""
    if isinstance(answer, FetchFailure):
        hint = answer.hint or hint_for(answer.status, target)
        detail = f"asked for a token: {answer.detail}"
        return CheckOutcome(answer.status, detail, hint, answer.http_status)
    answer = _with_hidden_error(answer)
    http, error = answer.http_status, complaint(answer.data)
    took = _in_words(answer.latency_ms)
    if 200 <= http < 300 and call.answered(answer.data):
        return CheckOutcome("ok", f"answered a token in {took}", "", http)
    # A rule for every 400 is one for lists of models: there, nothing but the key can be wrong.
    rules = tuple(
        rule for rule in target.talk.rules if rule.words or rule.codes or 400 not in rule.http
    )
    rules = (*call.rules, *calls.RULES, *rules)
    if http in (400, 422) and _about_a_parameter(answer.data, error, rules):
        message = plain(error.message, secrets)
        words = f"answered in {took}, though it refuses a parameter"
        return CheckOutcome("ok", f"{words}: {message}" if message else words, "", http)
    verdict = judge(target, answer, moment, secrets, rules=rules)
    if verdict is None:
        detail = "asked for a token, it answers with something else"
        return CheckOutcome("bad_response", detail, "does base_url lead to the API?", http)
    if verdict.status == "restricted_key":
        message = plain(error.message, secrets)
        words = "the key may not call this model"
        detail = f"{words}: {message}" if message else words
        hint = "give the key the right to call models, or take another one"
        return replace(verdict, status="invalid_key", detail=detail, hint=hint)
    return verdict


async def ask_for_a_token(
    client: HealthClient,
    target: Target,
    headers: Mapping[str, str],
    offers: Sequence[OfferedModel],
    secrets: Sequence[Secret],
    settings: HealthSettings,
    moment: datetime,
) -> CheckOutcome | None:
    """What the model answers within the time-out; None where it cannot be asked.

    `headers` carry the key; `secrets` are what must not be shown. Nothing that a server or a
    network does raises.
    """
    from rscrew_console.providers.health.fetch import Deadline

    call = target.talk.call
    if call is None:
        return None
    model, deadline = called(target, offers), Deadline(settings.timeout)
    url = target.url(call.path, id=model)
    named: dict[str, Any] = {"model": model} if call.names_model else {}
    answer: Answer | FetchFailure | None = None
    for body in call.bodies:
        answer = await client.post(
            url, headers, {**named, **body}, deadline, insecure=target.provider.allow_insecure
        )
        if not wants_another_body(answer, body):
            break
    return None if answer is None else verdict_of(target, call, answer, moment, secrets)


_LASTING = ("no_credit", "invalid_key", "model_not_found")
"""What does not pass by itself."""


def unrefuted(before: Health | None, health: Health) -> Health:
    """What a model has said against its use, as long as only free checks say otherwise.

    They may list a model that cannot be called: nothing that they find takes that back.
    """
    lasts = before is not None and before.called and before.status in _LASTING
    if before is None or not lasts or health.called or not health.usable:
        return health
    return replace(
        health,
        status=before.status,
        detail=before.detail,
        hint=before.hint,
        http_status=before.http_status,
        keys_good=min(before.keys_good, health.keys_good),
        called=True,
    )


def deepened(health: Health, verdict: CheckOutcome) -> Health:
    """What a free check has found, and what the model has answered with the first good key."""
    health = replace(health, called=True)
    counted = f"{health.keys_good} of {health.keys_total} keys good"
    prefix = [counted] if health.keys_total > 1 else []
    if verdict.status != "ok":
        return replace(
            health,
            status=verdict.status,
            detail="; ".join([*prefix, verdict.detail]),
            hint=verdict.hint,
            http_status=verdict.http_status,
            retry_after=verdict.retry_after,
            keys_good=max(health.keys_good - (verdict.status == "invalid_key"), 0),
        )
    if health.status in ("ok", "degraded"):
        parts = [health.detail] if health.detail else []
        return replace(health, detail="; ".join([*parts, verdict.detail]))
    # What could not be told for free is known now.
    detail = "; ".join([*prefix, verdict.detail])
    return replace(health, status="ok", detail=detail, hint="", http_status=verdict.http_status)


def _about_a_parameter(data: Any, error: VendorError, rules: Sequence[AnswerRule]) -> bool:
    named = [rule for rule in (*rules, *RULES) if rule.words or rule.codes]
    if any(rule_for(named, http, error) for http in (400, 422)):
        return False  # the vendor says in so many words that it is something else
    return bool(_REFUSED & error.codes) or bool(_LIMIT.search(_about(data)))


def _about(data: Any) -> str:
    """The vendor's words, and the names of the parameters that it complains of."""
    message = complaint(data).message[:4000]
    data = data[0] if isinstance(data, list) and data else data
    if not isinstance(data, Mapping):
        return message
    error = data.get("error")
    scopes = [error, data] if isinstance(error, Mapping) else [data]
    params = [param for scope in scopes if isinstance(param := scope.get("param"), str)]
    # FastAPI's and Mistral's way: {"detail": [{"loc": ["body", "max_tokens"]}]}
    details = data.get("detail")
    for detail in (details if isinstance(details, list) else [])[:20]:
        place = detail.get("loc") if isinstance(detail, Mapping) else None
        params += [part for part in (place if isinstance(place, list) else []) if _is_text(part)]
    return " ".join([message, *(param[:100] for param in params)])


def _is_text(part: object) -> bool:
    return isinstance(part, str)


def _with_hidden_error(answer: Answer) -> Answer:
    """The answer, or the error inside it: OpenRouter puts an error of the vendor into a choice."""
    data = answer.data
    choices = data.get("choices") if isinstance(data, Mapping) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    if isinstance(first, Mapping) and first.get("error"):
        return replace(answer, data={"error": first["error"]})
    return answer


def _in_words(milliseconds: float) -> str:
    if milliseconds < 1000:
        return f"{milliseconds:.0f} ms"
    return f"{milliseconds / 1000:.1f} s"
