"""Experiments: the three files, what is wrong with them, and changes to the byte."""

from typing import cast

import pytest

from rscrew_console.dialects import OperationError, detect
from rscrew_console.dialects.operations import (
    AddProvider,
    AddScenario,
    CopyScenario,
    Operation,
    Remove,
    RemoveScenario,
    Rename,
    RenameScenario,
    ReplaceModel,
    SetCounts,
    SetProvider,
    SwitchScenarios,
)
from rscrew_console.document import Document, parse_document
from rscrew_console.roster.experiment import (
    ScenarioTable,
    all_on,
    assignments_data,
    by_shares,
    deal,
    even_split,
    moved,
)
from rscrew_console.roster.model import Roster

FULL = """\
# Do mixed groups haggle differently?
NUM_AGENTS: 6            # every scenario has to add up to this
NUM_ROUNDS: 4

ENABLE_MULTI_MODEL: true

model_configs:
  acme/large-1:
    model_type: acme/large-1
    api_key_env: OPENROUTER_API_KEY   # the usual key
    max_tokens: 800
    temperature: 0.4
    rate_limit: 30       # a minute
    retry_delay: 2.0
    custom_params:
      top_p: 0.8

  zenith/small-2:
    model_type: zenith/small-2

scenarios:
  - name: One odd one out
    model_distribution:
      acme/large-1: 5      # the crowd
      zenith/small-2: 1    # the stranger
  - name: Half and half
    model_distribution:
      acme/large-1: 3
      zenith/small-2: 3

MAIN_MODEL: acme/base-1   # when nothing else is said
SUB_MODEL: acme/tiny-1"""
ALONE = """\
scenarios:
  - name: "All one"
    description: "the baseline"
    model_distribution:
      "acme/large-1": 10
"""
JSON = """\
{
  "scenarios": [
    {
      "name": "pair",
      "model_distribution": {"acme/large-1": 5, "zenith/small-2": 5},
      "num_agents_override": 2
    }
  ]
}
"""


def opened(text: str, name: str = "experiment.yaml") -> tuple[Document, Roster]:
    """The document, and what the dialect makes of it."""
    document = cast("Document", parse_document(text, name))
    dialect = detect(document, name)
    assert dialect.name == "experiment"
    result = dialect.read(document)
    assert result.roster is not None
    return document, result.roster


def table_of(text: str, name: str = "experiment.yaml") -> ScenarioTable:
    table = opened(text, name)[1].scenarios
    assert table is not None
    return table


def after(operation: Operation, text: str = FULL, name: str = "experiment.yaml") -> str:
    """The text after the operation."""
    document, roster = opened(text, name)
    return document.apply(operation.edits(detect(document, name), document, roster)).text


def findings(text: str, name: str = "experiment.yaml") -> list[tuple[str, str, int]]:
    """Severity, code and line of each."""
    document = cast("Document", parse_document(text, name))
    problems = detect(document, name).read(document).problems
    return [(problem.severity, problem.code, problem.line) for problem in problems]


# ---------------------------------------------------------------------------- reading


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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


# ---------------------------------------------------------------------------- changes


@pytest.mark.parametrize(
    ("operation", "old", "new"),
    [
        (SetCounts("One odd one out", {"acme/large-1": 2, "zenith/small-2": 4}),
         "acme/large-1: 5      # the crowd\n      zenith/small-2: 1    # the stranger",
         "acme/large-1: 2      # the crowd\n      zenith/small-2: 4    # the stranger"),
        (SetCounts("#2", {"acme/large-1": 2, "zenith/small-2": 4}),
         "acme/large-1: 3\n      zenith/small-2: 3", "acme/large-1: 2\n      zenith/small-2: 4"),
        (SetCounts("One odd one out", {"acme/large-1": 6, "zenith/small-2": 0}),
         "acme/large-1: 5      # the crowd\n      zenith/small-2: 1    # the stranger\n",
         "acme/large-1: 6      # the crowd\n"),
        (SetCounts("Half and half", {"zenith/small-2": 4}, force=True),
         "zenith/small-2: 3", "zenith/small-2: 4"),
        (RenameScenario("Half and half", "Three each"), "Half and half", "Three each"),
        (RemoveScenario("Half and half"),
         ("  - name: Half and half\n    model_distribution:\n      acme/large-1: 3\n"
          "      zenith/small-2: 3\n"), ""),
        (CopyScenario("Half and half", "Again"),
         "      zenith/small-2: 3\n",
         ("      zenith/small-2: 3\n  - name: Again\n    model_distribution:\n"
          "      acme/large-1: 3\n      zenith/small-2: 3\n")),
        (AddScenario("All large", {"acme/large-1": 6, "zenith/small-2": 0}),
         "      zenith/small-2: 3\n",
         ("      zenith/small-2: 3\n  - name: All large\n    model_distribution:\n"
          "      acme/large-1: 6\n")),
        (SwitchScenarios(enabled=False), "MODEL: true", "MODEL: false"),
        (SetProvider("acme/large-1", "rate_limit", "20"), "rate_limit: 30 ", "rate_limit: 20 "),
        (SetProvider("acme/large-1", "top_p", "0.5"), "top_p: 0.8", "top_p: 0.5"),
        (SetProvider("acme/large-1", "top_p", ""), "    custom_params:\n      top_p: 0.8\n", ""),
        (AddProvider("nova/mini", {"model": "nova/mini"}),
         "    model_type: zenith/small-2\n",
         "    model_type: zenith/small-2\n\n  nova/mini:\n    model_type: nova/mini\n"),
    ],
)  # fmt: skip
def test_a_change_touches_only_its_bytes(operation: Operation, old: str, new: str) -> None:
    assert old in FULL
    assert after(operation) == FULL.replace(old, new, 1)


def test_a_model_is_renamed_in_every_scenario_and_goes_on_asking_the_same_id() -> None:
    renamed = after(Rename("provider", "acme/large-1", "large"))
    expected = FULL.replace("  acme/large-1:\n", "  large:\n", 1).replace(
        "      acme/large-1: 5      #", "      large: 5      #"
    )
    assert renamed == expected.replace("      acme/large-1: 3", "      large: 3")


def test_a_model_is_replaced_with_its_name_and_everywhere() -> None:
    text = FULL.replace("MAIN_MODEL: acme/base-1", "MAIN_MODEL: acme/large-1")
    assert after(ReplaceModel("acme/large-1", "acme/large-2"), text) == text.replace(
        "acme/large-1", "acme/large-2"
    )
    assert after(ReplaceModel("acme/large-1", "a/b"), ALONE) == ALONE.replace("acme/large-1", "a/b")


def test_the_json_file_keeps_its_shape() -> None:
    operation = SetCounts("pair", {"acme/large-1": 4, "zenith/small-2": 6})
    assert after(operation, JSON, "scenarios.json") == JSON.replace(
        '"acme/large-1": 5, "zenith/small-2": 5', '"acme/large-1": 4, "zenith/small-2": 6'
    )
    assert after(Rename("provider", "acme/large-1", "a/b"), JSON, "scenarios.json") == JSON.replace(
        "acme/large-1", "a/b"
    )


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (SetCounts("Half and half", {"zenith/small-2": 4}), "would have 7 agents.* is 6"),
        (SetCounts("Half and half", {"zenith/small": 3}), 'mean "zenith/small-2"'),
        (SetCounts("Half and half", {"zenith/small-2": -3}), "0 or more"),
        (SetCounts("Half and haf", {"zenith/small-2": 3}), 'did you mean "Half and half"'),
        (SetCounts("#3", {"zenith/small-2": 3}), 'no scenario "#3"'),
        (AddScenario("New", {"acme/large-1": 5}), "would have 5 agents"),
        (AddScenario("Half and half", {"acme/large-1": 6}), "there is a scenario"),
        (AddScenario("a/b", {"acme/large-1": 6}), "becomes a folder"),
        (CopyScenario("Half and half", " "), "becomes a folder"),
        (RenameScenario("Half and half", "One odd one out"), "there is a scenario"),
        (RemoveScenario("Half"), "no scenario"),
        (Remove("provider", "acme/large-1"), "agents in .*Half and half"),
        (SetProvider("acme/large-1", "api_key_env", "sk-or-v1-0123456789abcdef"), "the key itself"),
        (SetProvider("acme/large-1", "temperature", "hot"), "takes a number"),
        (SetProvider("acme/base-1", "temperature", "1"), "no entry under model_configs"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_says_why(operation: Operation, why: str) -> None:
    with pytest.raises(OperationError, match=why):
        after(operation)


def test_only_the_full_file_has_a_switch() -> None:
    with pytest.raises(OperationError, match="ENABLE_MULTI_MODEL is not read from it"):
        after(SwitchScenarios(enabled=False), ALONE)
    switched = after(
        SwitchScenarios(enabled=True), FULL.replace("ENABLE_MULTI_MODEL: true\n\n", "")
    )
    assert "ENABLE_MULTI_MODEL: true\n" in switched
    assert table_of(switched).enabled


def test_other_formats_have_no_scenarios() -> None:
    document = Document.parse("providers: {a: {model: b}}\nagent_assignments: {}\n")
    dialect = detect(document)
    roster = dialect.read(document).roster
    assert roster is not None
    with pytest.raises(OperationError, match="has no place for scenarios"):
        RemoveScenario("x").edits(dialect, document, roster)


# ---------------------------------------------------------------------------- dealing


def test_presets_always_add_up() -> None:
    assert all_on("a", 10) == {"a": 10}
    assert even_split(("a", "b", "c"), 10) == {"a": 4, "b": 3, "c": 3}
    assert by_shares({"a": 2, "b": 1}, 10) == {"a": 7, "b": 3}
    assert by_shares({"a": 1, "b": 0, "c": 1}, 3) == {"a": 2, "b": 0, "c": 1}
    for shares in ({}, {"a": 0.0}, {"a": 2, "b": -1}):
        with pytest.raises(ValueError, match="shares are numbers"):
            by_shares(shares, 10)


def test_a_move_keeps_the_sum() -> None:
    scenario = table_of(FULL).scenarios[0]
    assert dict(moved(scenario, "acme/large-1", "zenith/small-2").counts) == {
        "acme/large-1": 4, "zenith/small-2": 2,
    }  # fmt: skip
    assert moved(scenario, "zenith/small-2", "acme/large-1", 5).count_of("acme/large-1") == 6


def test_models_are_dealt_in_file_order_or_by_a_seed_always_alike() -> None:
    table = table_of(FULL)
    odd = table.scenarios[0]
    large, small = table.models
    assert deal(table, odd) == (large,) * 5 + (small,)
    seeds = (1, 2, 3, 42)
    shuffled = [deal(table, odd, seed) for seed in seeds]
    assert shuffled == [deal(table, odd, seed) for seed in seeds]
    assert len({one.index(small) for one in shuffled}) > 1
    off = table_of(FULL.replace("MULTI_MODEL: true", "MULTI_MODEL: false"))
    assert deal(off, off.scenarios[0], 3) == ("acme/base-1",) * 6


def test_assignments_have_the_documented_shape() -> None:
    assert assignments_data("Two", ("a", "b")) == {
        "scenario": "Two",
        "assignments": [{"agent_id": 0, "model": "a"}, {"agent_id": 1, "model": "b"}],
        "distribution": {"a": 1, "b": 1},
    }
