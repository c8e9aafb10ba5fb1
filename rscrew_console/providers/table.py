"""Every kind of provider that is known: one entry each, and nothing else to do for a new one.

What an entry says of a vendor's answers is cited where it stands. The order is that in which a
model, a key variable or a provider's name is compared with them.
"""

from __future__ import annotations

from rscrew_console.providers import calls, readers
from rscrew_console.providers.kind import AnswerRule, Auth, Kind, VendorApi

_REGION_HINT = "the vendor does not serve where you are; a proxy elsewhere may help"

OPENROUTER = Kind(
    "openrouter", "OpenRouter", ("OPENROUTER_API_KEY",), ("openrouter/", "openrouter:"),
    words=("openrouter",),
    # Variants that choose how a model is served: https://openrouter.ai/docs/model-variants
    suffixes=(":nitro", ":floor", ":online", ":exacto"),
    key_example="sk-or-...",
    talk=VendorApi(
        "https://openrouter.ai/api/v1",
        # The list is public: it says the same with any key, and nothing of the key.
        # https://github.com/trufflesecurity/trufflehog pkg/detectors/openrouter asks /key.
        proof="/key", account=readers.openrouter_account,
        listing="/models", read=readers.openai_like,
        call=calls.CHAT,
        hosts=("openrouter.ai",),
        keys_page="https://openrouter.ai/settings/keys",
        billing_page="https://openrouter.ai/settings/credits",
    ),
)  # fmt: skip

BEDROCK = Kind(
    "bedrock", "Amazon Bedrock", (), ("bedrock/", "amazon-bedrock/", "bedrock:"),
    words=("bedrock",),
    unverifiable="Amazon Bedrock wants requests signed with AWS credentials, which is not done"
    " here; `aws bedrock list-foundation-models` tells",
)  # fmt: skip

VERTEX = Kind(
    "vertex", "Google Vertex AI", (),
    ("vertex_ai/", "vertex_ai_beta/", "google-vertex/", "google-vertex:", "google-cloud:"),
    accepted=2,
    words=("vertex", "vertexai"),
    unverifiable="Vertex AI wants an access token made from Google Cloud credentials, which is"
    " not done here; `gcloud ai models list` tells",
)  # fmt: skip

ANTHROPIC = Kind(
    "anthropic", "Anthropic", ("ANTHROPIC_API_KEY",), ("anthropic/", "anthropic:"), bare=True,
    # Claude Code's names for the newest of each family; see docs.rs/claude-codes, ClaudeModel.
    aliases=(
        ("sonnet", "claude-sonnet-5-5"), ("opus", "claude-opus-5-5"), ("haiku", "claude-haiku-5-5"),
        ("opusplan", "claude-opus-5-5"),
    ),
    suffixes=("[1m]",),
    models=("claude*",), words=("anthropic", "claude"), key_example="sk-ant-...",
    talk=VendorApi(
        "https://api.anthropic.com",
        listing="/v1/models?limit=1000", read=readers.anthropic, page="after_id",
        single="/v1/models/{id}", call=calls.MESSAGES,
        auth=Auth("x-api-key"), headers=(("anthropic-version", "2023-06-01"),),
        surplus=("/v1",), hosts=("api.anthropic.com",),
        rules=(
            # Both come as 400 invalid_request_error: BerriAI/litellm and others quote them whole.
            AnswerRule("no_credit", (400, 403), words=("credit balance is too low",)),
            AnswerRule(
                "no_credit", (400, 403, 429),
                words=("your specified api usage limits", "workspace api usage limits"),
                hint="raise the spending limit",
            ),
            AnswerRule("no_credit", codes=("billing_error",)),
            # 403 {"type": "forbidden", "message": "Request not allowed"}: by place or network.
            AnswerRule("unreachable", (403,), codes=("forbidden",), hint=_REGION_HINT),
        ),
        keys_page="https://platform.claude.com/settings/keys",
        billing_page="https://platform.claude.com/settings/billing",
    ),
)  # fmt: skip

AZURE = Kind(
    "azure", "Azure OpenAI", ("AZURE_API_KEY", "AZURE_OPENAI_API_KEY"), ("azure/", "azure:"),
    words=("azure",),
    talk=VendorApi(
        listing="/openai/models?api-version={api_version}", read=readers.openai_like,
        call=calls.DEPLOYMENT,
        auth=Auth("api-key"), surplus=("/openai/v1", "/openai"),
        hosts=("*.openai.azure.com", "*.cognitiveservices.azure.com", "*.services.ai.azure.com"),
        base_variables=("AZURE_API_BASE", "AZURE_OPENAI_ENDPOINT", "AZURE_ENDPOINT"),
        unproved="Azure lists its base models, not the deployments that are called",
        rules=(AnswerRule("unreachable", (403,), words=("firewall", "virtual network")),),
        keys_page="https://portal.azure.com",
    ),
)  # fmt: skip

OPENAI = Kind(
    "openai", "OpenAI", ("OPENAI_API_KEY",),
    ("openai/", "openai:", "openai-chat:", "openai-responses:"), bare=True,
    models=("gpt-*", "o1*", "o3*", "o4*", "chatgpt*"), words=("openai", "gpt", "chatgpt"),
    key_example="sk-...",
    talk=VendorApi(
        "https://api.openai.com/v1",
        listing="/models", read=readers.openai_like, single="/models/{id}",
        call=calls.NEWER_CHAT,
        hosts=("api.openai.com", "*.api.openai.com"),
        rules=(
            # A key that may call models need not be allowed to list them; the 401 or 403 has
            # "Missing scopes: api.model.read" and at times the code insufficient_scope.
            AnswerRule("restricted_key", (401, 403), codes=("insufficient_scope", "missing_scope")),
            AnswerRule("restricted_key", (401, 403), words=("missing scopes",)),
            AnswerRule("restricted_key", (401, 403), words=("insufficient permissions",)),
            AnswerRule(
                "no_credit",
                codes=(
                    "insufficient_quota", "credit_balance_exhausted", "billing_not_active",
                    "billing_hard_limit_reached", "organization_spend_limit_exceeded",
                    "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
                ),
            ),
            AnswerRule(
                "unreachable", (403,), codes=("unsupported_country_region_territory",),
                hint=_REGION_HINT,
            ),
            AnswerRule("overloaded", codes=("server_is_overloaded",)),
        ),
        keys_page="https://platform.openai.com/api-keys",
        billing_page="https://platform.openai.com/settings/organization/billing",
    ),
)  # fmt: skip

GEMINI = Kind(
    "gemini", "Google Gemini", ("GEMINI_API_KEY", "GOOGLE_API_KEY"),
    ("gemini/", "google/", "google-gla:", "google:", "gemini:"),
    models=("gemini*", "models/gemini*"), words=("gemini", "google"), key_example="AIza...",
    routes=("openai/",),
    talk=VendorApi(
        "https://generativelanguage.googleapis.com",
        listing="/v1beta/models?pageSize=1000", read=readers.gemini, page="pageToken",
        single="/v1beta/models/{id}", call=calls.GENERATE,
        # In a header: as `?key=` it would stand in every log on the way.
        auth=Auth("x-goog-api-key"), surplus=("/v1beta/openai", "/v1beta", "/v1"),
        hosts=("generativelanguage.googleapis.com",),
        rules=(
            AnswerRule("invalid_key", codes=("api_key_invalid", "consumer_suspended")),
            AnswerRule("invalid_key", (400, 403), words=(
                "api key not valid", "api key expired", "reported as leaked",
                "unregistered callers",
            )),
            AnswerRule("no_credit", (400, 402, 403, 429),
             words=("prepayment credits are depleted",)),
            AnswerRule("no_credit", codes=("billing_disabled",)),
            AnswerRule("unreachable", (400,), words=("location is not supported",),
             hint=_REGION_HINT),
            AnswerRule("no_credit", (400,), ("failed_precondition",), ("billing",)),
        ),
        keys_page="https://aistudio.google.com/apikey",
        billing_page="https://ai.studio/projects",
    ),
)  # fmt: skip

TOGETHER = Kind(
    "together", "Together AI", ("TOGETHER_API_KEY", "TOGETHERAI_API_KEY"),
    ("together_ai/", "together/", "togetherai/", "together:"), words=("together", "togetherai"),
    talk=VendorApi(
        "https://api.together.xyz/v1",
        listing="/models", read=readers.openai_like, call=calls.CHAT,
        hosts=("api.together.xyz", "api.together.ai"),
        keys_page="https://api.together.ai/settings/api-keys",
        billing_page="https://api.together.ai/settings/billing",
    ),
)  # fmt: skip

DEEPSEEK = Kind(
    "deepseek", "DeepSeek", ("DEEPSEEK_API_KEY",), ("deepseek/", "deepseek:"),
    models=("deepseek*",), words=("deepseek",), key_example="sk-...",
    routes=("openai/",),
    talk=VendorApi(
        "https://api.deepseek.com",
        listing="/models", read=readers.openai_like,
        balance="/user/balance", account=readers.deepseek_account,
        call=calls.CHAT,
        hosts=("api.deepseek.com",),
        keys_page="https://platform.deepseek.com/api_keys",
        billing_page="https://platform.deepseek.com/top_up",
    ),
)  # fmt: skip

MISTRAL = Kind(
    "mistral", "Mistral AI", ("MISTRAL_API_KEY",), ("mistral/", "mistral:"),
    models=("mistral*", "codestral*"), words=("mistral", "codestral"),
    routes=("openai/",),
    talk=VendorApi(
        "https://api.mistral.ai/v1",
        listing="/models", read=readers.openai_like, call=calls.CHAT,
        hosts=("api.mistral.ai", "codestral.mistral.ai"),
        keys_page="https://console.mistral.ai/api-keys",
        billing_page="https://console.mistral.ai/billing",
    ),
)  # fmt: skip

GROQ = Kind(
    "groq", "Groq", ("GROQ_API_KEY",), ("groq/", "groq:"), words=("groq",), key_example="gsk_...",
    talk=VendorApi(
        "https://api.groq.com/openai/v1",
        listing="/models", read=readers.openai_like, call=calls.NEWER_CHAT,
        hosts=("api.groq.com",),
        rules=(AnswerRule("invalid_key", codes=("organization_restricted",)),),
        keys_page="https://console.groq.com/keys",
        billing_page="https://console.groq.com/settings/billing",
    ),
)  # fmt: skip

XAI = Kind(
    "xai", "xAI", ("XAI_API_KEY",), ("xai/", "xai:", "grok:"),
    models=("grok*",), words=("xai", "grok"),
    key_example="xai-...",
    routes=("openai/",),
    talk=VendorApi(
        "https://api.x.ai/v1",
        # https://github.com/trufflesecurity/trufflehog pkg/detectors/xai asks the same.
        proof="/api-key", account=readers.xai_account,
        listing="/models", read=readers.openai_like, call=calls.XAI_CHAT,
        hosts=("api.x.ai", "*.api.x.ai"),
        rules=(
            AnswerRule("no_credit", (403, 429), words=("available credits", "spending limit")),
            # 400 {"code": "invalid-argument", "error": "Incorrect API key provided: …"}
            AnswerRule("invalid_key", (400,)),
            AnswerRule("invalid_key", (403,), words=("blocked", "disabled")),
        ),
        keys_page="https://console.x.ai", billing_page="https://console.x.ai",
    ),
)  # fmt: skip

CEREBRAS = Kind(
    "cerebras", "Cerebras", ("CEREBRAS_API_KEY",), ("cerebras/", "cerebras:"), words=("cerebras",),
    key_example="csk-...",
    routes=("openai/",),
    talk=VendorApi(
        # https://inference-docs.cerebras.ai/api-reference/models/list-models
        "https://api.cerebras.ai/v1",
        listing="/models", read=readers.openai_like, call=calls.NEWER_CHAT,
        hosts=("api.cerebras.ai",),
        rules=(
            # 403 {"detail": "Not authenticated"} is what who sends no key at all is told.
            AnswerRule("invalid_key", (403,), words=("not authenticated",)),
            AnswerRule("overloaded", (429,), codes=("queue_exceeded",)),
        ),
        keys_page="https://cloud.cerebras.ai", billing_page="https://cloud.cerebras.ai",
    ),
)  # fmt: skip

OLLAMA = Kind(
    "ollama", "Ollama", (), ("ollama/", "ollama_chat/", "ollama:"), accepted=2, words=("ollama",),
    any_key=True,
    talk=VendorApi(
        "http://localhost:11434",
        listing="/api/tags", read=readers.ollama, call=calls.OLLAMA_CHAT,
        surplus=("/v1", "/api"), hosts=("ollama.com",),
        base_variables=("OLLAMA_API_BASE",),
    ),
)  # fmt: skip

OPENAI_COMPATIBLE = Kind(
    "openai_compatible", "OpenAI-compatible server", bare=True,
    routes=("openai/", "hosted_vllm/", "lm_studio/", "litellm_proxy/", "llamafile/"),
    any_key=True,
    talk=VendorApi(
        listing="/models", read=readers.openai_like, single="/models/{id}", call=calls.CHAT,
        rules=(
            *(OPENAI.talk.rules if OPENAI.talk else ()),
            # A LiteLLM proxy: the budget of the key, the team or the user is spent.
            AnswerRule("no_credit", codes=("budget_exceeded",)),
        ),
    ),
)  # fmt: skip

TABLE = (
    OPENROUTER, BEDROCK, VERTEX, ANTHROPIC, AZURE, OPENAI, GEMINI, TOGETHER, DEEPSEEK, MISTRAL,
    GROQ, XAI, CEREBRAS, OLLAMA, OPENAI_COMPATIBLE,
)  # fmt: skip
