"""The vendors: their paths, and their complaints as in their public documentation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.simulator.vendor import (
    Complaint,
    Vendor,
    bare_list,
    cards_list,
    claude_list,
    google_list,
    openai_list,
    tags_list,
)


def _openai_error(message: str, code: str | None, kind: str = "invalid_request_error") -> Any:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def _claude_error(kind: str, message: str) -> Any:
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}


def _google_error(code: int, status: str, message: str, reason: str = "") -> Any:
    info = "type.googleapis.com/google.rpc.ErrorInfo"
    details = [{"@type": info, "reason": reason}] if reason else []
    return {"error": {"code": code, "status": status, "message": message, "details": details}}


_OPENAI: dict[str, Complaint] = {
    "invalid_key": (401, _openai_error("Incorrect API key provided: {key}.", "invalid_api_key")),
    "restricted": (403, _openai_error(
        "You have insufficient permissions for this operation. Missing scopes: api.model.read.",
        None,
    )),
    "no_credit": (429, _openai_error(
        "You exceeded your current quota, please check your plan and billing details.",
        "insufficient_quota", "insufficient_quota",
    )),
    "rate_limited": (429, _openai_error(
        "Rate limit reached for requests", "rate_limit_exceeded", "requests"
    )),
    "overloaded": (503, _openai_error(
        "The engine is currently overloaded, please try again later", None, "server_error"
    )),
    "server_error": (500, _openai_error("The server had an error", None, "server_error")),
    "missing": (404, _openai_error("The model does not exist", "model_not_found")),
    "refused": (400, _openai_error(
        "Unsupported parameter: 'max_tokens' is not supported with this model."
        " Use 'max_completion_tokens' instead.", "unsupported_parameter",
    )),
    "context_window": (400, _openai_error(
        "This model's maximum context length is 128000 tokens. However, your messages resulted in"
        " 204308 tokens. Please reduce the length of the messages.", "context_length_exceeded",
    )),
    "content_policy": (400, _openai_error(
        "Invalid prompt: your prompt was flagged as potentially violating our usage policy."
        " Please try again with a different prompt.", "invalid_prompt",
    )),
    "bad_request": (400, _openai_error(
        "Missing required parameter: 'messages[0].content[0].type'.", "missing_required_parameter"
    )),
}  # fmt: skip
_PAYMENT = (402, _openai_error("Insufficient Balance", "invalid_request_error", "unknown_error"))

_TABLE = (
    Vendor(
        "anthropic", "", ("claude-sonnet-5-5", "claude-haiku-5-5", "claude-opus-5-5-20260901"),
        "/v1/models", claude_list,
        {
            "invalid_key": (401, _claude_error("authentication_error", "invalid x-api-key: {key}")),
            "restricted": (403, _claude_error(
                "permission_error", "Your API key does not have permission to use the resource"
            )),
            "no_credit": (400, _claude_error(
                "invalid_request_error",
                "Your credit balance is too low to access the Anthropic API."
                " Please go to Plans & Billing to upgrade or purchase credits.",
            )),
            "rate_limited": (429, _claude_error("rate_limit_error", "Number of requests exceeded")),
            "overloaded": (529, _claude_error("overloaded_error", "Overloaded")),
            "server_error": (500, _claude_error("api_error", "Internal server error")),
            "missing": (404, _claude_error("not_found_error", "model not found")),
            "refused": (400, _claude_error("invalid_request_error", "max_tokens: too small")),
            "context_window": (400, _claude_error(
                "invalid_request_error", "prompt is too long: 208310 tokens > 200000 maximum"
            )),
            "content_policy": (400, _claude_error(
                "invalid_request_error", "Output blocked by content filtering policy"
            )),
            "bad_request": (400, _claude_error(
                "invalid_request_error", "messages: at least one message is required"
            )),
        },
        header="x-api-key", before="", single="/v1/models/",
        aliases={"claude-opus-5-5": "claude-opus-5-5-20260901"}, chat="/v1/messages",
    ),
    Vendor(
        "openai", "/v1", ("gpt-6.1-sol", "gpt-6-luna"), "/v1/models", openai_list, _OPENAI,
        single="/v1/models/", aliases={"gpt-latest": "gpt-6.1-sol"},
    ),
    Vendor(
        "gemini", "", ("gemini-3.8-flash", "gemini-3.5-flash-lite", "gemini-embedding-2"),
        "/v1beta/models", google_list,
        {
            "invalid_key": (400, _google_error(
                400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key: {key}",
                "API_KEY_INVALID",
            )),
            "restricted": (403, _google_error(
                403, "PERMISSION_DENIED", "Generative Language API has not been used in project 1"
                " before or it is disabled.", "SERVICE_DISABLED",
            )),
            "no_credit": (429, _google_error(
                429, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."
            )),
            "rate_limited": (429, _google_error(
                429, "RESOURCE_EXHAUSTED", "You exceeded your current quota"
            )),
            "overloaded": (503, _google_error(503, "UNAVAILABLE", "The model is overloaded.")),
            "server_error": (500, _google_error(500, "INTERNAL", "An internal error has occurred")),
            "missing": (404, _google_error(404, "NOT_FOUND", "models/x is not found")),
            "refused": (400, _google_error(
                400, "INVALID_ARGUMENT", "max_output_tokens must be larger than 1"
            )),
            "context_window": (400, _google_error(
                400, "INVALID_ARGUMENT", "The input token count (1200293) exceeds the maximum"
                " number of tokens allowed (1048576).",
            )),
            "content_policy": (200, {
                "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
                "usageMetadata": {"promptTokenCount": 7, "totalTokenCount": 7},
            }),
            "bad_request": (400, _google_error(
                400, "INVALID_ARGUMENT", "* GenerateContentRequest.contents: contents is not"
                " specified",
            )),
        },
        header="x-goog-api-key", before="", single="/v1beta/models/",
        aliases={"gemini-flash-latest": "gemini-3.8-flash"}, chat=":generateContent",
    ),
    Vendor(
        "deepseek", "", ("deepseek-flash", "deepseek-v4-pro"), "/models", openai_list,
        {
            **_OPENAI, "no_credit": _PAYMENT,
            "missing": (400, _openai_error("Model Not Exist", "invalid_request_error")),
            "invalid_key": (401, _openai_error(
                "Authentication Fails, Your api key: {key} is invalid", "invalid_request_error",
                "authentication_error",
            )),
            "restricted": (403, _openai_error("This key may not do that", None)),
        },
        balance="/user/balance",
    ),
    Vendor(
        "openrouter", "/api/v1", ("anthropic/claude-sonnet-5.5", "openrouter/auto"),
        "/api/v1/models", openai_list,
        {
            **_OPENAI,
            "invalid_key": (401, {"error": {"message": "User not found: {key}", "code": 401}}),
            "restricted": (403, {"error": {"message": "This key may not do that", "code": 403}}),
            # At times an error sits inside a success.
            "no_credit": (200, {"error": {"message": "Insufficient credits", "code": 402}}),
            "missing": (400, {"error": {"message": "x is not a valid model ID", "code": 400}}),
        },
        open=("/api/v1/models",), proof="/api/v1/key",
        proved={"data": {"label": "a key", "limit": None, "limit_remaining": None}},
    ),
    Vendor(
        "together", "/v1", ("meta-llama/Llama-4-Maverick", "openai/gpt-oss-120b"),
        "/v1/models", bare_list,
        {**_OPENAI, "no_credit": (402, _openai_error("Credit limit exceeded", None)),
         "overloaded": (529, _openai_error("The server is overloaded", None))},
    ),
    Vendor(
        "mistral", "/v1", ("mistral-large-4", "codestral-2508"), "/v1/models", cards_list,
        {
            **_OPENAI,
            "invalid_key": (401, {"detail": "Invalid API Key {key}"}),
            "missing": (400, {
                "object": "error", "message": "Invalid model: x", "type": "invalid_model",
                "param": None, "code": "1500",
            }),
            "refused": (422, {"detail": [{
                "type": "greater_than", "loc": ["body", "max_tokens"], "msg": "Input too small",
            }]}),
            "restricted": (403, {"message": "Missing permission: models", "request_id": "1"}),
            "no_credit": (402, {"message": "Payment required", "request_id": "1"}),
        },
    ),
    Vendor(
        "groq", "/openai/v1", ("openai/gpt-oss-120b", "qwen/qwen3.8-27b"),
        "/openai/v1/models", openai_list,
        {**_OPENAI, "overloaded": (498, _openai_error("Flex tier capacity exceeded", None)),
         "no_credit": (402, _openai_error("Spend limit reached", None))},
    ),
    Vendor(
        "xai", "/v1", ("grok-4.7", "grok-4.3"), "/v1/models", openai_list,
        {
            **_OPENAI,
            "invalid_key": (400, {
                "code": "invalid-argument", "error": "Incorrect API key provided: {key}.",
            }),
            "restricted": (403, {"code": "permission-denied", "error": "The key lacks this ACL"}),
            "missing": (404, {
                "code": "Some requested entity was not found",
                "error": "The model x does not exist or your team does not have access to it.",
            }),
            "refused": (400, {
                "code": "invalid-argument", "error": "Argument not supported: max_tokens",
            }),
            "no_credit": (403, {
                "code": "permission-denied", "error": "Your team has used all available credits"
                " or reached its monthly spending limit.",
            }),
        },
        proof="/v1/api-key",
        proved={"name": "a key", "api_key_blocked": False, "api_key_disabled": False,
                "team_blocked": False, "acls": ["api-key:endpoint:*", "api-key:model:*"]},
    ),
    Vendor(
        "cerebras", "/v1", ("gpt-oss-120b", "zai-glm-4.7"), "/v1/models", openai_list,
        {
            **_OPENAI,
            "invalid_key": (401, {
                "message": "Wrong API Key {key}", "type": "invalid_request_error",
                "param": "api_key", "code": "wrong_api_key",
            }),
            "restricted": (403, {"message": "Insufficient permissions", "code": "forbidden"}),
            "no_credit": (402, {
                "message": "Payment required to access this resource. Visit your billing tab.",
                "type": "payment_required_error", "param": "quota", "code": "payment_required",
            }),
            "overloaded": (429, {
                "message": "We're experiencing high traffic", "type": "too_many_requests_error",
                "code": "queue_exceeded",
            }),
        },
    ),
    Vendor(
        "azure", "", ("gpt-6.1-sol",), "/openai/models", openai_list,
        {
            **_OPENAI, "no_credit": (402, _openai_error("The subscription is disabled", None)),
            "content_policy": (400, _openai_error(
                "The response was filtered due to the prompt triggering Azure OpenAI's content"
                " management policy.", "content_filter",
            )),
            "invalid_key": (401, _openai_error("Access denied due to invalid key {key}", "401")),
            "restricted": (403, _openai_error("Principal lacks the data action", "403")),
            "missing": (404, _openai_error(
                "The API deployment for this resource does not exist.", "DeploymentNotFound"
            )),
        },
        header="api-key", before="", chat="/chat/completions",
    ),
    Vendor(
        "ollama", "", ("llama4:latest", "qwen3:8b"), "/api/tags", tags_list,
        {
            **_OPENAI, "invalid_key": (401, {"error": "unauthorized: {key}"}),
            "missing": (404, {"error": "model 'x' not found"}),
            "refused": (400, {"error": "option num_predict must be larger"}),
            "restricted": (403, {"error": "forbidden"}), "no_credit": (402, {"error": "no credit"}),
            "rate_limited": (429, {"error": "too many requests"}),
            "overloaded": (503, {"error": "server busy, please try again"}),
            "server_error": (500, {"error": "unexpected EOF"}),
        },
        keyless=True, chat="/api/chat",
    ),
    Vendor(
        "openai_compatible", "/v1", ("local-model",), "/v1/models", openai_list,
        {**_OPENAI, "no_credit": (400, _openai_error(
            "Budget has been exceeded! Current cost: 1.0", "400", "budget_exceeded"
        ))},
        keyless=True,
    ),
)  # fmt: skip

VENDORS: Mapping[str, Vendor] = {vendor.name: vendor for vendor in _TABLE}
