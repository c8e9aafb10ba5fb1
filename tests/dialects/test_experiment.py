"""Experiments: the three files, and what is wrong with them."""

from typing import cast

import pytest

from rscrew_console.dialects import detect
from rscrew_console.document import Document, parse_document
from tests.dialects.experiment_files import ALONE, FULL, JSON, findings, opened, table_of
from tests.rows import each_row


def test_a_full_file_is_models_scenarios_and_two_roles() -> None:
    _, roster = opened(FULL)
    table = roster.scenarios
    assert table is not None
    assert (table.shape, table.number_of_agents, table.enabled) == ("full", 6, True)
    assert table.models == ("acme/large-1", "zenith/small-2")
    assert [(one.name, dict(one.counts)) for one in table.scenarios] == [
        ("One odd one out", {"acme/large-1": 5, "zenith/small-2": 1}),
        ("Half and half", {"acme/large-1": 3, "zenith/small-2": 3}),
    ]
    assert [(one.name, one.chain.primary) for one in roster.agents] == [
        ("MAIN_MODEL", "acme/base-1"),
        ("SUB_MODEL", "acme/tiny-1"),
    ]
    large = roster.provider_by_name["acme/large-1"]
    assert (large.kind, large.api_key_env) == ("openrouter", "OPENROUTER_API_KEY")
    assert (large.max_tokens, large.temperature, large.rate_limit, large.top_p) == (
        800,
        0.4,
        30,
        0.8,
    )
    assert large.parameters == ("retry_delay=2.0",)
    small = roster.provider_by_name["zenith/small-2"]
    assert (small.api_key_env, small.max_tokens) == ("OPENROUTER_API_KEY", None)
    assert findings(FULL) == []


@each_row(
    ("text", "name", "shape", "agents", "models"),
    [
        (ALONE, "groups.yaml", "scenarios", 10, ("acme/large-1",)),
        (JSON, "scenarios.json", "json", 10, ("acme/large-1", "zenith/small-2")),
        ("NUM_AGENTS: 3\nNUM_ROUNDS: 2\n", "config.yaml", "full", 3, ()),
        ("ENABLE_MULTI_MODEL: false\n", "config.yaml", "full", 10, ()),
        ("model_configs:\n  a: {model_type: b/c}\n", "config.yaml", "full", 10, ("a",)),
    ],
)
def test_each_of_the_three_files_is_told_by_its_content(
    text: str, name: str, shape: str, agents: int, models: tuple[str, ...]
) -> None:
    table = table_of(text, name)
    assert (table.shape, table.number_of_agents, table.models) == (shape, agents, models)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("model_configs:\n  a: {provider: openai}\n", "config.yaml"),
        ("scenarios:\n  - name: a\n    steps: [b]\n", "scenarios.yaml"),
        ("NUM_AGENTS=3\nMAIN_MODEL=openai:gpt-4\n", ".env"),
        ("NUM_AGENTS: 3\n", "config.yaml"),
    ],
)
def test_what_only_looks_like_one_is_none(text: str, name: str) -> None:
    assert detect(cast("Document", parse_document(text, name)), name).name != "experiment"


def test_a_main_model_that_the_file_does_not_name_is_the_programs_own() -> None:
    _, roster = opened("ENABLE_MULTI_MODEL: true\n")
    (main,) = roster.agents
    assert main.chain.shown_in("primary") == "default → google/gemini-2.5-flash"


def test_a_role_runs_on_the_entry_that_asks_its_model() -> None:
    text = "MAIN_MODEL: b/c\nENABLE_MULTI_MODEL: true\nmodel_configs:\n  a: {model_type: b/c}\n"
    _, roster = opened(text)
    assert [one.name for one in roster.users_of("a")] == ["MAIN_MODEL"]


# ---------------------------------------------------------------------------- findings


@each_row(
    ("old", "new", "found"),
    [
        ("large-1: 5", "large-1: 4", ("error", "scenario-sum", 23)),
        ("large-1: 5", "large-1: 4.5", ("error", "bad-count", 24)),
        ("large-1: 5", "large-1: -5", ("error", "bad-count", 24)),
        ("large-1: 5", "large-1: true", ("error", "bad-count", 24)),
        ("large-1: 5", "large-1: five", ("error", "bad-count", 24)),
        ("      acme/large-1: 5", "      acme/large: 5", ("error", "unknown-model", 24)),
        ("zenith/small-2: 3", "zenith/small-2: 0", ("warning", "empty-count", 29)),
        ("Half and half", "One odd one out", ("warning", "duplicate-scenario", 26)),
        ("Half and half", "Half/half", ("error", "bad-name", 26)),
        ("NUM_ROUNDS", "LOG_LEVEL", ("error", "unknown-key", 3)),
        ("    max_tokens", "    max_tokns", ("error", "unknown-key", 11)),
        ("  - name: Half", "  - metadata: {}\n    name: Half", ("error", "unknown-key", 26)),
        ("    model_type: zenith/small-2\n", "    max_tokens: 3\n", ("error", "missing-model", 18)),
        ("NUM_AGENTS: 6", "NUM_AGENTS: 11", ("error", "too-many-agents", 2)),
        ("MULTI_MODEL: true", "MULTI_MODEL: false", ("warning", "scenarios-off", 5)),
        ("  zenith/small-2:\n", "  z:\n    model_type: a/b\n  zenith/small-2:\n",
         ("warning", "unused-model", 18)),
        ("model_type: zenith/small-2", ("model_type: acme/large-1\n  acme/large-2:\n"
         "    model_type: zenith/small-2"), ("warning", "confusing-name", 19)),
    ],
)  # fmt: skip
def test_what_stops_the_program_or_bends_its_results_is_found_at_its_line(
    old: str, new: str, found: tuple[str, str, int]
) -> None:
    assert old in FULL
    assert found in findings(FULL.replace(old, new, 1))


def test_scenarios_without_models_are_dropped_in_silence_and_that_is_said() -> None:
    text = "ENABLE_MULTI_MODEL: true\n" + ALONE.replace('    description: "the baseline"\n', "")
    assert ("warning", "scenarios-ignored", 2) in findings(text)


def test_descriptions_belong_into_files_of_scenarios_alone() -> None:
    assert findings(ALONE, "groups.yaml") == []
    assert findings(JSON, "scenarios.json") == []


def test_a_file_at_which_its_program_stops_is_opened_all_the_same() -> None:
    document = Document.parse(FULL.replace("large-1: 5", "large-1: 4"))
    result = detect(document).read(document)
    assert [problem.code for problem in result.problems] == ["scenario-sum"]
    assert result.errors == ()


@pytest.mark.parametrize("text",
    ["scenarios: 3\nENABLE_MULTI_MODEL: true", "NUM_AGENTS: 0\nNUM_ROUNDS: 1",
                                  "scenarios: [3]\nENABLE_MULTI_MODEL: true"])  # fmt: skip
def test_what_cannot_be_read_keeps_the_file_from_being_opened(text: str) -> None:
    document = Document.parse(text)
    assert detect(document).read(document).errors != ()
