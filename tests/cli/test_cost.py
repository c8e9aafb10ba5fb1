"""`cost`: figures, sources, and what is not known."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.runtime.ledger import config_name
from rscrew_console.session.state import state_root
from tests.cli.conftest import Rsc
from tests.plans.crews import rscrew_file
from tests.runtime.ledger.attempts import attempt, ledger_of

SMALL = """\
providers:
  own: {model: house-model, price: {input: 2, output: 10}}
  listed: {model: gpt-4o}
  local: {model: ollama/llama3.3}
agent_assignments:
  writer: {primary: own, secondary: listed}
  coder: {primary: listed, usage: {calls_per_day: 10}}
  helper: {primary: local, secondary: own}
"""


@pytest.fixture
def crew(folder: Path) -> Path:
    path = folder / "model_config.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def openai_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """With it all three providers of the crew can serve."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-9f3c1b7a5d2e8064")


def shape(rsc: Rsc, *arguments: str) -> Any:
    ran = rsc("cost", "--json", *arguments)
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


def test_json(rsc: Rsc, crew: Path, openai_key: None) -> None:
    found = shape(rsc)
    for agent in found["agents"]:
        same = ("provider", "model", "usd_per_1k_calls", "usd_per_month")
        assert agent.pop("running") == {name: agent[name] for name in same}
    totals = ("total_usd_per_1k_calls", "total_usd_per_month")
    assert found.pop("running") == {name: found[name] for name in totals}
    listed = found["prices"].pop("gpt-4o")
    assert found == {
        "agents": [
            {"name": "writer", "provider": "own", "model": "house-model",
             "usd_per_1k_calls": 5.0, "usd_per_month": 15.0,
             "measured_calls": 0},
            {"name": "coder", "provider": "listed", "model": "gpt-4o",
             "usd_per_1k_calls": 5.5, "usd_per_month": 1.65,
             "measured_calls": 0},
            {"name": "helper", "provider": "local", "model": "ollama/llama3.3",
             "usd_per_1k_calls": None, "usd_per_month": None,
             "measured_calls": 0},
        ],
        "total_usd_per_1k_calls": 10.5,
        "total_usd_per_month": 16.65,
        "prices": {
            "house-model": {"input_usd_per_mtok": 2, "output_usd_per_mtok": 10,
                            "source": "file", "as_of": None},
        },
    }  # fmt: skip
    assert (listed["input_usd_per_mtok"], listed["output_usd_per_mtok"]) == (2.5, 10)
    assert listed["source"].startswith("genai-prices ")
    assert len(listed["as_of"]) == len("2026-11-20")


def test_other_calls_a_day(rsc: Rsc, crew: Path) -> None:
    found = shape(rsc, "--calls-per-day", "200")
    assert [agent["usd_per_month"] for agent in found["agents"]] == [30.0, 1.65, None]
    assert found["total_usd_per_1k_calls"] == 10.5


def test_as_if_a_strategy_were_applied(rsc: Rsc, crew: Path) -> None:
    before = crew.read_bytes()
    crew.write_text(rscrew_file(), encoding="utf-8")
    totals = {
        name: shape(rsc, "--strategy", name)["total_usd_per_1k_calls"]
        for name in ("cost-optimised", "balanced", "performance-optimized")
    }
    assert totals["cost-optimised"] <= 0.6 * totals["performance-optimized"]
    assert totals["cost-optimised"] < totals["balanced"] < totals["performance-optimized"]
    assert before != crew.read_bytes() == rscrew_file().encode()


def test_a_pin_costs_what_the_pinned_one_costs(
    rsc: Rsc, crew: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-" + "k" * 40)
    with crew.open("a", encoding="utf-8") as file:
        file.write("global_settings: {pin: own}\n")
    assert {agent["provider"] for agent in shape(rsc)["agents"]} == {"own"}
    assert {agent["provider"] for agent in shape(rsc, "--strategy", "4")["agents"]} != {"own"}
    assert rsc("cost").out.startswith("pinned: every agent runs on own\n")


def test_the_table(rsc: Rsc, crew: Path, openai_key: None) -> None:
    ran = rsc("cost")
    assert (ran.status, ran.err) == (0, "")
    lines = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert lines[:5] == [
        "agent provider model $/1k calls $/month",
        "writer own house-model $5.00 $15.00",
        "coder listed gpt-4o $5.50 $1.65",
        "helper local ollama/llama3.3 unknown unknown",
        "all $10.50 $16.65",
    ]
    assert "not in the sums, as the price is not known: 1 agent" in lines
    assert "assumed: 1,000 tokens in and 300 out a call, 100 calls a day, 30 days a month" in lines
    assert "own (house-model): $2.00 in, $10.00 out per million tokens, says the file" in lines
    assert any(
        line.startswith("listed (gpt-4o): $2.50 in, $10.00 out per million tokens, genai-prices")
        for line in lines
    )
    assert any(line.startswith("local (ollama/llama3.3): price unknown") for line in lines)


@pytest.mark.parametrize(("arguments", "says"), [
    (("--strategy", "cheap"), 'there is no strategy "cheap"'),
    (("--calls-per-day", "-1"), "--calls-per-day takes calls, 0 or more"),
    (("--calls-per-day", "many"), "--calls-per-day takes calls, 0 or more"),
    (("--calls-per-day", "inf"), "--calls-per-day takes calls, 0 or more"),


    (("--calls-per-day", "nan"), "--calls-per-day"),
])  # fmt: skip
def test_refusals(rsc: Rsc, crew: Path, arguments: tuple[str, ...], says: str) -> None:
    ran = rsc("cost", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err


@pytest.fixture
def measured(crew: Path) -> Path:
    """A ledger with twenty calls a day of one agent, two days long."""
    begun = datetime.now(UTC) - timedelta(days=2)
    usual = {"config": config_name(crew), "agent": "writer", "input_tokens": 3000}
    return ledger_of(
        state_root() / "usage.db",
        [attempt(at=begun + index * timedelta(hours=1), **usual) for index in range(40)],
    )


def test_cost_goes_by_what_calls_have_taken(rsc: Rsc, measured: Path, openai_key: None) -> None:
    writer, coder, _ = shape(rsc)["agents"]
    assert (writer["measured_calls"], coder["measured_calls"]) == (40, 0)
    assert writer["usd_per_1k_calls"] == 9.0  # 3,000 tokens in and 300 out
    assert writer["usd_per_month"] == pytest.approx(5.4, rel=0.01)
    lines = [" ".join(line.split()) for line in rsc("cost").out.splitlines()]
    assert lines[0] == "agent provider model $/1k calls $/month by"
    assert lines[1].endswith("measured over 40 calls")
    assert lines[2].endswith("assumed")
    assert "measured: 1 agent, by their calls of the last 30 days" in lines


def test_what_is_asked_for_counts_for_more_than_what_was(rsc: Rsc, measured: Path) -> None:
    writer = shape(rsc, "--calls-per-day", "100")["agents"][0]
    assert (writer["measured_calls"], writer["usd_per_month"]) == (40, 27.0)


def test_a_strategy_costs_what_is_measured_on_the_providers_that_bulk_would_choose(
    rsc: Rsc, measured: Path
) -> None:
    def costs(*arguments: str) -> list[tuple[str, str, float | None, int]]:
        return [
            (one["name"], one["provider"], one["usd_per_1k_calls"], one["measured_calls"])
            for one in shape(rsc, *arguments)["agents"]
        ]

    before, foretold = costs(), costs("--strategy", "performance-optimised")
    assert rsc("bulk", "performance-optimised", "--yes").status == 0
    assert before != foretold == costs()
    assert foretold[0][3] == 40


def test_costs_go_by_what_runs_now_and_the_plans_stand_beside(rsc: Rsc, crew: Path) -> None:
    """Without OpenAI's key the coder has nothing to run on."""
    coder = shape(rsc)["agents"][1]
    assert (coder["provider"], coder["usd_per_month"]) == ("listed", 1.65)
    assert coder["running"] == {
        "provider": None, "model": "", "usd_per_1k_calls": None, "usd_per_month": None,
    }  # fmt: skip
    lines = [" ".join(line.split()) for line in rsc("cost").out.splitlines()]
    assert lines[:3] == [
        "agent provider model $/1k calls $/month as planned",
        "writer own house-model $5.00 $15.00",
        "coder ✗ nothing — — listed $1.65",
    ]
    assert "a month: at least $16.65 as planned, at least $15.00 as it runs" in lines
    assert "without a provider that can serve, and so without a cost: 1 agent" in lines


def test_a_provider_on_which_the_last_calls_have_failed_does_not_run(
    rsc: Rsc, crew: Path, openai_key: None
) -> None:
    now = datetime.now(UTC)
    usual = {"config": config_name(crew), "provider": "own", "model": "house-model"}
    ledger_of(
        state_root() / "usage.db",
        [attempt(at=now - timedelta(minutes=2), outcome="no_credit", **usual)],
    )
    found = shape(rsc)
    assert found["agents"][0]["provider"] == "own"
    assert found["agents"][0]["running"]["provider"] == "listed"
    assert (found["total_usd_per_month"], found["running"]["total_usd_per_month"]) == (16.65, 18.15)
    told = rsc("what-if", "--down", "local").out
    assert "cost: $18.15 a month as it runs, $16.65 as planned" in told
