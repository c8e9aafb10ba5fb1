"""What vendors say with 401, 402 and 403, in their own words: checks and calls hear the same.

The messages are those of public issue threads and documentation, with ids left out.
"""

from datetime import UTC, datetime

from rscrew_console.providers.health.answer import Answer
from rscrew_console.providers.health.judge import judge
from rscrew_console.providers.status import Status
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import ModelRequest
from rscrew_console.runtime.wire.failing import Refused, vendor_failure
from tests.providers.health.test_judge import error, target
from tests.rows import each_row

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@each_row(("kind", "http", "body", "status"), [
    # Anthropic
    ("anthropic", 403, error("OAuth authentication is currently not allowed for this organization.",
                             type="permission_error"), "invalid_key"),
    ("anthropic", 401, error("OAuth authentication is currently not allowed for this organization.",
                             type="authentication_error"), "invalid_key"),
    ("anthropic", 403, error("Your API key does not have permission to use the specified resource.",
                             type="permission_error"), "restricted_key"),
    ("anthropic", 403, error("Access to Anthropic models is not allowed from unsupported countries,"
                             " regions, or territories.", type="permission_error"), "unreachable"),
    ("anthropic", 400, error("This credential is only authorized for use with Claude Code and"
                             " cannot be used for other API requests."), "invalid_key"),
    ("anthropic", 400, error("Your credit balance is too low to access the Anthropic API."),
     "no_credit"),
    # OpenAI
    ("openai", 401, error("You must be a member of an organization to use the API."),
     "invalid_key"),
    ("openai", 401, error("Your authentication token has expired.", "token_expired"),
     "invalid_key"),
    ("openai", 403, error("Your organization must be verified to use the model `m`."),
     "model_not_found"),
    ("openai", 403, error("You are not allowed to sample from this model"), "model_not_found"),
    ("openai", 403, error("Country, region, or territory not supported"), "unreachable"),
    ("openai", 401, error("You have insufficient permissions for this operation. Missing scopes:"
                          " model.request."), "restricted_key"),
    ("openai", 403, error("You tried to access openai, but your IP is not on the allowlist."),
     "unreachable"),
    # Google
    ("gemini", 403, error("Your project has been denied access. Please contact support."),
     "invalid_key"),
    ("gemini", 403, error("Requests from referer <empty> are blocked.",
                          details=[{"reason": "API_KEY_HTTP_REFERRER_BLOCKED"}]), "unreachable"),
    ("gemini", 403, error("Requests from referer <empty> are blocked."), "unreachable"),
    ("gemini", 403, error("Requests from this Android client application <empty> are blocked."),
     "unreachable"),
    ("gemini", 403, error("The provided API key has an IP address restriction. The originating IP"
                          " address of the call (::1) violates this restriction."), "unreachable"),
    ("gemini", 403, error("Permission denied on resource project x.",
                          details=[{"reason": "CONSUMER_INVALID"}]), "invalid_key"),
    ("gemini", 403, error("This API method requires billing to be enabled."), "no_credit"),
    ("gemini", 403, error("Method doesn't allow unregistered callers."), "invalid_key"),
    ("gemini", 403, error("Permission denied: Consumer 'api_key:x' has been suspended."),
     "invalid_key"),
    # OpenRouter
    ("openrouter", 403, error("Key limit exceeded (total limit). Manage it using"
                              " https://openrouter.ai/settings/keys"), "no_credit"),
    ("openrouter", 401, error("API key credit limit reached."), "no_credit"),
    ("openrouter", 402, error("This request requires more credits, or fewer max_tokens. You"
                              " requested up to 32000 tokens, but can only afford 0."),
     "no_credit"),
    ("openrouter", 401, error("User not found."), "invalid_key"),
    ("openrouter", 401, error("No auth credentials found"), "invalid_key"),
    # Azure
    ("azure", 403, error("Access denied due to Virtual Network/Firewall rules."), "unreachable"),
    ("azure", 403, error("Public access is disabled. Please configure private endpoint."),
     "unreachable"),
    ("azure", 401, error("The principal `x` lacks the required data action `y`.",
                         "PermissionDenied"), "restricted_key"),
    ("azure", 401, error("Access denied due to invalid subscription key or wrong API endpoint."),
     "invalid_key"),
    ("azure", 403, error("Out of call volume quota. Quota will be replenished in 2 days."),
     "no_credit"),
    ("azure", 403, error("The subscription is disabled and therefore marked as read only.",
                         "ReadOnlyDisabledSubscription"), "invalid_key"),
    # Groq
    ("groq", 403, error("Access denied. Please check your network settings."), "unreachable"),
    ("groq", 403, error("The model `m` is blocked at the project level",
                        "model_permission_blocked_project"), "model_not_found"),
    ("groq", 400, error("Organization has been restricted. Please reach out to support",
                        "organization_restricted"), "invalid_key"),
    # Mistral
    ("mistral", 401, {"message": "Inactive subscription or usage limit reached"}, "no_credit"),
    ("mistral", 401, {"message": "Unauthorized"}, "invalid_key"),
    # xAI
    ("xai", 403, {"error": "Your newly created team doesn't have any credits or licenses yet. You"
                           " can purchase those on https://console.x.ai/"}, "no_credit"),
    ("xai", 403, {"error": "Your team has either used all available credits or reached its monthly"
                           " spending limit."}, "no_credit"),
    ("xai", 403, {"error": "You have run out of credits or need a Grok subscription."},
     "no_credit"),
    # DeepSeek, Together, Cerebras
    ("deepseek", 402, error("Insufficient Balance"), "no_credit"),
    ("deepseek", 401, error("Authentication Fails, Your api key: ****1234 is invalid"),
     "invalid_key"),
    ("together", 402, error("Credit limit exceeded, please navigate to the billing page"),
     "no_credit"),
    ("together", 401, error("Invalid API key provided"), "invalid_key"),
    ("cerebras", 401, {"message": "Wrong API Key", "code": "wrong_api_key"}, "invalid_key"),
    ("cerebras", 402, {"message": "Payment required"}, "no_credit"),
    # gateways, proxies and whatever stands between
    ("openai_compatible", 403, {"error": "this model requires a subscription, upgrade for access"},
     "no_credit"),
    ("openai_compatible", 401, error("key not allowed to access model. This key can only access"
                                     " models=['a']", type="key_model_access_denied"),
     "model_not_found"),
    ("openai_compatible", 400, error("Access denied, please make sure your account is in good"
                                     " standing.", "Arrearage"), "no_credit"),
    ("openai_compatible", 451, {"message": "Unavailable For Legal Reasons"}, "unreachable"),
    ("openai_compatible", 407, {"message": "Proxy Authentication Required"}, "unreachable"),
    ("mistral", 403, {"message": "Sorry, you have been blocked"}, "unreachable"),
    ("mistral", 403, {"message": "Forbidden"}, "bad_response"),
])  # fmt: skip
def test_checks_and_calls_hear_the_same(kind: str, http: int, body: object, status: Status) -> None:
    to, answer = target(kind), Answer(http, {}, body)
    verdict = judge(to, answer, NOW)
    assert verdict is not None
    assert verdict.status == status, verdict
    request = ModelRequest(Provider("p", "m"), None, (), timeout=1.0)
    failure = vendor_failure(answer, Refused(request, to, stream=False, asked_at=NOW))
    assert failure is not None
    # A call has no use of a key that may not call; 400 is then the request's own fault.
    assert failure.fault == {"restricted_key": "invalid_key"}.get(status, status), failure
