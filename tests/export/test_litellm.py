"""`export litellm`, the pure part: what of the file the proxy is told, and how."""

from typing import Any

import pytest
import yaml

from rscrew_console.export.litellm import ProxyConfig, proxy_config
from rscrew_console.export.text import MARK, proxy_text
from tests.dialects.crews import crew
from tests.rows import each_row

AGENTS = "\nagent_assignments:\n  writer: {primary: p}\n"
TWO = """\
global_settings: {SETTINGS}
providers:
  claude: {model: claude-sonnet-5-5}
  openai: {model: gpt-6-luna}
  gemini: {model: gemini/gemini-3.8-flash}
agent_assignments:
  writer: {primary: claude, secondary: openai, tertiary: gemini}
  coder: {primary: openai, secondary: claude, fallback_on: [context_window]}
  alone: {primary: gemini}
"""

FULL = (
    "model: deepseek-flash, temperature: 0.2, top_p: 0.9, max_tokens: 500, timeout: 20.0,"
    " rate_limit: 30, price: {input: 2, output: 10}"
)


def exported(
    text: str, env: dict[str, str] | None = None, *, retries: int = 3, fallback: bool = True
) -> ProxyConfig:
    _doc, roster = crew(text)
    return proxy_config(roster, env or {}, retries=retries, fallback=fallback)


def two(settings: str = "", **more: Any) -> ProxyConfig:
    return exported(TWO.replace("SETTINGS", settings), **more)


def params_of(provider: str) -> dict[str, Any]:
    """What the proxy is told of a provider that is the only one."""
    (entry,) = exported(f"providers:\n  p: {{{provider}}}{AGENTS}").data["model_list"]
    params: dict[str, Any] = entry["litellm_params"]
    return params


@each_row(("provider", "params"), [
    ("model: claude-sonnet-5-5",
     {"model": "anthropic/claude-sonnet-5-5", "api_key": "os.environ/ANTHROPIC_API_KEY"}),
    ("model: gpt-6-luna, api_key_env: MY_KEY",
     {"model": "openai/gpt-6-luna", "api_key": "os.environ/MY_KEY"}),
    ("model: gemini-3.8-flash, base_url: 'http://127.0.0.1:9'",
     {"model": "gemini/gemini-3.8-flash", "api_key": "none-needed",
      "api_base": "http://127.0.0.1:9/v1beta"}),
    ("model: claude-x, base_url: 'https://gate.example/v1/', api_key_env: GATE_KEY",
     {"model": "anthropic/claude-x", "api_key": "os.environ/GATE_KEY",
      "api_base": "https://gate.example"}),
    ("model: llama, kind: openai_compatible, base_url: 'http://127.0.0.1:9/v1'",
     {"model": "openai/llama", "api_key": "none-needed", "api_base": "http://127.0.0.1:9/v1"}),
    ("model: ollama/llama3.3", {"model": "ollama_chat/llama3.3", "api_key": "none-needed"}),
    ("model: azure/mine, base_url: 'https://me.openai.azure.com/openai'",
     {"model": "azure/mine", "api_key": "os.environ/AZURE_API_KEY",
      "api_base": "https://me.openai.azure.com", "api_version": "2024-10-21"}),
    ("model: azure/mine",
     {"model": "azure/mine", "api_key": "os.environ/AZURE_API_KEY",
      "api_base": "os.environ/AZURE_API_BASE", "api_version": "2024-10-21"}),
    ("model: bedrock/anthropic.claude-x", {"model": "bedrock/anthropic.claude-x"}),
    (FULL,
     {"model": "deepseek/deepseek-flash", "api_key": "os.environ/DEEPSEEK_API_KEY",
      "temperature": 0.2, "top_p": 0.9, "max_tokens": 500, "timeout": 20, "rpm": 30,
      "input_cost_per_token": 2e-6, "output_cost_per_token": 1e-5}),
])  # fmt: skip
def test_a_provider(provider: str, params: dict[str, Any]) -> None:
    assert params_of(provider) == params


@each_row(("provider", "warning"), [
    ("model: gpt-6-luna, api_key_env: MANY", "p: MANY holds several keys, which LiteLLM would"),
    ("model: gpt-6-luna, rate_limit: 0.5", "p: its rate_limit of 0.5 a minute becomes 1"),
    ("model: gpt-6-luna, rate_limit: 90.5", "p: its rate_limit of 90.5 a minute becomes 90"),
    ("model: x, base_url: 'https://me:pass@gate.example/v1'",
     "p: its base_url holds a password and is not written out: set P_BASE_URL"),
    ("model: x, base_url: 'http://gate.example/v1', api_key_env: K",
     "p: not asked: plain http:// to another machine"),
    ("model: gpt-6-luna, api_key_env: ANTHROPIC_API_KEY",
     "p: ANTHROPIC_API_KEY is Anthropic's key, and is not sent to anybody else"),
    ("model: gpt-6-luna, api_key_env: sk-proj-Ab3dEf6hIj9kLm2nOp5q",
     "p: its api_key_env is not the name of a variable"),
])  # fmt: skip
def test_what_the_proxy_cannot_have_is_said(provider: str, warning: str) -> None:
    config = exported(f"providers:\n  p: {{{provider}}}{AGENTS}", {"MANY": "key-1,key-2"})
    assert config.warnings[0].startswith(warning)
    text = proxy_text(config, "model_config.yaml")
    assert warning.partition(":")[0] in text
    assert "pass" not in text.replace("password", "")
    assert "sk-proj" not in text


def test_every_agent_is_a_model_name_and_its_chain_the_fallbacks() -> None:
    config = two()
    assert [(one["model_name"], one["model_info"]["id"]) for one in config.data["model_list"]] == [
        ("writer", "provider:claude"),
        ("coder", "provider:openai"),
        ("alone", "provider:gemini"),
        ("claude", "provider:claude"),
        ("openai", "provider:openai"),
        ("gemini", "provider:gemini"),
    ]
    router = config.data["router_settings"]
    assert router["fallbacks"] == [{"writer": ["openai", "gemini"]}, {"coder": ["claude"]}]
    assert config.left_out == config.warnings == ()


@pytest.mark.parametrize(("settings", "context_window", "content_policy"), [
    ("", [{"writer": ["openai", "gemini"]}, {"coder": ["claude"]}],
     [{"writer": []}, {"coder": []}]),
    ("fallback_on: []", [{"writer": []}, {"coder": ["claude"]}], [{"writer": []}, {"coder": []}]),
    ("fallback_on: [content_policy]",
     [{"writer": []}, {"coder": ["claude"]}], [{"writer": ["openai", "gemini"]}, {"coder": []}]),
])  # fmt: skip
def test_faults_of_the_callers_own_go_on_only_where_the_file_says_so(
    settings: str, context_window: Any, content_policy: Any
) -> None:
    router = two(settings).data["router_settings"]
    assert router["context_window_fallbacks"] == context_window
    assert router["content_policy_fallbacks"] == content_policy


@pytest.mark.parametrize(("settings", "fallback", "first", "note"), [
    ("fallback_enabled: false", True, "claude", "fallback_enabled: false"),
    ("", False, "claude", "RSCREW_LLM_FALLBACK was off"),
    ("pin: gemini, pin_why: a trial", True, "gemini", "pinned to gemini (a trial)"),
])  # fmt: skip
def test_no_fallbacks_where_there_are_to_be_none(
    settings: str, fallback: bool, first: str, note: str
) -> None:
    config = two(settings, fallback=fallback)
    entries = config.data["model_list"]
    assert [entry["model_name"] for entry in entries] == ["writer", "coder", "alone"]
    assert entries[0]["model_info"]["id"] == f"provider:{first}"
    assert not [key for key in config.data["router_settings"] if "fallbacks" in key]
    assert note in config.notes[0]


@pytest.mark.parametrize(("names", "fallbacks"), [
    ({"p": "claude", "q": "writer"}, ["writer-provider"]),
    ({"p": "claude", "q": "a*b"}, ["a_b"]),
    ({"p": "claude", "q": "über"}, ["über"]),
])  # fmt: skip
def test_names_that_collide(names: dict[str, str], fallbacks: list[str]) -> None:
    config = exported(
        f"providers:\n  {names['p']}: {{model: gpt-6-luna}}\n  {names['q']}: {{model: claude-x}}\n"
        f"agent_assignments:\n  writer: {{primary: {names['p']}, secondary: {names['q']}}}\n"
    )
    assert config.data["router_settings"]["fallbacks"] == [{"writer": fallbacks}]
    listed = [entry["model_name"] for entry in config.data["model_list"]]
    assert listed == ["writer", *fallbacks]


def test_what_cannot_be_had_is_left_out_and_the_rest_of_the_chain_serves() -> None:
    config = exported("""\
providers:
  far: {model: x, base_url: "http://gate.example/v1", api_key_env: K}
  near: {model: gpt-6-luna}
agent_assignments:
  writer: {primary: far, secondary: near}
  stranded: {primary: far}
  "every*": {primary: near}
""")
    (entry,) = config.data["model_list"]
    assert (entry["model_name"], entry["litellm_params"]["model"]) == (
        "writer", "openai/gpt-6-luna",
    )  # fmt: skip
    assert config.left_out == ("stranded", "every*")
    assert [warning.partition(":")[0] for warning in config.warnings] == [
        "far", "stranded", "every*",
    ]  # fmt: skip
    assert config.variables == ("LITELLM_MASTER_KEY", "OPENAI_API_KEY")


@pytest.mark.parametrize(("settings", "url", "warned"), [
    ("", "os.environ/RSCREW_REDIS_URL", False),
    ("redis_url: 'redis://cache:6379/1'", "redis://cache:6379/1", False),
    ("redis_url: 'redis://:pass@cache:6379'", "os.environ/RSCREW_REDIS_URL", True),
    ("redis_url: 'redis://cache?password=pass'", "os.environ/RSCREW_REDIS_URL", True),
])  # fmt: skip
def test_redis(settings: str, url: str, warned: bool) -> None:
    config = two(settings)
    assert config.data["router_settings"]["redis_url"] == url
    assert bool(config.warnings) == warned
    assert "pass@" not in proxy_text(config, "x")


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_what_may_pass_is_tried_again_and_what_may_not_is_not(retries: int) -> None:
    router = two("request_timeout: 20", retries=retries).data["router_settings"]
    assert router["retry_policy"] == {
        "AuthenticationErrorRetries": 0,
        "NotFoundErrorRetries": 0,
        "RateLimitErrorRetries": 0,
        "BadRequestErrorRetries": 0,
        "ContentPolicyViolationErrorRetries": 0,
        "TimeoutErrorRetries": retries,
        "InternalServerErrorRetries": retries,
        "ServiceUnavailableErrorRetries": retries,
    }
    # Not fewer than the retries: who rests is not tried again.
    assert router["allowed_fails_policy"]["InternalServerErrorAllowedFails"] == retries
    assert router["allowed_fails_policy"]["RateLimitErrorAllowedFails"] == 0
    assert (router["num_retries"], router["timeout"]) == (retries, 20)
    assert "optional_pre_call_checks" not in router


def test_a_rate_limit_is_kept_and_makes_nobody_else_rest() -> None:
    text = TWO.replace("model: gpt-6-luna", "model: gpt-6-luna, rate_limit: 30")
    router = exported(text.replace("SETTINGS", "")).data["router_settings"]
    assert router["optional_pre_call_checks"] == ["enforce_model_rate_limits"]
    assert router["allowed_fails_policy"]["RateLimitErrorAllowedFails"] > 30


@each_row("name", ["plain", "über", "o\u202en", "no", "12", "a: b", "x\\ny #"])
def test_the_text_is_the_data_and_nothing_in_it_misleads(name: str) -> None:
    config = exported(
        f'providers:\n  p: {{model: gpt-6-luna}}\nagent_assignments:\n  "{name}": {{primary: p}}\n'
    )
    text = proxy_text(config, f"{name}.yaml")
    assert text.startswith(MARK)
    assert yaml.safe_load(text) == config.data
    assert "\u202e" not in text
    assert text == proxy_text(config, f"{name}.yaml")


def test_the_variables_of_a_base_url_are_filled_in() -> None:
    text = f"providers:\n  p: {{model: llama, base_url: '${{BASE}}/v1'}}{AGENTS}"
    (entry,) = exported(text, {"BASE": "https://llm.example"}).data["model_list"]
    assert entry["litellm_params"]["api_base"] == "https://llm.example/v1"
    assert exported(text).data["model_list"] == []
    assert "base_url names BASE, which is not set" in "".join(exported(text).warnings)
