"""What servers' words mean: too long, no credit, not able, a parameter refused."""

import pytest

from rscrew_console.providers.health.answer import VendorError
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import Adjustment, ModelRequest
from rscrew_console.runtime.wire.refusing import adjustment_for
from rscrew_console.runtime.wire.wordings import missing_ability, says_no_credit, says_too_long
from tests.rows import each_row


@each_row("message", [
    "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens",
    "prompt is too long: 208310 tokens > 200000 maximum",
    "The input token count (1200293) exceeds the maximum number of tokens allowed (1048576).",
    "Input is too long for requested model.",  # Bedrock
    "too many tokens: total number of tokens in the prompt cannot exceed 4081",  # Cohere
    "`inputs` tokens + `max_new_tokens` must be <= 4096. Given: 9000 `inputs` tokens",  # TGI
    "the request exceeds the available context size, try increasing it",  # llama.cpp
    "prompt too long; exceeded max context length by 12 tokens",  # Ollama
    "Your request exceeded model token limit: 262144 (requested: 270000)",  # Moonshot
    "The decoder prompt (length 9000) is longer than the maximum model length of 8192",  # vLLM
    "invalid params, context window exceeds limit (2013)",  # MiniMax
    "This endpoint's maximum context length is 32768 tokens.",  # OpenRouter
    "prompt token count of 130000 exceeds the limit of 128000",  # Copilot
    "Please reduce the length of the messages or completion.",  # Groq
    "Total tokens of image and text exceed max message tokens",  # Doubao
    "The number of tokens in the prompt (40000) exceeds the maximum of 32768",
    "the input is longer than this model supports",
    "Token limit exceeded: the prompt of 50000 tokens does not fit",
    "the max input characters is 202745",  # Qianfan
    "input_tokens 9000 too large, maximum 8192",
])  # fmt: skip
def test_too_long(message: str) -> None:
    assert says_too_long(VendorError(message))


@each_row("message", [
    "Rate limit reached: Limit 30000 tokens per minute, requested 40000. Reduce your prompt",
    "Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 40000.",
    "max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens",
    "max_tokens is too large: 200000. This model supports at most 16384 completion tokens",
    "The model is overloaded.", "Invalid value for temperature", "",
    "image exceeds 5 MB maximum: 7000000 bytes > 5242880 bytes",
    "Invalid 'messages[0].name': string too long. Expected a maximum length of 64",
])  # fmt: skip
def test_not_too_long(message: str) -> None:
    assert not says_too_long(VendorError(message))


@each_row(("message", "code"), [
    ("Access denied, please make sure your account is in good standing.", "arrearage"),
    ("Your credit balance is too low to access the API.", ""),
    ("Insufficient balance or no resource package. Please recharge.", "1113"),
    ("Budget has been exceeded! Current cost: 10, Max budget: 5", ""),
    ("ExceededBudget: User has exceeded their budget", ""),
    ("Billing hard limit has been reached", ""),
    ("You exceeded your current quota, please check your plan and billing details.", ""),
    ("You have run out of credits", ""), ("x", "insufficient_quota"),
    ("Your account org-1 is suspended, please check your plan and billing details", ""),  # Moonshot
    ("You have used up your free quota. Please upgrade.", ""),
    ("Free allocated quota exceeded.", ""),  # DashScope
    ("You have exceeded your monthly included credits for Inference Providers.", ""),
    ("You have reached your specified API usage limits. You will regain access on 2026-12-01.", ""),
])  # fmt: skip
def test_no_credit(message: str, code: str) -> None:
    assert says_no_credit(VendorError(message, frozenset({code})))


@each_row(("message", "code"), [
    ("Rate limit reached for requests", "rate_limit_exceeded"),
    ("You exceeded your current quota, please check your plan and billing details.",
     "resource_exhausted"),
    ("Quota exceeded: 10 requests per minute; see billing", ""), ("", ""),
    ("Allocated quota exceeded, please increase your quota limit.", ""),  # DashScope, of a pace
    ("Resource has been exhausted (e.g. check quota).", ""),
])  # fmt: skip
def test_a_pace_is_no_credit(message: str, code: str) -> None:
    assert not says_no_credit(VendorError(message, frozenset({code})))


@each_row(("message", "lacking"), [
    ("registry.ollama.ai/library/tiny:latest does not support tools", "tools"),
    ("No endpoints found that support tool use.", "tools"),
    ('"auto" tool choice requires --enable-auto-tool-choice to be set', "tools"),
    ("unknown variant `image_url`, expected `text`", "images"),
    ("This model does not support image input", "images"),
    ("No endpoints found that support image input", "images"),
    ("This response_format type is unavailable now", "format"),
    ("`tools` is not currently supported by this model", "tools"),
    ("Tools are disabled for this endpoint", "tools"),
    ("Invalid content type. image_url is only supported by certain models.", "images"),
    ("this model is missing data required for image input", "images"),
    ("images are unsupported", "images"),
    ("messages.0.user.content: Input should be a valid string", "images"),
    ("Something else", ""),
])  # fmt: skip
def test_missing_abilities(message: str, lacking: str) -> None:
    said = VendorError(message)
    found = missing_ability(said, tools=True, pictures=True, shape=True)
    assert (lacking in found) if lacking else not found
    assert missing_ability(said, tools=False, pictures=False, shape=False) == ""


@each_row(("message", "expected"), [
    ("Unsupported value: 'temperature' does not support 0.2 with this model.",
     Adjustment("temperature")),
    ("temperature must be less than or equal to 1", Adjustment("temperature", value=1.0)),
    ("`temperature` and `top_p` cannot both be specified for this model.", Adjustment("top_p")),
    ("'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
     Adjustment("max_tokens", send_as="max_completion_tokens")),
    ("max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens",
     Adjustment("max_tokens", value=64000)),
    ("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]",
     Adjustment("max_tokens", value=8192)),
    ("'max_tokens' is too large: 200000. Your request has 12 input tokens (200000 > 8192 - 12).",
     Adjustment("max_tokens", value=8180)),
    ("a maxOutputTokens of 200000, but the range is from 1 (inclusive) to 65537 (exclusive).",
     Adjustment("max_tokens", value=65536)),
    ("Unknown parameter: stream_options", Adjustment("stream_options")),
    ("messages: at least one message is required", None),
])  # fmt: skip
def test_refused_parameters(message: str, expected: Adjustment | None) -> None:
    provider = Provider("mine", "m", temperature=1.5, top_p=0.9, max_tokens=200000)
    request = ModelRequest(provider, None, (), 20.0)
    assert adjustment_for(request, VendorError(message), {}, stream=True) == expected


def test_what_the_caller_says_is_the_caller_s() -> None:
    request = ModelRequest(Provider("mine", "m"), None, (), 20.0, {"temperature": 3})
    said = VendorError("temperature must be less than or equal to 1")
    assert adjustment_for(request, said, {}, stream=False) is None


@pytest.mark.parametrize(("message", "expected"), [
    ("'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
     Adjustment("max_tokens", send_as="max_completion_tokens")),
    ("max_tokens: 200000 > 64000, which is the maximum allowed number of output tokens", None),
])  # fmt: skip
def test_a_limit_of_the_caller_s_has_another_name_but_no_other_value(
    message: str, expected: Adjustment | None
) -> None:
    request = ModelRequest(Provider("mine", "m"), None, (), 20.0, {"max_tokens": 200_000})
    assert adjustment_for(request, VendorError(message), {}, stream=False) == expected


@pytest.mark.parametrize("message", [
    "messages.1.content.0: Invalid `signature` in `thinking` block",
    "messages.1.content.0: `thinking` blocks in the latest assistant message cannot be modified",
])  # fmt: skip
def test_thoughts_that_are_refused_are_not_sent_again(message: str) -> None:
    asked = {"role": "assistant", "thinking_blocks": [{"type": "thinking"}]}
    provider = Provider("mine", "claude-opus-5")
    request = ModelRequest(provider, None, (asked,), 20.0, {"reasoning_effort": "high"})
    said = VendorError(message)
    assert adjustment_for(request, said, {}, stream=False) == Adjustment("thinking_blocks")


def test_what_was_put_right_once_is_not_put_right_again() -> None:
    provider = Provider("mine", "m", temperature=1.5)
    request = ModelRequest(provider, None, (), 20.0, adjustments=(Adjustment("temperature"),))
    assert adjustment_for(request, VendorError("bad temperature"), {}, stream=False) is None
