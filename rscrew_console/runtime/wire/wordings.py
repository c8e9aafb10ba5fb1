"""How servers say why they refuse a call: patterns of their words, and their error codes.

Each is met in public documentation or issue threads of the servers named beside it. They are
compared with the first 4,000 letters of the message, in lower case.
"""

from __future__ import annotations

import re

from rscrew_console.providers.health.answer import VendorError
from rscrew_console.providers.health.credit import says_no_credit

__all__ = ["CONTEXT_CODES", "missing_ability", "says_no_credit", "says_too_long"]

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
    r"exceed(s|ed)? max(imum)? (message|prompt|input) (tokens|length)",  # Doubao
    r"tokens in (the|your) (prompt|input|request)[^.]{0,30}\bexceed",  # Triton, Azure
    r"input_tokens?\b[^.]{0,20}\btoo large|token limit exceeded[^.]{0,30}\b(prompt|input)",
    r"longer than (this|the) model (supports|allows|takes)",
    r"max(imum)? input (characters|length)",  # Qianfan
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

_TOOLS = _any_of(
    r"(not|n't|no|without)[^.]{0,60}\b(tools?|function)[ _-]?(use|calls?|calling|choice)?s?\b",
    r"\b(tools?|function)[ _-]?(use|calls?|calling|choice)?s?\b[^.]{0,60}"
    r"\b(not|n't|un)[ ]?(be |been |currently |yet )?(support|available|allowed|enabled|implement)",
    r"\b(tools?|function)[ _-]?(use|calls?|calling|choice)?s?\b (is|are|has been) disabled",
    r"unsupported[^.]{0,30}\b(tools?|function)",
    r"tool[- _]?choice[^.]{0,20}requires",  # vLLM
    r"`?tools?`? (is|are) unsupported",
)
_PICTURES = _any_of(
    r"(not|n't|no)[^.]{0,60}\b(image|vision|multi-?modal|visual|picture)",
    r"\b(images?|vision|multi-?modal|image_url)\b[^.]{0,60}"
    r"\b(not|n't|un)[ ]?(be |been |currently |yet )?(support|allowed|avail|accept)",
    r"image_url[^.]{0,20}only supported",  # OpenAI
    r"missing data required for image",  # Ollama
    r"unknown variant `?image_url|image_url[^.]{0,40}(expected|invalid|not permitted)",
    r"content( must be a|.{0,30}valid) string|should be a valid string",
    r"text[- ]only|unsupported content",
    r"at most 0 image",  # vLLM
)
_SHAPES = _any_of(
    r"response_format|json_schema|json[_ ]?(mode|object)|structured[_ ]output|output_config",
)
_NOT_ABLE = re.compile(
    r"not|n't|unsupported|unavailable|no endpoints|only|invalid|unknown|unrecognized|extra inputs"
)


def says_too_long(vendor_error: VendorError) -> bool:
    """Whether the prompt does not fit into the model's context window."""
    message = _read(vendor_error)
    if _NOT_CONTEXT.search(message):
        return False
    return bool(vendor_error.codes & CONTEXT_CODES) or _CONTEXT.search(message) is not None


def missing_ability(vendor_error: VendorError, *, tools: bool, pictures: bool, shape: bool) -> str:
    """Which of the things that a request has the model cannot do; empty where nothing is said."""
    message = _read(vendor_error)
    if tools and _TOOLS.search(message):
        return "the model takes no tools"
    if pictures and _PICTURES.search(message):
        return "the model takes no images"
    if shape and _SHAPES.search(message) and _NOT_ABLE.search(message):
        return "the model does not answer in the wanted format"
    return ""


def _read(vendor_error: VendorError) -> str:
    return vendor_error.message[:_MOST_READ].lower()
