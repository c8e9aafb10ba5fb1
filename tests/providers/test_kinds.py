"""Which kind a provider is, by the first thing that tells."""

import pytest

from rscrew_console.providers.facts import facts_of
from rscrew_console.providers.kinds import KINDS, Kind, full_model, kind_of
from rscrew_console.providers.litellm_routes import LITELLM_ROUTES
from rscrew_console.providers.spellings import spelling_problem
from rscrew_console.providers.table import TABLE
from rscrew_console.roster.chain import SlotScheme
from rscrew_console.roster.model import Provider, Roster
from tests.rows import each_row


def provider(model: str, **fields: str) -> Provider:
    return Provider(fields.pop("name", "mine"), model, **fields)


@each_row(("model", "kind"), [
    ("openrouter/anthropic/claude-sonnet-5", "openrouter"),
    ("anthropic/claude-sonnet-5", "anthropic"),
    ("openai/gpt-5-mini", "openai"),
    ("google/gemini-3-flash", "gemini"),
    ("gemini/gemini-3-flash", "gemini"),
    ("together/meta-llama/Llama-4", "together"),
    ("together_ai/meta-llama/Llama-4", "together"),
    ("deepseek/deepseek-chat", "deepseek"),
    ("mistral/mistral-large", "mistral"),
    ("groq/llama-4", "groq"),
    ("xai/grok-5", "xai"),
    ("cerebras/llama-4", "cerebras"),
    ("ollama/deepseek-r1", "ollama"),
    ("ollama_chat/llama4", "ollama"),
    ("azure/my-gpt-deployment", "azure"),
    ("claude-sonnet-5", "anthropic"),
    ("gpt-5-mini", "openai"),
    ("o1", "openai"),
    ("o3-mini", "openai"),
    ("o4-mini", "openai"),
    ("chatgpt-4o-latest", "openai"),
    ("gemini-2.5-pro", "gemini"),
    ("models/gemini-2.5-pro", "gemini"),
    ("deepseek-chat", "deepseek"),
    ("mistral-large-latest", "mistral"),
    ("codestral-latest", "mistral"),
    ("grok-5", "xai"),
    ("Claude-Sonnet-5", "anthropic"),
    ("GEMINI/gemini-3-flash", "gemini"),
    ("llama-4", None),
    ("meta-llama/Llama-4", None),
    ("bedrock/anthropic.claude-v3", "bedrock"),
    ("vertex_ai/gemini-2.5-pro", "vertex"),
    ("perplexity/sonar", None),
    ("", None),
])  # fmt: skip
def test_the_model_tells(model: str, kind: str | None) -> None:
    found = kind_of(provider(model))
    assert (found and found.name) == kind


@each_row(("subject", "kind"), [
    (provider("gpt-5", kind="anthropic"), "anthropic"),
    (provider("gpt-5", kind="Anthropic"), "anthropic"),
    (provider("gpt-5", kind="nonsense"), None),
    (provider("gpt-5", kind="google"), "gemini"),
    (provider("gpt-5", kind="vertex_ai"), "vertex"),
    (provider("gpt-5", kind="OpenAI-Compatible"), "openai_compatible"),
    (provider("x", name="bedrock-claude"), "bedrock"),
    (provider("x", api_key_env="GOOGLE_VERTEX_KEY"), "vertex"),
    (provider("gpt-5", api_key_env="ANTHROPIC_API_KEY"), "openai"),
    (provider("x", api_key_env="ANTHROPIC_API_KEY", name="openai"), "anthropic"),
    (provider("x", api_key_env="GOOGLE_API_KEY"), "gemini"),
    (provider("x", api_key_env="TOGETHERAI_API_KEY"), "together"),
    (provider("x", api_key_env="AZURE_OPENAI_API_KEY"), "azure"),
    (provider("x", api_key_env="MY_OPENAI_KEY_2"), "openai"),
    (provider("x", api_key_env="TEAM_KEY", name="claude_fast"), "anthropic"),
    (provider("x", api_key_env="TEAM_KEY", name="gpt4"), "openai"),
    (provider("x", name="groq-llama"), "groq"),
    (provider("x", name="My DeepSeek"), "deepseek"),
    (provider("x", name="myopenai"), None),
    (provider("x", base_url="http://localhost:1234/v1"), "openai_compatible"),
    (provider("x", base_url="http://localhost:1234/v1", api_key_env="TEAM_KEY"),
     "openai_compatible"),
    (provider("claude-x", base_url="http://localhost:1234"), "anthropic"),
    (provider("x"), None),
    # Of a model that is no entry, what stands in front says who serves it, not its own name.
    *((Provider(model, model, declared=False), kind) for model, kind in (
        ("github-copilot/claude-opus-5-5", None), ("opencode/gpt-6-luna", None),
        ("xai-oauth/grok-4.6", None), ("my-proxy/deepseek-v4", None), ("x/openai/gpt-6", None),
        ("openai/gpt-6-luna", "openai"), ("my-claude", "anthropic"),
    )),
])  # fmt: skip
def test_then_the_key_variable_then_the_name_then_the_address(
    subject: Provider, kind: str | None
) -> None:
    found = kind_of(subject)
    assert (found and found.name) == kind


@each_row(("subject", "full"), [
    (provider("gemini-2.5-pro"), "gemini/gemini-2.5-pro"),
    (provider("models/gemini-2.5-pro"), "gemini/gemini-2.5-pro"),
    (provider("google/gemini-2.5-pro"), "gemini/gemini-2.5-pro"),
    (provider("gemini/gemini-2.5-pro"), "gemini/gemini-2.5-pro"),
    (provider("vertex_ai/gemini-2.5-pro", name="gemini"), "vertex_ai/gemini-2.5-pro"),
    (provider("deepseek-chat"), "deepseek/deepseek-chat"),
    (provider("mistral-large-latest"), "mistral/mistral-large-latest"),
    (provider("grok-5"), "xai/grok-5"),
    (provider("together/meta/L"), "together_ai/meta/L"),
    (provider("meta/L", api_key_env="TOGETHER_API_KEY"), "together_ai/meta/L"),
    (provider("llama-4", name="groq"), "groq/llama-4"),
    (provider("openai/gpt-oss", kind="groq"), "groq/openai/gpt-oss"),
    (provider("meta/L", name="openrouter"), "openrouter/meta/L"),
    (provider("llama4", kind="ollama"), "ollama/llama4"),
    (provider("ollama_chat/llama4"), "ollama_chat/llama4"),
    (provider("claude-sonnet-5"), "claude-sonnet-5"),
    (provider("anthropic/claude-sonnet-5"), "anthropic/claude-sonnet-5"),
    (provider("gpt-5-mini"), "gpt-5-mini"),
    (provider("qwen3", base_url="http://localhost:1234/v1"), "qwen3"),
    (provider("llama-4"), "llama-4"),
    (provider(""), ""),
])  # fmt: skip
def test_the_model_as_crewai_and_litellm_spell_it(subject: Provider, full: str) -> None:
    assert full_model(subject) == full


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_table_agrees_with_itself(kind: Kind) -> None:
    assert KINDS[kind.name] is kind
    for variable in kind.key_variables:
        assert kind_of(provider("x", api_key_env=variable)) is kind
    for prefix in kind.prefixes:
        assert kind_of(provider(f"{prefix}model")) is kind
    for word in kind.words:
        assert kind_of(provider("x", name=word)) is kind


def test_facts() -> None:
    crew = Roster("x", SlotScheme(), (
        provider("gemini-2.5-pro", api_key_env="GOOGLE_API_KEY", name="g"),
        provider("gpt-5", api_key_env="ANTHROPIC_API_KEY", name="o"),
        provider("x", api_key_env="MY_OPENAI_KEY", name="q"),
    ), ())  # fmt: skip
    facts = facts_of(crew, {"GEMINI_API_KEY": "abc"})
    assert (facts["g"].kind, facts["g"].key, facts["g"].key_kind) == ("gemini", "set", "gemini")
    assert facts["g"].key_variables == ("GOOGLE_API_KEY", "GEMINI_API_KEY")
    assert facts["g"].full_model == "gemini/gemini-2.5-pro"
    assert facts["g"].usable
    assert (facts["o"].kind, facts["o"].key, facts["o"].key_kind) == (
        "openai", "missing", "anthropic",
    )  # fmt: skip
    assert not facts["o"].usable
    assert (facts["q"].kind, facts["q"].key_kind) == ("openai", None)
    assert "abc" not in repr(facts)


@each_row(("model", "variable", "base_url", "kind"), [
    ("volcengine/deepseek-v3-2", "DEEPSEEK_API_KEY", None, None),
    ("codestral/codestral-latest", "CODESTRAL_API_KEY", None, None),
    ("hosted_vllm/llama", "OPENAI_API_KEY", "http://127.0.0.1:8000/v1", "openai_compatible"),
    ("minimax/minimax-m2.5:free", "OPENROUTER_API_KEY", None, "openrouter"),
    ("deepseek/deepseek-v4-flash", "DEEPSEEK_API_KEY", None, "deepseek"),
])  # fmt: skip
def test_a_service_that_only_litellm_knows_is_not_the_models_maker(
    model: str, variable: str, base_url: str | None, kind: str | None
) -> None:
    one = Provider("deepseek", model, api_key_env=variable, base_url=base_url)
    told = kind_of(one)
    assert (told.name if told else None) == kind
    if kind is None:
        assert full_model(one) == model
        assert spelling_problem(one, "litellm") == ""


def test_no_kind_of_ours_is_among_those_services() -> None:
    own = {prefix.partition("/")[0] for kind in TABLE for prefix in kind.prefixes}
    assert not own & LITELLM_ROUTES
