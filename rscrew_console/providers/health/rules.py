"""What an answer means for every vendor that does not say otherwise, as a table.

A 403 says that the key is good only where the vendor says that a right is missing. Everything else
that vendors, gateways and firewalls say with one comes first, or is taken as a plain refusal.
"""

from __future__ import annotations

from rscrew_console.providers.kind import AnswerRule

_ACCOUNT = "the account is disabled"
_SUPPORT = "ask the vendor's support, or take a key of another account"
_PROJECT = "the service is not enabled for the key's project"
_ENABLE = "enable it there, or take a key of a project that has it"
_ADDRESS = "the key may not be used from this network address"
_ALLOW = "see which addresses the key, its project or its account allows"
_SERVICE = "the key may not be used for this service"
_RESTRICTIONS = "allow the service in the key's restrictions, or take another key"
_REGION = "the vendor does not serve where you are; a proxy elsewhere may help"
_NETWORK = "a firewall, a proxy or a network rule stands in between: ask who runs it"
_REFUSED = (401, 403)

RULES = (
    AnswerRule("no_credit", (402,)),
    AnswerRule("model_not_found", (400, 403, 404), codes=("model_not_found",)),
    AnswerRule(
        "model_not_found", (401, 403),
        codes=("model_permission_blocked_project", "model_permission_blocked_org",
               "key_model_access_denied", "team_model_access_denied", "model_access_denied"),
    ),
    AnswerRule(
        "model_not_found", (401, 403),
        words=("have access to model", "have access to the", "must be verified to use the model",
               "not allowed to access model", "not allowed to sample from this model",
               "can only access models", "access to this model", "model is blocked"),
    ),
    # The account
    AnswerRule(
        "invalid_key", (400, 401, 403), detail=_ACCOUNT, hint=_SUPPORT,
        codes=("account_deactivated", "account_suspended", "organization_deactivated",
               "consumer_suspended", "user_deactivated", "oauth_org_not_allowed",
               "readonlydisabledsubscription", "organization_restricted", "account_disabled"),
    ),
    AnswerRule(
        "invalid_key", (400, 401, 403), detail=_ACCOUNT, hint=_SUPPORT,
        words=("organization has been disabled", "organisation has been disabled",
               "organization is disabled", "account has been disabled", "account is disabled",
               "account has been deactivated", "key has been deactivated",
               "account has been suspended", "account is suspended", "has been banned",
               "has been terminated", "has been denied access", "has been restricted",
               "has been locked", "has been blocked", "subscription is disabled",
               "subscription has been disabled", "not allowed for this organization",
               "is not active, please"),
    ),
    AnswerRule(
        "invalid_key", (403,), words=("suspended", "deactivated"), detail=_ACCOUNT, hint=_SUPPORT
    ),
    # The service
    AnswerRule(
        "invalid_key", (403,), codes=("service_disabled", "consumer_invalid"),
        detail=_PROJECT, hint=_ENABLE,
    ),
    AnswerRule(
        "invalid_key", (403,), detail=_PROJECT, hint=_ENABLE,
        words=("has not been used in project", "api not enabled", "is not enabled",
               "it is disabled",
               "api is disabled", "service is disabled", "service has been disabled"),
    ),
    AnswerRule(
        "invalid_key", (403,), codes=("api_key_service_blocked",),
        detail=_SERVICE, hint=_RESTRICTIONS,
    ),
    AnswerRule(
        "invalid_key", (400, 401, 403), detail=_SERVICE, hint=_RESTRICTIONS,
        words=("only authorized for use with", "requests to this api", "subscription access"),
    ),
    # The network and the place
    AnswerRule(
        "unreachable", _REFUSED, detail=_ADDRESS, hint=_ALLOW,
        codes=("ip_not_authorized", "ip_not_allowed", "api_key_ip_address_blocked",
               "api_key_http_referrer_blocked", "api_key_android_app_blocked",
               "api_key_ios_app_blocked"),
    ),
    AnswerRule(
        "unreachable", _REFUSED, detail=_ADDRESS, hint=_ALLOW,
        words=("ip is not", "ip address", "ip not ", "ip allowlist", "ip whitelist",
               "allowed ip", "authorized ip", "requests from referer", "requests from this ",
               "originating ip", "client ip", "from this ip", "your ip"),
    ),
    AnswerRule(
        "unreachable", (403,), hint=_REGION,
        codes=("unsupported_country_region_territory", "unsupported_region"),
    ),
    AnswerRule(
        "unreachable", (403,), hint=_REGION,
        words=("country, region", "countries, regions", "unsupported countr", "your country",
               "your region", "unsupported region", "in this region", "this country",
               "your location", "location is not supported", "not available in your"),
    ),
    AnswerRule("unreachable", (451,), hint=_REGION),
    AnswerRule(
        "unreachable", (407,), detail="the proxy wants to be logged in to",
        hint="see HTTPS_PROXY and NO_PROXY",
    ),
    AnswerRule(
        "unreachable", (403,), hint=_NETWORK,
        words=("firewall", "virtual network", "private endpoint", "public access is disabled",
               "public network access", "network rule", "cloudflare", "request not allowed",
               "blocked by", "network settings", "network policy", "access denied by", "waf ",
               "you have been blocked", "web application firewall"),
    ),
    # A missing right: the key itself is real.
    AnswerRule(
        "restricted_key", _REFUSED,
        codes=("insufficient_scope", "missing_scope", "permission_error",
               "insufficient_permissions", "access_token_scope_insufficient"),
    ),
    AnswerRule(
        "restricted_key", _REFUSED,
        words=(" scope", "missing scopes", "insufficient permission", "missing permission",
               "required permission", "not have permission", "lacks permission", "this key may not",
               "lacks this acl", "data action", "restricted api key",
               "lacks the permission", "not authorized to list", "not allowed to list",
               "not permitted to list", "not allowed to call this route", "key's acls"),
    ),
    # The key
    AnswerRule("invalid_key", (401,)),
    AnswerRule(
        "invalid_key", (403,),
        codes=("invalid_api_key", "token_expired", "expired_token", "invalid_token",
               "authentication_error", "unauthenticated"),
    ),
    AnswerRule(
        "invalid_key", (403,),
        words=("expired", "revoked", "not authenticated", "unauthenticated", "unauthorized",
               "invalid token", "invalid api key", "invalid api-key", "invalid key",
               "invalid authentication", "incorrect api key", "key not valid", "key is invalid",
               "token is invalid", "missing api key", "no api key", "missing authentication",
               "authentication failed", "authentication error", "authentication fails",
               "key is blocked", "key is disabled", "key has been disabled", "wrong api key",
               "unregistered callers", "reported as leaked", "token has been", "bad credentials"),
    ),
    # The moment. 498 is Groq's and 529 Anthropic's and Together's word for it.
    AnswerRule("overloaded", (429, 500, 502, 503), codes=("overloaded_error",)),
    AnswerRule("rate_limited", (429,)),
    AnswerRule("overloaded", (498, 503, 529)),
    AnswerRule("server_error", tuple(range(500, 600))),
)  # fmt: skip
