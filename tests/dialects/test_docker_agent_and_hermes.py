"""docker-agent and Hermes: what is read, what a change does to the bytes, what is found wrong."""

from pathlib import Path

import pytest

from rscrew_console.dialects import OperationError, ParseResult, detect
from rscrew_console.dialects.operations import (
    AddAgent,
    AddProvider,
    Assign,
    Move,
    Operation,
    Remove,
    Rename,
    SetProvider,
)
from rscrew_console.document import Document
from tests.dialects.saved_bytes import saved_bytes
from tests.rows import each_row

DOCKER = """\
models:
  fast: {provider: google, model: three, token_key: GEMINI_API_KEY}
agents:
  root:
    model: a/one            # leads
    instruction: Delegate
    sub_agents: [reader]
    fallback: {models: [fast, b/two], retries: 2}
  reader: {model: fast, instruction: Quote}
"""
HERMES = """\
model: {provider: a, default: one}   # main
fallback_providers:
  - provider: b
    model: x/two
    base_url: http://host/v1
  - {provider: c, model: three}
fallback_model: {provider: d, model: four}
"""


def parsed(text: str) -> ParseResult:
    document = Document.parse(text)
    return detect(document, "config.yaml").read(document)


@pytest.mark.parametrize(("text", "dialect", "chains"), [
    (DOCKER, "docker-agent", {"root": ("a/one", "fast", "b/two"), "reader": ("fast",)}),
    (HERMES, "hermes", {"main": ("a/one", "b/x/two", "c/three", "d/four")}),
    ('model: ""\nfallback_providers: []\n', "hermes", {"main": ()}),
])  # fmt: skip
def test_chains(text: str, dialect: str, chains: dict[str, tuple[str, ...]]) -> None:
    result = parsed(text)
    assert result.problems == ()
    assert result.roster is not None
    assert result.roster.dialect == dialect
    assert {agent.name: agent.chain.providers for agent in result.roster.agents} == chains
    assert result.roster.fallback.fires == "on"


def test_models_are_providers() -> None:
    crew = parsed(DOCKER).roster
    assert crew is not None
    fast = crew.provider_by_name["fast"]
    assert (fast.model, fast.api_key_env, fast.declared) == ("google/three", "GEMINI_API_KEY", True)
    assert not crew.provider_by_name["a/one"].declared


@pytest.mark.parametrize(("entry", "key", "address", "kind"), [
    ("{provider: anthropic, token_key: MY_KEY, base_url: 'https://x.example'}", "MY_KEY",
     "https://x.example", "anthropic"),
    ("{token_key: OPENAI_API_KEY, base_url: 'https://x.example/v1'}", "OPENAI_API_KEY",
     "https://x.example/v1", "openai_compatible"),
    ("{provider: openai, token_key: MY_KEY}", "MY_KEY", None, "openai"),
    ("{provider: amazon-bedrock}", None, None, None),
])  # fmt: skip
def test_a_provider_of_ones_own_says_key_and_address(
    entry: str, key: str | None, address: str | None, kind: str | None
) -> None:
    crew = parsed(
        f"providers: {{mine-openai: {entry}}}\nmodels: {{m: {{provider: mine-openai, model: x}}}}\n"
        "agents: {root: {model: m, instruction: Lead}}\n"
    ).roster
    assert crew is not None
    model = crew.provider_by_name["m"]
    assert (model.api_key_env, model.base_url, model.kind) == (key, address, kind)


@pytest.mark.parametrize(("text", "operation", "old", "new"), [
    (DOCKER, Assign("root", {"primary": "c/x"}), "a/one            #", "c/x              #"),
    (DOCKER, Assign("root", {"fallback 1": None}), "[fast, b/two]", "[b/two]"),
    (DOCKER, Move("root", "fallback 2", -1), "[fast, b/two]", "[b/two, fast]"),
    (DOCKER, Assign("reader", {"fallback 1": "b/two"}), "instruction: Quote}",
     "instruction: Quote, fallback: {models: [b/two]}}"),
    (DOCKER, Rename("agent", "reader", "lector"), "", ""),
    (DOCKER, Rename("provider", "fast", "quick"), "", ""),
    (DOCKER, Rename("provider", "b/two", "c/x"), "b/two", "c/x"),
    (DOCKER, SetProvider("fast", "model", "openai/x"), "provider: google, model: three",
     "provider: openai, model: x"),
    (DOCKER, AddProvider("slow", {"model": "a/big"}), "token_key: GEMINI_API_KEY}\n",
     "token_key: GEMINI_API_KEY}\n  slow: {provider: a, model: big}\n"),
    (HERMES, Assign("main", {"primary": "e/new"}), "{provider: a, default: one}",
     "{provider: e, default: new}"),
    (HERMES, Assign("main", {"fallback 2": None}), "  - {provider: c, model: three}\n", ""),
    (HERMES, Assign("main", {"fallback 3": None}),
     "fallback_model: {provider: d, model: four}\n", ""),
    (HERMES, Rename("provider", "c/three", "c/new"), "three", "new"),
])  # fmt: skip
def test_a_change_touches_its_own_bytes_and_undo_brings_them_back(
    text: str, operation: Operation, old: str, new: str, tmp_path: Path
) -> None:
    assert old in text
    saved = saved_bytes(tmp_path / "config.yaml", text, operation)
    expected = text.replace(old, new, 1)
    if isinstance(operation, Rename) and not old:
        expected = text.replace(operation.old, operation.new)
    assert saved.decode() == expected


def test_fallbacks_of_hermes_keep_their_addresses_where_they_move(tmp_path: Path) -> None:
    document = Document.parse(HERMES)
    dialect = detect(document)
    crew = dialect.read(document).roster
    assert crew is not None
    after = document.apply(Move("main", "fallback 2", -1).edits(dialect, document, crew))
    assert after.value["fallback_providers"] == [
        {"provider": "c", "model": "three"},
        {"provider": "b", "model": "x/two", "base_url": "http://host/v1"},
    ]


@each_row(("text", "operation", "reason"), [
    (DOCKER, Assign("root", {"primary": "fats"}), 'did you mean "fast"?'),
    (DOCKER, Assign("reader", {"primary": None}), "needs a primary"),
    (DOCKER, Remove("agent", "reader"), '"reader" is a sub-agent of root'),
    (DOCKER, Remove("provider", "fast"), '"fast" is used by root, reader'),
    (HERMES, Assign("main", {"primary": "new"}), "write provider/model"),
    (HERMES, AddAgent("x", {"primary": "a/b"}), "Hermes' config.yaml has no place for"),
])  # fmt: skip
def test_what_cannot_be_is_refused(text: str, operation: Operation, reason: str) -> None:
    document = Document.parse(text)
    dialect = detect(document)
    crew = dialect.read(document).roster
    assert crew is not None
    with pytest.raises(OperationError) as error:
        operation.edits(dialect, document, crew)
    assert reason in str(error.value)


@each_row(("text", "old", "new", "code"), [
    (DOCKER, "[fast, b/two]", "[fats, b/two]", "unknown-model"),
    (DOCKER, "{model: fast, ", "{", "no-model"),
    (DOCKER, "a/one", "[a]", "wrong-type"),
    (HERMES, "{provider: c, model: three}", "{provider: c}", "incomplete-fallback"),
    (HERMES, "{provider: a, default: one}", "[a]", "wrong-type"),
])  # fmt: skip
def test_what_is_wrong_is_told(text: str, old: str, new: str, code: str) -> None:
    assert old in text
    assert code in [problem.code for problem in parsed(text.replace(old, new, 1)).problems]
