"""What an answer means, as a table: kind, HTTP status, body, and the status that follows."""

import json

from rscrew_console.providers.health.answer import UNREADABLE, Answer, decoded
from rscrew_console.providers.health.judge import judge
from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.status import Status
from rscrew_console.roster.model import Provider
from tests.providers.health.asking import ENV, NOW
from tests.rows import each_row


def target(kind: str, base_url: str = "") -> Target:
    key = next(iter(KINDS[kind].key_variables), None)
    url = base_url or ("https://gateway.example/v1" if not KINDS[kind].talk.base_url else None)  # type: ignore[union-attr] # only kinds that can be asked
    found = target_of(Provider("p", "m", key, kind=kind, base_url=url), ENV)
    assert isinstance(found, Target)
    return found


def status_of(kind: str, http: int, body: object) -> Status | None:
    verdict = judge(target(kind), Answer(http, {}, body), NOW)
    return verdict.status if verdict else None


def error(message: str = "", code: object = None, **more: object) -> object:
    return {"error": {"message": message, "code": code, **more}}


@each_row(("kind", "http", "body", "status"), [
    # what everybody means
    ("mistral", 200, {"data": []}, None),
    ("mistral", 204, UNREADABLE, "bad_response"),
    ("mistral", 200, UNREADABLE, "bad_response"),
    ("mistral", 301, UNREADABLE, "bad_response"),
    ("mistral", 400, UNREADABLE, "bad_response"),
    ("mistral", 401, UNREADABLE, "invalid_key"),
    ("mistral", 402, UNREADABLE, "no_credit"),
    ("mistral", 403, UNREADABLE, "bad_response"),
    ("mistral", 403, {"message": "not in your tier"}, "bad_response"),
    ("mistral", 404, {"detail": "Not Found"}, "bad_response"),
    ("mistral", 404, error("no such model", "model_not_found"), "model_not_found"),
    ("mistral", 418, error("error"), "bad_response"),
    ("mistral", 429, UNREADABLE, "rate_limited"),
    ("mistral", 498, UNREADABLE, "overloaded"),
    ("mistral", 500, UNREADABLE, "server_error"),
    ("mistral", 502, UNREADABLE, "server_error"),
    ("mistral", 503, UNREADABLE, "overloaded"),
    ("mistral", 524, UNREADABLE, "server_error"),
    ("mistral", 529, UNREADABLE, "overloaded"),
    # the word "error" alone means nothing
    ("openai", 200, {"data": [{"id": "error"}], "error": "error"}, None),
    ("openai", 200, {"object": "error", "data": []}, None),
    ("openai", 200, {"error": None, "data": []}, None),
    # an error inside a success
    ("openrouter", 200, error("no", 402), "no_credit"),
    ("openrouter", 200, error("no", "429"), "rate_limited"),
    ("openrouter", 200, error("no", 401), "invalid_key"),
    ("openrouter", 200, error("no"), "bad_response"),
    ("openrouter", 200, {"error": "no"}, "bad_response"),
    # Anthropic
    ("anthropic", 400, error("Your credit balance is too low to access the Anthropic API."),
     "no_credit"),
    ("anthropic", 400, error("You have reached your specified API usage limits."), "no_credit"),
    ("anthropic", 402, error("x", type="billing_error"), "no_credit"),
    ("anthropic", 400, error("credit is a fine word", type="invalid_request_error"),
     "bad_response"),
    ("anthropic", 403, error("x", type="permission_error"), "bad_response"),
    ("anthropic", 403, error("It lacks the permission to list.", type="permission_error"),
     "restricted_key"),
    ("anthropic", 500, error("Overloaded", type="overloaded_error"), "overloaded"),
    # OpenAI and its like
    ("openai", 401, error("Incorrect API key provided", "invalid_api_key"), "invalid_key"),
    ("openai", 401, error("Missing scopes: api.model.read"), "restricted_key"),
    ("openai", 401, error("x", "insufficient_scope"), "restricted_key"),
    ("openai", 403, error("You have insufficient permissions"), "restricted_key"),
    ("openai", 403, error("x", "unsupported_country_region_territory"), "unreachable"),
    ("openai", 429, error("x", "insufficient_quota"), "no_credit"),
    ("openai", 429, error("x", "credit_balance_exhausted"), "no_credit"),
    ("openai", 400, error("x", "project_spend_limit_exceeded"), "no_credit"),
    ("openai", 429, error("x", "rate_limit_exceeded"), "rate_limited"),
    ("openai", 429, error("insufficient_quota, says the message alone"), "no_credit"),
    ("openai_compatible", 401, error("Missing scopes: x"), "invalid_key"),
    ("openai_compatible", 403, {"detail": "Forbidden"}, "invalid_key"),
    ("openai_compatible", 400, error("x", "400", type="budget_exceeded"), "no_credit"),
    # Google
    ("gemini", 400, error("x", 400, details=[{"reason": "API_KEY_INVALID"}]), "invalid_key"),
    ("gemini", 400, [error("x", 400, details=[{"reason": "API_KEY_INVALID"}])], "invalid_key"),
    ("gemini", 400, error("x", 400, status="INVALID_ARGUMENT"), "bad_response"),
    ("gemini", 400, error("User location is not supported", status="FAILED_PRECONDITION"),
     "unreachable"),
    ("gemini", 400, error("Please enable billing", status="FAILED_PRECONDITION"), "no_credit"),
    ("gemini", 403, error("API not enabled", status="PERMISSION_DENIED"), "invalid_key"),
    ("gemini", 403, error("Generative Language API has not been used in project 1 before or it is"
     " disabled.", details=[{"reason": "SERVICE_DISABLED"}]), "invalid_key"),
    ("gemini", 403, error("Requests to this API are blocked.",
     details=[{"reason": "API_KEY_SERVICE_BLOCKED"}]), "invalid_key"),
    ("gemini", 403, error("x", details=[{"reason": "API_KEY_IP_ADDRESS_BLOCKED"}]), "unreachable"),
    ("gemini", 403, error("Request had insufficient authentication scopes."), "restricted_key"),
    # what a 403 may be beside a missing right
    ("anthropic", 403, error("Request not allowed", type="forbidden"), "unreachable"),
    ("anthropic", 400, error("This organization has been disabled."), "invalid_key"),
    ("anthropic", 403, error("This organization has been disabled.", type="permission_error"),
     "invalid_key"),
    ("openai", 401, error("x", "account_deactivated"), "invalid_key"),
    ("openai", 401, error("Your IP is not authorized.", "ip_not_authorized"), "unreachable"),
    ("mistral", 403, error("token expired or incorrect", "1000"), "invalid_key"),
    ("mistral", 403, error("Your account has been suspended"), "invalid_key"),
    ("mistral", 403, error("Blocked by the company's firewall"), "unreachable"),
    ("mistral", 403, error("Not available in your region"), "unreachable"),
    ("mistral", 403, error("Project x does not have access to model m"), "model_not_found"),
    ("mistral", 403, error("The key lacks the scope models:read", "missing_scope"),
     "restricted_key"),
    ("mistral", 403, error("no"), "bad_response"),
    ("gemini", 403, error("Your API key was reported as leaked."), "invalid_key"),
    ("gemini", 429, error("x", status="RESOURCE_EXHAUSTED"), "rate_limited"),
    ("gemini", 429, error("Your prepayment credits are depleted."), "no_credit"),
    ("gemini", 503, error("x", status="UNAVAILABLE"), "overloaded"),
    # xAI
    ("xai", 400, {"code": "invalid-argument", "error": "Incorrect API key provided"},
     "invalid_key"),
    ("xai", 401, {"error": "No credentials"}, "invalid_key"),
    ("xai", 403, {"error": "Your team has used all available credits"}, "no_credit"),
    ("xai", 403, {"error": "The API key is blocked"}, "invalid_key"),
    ("xai", 403, {"error": "Not in the key's ACLs"}, "restricted_key"),
    # others
    ("cerebras", 401, {"message": "Wrong API Key", "code": "wrong_api_key"}, "invalid_key"),
    ("cerebras", 403, {"detail": "Not authenticated"}, "invalid_key"),
    ("cerebras", 429, {"code": "queue_exceeded", "message": "x"}, "overloaded"),
    ("groq", 400, error("x", "organization_restricted"), "invalid_key"),
    ("azure", 403, error("Access denied due to Virtual Network/Firewall rules."), "unreachable"),
    ("deepseek", 402, error("Insufficient Balance"), "no_credit"),
])  # fmt: skip
def test_the_table(kind: str, http: int, body: object, status: Status | None) -> None:
    assert status_of(kind, http, body) == status


@each_row("data", [
    [], [[]], {}, {"error": []}, {"error": [{"message": 1}]}, {"error": {"message": {"a": 1}}},
    {"error": {"code": True, "details": [1, {"reason": []}]}}, {"detail": [{"msg": "x"}]},
    {"detail": [1]}, "text", 1, None, UNREADABLE, {"error": {"message": "\x1b[31m" * 9999}},
])  # fmt: skip
@each_row("http", [200, 400, 403, 500])
def test_whatever_stands_in_an_answer_gives_a_verdict(data: object, http: int) -> None:
    for kind in KINDS:
        if KINDS[kind].talk:
            verdict = judge(
                target(kind), Answer(http, {"retry-after": "\x00", "x": "y"}, data), NOW
            )
            assert verdict is None or verdict.detail.isprintable()


@each_row(("body", "data"), [
    (b'{"a": 1}', {"a": 1}),
    (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
    (json.dumps({"a": "ü"}).encode("utf-16"), {"a": "ü"}),
    (b"", UNREADABLE), (b"<html>", UNREADABLE), (b"\xff\xfe\x00", UNREADABLE),
    (b"[" * 1_000_000, UNREADABLE), (b"1" * 5000, UNREADABLE), (b'{"a": 1}}', UNREADABLE),
])  # fmt: skip
def test_a_body_is_read_or_it_is_not(body: bytes, data: object) -> None:
    assert decoded(body) == data


@each_row(("location", "host"), [
    ("https://evil.example/path?x=1", "evil.example"),
    ("https://user:pw@evil.example/", "evil.example"),
    ("https://\x1b[31mevil.example", "evil.example"),
    ("/elsewhere", "another address"),
    ("", "another address"),
])  # fmt: skip
def test_a_redirect_is_named_and_not_followed(location: str, host: str) -> None:
    verdict = judge(target("openai"), Answer(302, {"location": location}), NOW)
    assert verdict is not None
    assert verdict.detail == f"it redirects to {host}, and the key was not sent there"


@each_row(("kind", "url", "http", "hint"), [
    ("openai", "", 401, "put a valid key into OPENAI_API_KEY: https://platform.openai.com/api-keys"),
    ("openai", "https://gateway.example/v1", 401, "put a valid key into OPENAI_API_KEY"),
    ("openai_compatible", "", 401, "name the variable that holds its key in api_key_env"),
    ("deepseek", "", 402, "add credit: https://platform.deepseek.com/top_up"),
    ("openai", "https://gateway.example", 404,
     "base_url of such a server usually ends with /v1"),
    ("openai", "https://gateway.example/v1", 404, "does base_url lead to the API?"),
    ("openai", "", 500, ""),
])  # fmt: skip
def test_what_to_do(kind: str, url: str, http: int, hint: str) -> None:
    verdict = judge(target(kind, url), Answer(http), NOW)
    assert verdict is not None
    assert verdict.hint == hint
