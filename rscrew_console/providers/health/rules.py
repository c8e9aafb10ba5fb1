"""What an answer means for every vendor that does not say otherwise, as a table.

A 403 says that the key is good only where the vendor says that a right is missing. Everything else
that vendors, gateways and firewalls say with one comes first, or is taken as a plain refusal.
"""

from __future__ import annotations

import re

from rscrew_console.providers.kind import AnswerRule

_ACCOUNT = "the account is disabled"
_NO_ACCESS = "the account may not use the API"
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
_HOLDER = (
    r"\b(account|organi[sz]ation|workspace|project|tenant|team|user|consumer|customer|subscription)"
    r"s?\b"
)
_SHUT = (
    r"\b(disabled|suspended|deactivated|banned|terminated|archived|deleted|locked|closed"
    r"|under review|not active|inactive|restricted|denied access|cancell?ed)\b"
)
_HOLDER_IS_SHUT = re.compile(
    rf"{_HOLDER}[^.;]{{0,60}}{_SHUT}|access (was|has been) terminated|account does not have access"
    r"|violat(ion of|ed) our|用户已被封禁"
)
_KEY_IS_SHUT = re.compile(
    r"\b(key|token|credentials?)\b[^.;]{0,60}\b(disabled|revoked|expired|blocked|invalid|deleted"
    r"|not valid|leaked|malformed)\b"
    r"|\b(expired|revoked|disabled|invalid) (api[ -]|access |auth )?(key|token)"
    r"|signature has expired|validate credentials|could not be validated|bad-credentials"
    r"|令牌已过期|无效的令牌"
)
_HOLDER_HAS_NO_ACCESS = re.compile(
    rf"{_HOLDER} (does not|doesn't|do not|don't) have (the )?(permissions?|access|right)"
    r" (to (access|use|call) )?(to )?(the|this|our) (\w+ )?apis?\b(?! (endpoint|route|method))"
    rf"|{_HOLDER} (is|are) not (permitted|allowed|authorized) to (access|use|call)"
    r" (the|this|our) (\w+ )?apis?\b(?! (endpoint|route|method))"
)
_SCOPE_IS_MISSING = re.compile(
    r"\b(missing|lacks?|insufficient|requires?|required|need(s|ed)?|without|not have|not meet)\b"
    r"[^.;]{0,40}\b(scopes?|permissions?|privileges?|acls?|data action|role)\b"
    r"|\b(scopes?|permissions?|privileges?|role)\b[^.;]{0,40}"
    r"\b(missing|lacking|insufficient|required|needed)\b"
    r"|sufficient permissions|this key may not|restricted api key"
    r"|not (authorized|allowed|permitted) to (list|call this route|access this (route|endpoint)"
    r"|perform: )|not have access to (the|this) (/\S+ )?(endpoint|route)|key's acls"
)
_MODEL_IS_DENIED = re.compile(
    r"access to (the )?model\b|must be verified to use the model|not allowed to access model"
    r"|not allowed to sample from this model|can only access models|access to this model"
    r"|model is blocked|not activated the model|无权访问模型"
)

RULES = (
    AnswerRule("no_credit", (402,)),
    AnswerRule("model_not_found", (400, 403, 404), codes=("model_not_found", "modelnotopen")),
    AnswerRule(
        "model_not_found", (401, 403),
        codes=("model_permission_blocked_project", "model_permission_blocked_org",
               "key_model_access_denied", "team_model_access_denied", "model_access_denied",
               "model.accessdenied", "no_access"),
    ),
    AnswerRule("model_not_found", (401, 403), pattern=_MODEL_IS_DENIED),
    # The account
    AnswerRule(
        "invalid_key", (400, 401, 403), detail=_ACCOUNT, hint=_SUPPORT,
        codes=("account_deactivated", "account_suspended", "organization_deactivated",
               "consumer_suspended", "user_deactivated", "oauth_org_not_allowed",
               "readonlydisabledsubscription", "organization_restricted", "account_disabled",
               "access_terminated", "project_archived", "not_authorized_invalid_project"),
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
    AnswerRule("invalid_key", (401, 403, 412), codes=("user_project_denied",),
               detail=_PROJECT, hint=_ENABLE),
    # The service
    AnswerRule(
        "invalid_key", (403,), codes=("service_disabled", "consumer_invalid"),
        detail=_PROJECT, hint=_ENABLE,
    ),
    AnswerRule(
        "invalid_key", (403,), detail=_PROJECT, hint=_ENABLE,
        words=("has not been used in project", "api not enabled", "is not enabled",
               "not been enabled", "it is disabled", "api is disabled", "service is disabled",
               "service disabled", "service has been disabled"),
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
    AnswerRule("unreachable", (403,), codes=("security_policy_violated",), hint=_NETWORK),
    AnswerRule(
        "unreachable", (403,), hint=_NETWORK,
        words=("firewall", "virtual network", "private endpoint", "public access is disabled",
               "public network access", "network rule", "cloudflare", "request not allowed",
               "blocked by", "network settings", "network policy", "access denied by", "waf ",
               "organization's policy", "corporate policy", "security policy", "not in allowlist",
               "you have been blocked", "web application firewall"),
    ),
    # The key, where it is said to be the reason
    AnswerRule("invalid_key", (403,), pattern=_KEY_IS_SHUT),
    # The account again, by words that also stand in the sentences above
    AnswerRule("invalid_key", (403,), pattern=_HOLDER_IS_SHUT, detail=_ACCOUNT, hint=_SUPPORT),
    AnswerRule("invalid_key", _REFUSED, pattern=_HOLDER_HAS_NO_ACCESS,
               detail=_NO_ACCESS, hint=_SUPPORT),
    # A missing right: the key itself is real.
    AnswerRule(
        "restricted_key", _REFUSED,
        codes=("insufficient_scope", "missing_scope", "insufficient_permissions",
               "access_token_scope_insufficient"),
    ),
    AnswerRule("restricted_key", _REFUSED, pattern=_SCOPE_IS_MISSING),
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
               "invalid authentication", "incorrect api key", "missing api key", "no api key",
               "missing authentication", "authentication failed", "authentication error",
               "authentication fails", "authorization failed", "wrong api key",
               "unregistered callers", "reported as leaked", "token has been", "bad credentials"),
    ),
    # The moment. 498 is Groq's and 529 Anthropic's and Together's word for it.
    AnswerRule("overloaded", (429, 500, 502, 503), codes=("overloaded_error",)),
    AnswerRule("rate_limited", (429,)),
    AnswerRule("overloaded", (498, 503, 529)),
    AnswerRule("server_error", tuple(range(500, 600))),
)  # fmt: skip
