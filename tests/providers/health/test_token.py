"""What an answer to a call means, as a table: kind, HTTP status, body, and what follows."""

import pytest

from rscrew_console.providers.health.answer import UNREADABLE, Answer, FetchFailure
from rscrew_console.providers.health.result import CheckOutcome, Health
from rscrew_console.providers.health.token import (
    deepened,
    unrefuted,
    verdict_of,
    wants_another_body,
)
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.status import Status
from tests.providers.health.asking import NOW
from tests.providers.health.test_judge import error, target
from tests.rows import each_row


def verdict(kind: str, http: int, body: object, took: float = 840.0) -> CheckOutcome:
    talk = KINDS[kind].talk
    assert talk is not None
    assert talk.call is not None
    return verdict_of(target(kind), talk.call, Answer(http, {}, body, took), NOW)


@each_row(("kind", "http", "body", "status"), [
    # completions
    ("openai", 200, {"choices": [{"message": {"content": ""}, "finish_reason": "length"}]}, "ok"),
    ("mistral", 200, {"choices": [{"message": {"content": "H"}}]}, "ok"),
    ("openai_compatible", 200, {"choices": [{"text": "H"}]}, "ok"),
    ("anthropic", 200, {"content": [], "stop_reason": "max_tokens"}, "ok"),
    ("gemini", 200, {"candidates": [{"finishReason": "MAX_TOKENS"}]}, "ok"),
    ("gemini", 200, {"promptFeedback": {"blockReason": "OTHER"}}, "ok"),
    ("ollama", 200, {"message": {"content": "H"}, "done": True}, "ok"),
    # and what is none
    ("openai", 200, {"choices": []}, "bad_response"),
    ("openai", 200, {"choices": ["x"]}, "bad_response"),
    ("anthropic", 200, {"choices": [{"message": {}}]}, "bad_response"),
    ("gemini", 200, {"candidates": {}}, "bad_response"),
    ("ollama", 200, {"done": False}, "bad_response"),
    ("openai", 200, UNREADABLE, "bad_response"),
    ("openai", 302, UNREADABLE, "bad_response"),
    ("openrouter", 200, error("Insufficient credits", 402), "no_credit"),
    ("openrouter", 200, {"choices": [{"finish_reason": "error", **error("x", 502)}]},  # type: ignore[dict-item] # a mapping
     "server_error"),
    # the model answers, but not like that
    ("openai", 400, error("Unsupported parameter: 'max_tokens'", "unsupported_parameter"), "ok"),
    ("openai", 400, error("x", "unsupported_value", param="temperature"), "ok"),
    ("openai", 400, error("Could not finish the message because max_tokens or model output limit"
                          " was reached."), "ok"),
    ("openrouter", 400, error("Invalid 'max_output_tokens': Expected a value >= 16", 400), "ok"),
    ("anthropic", 400, error("max_tokens: Input should be greater", type="invalid_request_error"),
     "ok"),
    ("gemini", 400, error("max_output_tokens is too small", status="INVALID_ARGUMENT"), "ok"),
    ("mistral", 422, {"detail": [{"loc": ["body", "max_tokens"], "msg": "too small"}]}, "ok"),
    ("xai", 400, {"code": "invalid-argument", "error": "Argument not supported: max_tokens"}, "ok"),
    # no other 400 is an answer of the model's
    ("openai", 400, error("x", param="model"), "bad_response"),
    ("anthropic", 400, error("x", type="invalid_request_error"), "bad_response"),
    ("gemini", 400, error("x", 400, status="INVALID_ARGUMENT"), "bad_response"),
    ("openai", 400, UNREADABLE, "bad_response"),
    ("mistral", 422, {"detail": [{"loc": ["body", "x"], "msg": "no"}]}, "bad_response"),
    ("openai", 404, error("max_tokens"), "bad_response"),
    # credit, limits and the key before all else
    ("anthropic", 400, error("Your credit balance is too low: fewer max_tokens"), "no_credit"),
    ("openrouter", 402, error("requires more credits, or fewer max_tokens.", 402), "no_credit"),
    ("openai", 429, error("x", "insufficient_quota"), "no_credit"),
    ("openai", 429, error("Request too large: reduce max_tokens"), "rate_limited"),
    ("deepseek", 402, error("Insufficient Balance"), "no_credit"),
    ("openai_compatible", 400, error("x", "400", type="budget_exceeded"), "no_credit"),
    ("gemini", 400, error("x", 400, details=[{"reason": "API_KEY_INVALID"}]), "invalid_key"),
    ("gemini", 403, error("API not enabled", status="PERMISSION_DENIED"), "invalid_key"),
    ("openai", 401, error("Missing scopes: model.request"), "invalid_key"),
    ("xai", 400, {"code": "invalid-argument", "error": "Incorrect API key provided"},
     "invalid_key"),
    ("xai", 400, {"code": "invalid-argument", "error": "x"}, "bad_response"),
    ("xai", 403, {"error": "Your team has used all available credits"}, "no_credit"),
    ("groq", 498, error("x"), "overloaded"),
    ("anthropic", 529, error("x", type="overloaded_error"), "overloaded"),
    ("cerebras", 429, {"code": "queue_exceeded", "message": "x"}, "overloaded"),
    # the model
    ("openai", 404, error("The model `m` does not exist", "model_not_found"), "model_not_found"),
    ("openai", 403, error("Project has no access", "model_not_found"), "model_not_found"),
    ("openai", 404, error("This is not a chat model"), "model_not_found"),
    ("openai", 404, error("This model is only supported in v1/responses"), "unverifiable"),
    ("anthropic", 404, error("model: m", type="not_found_error"), "model_not_found"),
    ("gemini", 404, error("models/m is not found", 404, status="NOT_FOUND"), "model_not_found"),
    ("deepseek", 400, error("Model Not Exist"), "model_not_found"),
    ("openrouter", 400, error("m is not a valid model ID", 400), "model_not_found"),
    ("openrouter", 404, error("No endpoints found for m.", 404), "model_not_found"),
    ("mistral", 400, {"message": "Invalid model: m", "type": "invalid_model"}, "model_not_found"),
    ("together", 404, error("x", "model_not_available"), "model_not_found"),
    ("xai", 404, {"error": "The model m does not exist or your team has no access"},
     "model_not_found"),
    ("azure", 404, error("The API deployment", "DeploymentNotFound"), "model_not_found"),
    ("ollama", 404, {"error": "model 'm' not found"}, "model_not_found"),
    ("openai_compatible", 404, {"detail": "Not Found"}, "bad_response"),
])  # fmt: skip
def test_the_table(kind: str, http: int, body: object, status: Status) -> None:
    assert verdict(kind, http, body).status == status


@each_row("data", [
    [], [[]], {}, {"error": []}, {"error": [{"message": 1}]}, {"choices": [{"error": [1]}]},
    {"detail": [{"loc": 1}, {"loc": [1]}, 1]}, {"error": {"param": 1}}, "text", 1, None, UNREADABLE,
    {"error": {"message": "\x1b[31m max_tokens" * 999}}, {"candidates": [1]}, {"content": 1},
])  # fmt: skip
@each_row("http", [200, 400, 403, 422, 500])
def test_whatever_stands_in_an_answer_gives_a_verdict(data: object, http: int) -> None:
    for kind in KINDS:
        if KINDS[kind].talk:
            assert verdict(kind, http, data).detail.isprintable()
            wants_another_body(Answer(http, {}, data), {"max_tokens": 1})


@pytest.mark.parametrize(("took", "words"), [(840.4, "840 ms"), (999.4, "999 ms"), (1234, "1.2 s")])
def test_the_time_is_told(took: float, words: str) -> None:
    answer = {"choices": [{"message": {}}]}
    assert verdict("openai", 200, answer, took).detail == f"answered a token in {words}"


def test_why_there_was_no_answer_is_told() -> None:
    call = KINDS["ollama"].talk.call  # type: ignore[union-attr] # it can be asked
    assert call is not None
    failure = FetchFailure("timeout", "no whole answer in time")
    found = verdict_of(target("ollama"), call, failure, NOW)
    assert (found.status, found.detail) == (
        "timeout", "asked for a token: no whole answer in time",
    )  # fmt: skip


@each_row(("http", "data", "another"), [
    (400, error("Unsupported parameter: 'max_tokens'"), True),
    (400, error("x", param="max_tokens"), True),
    (422, {"detail": [{"loc": ["body", "max_tokens"]}]}, True),
    (400, error("Unsupported parameter: 'max_completion_tokens'"), False),
    (400, error("x"), False),
    (200, error("max_tokens"), False),
    (402, error("fewer max_tokens"), False),
])  # fmt: skip
def test_when_another_name_for_the_limit_is_tried(http: int, data: object, another: bool) -> None:
    assert wants_another_body(Answer(http, {}, data), {"max_tokens": 1}) is another


@each_row(("before", "found", "after"), [
    (Health("p", "ok"), CheckOutcome("ok", "said H"), ("ok", "said H", "", 0)),
    (Health("p", "degraded", "slow"), CheckOutcome("ok", "said H"),
     ("degraded", "slow; said H", "", 0)),
    (Health("p", "unverifiable", "a list", "hint"), CheckOutcome("ok", "said H"),
     ("ok", "said H", "", 0)),
    (Health("p", "restricted_key", "x", keys_good=2, keys_total=3), CheckOutcome("ok", "said H"),
     ("ok", "2 of 3 keys good; said H", "", 2)),
    (Health("p", "ok", keys_good=1, keys_total=1), CheckOutcome("no_credit", "broke", "pay"),
     ("no_credit", "broke", "pay", 1)),
    (Health("p", "ok", keys_good=1, keys_total=1), CheckOutcome("invalid_key", "may not", "let it"),
     ("invalid_key", "may not", "let it", 0)),
])  # fmt: skip
def test_what_both_checks_come_to(
    before: Health, found: CheckOutcome, after: tuple[str, str, str, int]
) -> None:
    health = deepened(before, found)
    assert (health.status, health.detail, health.hint, health.keys_good) == after


BROKE = Health("p", "no_credit", "broke", "pay", http_status=402, called=True)


@each_row(("before", "now", "status"), [
    (None, Health("p", "ok"), "ok"),
    (BROKE, Health("p", "ok"), "no_credit"),
    (BROKE, Health("p", "degraded"), "no_credit"),
    (BROKE, Health("p", "ok", called=True), "ok"),
    (BROKE, Health("p", "timeout"), "timeout"),
    (Health("p", "no_credit"), Health("p", "ok"), "ok"),
    (Health("p", "rate_limited", called=True), Health("p", "ok"), "ok"),
    (Health("p", "ok", called=True), Health("p", "ok"), "ok"),
])  # fmt: skip
def test_a_free_check_does_not_refute_the_model(
    before: Health | None, now: Health, status: Status
) -> None:
    assert unrefuted(before, now).status == status


def test_what_is_not_refuted_stays_so() -> None:
    once = unrefuted(BROKE, Health("p", "ok", latency_ms=7.0))
    assert (once.detail, once.hint, once.http_status, once.latency_ms) == ("broke", "pay", 402, 7.0)
    assert unrefuted(once, Health("p", "ok")).status == "no_credit"
