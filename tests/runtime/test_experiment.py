"""Experiments as applications run them: models dealt by number, calls that fall back."""

from __future__ import annotations

import copy
import json
import sqlite3
from pathlib import Path

import pytest

from rscrew_console import Experiment
from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.ledger_writer import LEDGER_WRITER
from rscrew_console.runtime.limits import LocalLimitStore
from rscrew_console.runtime.loop.adjusting import ModelAdjustments
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.session import SessionError
from tests.dialects.experiment_files import ALONE, FULL
from tests.runtime.acting import Acting, Clock, failure

ODD = "One odd one out"
KEY = {"OPENROUTER_API_KEY": "sk-or-v1-0123456789abcdef"}


def opened(folder: Path, text: str = FULL) -> tuple[Experiment, Acting]:
    """The experiment in a file of its own, and the wire that its calls go over."""
    path, clock, acting = folder / "experiment.yaml", Clock(), Acting()
    path.write_text(text)
    store = LocalLimitStore(lambda: clock.seconds)
    dependencies = RuntimeDependencies(
        environ=lambda: KEY, cwd=lambda: folder, home=lambda: folder / "home",
        state=lambda: folder / "state", clock=clock, monotonic=lambda: clock.seconds,
        sleep=clock.sleep, asleep=clock.asleep, chance=lambda: 1.0,
        adjustments=ModelAdjustments(), wire=lambda: acting, limit_store=lambda _url: store,
    )  # fmt: skip
    return Experiment.from_file(path, dependencies=dependencies), acting


def test_models_are_dealt_the_same_for_the_same_seed(tmp_path: Path) -> None:
    experiment, _ = opened(tmp_path)
    assert experiment.scenarios == (ODD, "Half and half")
    scenario = experiment.scenario(ODD)
    assert scenario.counts == {"acme/large-1": 5, "zenith/small-2": 1}
    assert scenario.assign().models == ("acme/large-1",) * 5 + ("zenith/small-2",)
    dealt = [scenario.assign(seed).models for seed in range(8)]
    assert dealt == [scenario.assign(seed).models for seed in range(8)]
    assert len(set(dealt)) > 1


def test_each_agent_calls_its_own_model_with_its_parameters(tmp_path: Path) -> None:
    experiment, acting = opened(tmp_path)
    assignment = experiment.scenario(ODD).assign()
    assert assignment.llm_for_agent(0).call("Hi") == "Hello"
    assert assignment.llm_for_agent(5).call("Hi") == "Hello"
    assert acting.asked == ["acme/large-1", "zenith/small-2"]
    assert acting.orders[0].provider.temperature == 0.4
    assignment.close()


def test_a_model_that_fails_is_replaced_by_the_main_one_and_the_ledger_says_so(
    tmp_path: Path,
) -> None:
    experiment, acting = opened(tmp_path)
    acting["zenith/small-2"] = [failure("model_not_found", 404)]
    assignment = experiment.scenario(ODD).assign()
    llm = assignment.llm_for_agent(5)
    assert llm.call("Hi") == "Hello"
    assert acting.asked == ["zenith/small-2", "acme/base-1"]
    assert llm.last is not None
    assert (llm.last.provider, llm.last.model) == ("acme/base-1", "acme/base-1")
    while not LEDGER_WRITER.flush():  # prices are being loaded
        continue
    assignment.close()
    with sqlite3.connect(tmp_path / "state" / "usage.db") as ledger:
        told = ledger.execute("SELECT agent, provider, outcome, fell_back_from FROM attempts")
        rows = told.fetchall()
    assert rows == [
        ("agent 5", "zenith/small-2", "model_not_found", ""),
        ("agent 5", "acme/base-1", "ok", "zenith/small-2"),
    ]


def test_with_the_switch_off_all_agents_call_the_main_model(tmp_path: Path) -> None:
    experiment, acting = opened(tmp_path, FULL.replace("MODEL: true", "MODEL: false"))
    assignment = experiment.scenario(ODD).assign(3)
    assert assignment.models == ("acme/base-1",) * 6
    assignment.llm_for_agent(2).call("Hi")
    assert acting.asked == ["acme/base-1"]


def test_scenarios_alone_fall_back_to_the_programs_own_main_model(tmp_path: Path) -> None:
    experiment, acting = opened(tmp_path, ALONE)
    acting["acme/large-1"] = [failure("no_credit", 402)]
    experiment.scenario("All one").assign().llm_for_agent(9).call("Hi")
    assert acting.asked == ["acme/large-1", "google/gemini-2.5-flash"]


def test_what_was_dealt_is_written_once_in_the_documented_shape(tmp_path: Path) -> None:
    assignment = opened(tmp_path)[0].scenario(ODD).assign()
    place = tmp_path / "results" / "one" / "model_assignments.json"
    assignment.write(place)
    data = json.loads(place.read_text())
    assert data == assignment.as_data()
    assert data["distribution"] == {"acme/large-1": 5, "zenith/small-2": 1}
    with pytest.raises(FileExistsError):
        assignment.write(place)


def test_what_cannot_be_says_why(tmp_path: Path) -> None:
    experiment, _ = opened(tmp_path, FULL.replace("large-1: 5", "large-1: 4"))
    with pytest.raises(KeyError, match=r"did you mean .*Half and half"):
        experiment.scenario("Half and haf")
    with pytest.raises(ValueError, match="add up to 5, and there are 6 agents"):
        experiment.scenario(ODD).assign()
    with pytest.raises(IndexError, match="they are 0 to 5"):
        experiment.scenario("Half and half").assign().llm_for_agent(6)
    with pytest.raises(ValueError, match="is not an experiment"):
        opened(tmp_path, "providers: {a: {model: b}}\nagent_assignments: {}\n")
    with pytest.raises(SessionError):
        Experiment.from_file(tmp_path / "missing.yaml")


def test_an_assignment_goes_to_other_processes_as_it_was_dealt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assignment = opened(tmp_path)[0].scenario(ODD).assign(4)
    llm = assignment.llm_for_agent(1)
    copied = copy.copy(llm.manager)  # by what pickle uses
    assert copied is not llm.manager
    assert isinstance(copied, ModelManager)
    agents = copied.roster.agent_by_name
    assert [agents[f"agent {number}"].chain.primary for number in range(6)] == [*assignment.models]
