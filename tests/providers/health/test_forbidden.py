"""What vendors, gateways and firewalls say with 403: only a missing right leaves a key good.

The messages are those of public issue threads and documentation, with ids left out.
"""

from datetime import UTC, datetime

from rscrew_console.providers.health.answer import Answer
from rscrew_console.providers.health.judge import judge
from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.status import Status
from rscrew_console.roster.model import Provider
from tests.providers.health.test_judge import error
from tests.rows import each_row

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def target_with_a_key(kind: str) -> Target:
    """The vendor at its own address, or a gateway."""
    own = KINDS[kind].talk
    url = None if own and own.base_url else "https://gateway.example/v1"
    provider = Provider("p", "m", "KEY", kind=kind, base_url=url)
    found = target_of(provider, {"KEY": "k-one-1234567"})
    assert isinstance(found, Target)
    return found


@each_row(("kind", "http", "body", "status"), [
    ("openai", 403,
     error("Your access was terminated due to violation of our policies", "access_terminated"),
     "invalid_key"),
    ("openai", 401, error("Your access was terminated", "access_terminated"), "invalid_key"),
    ("openai", 401,
     error("OpenAI-Organization header should match organization for API key",
     "mismatched_organization"), "invalid_key"),
    ("openai", 403, error("Project `p` has been archived", "project_archived"), "invalid_key"),
    ("openai", 403,
     error("The project you are requesting has been archived and is no longer accessible",
     "not_authorized_invalid_project"), "invalid_key"),
    ("openai", 403, error("You have insufficient permissions for this operation."),
     "restricted_key"),
    ("openai", 403, error("Your authentication token is from a project that is disabled"),
     "invalid_key"),
    ("anthropic", 403,
     error("Your organization does not have permission to access the API.",
     type="permission_error"), "invalid_key"),
    ("openai_compatible", 401, error("This account does not have access to our API"),
     "invalid_key"),
    ("openai_compatible", 403, error("Your team is not allowed to use this API"), "invalid_key"),
    ("openai_compatible", 403,
     error("Your project does not have permission to access the API endpoint /v1/models"),
     "restricted_key"),
    ("openai_compatible", 403, error("User does not have permission to list models"),
     "restricted_key"),
    ("openai", 403, error("API key is not allowed from this IP"), "unreachable"),
    ("openai", 401, error("Your IP 1.2.3.4 is not on the allowlist"), "unreachable"),
    ("gemini", 403,
     error("Request had insufficient authentication scopes.",
     details=[{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]), "restricted_key"),
    ("gemini", 403,
     error("Your API key was reported as leaked. Please use another API key.",
     status="PERMISSION_DENIED"), "invalid_key"),
    ("gemini", 403, error("Consumer 'projects/1' has been suspended", status="PERMISSION_DENIED"),
     "invalid_key"),
    ("gemini", 403,
     error("Project 1 has been deleted.",
     status="PERMISSION_DENIED", details=[{"reason": "USER_PROJECT_DENIED"}]), "invalid_key"),
    ("gemini", 403,
     error("Request is prohibited by organization's policy."
     " vpcServiceControlsUniqueIdentifier: x", details=[{"reason": "SECURITY_POLICY_VIOLATED"}]),
     "unreachable"),
    ("gemini", 403,
     error("Gemini API free tier is not available in your country", status="FAILED_PRECONDITION"),
     "unreachable"),
    ("gemini", 403,
     error("Requests from this iOS client application <empty> are blocked.",
     status="PERMISSION_DENIED"), "unreachable"),
    ("gemini", 403, error("Cloud Billing account is disabled"), "no_credit"),
    ("gemini", 403, error("Agent Platform API has not been enabled for project 1"), "invalid_key"),
    ("anthropic", 403,
     error("OAuth token has been revoked. Please obtain a new token.", type="permission_error"),
     "invalid_key"),
    ("anthropic", 403,
     error("OAuth token does not meet scope requirement user:profile", type="permission_error"),
     "restricted_key"),
    ("anthropic", 403,
     error("Your account does not have access to Claude. Please contact your administrator.",
     type="permission_error"), "invalid_key"),
    ("anthropic", 403, error("This workspace is archived.", type="permission_error"),
     "invalid_key"),
    ("anthropic", 403, error("Your organization has disabled API access", type="permission_error"),
     "invalid_key"),
    ("anthropic", 403,
     error("Access restricted: your IP address is not on your organization's allowlist",
     type="permission_error"), "unreachable"),
    ("anthropic", 403,
     error("IP address is not allowed by your organization's IP allowlist",
     type="permission_error"), "unreachable"),
    ("anthropic", 403, error("Your API key has expired", type="permission_error"), "invalid_key"),
    ("anthropic", 401, error("invalid x-api-key", type="authentication_error"), "invalid_key"),
    ("anthropic", 403,
     error("Your account has been disabled after an automatic review of your recent"
     " activities", type="permission_error"), "invalid_key"),
    ("openai_compatible", 403,
     {"error": "This authentication method does not have sufficient permissions to call"
     " Inference Providers on behalf of user X"}, "restricted_key"),
    ("openai_compatible", 403,
     error("The `models` permission is required to access this endpoint", "unauthorized"),
     "restricted_key"),
    ("openai_compatible", 403, error("No access to model: openai/o1", "no_access"),
     "model_not_found"),
    ("openai_compatible", 403,
     error("Access to this endpoint is forbidden. Please review our [Terms of"
     " Service](https://x).", "forbidden"), "bad_response"),
    ("openai_compatible", 412,
     error("Account x is suspended, possibly due to failure to pay past invoices",
     "PRECONDITION_FAILED"), "no_credit"),
    ("openrouter", 403, error("This API key is disabled"), "invalid_key"),
    ("openrouter", 403, error("API key disabled by the organization's guardrail"), "invalid_key"),
    ("xai", 403,
     {"code": "The caller does not have permission to execute the specified operation",
     "error": "The OAuth2 access token could not be validated. [WKE=x:bad-credentials]"},
     "invalid_key"),
    ("xai", 403,
     {"code": "The caller does not have permission to execute the specified operation",
     "error": "API key is currently blocked: xai-...abcd"}, "invalid_key"),
    ("openai_compatible", 403, {"message": "Missing Authentication Token"}, "invalid_key"),
    ("openai_compatible", 403, {"message": "The security token included in the request is expired"},
     "invalid_key"),
    ("openai_compatible", 403,
     {"message": "The security token included in the request is invalid."}, "invalid_key"),
    ("openai_compatible", 403,
     {"message": "User: x is not authorized to perform: bedrock:ListFoundationModels"},
     "restricted_key"),
    ("openai_compatible", 403,
     {"success": False, "errors": [{"code": 10000, "message": "Authentication error"}]},
     "invalid_key"),
    ("openai_compatible", 403,
     error("Traffic is not from an approved private endpoint.", "AccessDenied"), "unreachable"),
    ("openai_compatible", 403,
     error("Access to model denied. Please make sure you are eligible for using the model.",
     "Model.AccessDenied"), "model_not_found"),
    ("openai_compatible", 403,
     error("Your account x is not active, current state: <suspended>, please check your plan"
     " and billing details", "exceeded_current_quota_error"), "no_credit"),
    ("openai_compatible", 403,
     error("Your account has not activated the model doubao.", "ModelNotOpen"), "model_not_found"),
    ("openai_compatible", 404,
     error("Your account has not activated the model doubao.", "ModelNotOpen"), "model_not_found"),
    ("openai_compatible", 403,
     error("The request failed because your account has an overdue balance.",
     "AccountOverdueError"), "no_credit"),
    ("openai_compatible", 403,
     {"code": 30001, "message": "Sorry, your account balance is insufficient"}, "no_credit"),
    ("openai_compatible", 401, "Api key is invalid", "invalid_key"),
    ("openai_compatible", 403, "Your IP is not allowed", "unreachable"),
    ("openai_compatible", 403, {"message": "Your IP address is not allowed"}, "unreachable"),
    ("openai_compatible", 403, {"error_code": "403", "message": "Invalid access token."},
     "invalid_key"),
    ("openai_compatible", 403,
     {"error_code": "PERMISSION_DENIED",
     "message": "Source IP address: 1.2.3.4 is blocked by Databricks IP ACL for workspace: 1"},
     "unreachable"),
    ("openai_compatible", 403,
     {"error_code": "PERMISSION_DENIED", "message": "Unauthorized access to Org: 123"},
     "invalid_key"),
    ("openai_compatible", 403,
     {"status": 403, "title": "Forbidden", "detail": "Authorization failed"}, "invalid_key"),
    ("openai_compatible", 403,
     error("AI Gateway requires a valid credit card on file to service requests.",
     type="customer_verification_required"), "no_credit"),
    ("openai_compatible", 403, {"detail": "Not authenticated"}, "invalid_key"),
    ("openai_compatible", 403, {"detail": "Could not validate credentials"}, "invalid_key"),
    ("openai_compatible", 403, {"detail": "Signature has expired"}, "invalid_key"),
    ("openai_compatible", 403,
     {"error": "invalid_token", "error_description": "The access token expired"}, "invalid_key"),
    ("openai_compatible", 403,
     {"error": "insufficient_scope", "error_description": "The request requires higher privileges"},
     "restricted_key"),
    ("openai_compatible", 401, {"error": "insufficient_scope"}, "restricted_key"),
    ("openai_compatible", 403,
     {"message": "Access to this site is blocked by your organization's policy"}, "unreachable"),
    ("openai_compatible", 403, {"error": {"message": "Blocked by corporate policy: category AI"}},
     "unreachable"),
    ("openai_compatible", 403, {"error": {"message": "This token has been disabled"}},
     "invalid_key"),
    ("openai_compatible", 403, {"error": {"message": "该令牌额度已用尽"}}, "no_credit"),
    ("openai_compatible", 403,
     {"error": {"message": "user quota is not enough",
     "type": "new_api_error", "code": "insufficient_user_quota"}}, "no_credit"),
    ("openai_compatible", 403,
     {"error": {"message": "This token has no access to model gpt-4o", "type": "new_api_error"}},
     "model_not_found"),
    ("openai_compatible", 403, {"error": {"message": "User is banned"}}, "invalid_key"),
    ("mistral", 403, {"message": "Your workspace is disabled"}, "invalid_key"),
    ("mistral", 403, {"detail": "Account disabled due to suspicious activity"}, "invalid_key"),
    ("groq", 403, error("Forbidden"), "bad_response"),
    ("openai_compatible", 403, error("The API is not enabled on this account"), "invalid_key"),
    ("openai_compatible", 403, error("Service disabled for this tenant"), "invalid_key"),
    ("openai_compatible", 403, error("Host not in allowlist"), "unreachable"),
    ("openai_compatible", 403, error("key is missing scope models:read"), "restricted_key"),
    ("openai_compatible", 403, error("Token lacks required scopes: [models.list]"),
     "restricted_key"),
    ("openai_compatible", 403, error("This API key does not have access to the /models endpoint"),
     "restricted_key"),
    ("openai_compatible", 403, error("Insufficient privileges: requires role model.reader"),
     "restricted_key"),
    ("openai_compatible", 403, error("API key is not permitted to access this endpoint"),
     "restricted_key"),
    ("openai_compatible", 403, error("Permission denied: account suspended"), "invalid_key"),
    ("openai_compatible", 403, error("permission denied: the key has expired"), "invalid_key"),
])  # fmt: skip
def test_what_a_refusal_says_of_the_key(kind: str, http: int, body: object, status: Status) -> None:
    verdict = judge(target_with_a_key(kind), Answer(http, {}, body), NOW)
    assert verdict is not None
    assert verdict.status == status, verdict


@each_row("words", [
    "Team is not authorized to perform this action",
    "You do not have permission because your subscription was cancelled",
    "Please verify your email address before using the API", "VPN or proxy detected",
    "You cannot consume this service", "CSRF verification failed. Request aborted.",
    "The scope of your trial has ended", "Just a moment...", "Forbidden", "Access denied",
])  # fmt: skip
def test_other_words_never_make_a_key_good(words: str) -> None:
    verdict = judge(target_with_a_key("openai_compatible"), Answer(403, {}, error(words)), NOW)
    assert verdict is not None
    assert verdict.status not in ("restricted_key", "unverifiable"), verdict
