"""Ids that OpenRouter would refuse, and what was meant."""

import pytest

from rscrew_console.providers.openrouter_ids import id_of, listed_ids, meant_id, refused
from rscrew_console.roster.model import Provider
from tests.rows import each_row

KNOWN = (
    "anthropic/claude-3-sonnet", "anthropic/claude-sonnet-4.5", "anthropic/claude-3.5-haiku",
    "openai/gpt-4", "openai/gpt-4.1-mini", "google/gemini-2.5-pro",
)  # fmt: skip


@each_row(
    ("model", "meant"),
    [
        ("anthropic/claude-sonnet-4-5", "anthropic/claude-sonnet-4.5"),
        ("anthropic/claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4.5"),
        ("anthropic/claude-3-sonnet-20240229", "anthropic/claude-3-sonnet"),
        ("anthropic/claude-haiku-3.5", "anthropic/claude-3.5-haiku"),
        ("anthropic/claude-4.5-sonnet", "anthropic/claude-sonnet-4.5"),
        ("claude-3-sonnet", "anthropic/claude-3-sonnet"),
        ("openai/GPT-4", "openai/gpt-4"),
        ("openai/gpt-4-1-mini", "openai/gpt-4.1-mini"),
        ("gpt4", "openai/gpt-4"),
        ("google/gemini-25-pro", "google/gemini-2.5-pro"),
        ("acme/large-1", None),
    ],
)
def test_the_id_that_was_meant(model: str, meant: str | None) -> None:
    assert meant_id(model, KNOWN) == meant


def test_only_ids_of_openrouter_that_it_does_not_list_are_told() -> None:
    assert "openai/gpt-4.1-mini" in listed_ids()
    models = ("openai/gpt-4.1-mini", "openai/gpt-4.1-mini:free", "openrouter/auto",
              "anthropic/claude-sonnet-4-5")  # fmt: skip
    providers = [Provider(model, model, kind="openrouter") for model in models]
    other = Provider("mine", "some-model", kind="openai")
    assert list(refused([*providers, other])) == [
        ("anthropic/claude-sonnet-4-5", "anthropic/claude-sonnet-4.5")
    ]


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("anthropic", "claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4.5"),
        ("gemini", "gemini-2.5-pro", "google/gemini-2.5-pro"),
        ("openrouter", "meta-llama/llama-4", "meta-llama/llama-4"),
        ("ollama", "qwen3", None),
    ],
)
def test_a_vendors_model_as_openrouter_spells_it(
    kind: str, name: str, expected: str | None
) -> None:
    assert id_of(kind, name) == expected
