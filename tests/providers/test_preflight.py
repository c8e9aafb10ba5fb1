"""Whether a model can be called as it stands, without asking anybody."""

import pytest

from rscrew_console.providers.health import Health
from rscrew_console.providers.key_readers import reader_variables
from rscrew_console.providers.offers import OfferedModel
from rscrew_console.providers.openrouter_names import with_dots
from rscrew_console.providers.preflight import as_read, model_key, preflight_result
from rscrew_console.roster.model import Provider
from tests.rows import each_row

KEY = "a1B2c3D4e5F6a1B2c3D4"


def model(name: str) -> Provider:
    return Provider(name, name)


@each_row(("name", "dialect", "variables"), [
    ("claude-x", "litellm", ("ANTHROPIC_API_KEY",)),
    ("anthropic/claude-x", "litellm", ("ANTHROPIC_API_KEY",)),
    ("gpt-4-turbo", "litellm", ("OPENAI_API_KEY",)),
    ("o3", "litellm", ("OPENAI_API_KEY",)),
    ("o4-mini", "litellm", ("OPENAI_API_KEY",)),
    ("chatgpt-4o-latest", "litellm", ("OPENAI_API_KEY",)),
    ("openrouter/anthropic/claude-sonnet-4", "litellm", ("OPENROUTER_API_KEY", "OR_API_KEY")),
    ("deepseek-chat", "litellm", ("DEEPSEEK_API_KEY",)),
    ("gemini/x", "litellm", ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
    ("google/x", "opencode",
     ("GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY")),
    ("google/x", "omo", ("GOOGLE_GENERATIVE_AI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY")),
    ("google/x", "docker-agent", ("GOOGLE_API_KEY",)),
    ("together_ai/x", "litellm",
     ("TOGETHER_API_KEY", "TOGETHER_AI_API_KEY", "TOGETHERAI_API_KEY", "TOGETHER_AI_TOKEN")),
    ("ollama/x", "litellm", ()),
    ("nimbus/heron-7", "litellm", ()),
    ("azure/x", "litellm", ("AZURE_API_KEY",)),
])  # fmt: skip
def test_the_variables_that_a_reader_looks_into(
    name: str, dialect: str, variables: tuple[str, ...]
) -> None:
    assert reader_variables(model(name), dialect)[: len(variables) or None] == variables


def test_the_file_s_own_variable_comes_before_every_usual_one() -> None:
    provider = Provider("g", "gemini/x", api_key_env="MY_KEY")
    assert reader_variables(provider, "docker-agent") == ("MY_KEY",)


def test_another_vendor_s_key_is_no_pass() -> None:
    result = preflight_result(model("gpt-4o"), "litellm", {"ANTHROPIC_API_KEY": KEY})
    assert (result.passes, result.key.variable, result.key.state) == (
        False, "OPENAI_API_KEY", "missing",
    )  # fmt: skip
    assert result.mend[0].startswith("export OPENAI_API_KEY=sk-...")


def test_of_an_unknown_vendor_no_key_is_asked_for() -> None:
    result = preflight_result(model("nimbus/heron-7"), "litellm", {"ANTHROPIC_API_KEY": KEY})
    assert (result.kind, result.key.variables, result.passes) == (None, (), False)
    assert "API_KEY" not in "".join((*result.problems, *result.mend))
    assert as_read(model("nimbus/heron-7"), result.key) is None


def test_a_key_that_this_reader_does_not_read_is_named() -> None:
    result = preflight_result(model("google/x"), "docker-agent", {"GEMINI_API_KEY": KEY})
    assert result.problems == (
        "GOOGLE_API_KEY is not set; GEMINI_API_KEY is set, and is not read here",
    )


def test_the_variable_that_holds_the_key_is_the_one_that_is_checked() -> None:
    env = {"GOOGLE_GENERATIVE_AI_API_KEY": KEY}
    key = model_key(model("google/x"), "opencode", env)
    assert (key.state, key.variable) == ("set", "GOOGLE_GENERATIVE_AI_API_KEY")
    asked = as_read(model("google/x"), key)
    assert asked is not None
    assert asked.api_key_env == "GOOGLE_GENERATIVE_AI_API_KEY"


@each_row(("health", "passes", "listed"), [
    (None, True, None),
    (Health("gpt-x", "ok", offers=(OfferedModel("gpt-x"),)), True, True),
    (Health("gpt-x", "ok", offers=(OfferedModel("gpt-y"),)), True, False),
    (Health("gpt-x", "model_not_found", "there is no gpt-x", "use gpt-y"), False, False),
    (Health("gpt-x", "invalid_key", "the key is refused"), False, None),
    (Health("gpt-x", "unverifiable", "nobody tells"), True, None),
])  # fmt: skip
def test_what_the_vendor_has_answered(
    health: Health | None, passes: bool, listed: bool | None
) -> None:
    result = preflight_result(model("gpt-x"), "litellm", {"OPENAI_API_KEY": KEY}, health)
    assert (result.passes, result.listed) == (passes, listed)
    assert bool(result.problems) is not passes


@each_row(("written", "meant"), [
    ("openrouter/anthropic/claude-3-5-sonnet", "openrouter/anthropic/claude-3.5-sonnet"),
    ("openrouter/anthropic/claude-3-5-sonnet:batch",
     "openrouter/anthropic/claude-3.5-sonnet:batch"),
    ("openrouter/anthropic/claude-sonnet-4-5", "openrouter/anthropic/claude-sonnet-4.5"),
    ("openrouter/anthropic/claude-sonnet-4-5-20250929", "openrouter/anthropic/claude-sonnet-4.5"),
    ("openrouter/anthropic/claude-sonnet-4-20250514", "openrouter/anthropic/claude-sonnet-4"),
    ("anthropic/claude-opus-4-1", "anthropic/claude-opus-4.1"),
    ("openrouter/google/gemini-2-5-flash", "openrouter/google/gemini-2.5-flash"),
    ("openrouter/openai/gpt-5-6-luna", "openrouter/openai/gpt-5.6-luna"),
    # right already
    ("openrouter/anthropic/claude-3.5-sonnet", "openrouter/anthropic/claude-3.5-sonnet"),
    ("openrouter/openai/gpt-4-turbo", "openrouter/openai/gpt-4-turbo"),
    ("openrouter/openai/gpt-4o-2024-08-06", "openrouter/openai/gpt-4o-2024-08-06"),
    ("openrouter/google/gemini-pro-1.5", "openrouter/google/gemini-pro-1.5"),
    ("openrouter/meta-llama/llama-3-70b-instruct", "openrouter/meta-llama/llama-3-70b-instruct"),
    ("openrouter/ai21/jamba-1-5-large", "openrouter/ai21/jamba-1-5-large"),
])  # fmt: skip
def test_openrouter_writes_versions_with_dots(written: str, meant: str) -> None:
    assert with_dots(written) == meant


def test_a_dashed_version_is_mended() -> None:
    result = preflight_result(
        model("openrouter/anthropic/claude-3-5-sonnet"), "litellm", {"OPENROUTER_API_KEY": KEY}
    )
    assert result.mend == ('use "openrouter/anthropic/claude-3.5-sonnet"',)


@pytest.mark.parametrize(("name", "dialect", "mend"), [
    ("together/x", "litellm", 'use "together_ai/x"'),
    ("google/x", "litellm", 'use "gemini/x"'),
    ("gemini/x", "opencode", 'use "google/x"'),
])  # fmt: skip
def test_a_prefix_that_the_reader_does_not_know(name: str, dialect: str, mend: str) -> None:
    env = dict.fromkeys(("TOGETHER_API_KEY", "GOOGLE_API_KEY"), KEY)
    result = preflight_result(model(name), dialect, env)
    assert (result.passes, result.mend) == (False, (mend,))
