"""LiteLLM's proxy: what is read, what a change does to the bytes, and what is found wrong."""

from pathlib import Path

import pytest
import yaml

from rscrew_console.dialects import OperationError, ParseResult, detect
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.litellm.reading import read_proxy
from rscrew_console.dialects.operations import (
    AddProvider,
    Assign,
    Move,
    Operation,
    Remove,
    Rename,
    SetChains,
)
from rscrew_console.document import Document
from rscrew_console.export.litellm import proxy_config
from rscrew_console.export.text import proxy_text
from rscrew_console.roster.model import Roster
from rscrew_console.starter import starter_text
from tests.dialects.saved_bytes import saved_bytes
from tests.rows import each_row

CREW = """\
model_list:
  - model_name: writer          # the first
    litellm_params:
      model: anthropic/one
      api_key: os.environ/ANTHROPIC_API_KEY
      rpm: 20
  - model_name: coder
    litellm_params: {model: openai/two, api_key: os.environ/OPENAI_API_KEY}
  - model_name: "cheap"
    litellm_params:
      model: gemini/three       # small
router_settings:
  fallbacks:
    - writer: [coder, cheap]    # one name per item
    - coder: ["cheap"]
  model_group_alias: {gpt-4: coder}
litellm_settings:
  context_window_fallbacks: [{cheap: [writer]}]
"""


def parsed(text: str = CREW) -> ParseResult:
    document = Document.parse(text)
    dialect = detect(document, "config.yaml")
    assert dialect.name == "litellm"
    return dialect.read(document)


def roster(text: str = CREW) -> Roster:
    result = parsed(text).roster
    assert result is not None
    return result


def chains(crew: Roster) -> dict[str, tuple[str, ...]]:
    return {agent.name: agent.chain.providers for agent in crew.agents}


def test_names_are_agents_and_deployments_are_providers() -> None:
    crew = roster()
    assert chains(crew) == {
        "writer": ("writer", "coder", "cheap"), "coder": ("coder", "cheap"), "cheap": ("cheap",),
    }  # fmt: skip
    assert [(one.name, one.model, one.api_key_env, one.rate_limit) for one in crew.providers] == [
        ("writer", "anthropic/one", "ANTHROPIC_API_KEY", 20),
        ("coder", "openai/two", "OPENAI_API_KEY", None),
        ("cheap", "gemini/three", None, None),
    ]
    assert crew.agent_by_name["coder"].options == (("aliases", "gpt-4"),)
    assert crew.agent_by_name["cheap"].options == (("context_window_fallbacks", "writer"),)
    assert crew.fallback.fires == "on"
    assert parsed().problems == ()


def test_deployments_of_one_name_come_by_order_before_its_fallbacks() -> None:
    second = (
        "  - model_name: writer\n    litellm_params: {model: openrouter/x/one, order: 1}\n"
        "  - model_name: writer\n    litellm_params: {model: azure/one, order: 3}\n"
    )
    text = CREW.replace("      rpm: 20\n", "      order: 2\n").replace(
        '  - model_name: "cheap"', second + '  - model_name: "cheap"'
    )
    assert chains(roster(text))["writer"] == (
        "writer", "writer [2]", "writer [3]", "coder", "cheap",
    )  # fmt: skip
    assert roster(text).provider_by_name["writer"].model == "openrouter/x/one"


def test_default_fallbacks_are_those_of_names_without_their_own() -> None:
    text = CREW + "  default_fallbacks: [coder]\n"
    assert chains(roster(text))["cheap"] == ("cheap", "coder")
    assert chains(roster(text))["writer"] == ("writer", "coder", "cheap")


@pytest.mark.parametrize(("operation", "old", "new"), [
    (Assign("writer", {"primary": "anthropic/new"}), "anthropic/one", "anthropic/new"),
    (Assign("cheap", {"primary": "openai/new"}), "gemini/three       # small",
     "openai/new         # small\n      api_key: os.environ/OPENAI_API_KEY"),
    (Assign("writer", {"fallback 1": None}), "[coder, cheap]", "[cheap]"),
    (Assign("writer", {"fallback 2": None}), "[coder, cheap]", "[coder]"),
    (Move("writer", "fallback 2", -1), "[coder, cheap]", "[cheap, coder]"),
    (Assign("coder", {"fallback 1": None}), '    - coder: ["cheap"]\n', ""),
    (Assign("coder", {"fallback 2": "writer"}), '["cheap"]', '["cheap", "writer"]'),
    (Assign("cheap", {"fallback 1": "coder"}), '    - coder: ["cheap"]\n',
     '    - coder: ["cheap"]\n    - cheap: [coder]\n'),
    (AddProvider("big", {"model": "openai/big", "api_key_env": "KEY"}),
     "      model: gemini/three       # small\n",
     ("      model: gemini/three       # small\n  - model_name: big\n    litellm_params:\n"
      "      model: openai/big\n      api_key: os.environ/KEY\n")),
])  # fmt: skip
def test_a_change_touches_its_own_bytes_and_undo_brings_them_back(
    operation: Operation, old: str, new: str, tmp_path: Path
) -> None:
    if operation == Assign("cheap", {"primary": "openai/new"}):  # nobody falls back to it here
        crew = CREW.replace("[coder, cheap]", "[coder]").replace('    - coder: ["cheap"]\n', "")
    else:
        crew = CREW
    assert old in crew
    saved = saved_bytes(tmp_path / "config.yaml", crew, operation)
    assert saved.decode() == crew.replace(old, new, 1)


def test_the_protocol_of_the_former_model_goes_with_it(tmp_path: Path) -> None:
    text = (
        "model_list:\n  - model_name: a\n    litellm_params:\n      model: meta/one\n"
        "      custom_llm_provider: openai\n      api_base: http://localhost:1/v1\n      rpm: 2\n"
    )
    saved = saved_bytes(tmp_path / "c.yaml", text, Assign("a", {"primary": "anthropic/two"}))
    assert saved.decode() == (
        "model_list:\n  - model_name: a\n    litellm_params:\n      model: anthropic/two\n"
        "      rpm: 2\n"
    )


def test_the_names_of_providers_are_worked_out_once_for_a_file() -> None:
    proxy = read_proxy(Findings(Document.parse(CREW)), Document.parse(CREW).value)
    assert proxy.provider_names is proxy.provider_names


def done(operation: Operation, text: str = CREW) -> tuple[Document, Roster]:
    document = Document.parse(text)
    dialect = detect(document)
    after = document.apply(operation.edits(dialect, document, roster(text)))
    result = dialect.read(after).roster
    assert result is not None
    return after, result


def models(crew: Roster) -> dict[str, list[str]]:
    return {
        agent.name: [crew.provider_by_name[one].model for one in agent.chain.providers]
        for agent in crew.agents
    }


@each_row("operation", [
    Assign("coder", {"primary": "openai/new"}),
    Assign("coder", {"primary": "writer"}),
    Assign("writer", {"primary": "cheap"}),
    Move("writer", "fallback 1", -1),
    SetChains({"coder": ("cheap", "writer", "coder"), "cheap": ("coder",)}),
])  # fmt: skip
def test_a_change_of_one_name_changes_the_chain_of_no_other(
    operation: Assign | Move | SetChains,
) -> None:
    before = models(roster())
    after, result = done(operation)
    is_set = isinstance(operation, SetChains)
    changed = set(operation.chains) if isinstance(operation, SetChains) else {operation.agent}
    for name, chain in before.items():
        if name not in changed:
            assert models(result)[name] == chain
    assert detect(after).read(after).problems == ()
    if is_set:
        wanted = {"coder": ["gemini/three", "anthropic/one", "openai/two"], "cheap": ["openai/two"]}
        assert {name: models(result)[name] for name in wanted} == wanted


TWINS = """\
model_list:
  - {model_name: llama, litellm_params: {model: together_ai/llama}}
  - {model_name: together/llama, litellm_params: {model: together_ai/llama}}
  - {model_name: groq/llama, litellm_params: {model: groq/llama}}
  - {model_name: fast, litellm_params: {model: groq/small}}
router_settings:
  fallbacks:
    - llama: [groq/llama, together/llama]   # as the second leads where llama does, it is not shown
    - fast: [quick, llama]
  model_group_alias: {quick: groq/llama}
"""


@pytest.mark.parametrize("operation", [
    Assign("fast", {"primary": "together/llama"}),
    Assign("fast", {"primary": "openai/new"}),
    Assign("fast", {"fallback 2": None}),
    Assign("groq/llama", {"fallback 1": "fast"}),
])  # fmt: skip
def test_the_fallbacks_of_other_names_stay_as_they_are_written(operation: Operation) -> None:
    document = Document.parse(TWINS)
    after = document.apply(
        operation.edits(detect(document, "config.yaml"), document, roster(TWINS))
    )
    (line,) = (line for line in TWINS.splitlines() if "- llama: [" in line)
    assert line in after.text.splitlines()
    assert models(roster(after.text))["llama"] == models(roster(TWINS))["llama"]


def test_a_name_is_renamed_wherever_it_stands() -> None:
    after, _ = done(Rename("agent", "coder", "dev"))
    assert after.text == CREW.replace("coder", "dev")


@pytest.mark.parametrize(("operation", "reason"), [
    (Assign("codr", {"primary": "cheap"}), 'did you mean "coder"?'),
    (Assign("writer", {"fallback 1": "cheep"}), 'did you mean "cheap"?'),
    (Assign("cheap", {"primary": None}), "needs a primary"),
    (Remove("agent", "cheap"), '"cheap" is used by writer, coder'),
])  # fmt: skip
def test_what_cannot_be_is_refused(operation: Operation, reason: str) -> None:
    with pytest.raises(OperationError) as error:
        done(operation)
    assert reason in str(error.value)


def test_names_that_are_agents_and_providers_are_listed_once() -> None:
    with pytest.raises(OperationError) as refused:
        done(Assign("writer", {"primary": "gpt-4o-mini"}))
    assert str(refused.value).endswith("; there are writer, coder, cheap")


@each_row(("old", "new", "severity", "code"), [
    ("[coder, cheap]", "[coder, cheep]", "warning", "unknown-name"),
    ("    - coder: [", "    - codr: [", "warning", "unknown-name"),
    ("{gpt-4: coder}", "{gpt-4: codr}", "warning", "unknown-name"),
    ('coder: ["cheap"]', "coder: [coder]", "warning", "self-fallback"),
    ('coder: ["cheap"]', "coder: cheap", "warning", "ignored-fallbacks"),
    ('    - coder: ["cheap"]', '      coder: ["cheap"]', "error", "proxy-stops"),
    ("gemini/three", "google/three", "warning", "wrong-prefix"),
    ("litellm_settings:", "router_settings:", "warning", "duplicate-key"),
    ("      model: gemini/three       # small\n", "      rpm: 1\n", "error", "no-model"),
])  # fmt: skip
def test_what_is_wrong_is_told(old: str, new: str, severity: str, code: str) -> None:
    assert old in CREW
    problems = parsed(CREW.replace(old, new, 1)).problems
    assert (severity, code) in [(one.severity, one.code) for one in problems]


def test_what_we_export_is_read_back_as_the_same_chains() -> None:
    source = Document.parse(starter_text())
    crew = detect(source).read(source).roster
    assert crew is not None
    exported = proxy_text(proxy_config(crew, {}, retries=2, fallback=True), "model_config.yaml")
    back = roster(exported)
    for agent in crew.agents:
        assert models(back)[agent.name] == [
            _spelt(crew.provider_by_name[one].model) for one in agent.chain.providers
        ]
    assert yaml.safe_load(exported)["model_list"]


def _spelt(model: str) -> str:
    vendors = {"claude": "anthropic", "gpt": "openai"}
    return model if "/" in model else f"{vendors[model.partition('-')[0]]}/{model}"
