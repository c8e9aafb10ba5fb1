"""One model in every spelling: read from each, written as each program wants it."""

from datetime import date

import pytest

from rscrew_console.providers.catalogue import catalogue
from rscrew_console.providers.facts import facts_of
from rscrew_console.providers.kinds import full_model, kind_of, kind_of_model
from rscrew_console.providers.model_names import names_of, offered, own_name
from rscrew_console.providers.offers import OfferedModel
from rscrew_console.providers.prices import quote_of
from rscrew_console.providers.retirements import retired_by, shipped
from rscrew_console.providers.spellings import STYLES, spelled, spelling_problem, style_of
from rscrew_console.roster.chain import SlotScheme
from rscrew_console.roster.model import Provider, Roster
from tests.rows import each_row

DAY = date(2026, 11, 20)
CLAUDE = (
    "claude-sonnet-5-5", "anthropic/claude-sonnet-5-5", "anthropic:claude-sonnet-5-5", "sonnet",
    "Sonnet", "sonnet[1m]",
)  # fmt: skip
GEMINI = (
    "gemini-3.8-flash", "gemini/gemini-3.8-flash", "google/gemini-3.8-flash",
    "google-gla:gemini-3.8-flash", "google:gemini-3.8-flash", "models/gemini-3.8-flash",
)  # fmt: skip


@each_row(("spellings", "kind", "own"), [
    (CLAUDE, "anthropic", "claude-sonnet-5-5"),
    (GEMINI, "gemini", "gemini-3.8-flash"),
    (("opus", "opusplan", "opus[1m]", "claude-opus-5-5"), "anthropic", "claude-opus-5-5"),
    (("haiku",), "anthropic", "claude-haiku-5-5"),
    (("gpt-6-luna", "openai/gpt-6-luna", "openai:gpt-6-luna", "openai-responses:gpt-6-luna"),
     "openai", "gpt-6-luna"),
    (("openrouter/google/gemini-3.8-flash", "openrouter:google/gemini-3.8-flash"), "openrouter",
     "google/gemini-3.8-flash"),
    (("together_ai/meta/x", "together/meta/x", "togetherai/meta/x", "together:meta/x"), "together",
     "meta/x"),
    (("xai/grok-5", "xai:grok-5", "grok:grok-5", "grok-5"), "xai", "grok-5"),
    (("ollama/llama4:8b", "ollama:llama4:8b"), "ollama", "llama4:8b"),
    (("bedrock/x", "amazon-bedrock/x", "bedrock:x"), "bedrock", "x"),
    (("vertex_ai/x", "google-vertex/x", "google-vertex:x", "google-cloud:x"), "vertex", "x"),
])  # fmt: skip
def test_every_spelling_means_one_model(spellings: tuple[str, ...], kind: str, own: str) -> None:
    for spelling in spellings:
        found = kind_of_model(spelling)
        assert found is not None, spelling
        assert (found.name, own_name(found, spelling)) == (kind, own), spelling


@each_row("model", ["inherit", "default", "llama4:8b", "sonnets", "my/own", ""])
def test_what_is_no_vendor_s_spelling(model: str) -> None:
    assert kind_of_model(model) is None


@each_row(("dialect", "claude", "gemini", "gpt", "router"), [
    ("rscrew", "claude-sonnet-5-5", "gemini/gemini-3.8-flash", "gpt-6-luna", "openrouter/a/b"),
    ("litellm", "claude-sonnet-5-5", "gemini/gemini-3.8-flash", "gpt-6-luna", "openrouter/a/b"),
    ("crewai", "claude-sonnet-5-5", "gemini/gemini-3.8-flash", "gpt-6-luna", "openrouter/a/b"),
    ("opencode", "anthropic/claude-sonnet-5-5", "google/gemini-3.8-flash", "openai/gpt-6-luna",
     "openrouter/a/b"),
    ("oh-my-opencode", "anthropic/claude-sonnet-5-5", "google/gemini-3.8-flash",
     "openai/gpt-6-luna", "openrouter/a/b"),
    ("openclaw", "anthropic/claude-sonnet-5-5", "google/gemini-3.8-flash", "openai/gpt-6-luna",
     "openrouter/a/b"),
    ("docker-agent", "anthropic/claude-sonnet-5-5", "google/gemini-3.8-flash", "openai/gpt-6-luna",
     "openrouter/a/b"),
    ("hermes", "anthropic/claude-sonnet-5-5", "gemini/gemini-3.8-flash", "openai/gpt-6-luna",
     "openrouter/a/b"),
    ("claude-code", "claude-sonnet-5-5", None, None, None),
    ("codex", None, None, "gpt-6-luna", None),
    ("dotenv", "anthropic:claude-sonnet-5-5", "google-gla:gemini-3.8-flash", "openai:gpt-6-luna",
     "openrouter:a/b"),
    ("pydantic-ai", "anthropic:claude-sonnet-5-5", "google-gla:gemini-3.8-flash",
     "openai:gpt-6-luna", "openrouter:a/b"),
])  # fmt: skip
def test_how_each_program_writes_it(
    dialect: str, claude: str | None, gemini: str | None, gpt: str | None, router: str | None
) -> None:
    for spelling in ("claude-sonnet-5-5", "anthropic/claude-sonnet-5-5", "sonnet",
                     "anthropic:claude-sonnet-5-5"):  # fmt: skip
        if spelling.startswith("anthropic/") and STYLES[dialect].like_litellm:
            assert spelled(spelling, dialect) == spelling  # LiteLLM reads both
        else:
            assert spelled(spelling, dialect) == claude
    assert {spelled(one, dialect) for one in GEMINI} == {gemini}
    assert spelled("gpt-6-luna", dialect) == gpt
    assert spelled("openrouter:a/b", dialect) == router
    assert spelled("nobody-knows", dialect) is None


def test_the_table_has_every_program() -> None:
    assert len(STYLES) == 14
    assert style_of("Claude_Code") is STYLES["claude-code"]
    assert style_of("omo") is STYLES["oh-my-opencode"]
    assert style_of("nonsense") is None


@each_row(("dialect", "model", "told"), [
    ("rscrew", "gemini/gemini-3.8-flash", ""),
    ("rscrew", "gemini-3.8-flash", 'CrewAI and LiteLLM need "gemini/gemini-3.8-flash"'),
    ("litellm", "google/gemini-3.8-flash", 'LiteLLM needs "gemini/gemini-3.8-flash"'),
    ("litellm", "together/meta/x", 'LiteLLM needs "together_ai/meta/x"'),
    ("litellm", "anthropic:claude-x", 'LiteLLM needs "claude-x"'),
    ("litellm", "openrouter/google/gemini-x", ""),
    ("opencode", "google/gemini-3.8-flash", ""),
    ("opencode", "my-own/thing", ""),
    ("opencode", "gemini/gemini-x", 'opencode knows no vendor "gemini"; write "google/gemini-x"'),
    ("opencode", "together_ai/m/x",
     'opencode knows no vendor "together_ai"; write "togetherai/m/x"'),
    ("opencode", "claude-x", 'opencode takes vendor/model; write "anthropic/claude-x"'),
    ("opencode", "nobody-knows", "opencode takes vendor/model"),
    ("dotenv", "openai:gpt-5", ""),
    ("dotenv", "google:gemini-x", ""),
    ("dotenv", "google/gemini-x",
     'pydantic-ai takes vendor:model; write "google-gla:gemini-x"'),
    ("claude-code", "sonnet", ""),
    ("claude-code", "inherit", ""),
    ("claude-code", "claude-opus-5-5", ""),
    ("claude-code", "anthropic/claude-x", 'Claude Code takes the bare name; write "claude-x"'),
    ("claude-code", "gpt-5", "Claude Code runs models of Anthropic alone"),
    ("codex", "gpt-5", ""),
    ("codex", "openai:gpt-5", 'Codex takes the bare name; write "gpt-5"'),
    ("unheard-of", "anything", ""),
])  # fmt: skip
def test_spellings_that_a_program_does_not_read(dialect: str, model: str, told: str) -> None:
    assert spelling_problem(Provider("p", model), dialect) == told


@each_row("spelling", [*CLAUDE, *GEMINI])
def test_health_and_prices_know_every_spelling(spelling: str) -> None:
    provider = Provider("p", spelling)
    kind = kind_of(provider)
    assert kind is not None
    own = own_name(kind, spelling)
    assert offered(kind, spelling, (OfferedModel(own),)) is not None
    plain = quote_of(Provider("p", own), DAY)
    assert plain is not None
    assert quote_of(provider, DAY) == plain


@pytest.mark.parametrize("spelling", ["gpt-4-turbo", "openai/gpt-4-turbo", "openai:gpt-4-turbo"])
def test_retirements_know_every_spelling(spelling: str) -> None:
    found = retired_by(DAY, shipped())(Provider("p", spelling))
    assert found is not None
    assert found.over


@pytest.mark.parametrize(("dialect", "model"), [
    ("rscrew", "gemini/gemini-3.8-flash"), ("opencode", "google/gemini-3.8-flash"),
    ("dotenv", "google-gla:gemini-3.8-flash"), ("unheard-of", "gemini/gemini-3.8-flash"),
])  # fmt: skip
def test_the_picker_offers_the_file_s_spelling(dialect: str, model: str) -> None:
    offers = (OfferedModel("gemini-3.8-flash"),)
    (entry,) = catalogue(Provider("p", "gemini/gemini-x"), offers, DAY, dialect)
    assert entry.model == model


def test_names_keep_what_may_be_meant() -> None:
    kind = kind_of_model("sonnet")
    assert kind is not None
    assert names_of(kind, "sonnet") == ("claude-sonnet-5-5", "sonnet")
    assert full_model(Provider("p", "anthropic:claude-x")) == "claude-x"


DOTS = 'OpenRouter writes the version with a dot and no date; write "'


@each_row(("model", "base_url", "wrong"), [
    ("openai/deepseek/deepseek-v4-flash", "https://openrouter.ai/api/v1", ""),
    ("openai/openai/gpt-6-luna", "https://openrouter.ai/api/v1", ""),
    ("openai/meta-llama/llama-4-maverick", "https://api.groq.com/openai/v1", ""),
    ("openai/anthropic/claude-opus-4-6", "https://openrouter.ai/api/v1",
     f"{DOTS}openai/anthropic/claude-opus-4.6\""),
    ("openai/gpt-6-luna", "https://openrouter.ai/api/v1",
     'LiteLLM needs "openrouter/openai/gpt-6-luna"'),
])  # fmt: skip
def test_litellms_route_to_any_server_is_no_wrong_prefix(
    model: str, base_url: str, wrong: str
) -> None:
    assert spelling_problem(Provider("p", model, base_url=base_url), "litellm") == wrong


def test_a_model_on_that_route_is_the_servers_own() -> None:
    provider = Provider(
        "p", "openai/deepseek/deepseek-v4-flash", base_url="https://openrouter.ai/api/v1"
    )
    kind = kind_of(provider)
    assert kind is not None
    assert own_name(kind, provider.model) == "deepseek/deepseek-v4-flash"
    assert full_model(provider) == "openrouter/deepseek/deepseek-v4-flash"


@pytest.mark.parametrize(("dialect", "model", "successor"), [
    ("opencode", "google/gemini-2.0-flash", "google/gemini-3.5-flash"),
    ("litellm", "gemini/gemini-2.0-flash", "gemini/gemini-3.5-flash"),
    ("dotenv", "google-gla:gemini-2.0-flash", "google-gla:gemini-3.5-flash"),
    ("claude-code", "claude-3-opus-20240229", "claude-opus-5-5"),
])  # fmt: skip
def test_a_successor_is_spelt_as_the_file_spells_models(
    dialect: str, model: str, successor: str
) -> None:
    roster = Roster(dialect, SlotScheme(), (Provider("p", model),), ())
    facts = facts_of(roster, {}, retired_by(date(2026, 11, 27), shipped()))
    assert facts["p"].retirement is not None
    assert facts["p"].retirement.successor == successor


@pytest.mark.parametrize(("models", "told"), [
    (("gpt-6-luna", "openai/gpt-6-sol"), False),
    (("gpt-6-luna", "openai:gpt-6-sol"), True),
])  # fmt: skip
def test_only_an_env_file_with_colons_is_taken_for_pydantic_ais(
    models: tuple[str, ...], told: bool
) -> None:
    providers = tuple(Provider(model, model, declared=False) for model in models)
    facts = facts_of(Roster("dotenv", SlotScheme(longest=1), providers, ()), {})
    assert bool(facts["gpt-6-luna"].spelling_problem) is told
