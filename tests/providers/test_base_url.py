"""`base_url` as people paste it, as tables: where checks and calls go, and what was meant."""

from rscrew_console.providers.base_url import (
    azure_version,
    base_problem,
    normal_base,
    with_variables,
)
from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.providers.kinds import KINDS, kind_of
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.wire.formats.addresses import chat_path
from tests.rows import each_row

HOST = "http://127.0.0.1:8000"
FAR = "https://gateway.example"


@each_row(("kind", "given", "base"), [
    ("openai_compatible", f"{FAR}/v1", f"{FAR}/v1"),
    ("openai_compatible", f"  {FAR}/v1//  ", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/v1?x=1#y", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/v1/chat/completions", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/v1/chat/completions/", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/v1/completions", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/v1/chat/", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/chat", f"{FAR}/chat"),
    ("openai_compatible", f"{FAR}/v1/responses", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/v1/models", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/V1", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/V1/Chat/Completions", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/V1/v1", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/Team/V1", f"{FAR}/Team/v1"),
    ("openai_compatible", f"{FAR}/V1nce", f"{FAR}/V1nce"),
    ("openai_compatible", f"{FAR}/v1/models/qwen-3", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/V1/Models/meta/llama-4/", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/models/qwen-3/v1", f"{FAR}/models/qwen-3/v1"),
    ("openai_compatible", f"{FAR}/v1/models/qwen-3/v1", f"{FAR}/v1/models/qwen-3/v1"),
    ("openai_compatible", f"{FAR}/models/qwen-3", f"{FAR}/models/qwen-3"),
    ("openai", "https://api.openai.com/V1", "https://api.openai.com/v1"),
    ("openai", "https://api.openai.com/v1/models/gpt-5", "https://api.openai.com/v1"),
    ("anthropic", f"{HOST}/V1/models/claude-x", f"{HOST}/v1"),
    ("ollama", f"{HOST}/API/Chat", HOST),
    ("gemini", f"{FAR}/V1Beta/models/gemini-x", f"{FAR}/v1beta"),
    ("openai_compatible", f"{FAR}/v1/v1", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/v1//v1/chat/completions", f"{FAR}/v1"),
    ("openai_compatible", f"{FAR}/team/v1", f"{FAR}/team/v1"),
    ("openai_compatible", f"{FAR}/team", f"{FAR}/team"),
    ("openai_compatible", FAR, FAR),
    ("openai_compatible", HOST, f"{HOST}/v1"),
    ("openai_compatible", "http://vllm:8000", "http://vllm:8000/v1"),
    ("openai_compatible", "http://192.168.1.5:1234/", "http://192.168.1.5:1234/v1"),
    ("openai_compatible", f"{HOST}/team", f"{HOST}/team"),
    ("openai", "https://api.openai.com", "https://api.openai.com/v1"),
    ("openai", "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"),
    ("groq", "https://api.groq.com", "https://api.groq.com/openai/v1"),
    ("openrouter", "https://openrouter.ai/api", "https://openrouter.ai/api/v1"),
    ("deepseek", "https://api.deepseek.com/", "https://api.deepseek.com"),
    ("deepseek", "https://api.deepseek.com/chat/completions", "https://api.deepseek.com"),
    ("anthropic", f"{HOST}/v1/messages", f"{HOST}/v1"),
    ("anthropic", HOST, HOST),
    ("ollama", f"{HOST}/api/chat", HOST),
    ("ollama", f"{HOST}/v1/chat/completions", f"{HOST}/v1"),
    ("gemini", f"{FAR}/v1beta/models/gemini-x:generateContent", f"{FAR}/v1beta"),
    ("azure", f"{FAR}/openai/deployments/mine", FAR),
    ("azure", f"{FAR}/openai/deployments/mine/chat/completions?api-version=1", FAR),
    ("azure", f"{FAR}/openai/v1/chat/completions", FAR),
    ("azure", f"{FAR}/openai/v1/", FAR),
    ("azure", f"{FAR}/openai", f"{FAR}/openai"),
    ("openai_compatible", "nonsense", "nonsense"),
])  # fmt: skip
def test_where_requests_go(kind: str, given: str, base: str) -> None:
    assert normal_base(given, KINDS[kind]) == base
    assert normal_base(base, KINDS[kind]) == base


@each_row(("given", "version"), [
    (FAR, "2024-10-21"),
    (None, "2024-10-21"),
    (f"{FAR}/openai/deployments/mine?api-version=2025-01-01-preview", "2025-01-01-preview"),
    (f"{FAR}/openai/v1/", "2025-04-01-preview"),
    (f"{FAR}/openai/v1?api-version=preview", "preview"),
    (f"{FAR}/?x=1&api-version=2025%2D01%2D01", "2025-01-01"),
])  # fmt: skip
def test_checks_and_calls_of_azure_have_one_version(given: str | None, version: str) -> None:
    provider = Provider("p", "azure/mine", "K", base_url=given)
    assert azure_version(given) == version
    target = target_of(provider, {"K": "k-one-1234567", "AZURE_API_BASE": FAR})
    assert isinstance(target, Target)
    assert target.talk.call is not None
    assert target.url(target.talk.call.path, id="mine") == f"{FAR}{chat_path(target)[0]}"


@each_row(("given", "env", "base"), [
    ("${BASE}", {"BASE": f"{FAR}/v1"}, f"{FAR}/v1"),
    ("$BASE", {"BASE": f"{FAR}/v1"}, f"{FAR}/v1"),
    ("${BASE}/v1", {"BASE": FAR}, f"{FAR}/v1"),
    ("${BASE:-https://other.example/v1}", {}, "https://other.example/v1"),
    ("os.environ/BASE", {"BASE": f"{FAR}/v1/"}, f"{FAR}/v1/"),
    ("${env:BASE}", {"BASE": f"{FAR}/v1"}, f"{FAR}/v1"),
    ("{env:BASE}/v1", {"BASE": FAR}, f"{FAR}/v1"),
    (f'"{FAR}/v1"', {}, f"{FAR}/v1"),
    (f"'{FAR}/v1'", {}, f"{FAR}/v1"),
    (f"<{FAR}/v1>", {}, f"{FAR}/v1"),
    ("'${BASE}'", {"BASE": f"{FAR}/v1"}, f"{FAR}/v1"),
    ("${BASE}", {}, "${BASE}"),
    ("{env:BASE}", {}, "{env:BASE}"),
    ("os.environ/BASE", {"BASE": " "}, "os.environ/BASE"),
])  # fmt: skip
def test_variables_are_filled_in(given: str, env: dict[str, str], base: str) -> None:
    provider = Provider("p", "openai/m", base_url=given)
    assert with_variables(provider, env).base_url == base
    target = target_of(provider, env)
    if base.startswith("https"):
        assert isinstance(target, Target)
        assert target.url("") == base.rstrip("/")
    else:
        assert not isinstance(target, Target)
        assert target.detail == "base_url names BASE, which is not set"


@each_row(("model", "given", "meant"), [
    ("openai/m", f"{FAR}/v1", ""),
    ("openai/m", HOST, ""),
    ("openai/m", FAR, f"{FAR}/v1"),
    ("openai/m", "https://api.perplexity.ai", ""),
    ("openai/m", "127.0.0.1:8000/v1", f"{HOST}/v1"),
    ("openai/m", "gateway.example/v1", f"{FAR}/v1"),
    ("openai/m", f"{HOST}/api/chat", f"{HOST}/v1"),
    ("openai/m", "{{BASE}}", "${BASE}"),
    ("openai/m", "%BASE%/v1", "${BASE}"),
    ("openai/m", f"{FAR}/v1/messages", "kind: anthropic"),
    ("openai/m", "https://me:secret@gateway.example", f"{FAR}/v1"),
    ("azure/mine", f"{FAR}/openai/deployments/mine", ""),
    ("azure/other", f"{FAR}/openai/deployments/mine", "azure/mine"),
    ("claude-x", f"{FAR}/v1/messages", ""),
    ("openai/m", f"{FAR}/V1", ""),
    ("openai/m", f"{FAR}/v1/models", ""),
    ("openai/m", f"{FAR}/v1/models/m", ""),
    ("openai/m", f"{FAR}/v1/models/other", f"write base_url: {FAR}/v1"),
])  # fmt: skip
def test_what_is_not_certain_is_a_finding(model: str, given: str, meant: str) -> None:
    told = base_problem(Provider("p", model, base_url=given))
    assert meant in told
    assert bool(told) == bool(meant)
    assert "secret" not in told


@each_row(("model", "given", "kind"), [
    ("openai/qwen", f"{HOST}/v1", "openai_compatible"),
    ("openai/gpt-5", f"{FAR}/v1", "openai_compatible"),
    ("openai/gpt-5", "https://api.openai.com/v1", "openai"),
    ("openai/deepseek-chat", "https://api.deepseek.com", "deepseek"),
    ("openai/gpt-5", None, "openai"),
    ("gpt-5", f"{FAR}/v1", "openai"),
])  # fmt: skip
def test_a_server_of_one_s_own_is_not_openai(model: str, given: str | None, kind: str) -> None:
    found = kind_of(Provider("p", model, base_url=given))
    assert found is not None
    assert found.name == kind


@each_row("key", ["dummy", "none", "test", "EMPTY", "token", "sk-…", "sk-1234"])
@each_row("model", ["openai/m", "gpt-5", "m", "hosted_vllm/m", "claude-x"])
def test_a_server_of_one_s_own_takes_any_key(key: str, model: str) -> None:
    provider = Provider("p", model, "LOCAL_KEY", base_url=f"{HOST}/v1")
    assert isinstance(target_of(provider, {"LOCAL_KEY": key}), Target)
