"""Experiments: changes to the byte, presets, and models that are dealt."""

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
from rscrew_console.document import Document
from rscrew_console.roster.experiment import (
    all_on,
    assignments_data,
    by_shares,
    deal,
    even_split,
    moved,
)
from tests.dialects.experiment_files import ALONE, FULL, JSON, after, table_of
from tests.rows import each_row


@each_row(
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


@each_row(
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
