"""`scenario`: the table of an experiment, its changes, and dealing models to agents."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Rsc
from tests.dialects.experiment_files import ALONE, FULL

ODD, HALF = "One odd one out", "Half and half"


@pytest.fixture
def experiment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OPENROUTER_API_KEY", raising=False)
    path = folder / "experiment.yaml"
    path.write_text(FULL, encoding="utf-8")
    return path


def lines(ran: Ran) -> list[str]:
    return [" ".join(line.split()) for line in ran.out.splitlines()]


def counts(rsc: Rsc, name: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(rsc("scenario", "show", name, "--json").out)["counts"]
    return found


def test_list_shows_counts_sums_and_who_will_answer(
    rsc: Rsc, experiment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = rsc("scenario", "list")
    assert (ran.status, lines(ran)) == (
        0,
        [
            "scenarios are on; every one has 6 agents",
            "scenario acme/large-1 zenith/small-2 sum will answer",
            "One odd one out 5 1 6 of 6 0 of 6 ✗",
            "Half and half 3 3 6 of 6 0 of 6 ✗",
            "acme/large-1 will not answer: add OPENROUTER_API_KEY=… to ./.env",
            "zenith/small-2 will not answer: add OPENROUTER_API_KEY=… to ./.env",
        ],
    )
    monkeypatch.setenv("OPENROUTER_API_KEY", "sk-or-v1-" + "a1b2" * 16)
    assert lines(rsc("scenario"))[2:] == [
        "One odd one out 5 1 6 of 6 6 of 6",
        "Half and half 3 3 6 of 6 6 of 6",
    ]


def test_list_as_json(rsc: Rsc, experiment: Path) -> None:
    shape = json.loads(rsc("scenario", "list", "--json").out)
    assert {key: shape[key] for key in ("config", "enabled", "num_agents", "main_model")} == {
        "config": "experiment.yaml", "enabled": True, "num_agents": 6, "main_model": "acme/base-1",
    }  # fmt: skip
    assert shape["models"][0] == {
        "name": "acme/large-1", "key": "missing", "api_key_env": "OPENROUTER_API_KEY",
        "answers": False,
    }  # fmt: skip
    assert shape["scenarios"][0] == {
        "name": ODD, "number": 1, "description": "",
        "counts": {"acme/large-1": 5, "zenith/small-2": 1}, "sum": 6, "num_agents": 6,
        "complete": True, "diversity": 0.451, "answers": 0,
    }  # fmt: skip


def test_show_tells_which_agents_get_which_model(rsc: Rsc, experiment: Path) -> None:
    shown = lines(rsc("scenario", "show", ODD))
    assert shown[:3] == [
        ODD,
        "6 of 6 agents; diversity 0.451",
        "model agents numbers will answer",
    ]
    assert shown[3].startswith("acme/large-1 5 0-4 ✗ OPENROUTER_API_KEY is not set")
    agents = json.loads(rsc("scenario", "show", "#1", "--json").out)["agents"]
    assert agents[0] == {"agent_id": 0, "model": "acme/large-1"}
    assert agents[5] == {"agent_id": 5, "model": "zenith/small-2"}


def test_set_changes_those_counts_and_no_other_byte(rsc: Rsc, experiment: Path) -> None:
    ran = rsc("scenario", "set", ODD, "acme/large-1=2", "zenith/small-2=4")
    assert (ran.status, ran.out.splitlines()) == (
        0,
        [
            "One odd one out: acme/large-1 5 → 2",
            "One odd one out: zenith/small-2 1 → 4",
            "saved experiment.yaml (2 lines changed)",
        ],
    )
    assert experiment.read_text() == FULL.replace("large-1: 5", "large-1: 2").replace(
        "small-2: 1 ", "small-2: 4 "
    )


def test_a_wrong_sum_is_refused_or_forced_with_a_warning(rsc: Rsc, experiment: Path) -> None:
    ran = rsc("scenario", "set", ODD, "acme/large-1=4")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        'error: "One odd one out" would have 5 agents, and NUM_AGENTS is 6; --force saves it all'
        " the same\n"
    )
    assert experiment.read_text() == FULL
    forced = rsc("scenario", "set", ODD, "acme/large-1=4", "--force")
    assert forced.status == 0
    assert "the counts add up to 5, and there are 6 agents" in forced.err
    assert rsc("check").status == 1
    assert rsc("scenario", "set", ODD, "acme/large-1=5").status == 0
    assert experiment.read_text() == FULL


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("set", ODD, "acme/large-1"), "is not MODEL=N"),
        (("set", ODD, "=3"), "is not MODEL=N"),
        (("set", ODD, "acme/large-1=-1"), "a count is a whole number"),
        (("set", ODD, "acme/large-1=1.5"), "a count is a whole number"),
        (("set", ODD, "acme/large-1=1", "acme/large-1=5"), "is given two counts"),
        (("set", ODD, "acme/large=5"), 'did you mean "acme/large-1"?'),
        (("set", "One odd", "acme/large-1=5"), "there is no scenario"),
        (("show", "Half & half"), 'did you mean "Half and half"?'),
        (("preset", ODD, "all"), "all takes one model"),
        (("preset", ODD, "most"), 'there is no preset "most"'),
        (("preset", ODD, "shares", "acme/large-1=much"), "a share is a number"),
        (("preset", ODD, "shares", "acme/large-1=0"), "one is above 0"),
        (("copy", ODD, HALF), "there is a scenario"),
        (("rename", ODD, "a/b"), "becomes a folder"),
        (("add", "New", "acme/large-1=5"), "would have 5 agents"),
    ],
)
def test_what_cannot_be_is_refused_with_status_2_and_nothing_written(
    rsc: Rsc, experiment: Path, arguments: tuple[str, ...], why: str
) -> None:
    ran = rsc("scenario", *arguments)
    assert ran.status == 2
    assert why in ran.err
    assert experiment.read_text() == FULL


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("all", "zenith/small-2"), {"zenith/small-2": 6}),
        (("even",), {"acme/large-1": 3, "zenith/small-2": 3}),
        (("even", "acme/large-1"), {"acme/large-1": 6}),
        (("shares", "acme/large-1=2", "zenith/small-2=1"),
         {"acme/large-1": 4, "zenith/small-2": 2}),
        (("shares", "acme/large-1=90%", "zenith/small-2=10%"),
         {"acme/large-1": 5, "zenith/small-2": 1}),
    ],
)  # fmt: skip
def test_presets(
    rsc: Rsc, experiment: Path, arguments: tuple[str, ...], expected: dict[str, int]
) -> None:
    assert rsc("scenario", "preset", ODD, *arguments).status == 0
    assert counts(rsc, ODD) == expected


def test_scenarios_are_added_copied_renamed_removed_and_undone(rsc: Rsc, experiment: Path) -> None:
    assert rsc("scenario", "add", "All large", "acme/large-1=6").status == 0
    assert rsc("scenario", "copy", "All large", "Again").status == 0
    assert rsc("scenario", "rename", "Again", "Once more").out.startswith(
        "scenario Again → Once more\n"
    )
    assert counts(rsc, "Once more") == {"acme/large-1": 6}
    assert rsc("scenario", "remove", "Once more").status == 0
    for _ in range(4):
        assert rsc("undo").status == 0
    assert experiment.read_text() == FULL


def test_the_switch(rsc: Rsc, experiment: Path) -> None:
    assert rsc("scenario", "disable").out == (
        "scenarios: ENABLE_MULTI_MODEL on → off\nsaved experiment.yaml (1 line changed)\n"
    )
    off = "scenarios are off (ENABLE_MULTI_MODEL): all 6 agents run on acme/base-1"
    assert off in rsc("scenario", "list").out
    dealt = json.loads(rsc("scenario", "assign", ODD, "-o", "-").out)
    assert dealt["distribution"] == {"acme/base-1": 6}
    assert rsc("scenario", "disable").out == "nothing to change\n"
    assert rsc("scenario", "enable").status == 0
    assert experiment.read_text() == FULL


def test_dry_runs_and_json_of_changes(rsc: Rsc, experiment: Path) -> None:
    dry = rsc("scenario", "set", HALF, "acme/large-1=4", "zenith/small-2=2", "--dry-run")
    assert "-      acme/large-1: 3\n" in dry.out
    assert experiment.read_text() == FULL
    shape = json.loads(rsc("scenario", "preset", HALF, "all", "acme/large-1", "--json").out)
    assert (shape["saved"], shape["lines_changed"]) == (True, 2)
    assert shape["scenario"]["counts"] == {"acme/large-1": 6}
    assert json.loads(rsc("scenario", "remove", HALF, "--json").out)["scenario"] is None


def test_assign_deals_reproducibly_and_writes_the_documented_shape(
    rsc: Rsc, experiment: Path, folder: Path
) -> None:
    place = "results/first/model_assignments.json"
    ran = rsc("scenario", "assign", ODD, "--seed", "7", "-o", place)
    assert ran.status == 0
    assert ran.out.endswith(f"wrote {place}\n")
    data = json.loads((folder / place).read_text())
    assert list(data) == ["scenario", "assignments", "distribution"]
    assert data["scenario"] == ODD
    assert [one["agent_id"] for one in data["assignments"]] == [0, 1, 2, 3, 4, 5]
    assert sorted(data["distribution"].items()) == [("acme/large-1", 5), ("zenith/small-2", 1)]
    again = json.loads(rsc("scenario", "assign", ODD, "--seed", "7", "--output", "-").out)
    assert again == data
    others = {
        rsc("scenario", "assign", ODD, "--seed", str(seed), "-o", "-").out for seed in range(6)
    }
    assert len(others) > 1


def test_assign_never_writes_over_a_file(rsc: Rsc, experiment: Path, folder: Path) -> None:
    (folder / "mine.json").write_text("mine")
    ran = rsc("scenario", "assign", ODD, "-o", "mine.json")
    assert (ran.status, ran.err) == (
        2,
        "error: mine.json: exists already and is not overwritten\n",
    )
    assert (folder / "mine.json").read_text() == "mine"


def test_assign_has_a_place_of_its_own_and_a_dry_run(
    rsc: Rsc, experiment: Path, folder: Path
) -> None:
    shape = json.loads(rsc("scenario", "assign", ODD, "--dry-run", "--json").out)
    assert shape["file"] is None
    assert not (folder / "results").exists()
    shape = json.loads(rsc("scenario", "assign", ODD, "--json").out)
    assert (folder / shape["file"]).match("results/exp_*_*/model_assignments.json")


def test_a_scenario_that_does_not_add_up_is_not_dealt(rsc: Rsc, experiment: Path) -> None:
    experiment.write_text(FULL.replace("large-1: 5", "large-1: 4"))
    ran = rsc("scenario", "assign", ODD, "-o", "-")
    assert (ran.status, ran.out) == (2, "")
    assert "the counts add up to 5, and there are 6 agents" in ran.err


def test_scenarios_alone_and_files_without_any(rsc: Rsc, folder: Path, config: Path) -> None:
    (folder / "scenarios.yaml").write_text(ALONE)
    ran = rsc("--config", "scenarios.yaml", "scenario", "set", "All one", "acme/large-1=5", "b/c=5")
    assert ran.status == 0
    assert '      "acme/large-1": 5\n' in (folder / "scenarios.yaml").read_text()
    ran = rsc("--config", str(config), "scenario", "list")
    assert ran.status == 2
    assert "has no place for scenarios" in ran.err


def test_check_names_ids_that_openrouter_would_refuse(rsc: Rsc, experiment: Path) -> None:
    experiment.write_text(FULL.replace("zenith/small-2", "anthropic/claude-sonnet-4-5"))
    shown = rsc("check")
    assert shown.status == 0
    assert 'did you mean "anthropic/claude-sonnet-4.5"?' in shown.out
    experiment.write_text(FULL.replace("NUM_ROUNDS", "LOG_LEVEL"))
    assert rsc("check").status == 1
    assert rsc("agents").status == 0


def test_files_where_and_replace_know_scenarios(rsc: Rsc, experiment: Path) -> None:
    assert lines(rsc("files"))[1:] == ["experiment.yaml experiment 6 4 0 of 4 never none"]
    assert rsc("where", "acme/large-1").out.splitlines() == [
        "experiment.yaml:24: One odd one out 5 agents acme/large-1",
        "experiment.yaml:28: Half and half 3 agents acme/large-1",
    ]
    assert rsc("replace", "acme/large-1", "acme/large-2", "--yes").status == 0
    assert experiment.read_text() == FULL.replace("acme/large-1", "acme/large-2")
