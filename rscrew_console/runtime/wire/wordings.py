"""How servers say why they refuse a call: patterns of their words, and their error codes.

Each is met in public documentation or issue threads of the servers named beside it. They are
compared with the first 4,000 letters of the message, in lower case.
"""

from __future__ import annotations

import re

from rscrew_console.providers.health.answer import VendorError

_MOST_READ = 4000


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


CONTEXT_CODES = frozenset(
    {
        "context_length_exceeded", "exceed_context_size_error", "context_window_exceeded",
        "contextwindowexceedederror", "model_context_window_exceeded", "string_above_max_length",
        "request_too_large", "input_too_long", "prompt_too_long",
    }
)  # fmt: skip
_CONTEXT = _any_of(
    # OpenAI, DeepSeek, vLLM, OpenRouter, Mistral, SGLang, LM Studio, llama.cpp, Anthropic, MiniMax
    r"context[ _-]?(length|window|size|limit)",
    r"maximum context|max(imum)? (prompt|model|input|sequence) length|max_model_len",
    r"contextwindowexceeded",  # a LiteLLM proxy
    # Anthropic, Fireworks, Perplexity, Bedrock, Ollama, Vertex
    r"(prompt|input|request|messages?|conversation|content|text|query)\b[^.]{0,60}?"
    r"\b(is|are|was|were)?\s*too (long|large|many tokens|big)",
    r"too many (input |prompt )?tokens(?! per)",  # Cohere
    r"prompt contains \d+ tokens",  # Mistral
    r"number of tokens in the prompt cannot exceed",  # Cohere
    r"(input|prompt|request)[^.]{0,60}\btokens?[^.]{0,40}\bexceed",  # Gemini, OpenAI, Copilot
    r"exceed(s|ed|ing)?\b[^.]{0,60}\b(context|token limit|maximum (number of )?(input )?tokens)",
    r"exceeds? (the )?max(imum)? length",  # GLM
    r"exceed(s|ed)? model token limit",  # Moonshot
    r"tokens exceed the configured limit",  # OpenAI
    r"tokens? \+ `?max_(new_)?tokens`?[^.]{0,20}(must be|exceed)",  # TGI, Together
    r"must have less than \d+ tokens",  # Hugging Face
    r"range of input length",  # DashScope
    r"reduce (the|your)( total)? (length|size|number of tokens|prompt|input|messages?|tokens)",
    r"current length is \d+ while limit is",  # Cerebras
    r"longer than the (model'?s )?(context|maximum)",  # vLLM, SGLang
    r"maximum (number of )?(allowed )?(input |prompt )?tokens",
)  # fmt: skip
_NOT_CONTEXT = _any_of(
    r"tokens? per (minute|min|day|hour|second)|\btpm\b|\btpd\b|rate[ _-]?limit",
    r"(?<!\+ )(?<!\+ `)max_(completion_|output_|new_)?tokens['`\"]*"
    r"( or '?max_completion_tokens'?)?:? ?"
    r"(\(?\d+\)? )?(is too large|exceeds|must be|cannot|should|> |\d+ >)",
    r"maximum (allowed )?(number of )?(output|completion) tokens",
    r"(at most|up to) \d+ (output|completion) tokens",
    r"string too long",  # OpenAI, of a name or an id
)

CREDIT_CODES = frozenset(
    {
        "insufficient_quota", "credit_balance_exhausted", "billing_not_active",
        "billing_hard_limit_reached", "budget_exceeded", "budgetexceedederror", "arrearage",
        "insufficient_balance", "insufficient_credits", "insufficient_funds", "payment_required",
        "exceeded_current_quota_error", "allocationquota.freetieronly", "accountoverdueerror",
        "billing_error", "billing_disabled", "quota_exhausted", "credits_exhausted",
        "insufficient_user_quota", "pre_consume_token_quota_failed", "1113", "1008",
    }
)  # fmt: skip
_CREDIT = _any_of(
    r"insufficient[ _](account )?(balance|funds?|credits?|quota)",
    r"(not enough|no( more| remaining)?|run out of|out of|exhausted|used (up )?all|depleted)"
    r"[^.]{0,30}\b(credits?|balance|funds|prepaid)",
    r"(credits?|balance|funds)\b[^.]{0,40}\b(too low|exhausted|depleted|insufficient|negative"
    r"|used up|run out|expired)",
    r"(please )?(recharge|top[ -]?up)\b",
    r"arrear|in good standing|overdue|payment required|unpaid",
    r"billing (hard )?limit|spend(ing)? (limit|cap)|credit limit|usage limit reached for your plan",
    r"budget[^.]{0,20}exceeded|exceed(ed|s)?[^.]{0,20}budget|over budget",
    r"exceeded your current quota, please check your plan and billing",
    r"quota[^.]{0,40}\bbilling\b|billing[^.]{0,30}\b(disabled|not active|inactive|required)",
    r"free (tier|quota|trial)[^.]{0,30}(exhausted|expired|used up|ended|over)",
    r"余额不足|欠费",
)
_PER_TIME = re.compile(r"per (minute|second|min|hour)|\b(rpm|tpm|rps)\b")

_TOOLS = _any_of(
    r"(not|n't|no|without)[^.]{0,60}\b(tools?|function)[ _-]?(use|calls?|calling|choice)?s?\b",
    r"\b(tools?|function)[ _-]?(use|calls?|calling|choice)?s?\b[^.]{0,60}"
    r"\b(not|n't|un)[ ]?(be )?(support|available|allowed|enabled|implement)",
    r"unsupported[^.]{0,30}\b(tools?|function)",
    r"tool[- _]?choice[^.]{0,20}requires",  # vLLM
    r"`?tools?`? (is|are) unsupported",
)
_PICTURES = _any_of(
    r"(not|n't|no)[^.]{0,60}\b(image|vision|multi-?modal|visual|picture)",
    r"\b(image|vision|multi-?modal|image_url)\b[^.]{0,60}\b(not|n't|un)[ ]?(support|allowed|avail)",
    r"unknown variant `?image_url|image_url[^.]{0,40}(expected|invalid|not permitted)",
    r"content( must be a|.{0,30}valid) string|text[- ]only|unsupported content",
    r"at most 0 image",  # vLLM
)
_SHAPES = _any_of(
    r"response_format|json_schema|json[_ ]?(mode|object)|structured[_ ]output|output_config",
)
_NOT_ABLE = re.compile(
    r"not|n't|unsupported|unavailable|no endpoints|only|invalid|unknown|unrecognized|extra inputs"
)


def says_too_long(said: VendorError) -> bool:
    """Whether the prompt does not fit into the model's context window."""
    message = _read(said)
    if _NOT_CONTEXT.search(message):
        return False
    return bool(said.codes & CONTEXT_CODES) or _CONTEXT.search(message) is not None


def says_no_credit(said: VendorError) -> bool:
    """Whether the account, not the pace, is what is exhausted."""
    message = _read(said)
    if said.codes & CREDIT_CODES:
        return True
    if _PER_TIME.search(message):
        return False
    if "resource_exhausted" in said.codes and "prepayment" not in message:
        return False  # Gemini says so of every pace that is too quick
    return _CREDIT.search(message) is not None


def missing_ability(said: VendorError, *, tools: bool, pictures: bool, shape: bool) -> str:
    """Which of the things that a request has the model cannot do; empty where nothing is said."""
    message = _read(said)
    if tools and _TOOLS.search(message):
        return "the model takes no tools"
    if pictures and _PICTURES.search(message):
        return "the model takes no images"
    if shape and _SHAPES.search(message) and _NOT_ABLE.search(message):
        return "the model does not answer in the wanted format"
    return ""


def _read(said: VendorError) -> str:
    return said.message[:_MOST_READ].lower()
