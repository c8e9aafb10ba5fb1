"""Whom to ask for a provider, and what keeps us from asking. No network."""

from typing import Any

from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import CallFailure, ModelRequest
from rscrew_console.runtime.wire.request_target import NO_KEY, RequestTarget, request_target_of
from tests.rows import each_row
from tests.runtime.wire.calling import HI

KEY = "sk-made-up-8Zq31LkVv0TtRmWx"


def order(
    key: str | None = KEY, base: str = "", parameters: Any = None, **fields: Any
) -> ModelRequest:
    provider = Provider(**{"name": "mine", **fields})
    return ModelRequest(provider, Secret(key) if key else None, HI, 30.0, parameters or {}, base)


def request_target(**given: Any) -> RequestTarget:
    found = request_target_of(order(**given))
    assert isinstance(found, RequestTarget), found
    return found


def refusal(**given: Any) -> CallFailure:
    found = request_target_of(order(**given))
    assert isinstance(found, CallFailure), found
    return found


@each_row(("fields", "model", "base"), [
    ({"model": "gpt-5-mini"}, "openai/gpt-5-mini", "https://api.openai.com/v1"),
    ({"model": "openai/gpt-5-mini"}, "openai/gpt-5-mini", "https://api.openai.com/v1"),
    ({"model": "claude-sonnet-5"}, "anthropic/claude-sonnet-5", "https://api.anthropic.com"),
    ({"model": "claude-sonnet-5", "base_url": "https://api.anthropic.com/v1/"},
     "anthropic/claude-sonnet-5", "https://api.anthropic.com"),
    ({"model": "gemini-3-flash"}, "gemini/gemini-3-flash",
     "https://generativelanguage.googleapis.com/v1beta"),
    ({"model": "models/gemini-3-flash"}, "gemini/gemini-3-flash",
     "https://generativelanguage.googleapis.com/v1beta"),
    ({"model": "openai/gemini-3-flash", "kind": "gemini",
      "base_url": "https://generativelanguage.googleapis.com/v1beta/openai"},
     "gemini/gemini-3-flash", "https://generativelanguage.googleapis.com/v1beta"),
    ({"model": "deepseek/deepseek-chat"}, "deepseek/deepseek-chat", "https://api.deepseek.com"),
    ({"model": "openrouter/anthropic/claude-x"}, "openrouter/anthropic/claude-x",
     "https://openrouter.ai/api/v1"),
    ({"model": "openrouter/auto"}, "openrouter/openrouter/auto", "https://openrouter.ai/api/v1"),
    ({"model": "groq/openai/gpt-oss-120b"}, "groq/openai/gpt-oss-120b",
     "https://api.groq.com/openai/v1"),
    ({"model": "together/meta/llama"}, "together_ai/meta/llama", "https://api.together.xyz/v1"),
    ({"model": "ollama/llama3"}, "ollama_chat/llama3", "http://localhost:11434"),
    ({"model": "ollama/llama3", "base_url": "http://127.0.0.1:9/v1"}, "ollama_chat/llama3",
     "http://127.0.0.1:9"),
    ({"model": "qwen", "base_url": "https://llm.example/v1"}, "openai/qwen",
     "https://llm.example/v1"),
    ({"model": "hosted_vllm/qwen", "base_url": "https://llm.example/v1"}, "hosted_vllm/qwen",
     "https://llm.example/v1"),
    ({"model": "gpt-5-mini", "base_url": "https://llm.example/v1", "api_key_env": "MINE"},
     "openai/gpt-5-mini", "https://llm.example/v1"),
    ({"model": "azure/mine", "base_url": "https://x.openai.azure.com/openai/v1"}, "azure/mine",
     "https://x.openai.azure.com"),
    # The protocol is that of the host.
    ({"model": "gpt-5-mini", "base_url": "https://openrouter.ai/api/v1",
      "api_key_env": "OPENROUTER_API_KEY"}, "openrouter/gpt-5-mini",
     "https://openrouter.ai/api/v1"),
    # Of a kind that only LiteLLM may know.
    ({"model": "fireworks_ai/qwen", "api_key_env": "FIREWORKS"}, "fireworks_ai/qwen", None),
    ({"model": "any", "kind": "unheard_of", "base_url": "https://llm.example/v1"}, "openai/any",
     "https://llm.example/v1"),
])  # fmt: skip
def test_models_and_their_addresses(fields: dict[str, str], model: str, base: str | None) -> None:
    found = request_target(**fields)
    if found.model.startswith("openrouter/gpt"):  # a model needs no vendor's name in front
        assert model == found.model
    assert (found.model, found.base) == (model, base)


def test_an_address_that_the_environment_says() -> None:
    assert request_target(model="azure/mine", base="https://x.openai.azure.com").base == (
        "https://x.openai.azure.com"
    )
    assert request_target(model="gpt-5-mini", base="https://elsewhere.example/v1").base == (
        "https://api.openai.com/v1"
    )


@each_row(("fields", "key"), [
    ({"model": "gpt-5-mini"}, KEY),
    ({"model": "fireworks_ai/qwen", "api_key_env": "FIREWORKS"}, KEY),
    ({"model": "ollama/llama3", "key": None}, NO_KEY),
    ({"model": "qwen", "base_url": "http://127.0.0.1:9/v1", "key": None}, NO_KEY),
    # Parts of credentials that LiteLLM finds itself.
    ({"model": "bedrock/claude", "api_key_env": "AWS_ACCESS_KEY_ID"}, None),
    ({"model": "vertex_ai/gemini-3", "api_key_env": "GOOGLE_APPLICATION_CREDENTIALS"}, None),
])  # fmt: skip
def test_keys(fields: dict[str, Any], key: str | None) -> None:
    found = request_target(**fields)
    assert found.key == key
    assert KEY not in repr(found)


@each_row(("given", "fault", "words"), [
    ({"model": "gpt-5-mini", "key": None}, "no_key", "OPENAI_API_KEY is not set; add "),
    ({"model": "gpt-5-mini", "key": "your-api-key-here"}, "placeholder_key", "a placeholder"),
    ({"model": "gpt-5-mini", "key": "sk-with a space"}, "invalid_key", "a letter that no key has"),
    ({"model": "gpt-5-mini", "key": "sk-with\nbreak"}, "invalid_key", "a letter that no key has"),
    ({"model": "claude-x", "api_key_env": "OPENAI_API_KEY"}, "no_key", "OpenAI's key"),
    ({"model": "qwen", "base_url": "http://llm.example/v1"}, "unreachable", "plain http://"),
    ({"model": "qwen", "base_url": "ftp://llm.example"}, "unreachable", "begins with https://"),
    ({"model": "any", "kind": "unheard_of", "base_url": "http://llm.example/v1"}, "unreachable",
     "plain http://"),
    ({"model": "azure/mine"}, "unreachable", "has no address of its own"),
])  # fmt: skip
def test_what_is_not_asked(given: dict[str, Any], fault: str, words: str) -> None:
    failure = refusal(**given)
    assert failure.fault == fault
    assert words in failure.detail
    assert failure.http_status is None


def test_plain_http_where_the_file_allows_it() -> None:
    found = request_target(model="qwen", base_url="http://llm.example/v1", allow_insecure=True)
    assert found.base == "http://llm.example/v1"
