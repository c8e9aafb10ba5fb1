"""`checklist`: each point in the way it can come out, with what mends it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from rscrew_console.cli.crew import CliContext
from rscrew_console.runtime.ledger import config_name
from rscrew_console.session.state import state_root
from tests.cli.conftest import Rsc
from tests.cli.test_process import run
from tests.runtime.ledger.attempts import NOON, attempt, ledger_of

CREW = """\
providers:
  opus: {model: claude-opus-5-5, api_key_env: ANTHROPIC_API_KEY}
  luna: {model: gpt-6-luna, api_key_env: OPENAI_API_KEY}
  spare: {model: gemini/gemini-3.8-flash, api_key_env: GEMINI_API_KEY}
agent_assignments:
  planner: {primary: opus, fallback: spare}
  extractor: {primary: luna}
"""
GOOD = """\
expect: {planner: opus, extractor: gpt-6-luna}
budgets: {daily_usd: 5}
alerts:
- {metric: Opus calls (weekly), target: 2-12, threshold: "> 20"}
- {metric: calls, provider: luna, at_least: 1}
- {metric: Total AI cost (weekly), target: $3-5, threshold: "> $10"}
"""
HOUR = timedelta(hours=1)


@pytest.fixture
def crew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DAILY_BUDGET_USD", raising=False)
    monkeypatch.setattr(CliContext, "now", NOON)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "a1B2c3D4e5F6a1B2c3D4")
    monkeypatch.setenv("OPENAI_API_KEY", "a1B2c3D4e5F6a1B2c3D4")
    path = folder / "model_config.yaml"
    path.write_text(CREW + GOOD, encoding="utf-8")
    return path


def calls(*extra: dict[str, object]) -> None:
    """Two calls of opus and one of luna in the ledger, and others."""
    usual = (
        {"call": "a", "provider": "opus", "model": "claude-opus-5-5"},
        {"call": "b", "provider": "opus", "model": "claude-opus-5-5"},
        {"call": "c", "provider": "luna", "model": "gpt-6-luna"},
    )
    name = config_name(Path("model_config.yaml"))
    ledger_of(
        state_root() / "usage.db",
        [attempt(config=name, at=NOON - HOUR, **one) for one in (*usual, *extra)],
    )


def told(rsc: Rsc, *options: str) -> tuple[int, dict[str, list[str]]]:
    """The exit status, and the states of the items by name."""
    ran = rsc("checklist", "--offline", "--json", *options)
    states: dict[str, list[str]] = {}
    for item in json.loads(ran.out)["items"]:
        states.setdefault(item["name"], []).append(item["state"])
        assert item["mend"] or item["state"] != "failed", item
    return ran.status, states


def test_where_all_is_well(rsc: Rsc, crew: Path) -> None:
    calls()
    rsc("assign", "planner", "--secondary", "luna")
    assert told(rsc) == (0, {
        "keys": ["ok"], "models-answer": ["not_asked"], "expectations": ["ok"], "backup": ["ok"],
        "prices": ["ok"], "budgets-set": ["ok"], "alerts-set": ["ok"], "cost": ["ok", "ok"],
        "calls": ["ok", "ok"], "p95": ["ok"], "authentication": ["ok"],
        "tests": ["not_ours"], "dependencies": ["not_ours"], "tracing": ["not_ours"],
        "outputs": ["not_ours"],
    })  # fmt: skip


@pytest.mark.parametrize(("name", "states", "extra"), [
    ("calls", ["failed", "ok"], [
        {"call": f"d{n}", "provider": "opus", "model": "claude-opus-5-5"} for n in range(11)]),
    ("p95", ["failed"], [{"call": "slow", "latency_ms": 3000.0}]),
    ("authentication", ["failed"], [{"call": "no", "outcome": "invalid_key", "cost_usd": None}]),
    ("cost", ["failed", "failed"], [{"call": "dear", "cost_usd": 50.0}]),
])  # fmt: skip
def test_what_calls_tell(
    rsc: Rsc, crew: Path, name: str, states: list[str], extra: list[dict[str, object]]
) -> None:
    calls(*extra)
    status, found = told(rsc)
    assert (status, found[name]) == (1, states)


def test_without_any_call_a_target_is_missed_and_speed_is_not_known(rsc: Rsc, crew: Path) -> None:
    status, states = told(rsc)
    assert status == 1
    assert (states["calls"], states["p95"], states["authentication"]) == (
        ["failed", "failed"], ["not_asked"], ["not_asked"],
    )  # fmt: skip


def test_without_settings_everything_says_how_to_mend_it(
    rsc: Rsc, crew: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew.write_text(CREW, encoding="utf-8")
    monkeypatch.delenv("OPENAI_API_KEY")
    ran = rsc("checklist", "--offline")
    assert ran.status == 1
    lines = ran.out.splitlines()
    assert lines[:2] == [
        "✗ OPENAI_API_KEY is set: needed by luna", "    add OPENAI_API_KEY=… to ./.env",
    ]  # fmt: skip
    assert "    budgets: {daily_usd: 5} in model_config.yaml" in lines
    assert "    rsc expect --all, or rsc expect AGENT PROVIDER" in lines
    assert any(line.startswith("– the application's tests pass: not ours") for line in lines)
    assert "GEMINI_API_KEY" not in ran.out  # a fallback's alone is optional


def test_an_agent_that_runs_on_something_else(rsc: Rsc, crew: Path) -> None:
    rsc("assign", "extractor", "opus")
    item = next(
        one
        for one in json.loads(rsc("checklist", "--offline", "--json").out)["items"]
        if one["name"] == "expectations"
    )
    assert item["detail"] == "extractor runs on opus, not on gpt-6-luna"
    assert item["mend"] == "rsc assign extractor luna"


def test_models_that_do_not_answer(folder: Path) -> None:
    ran = run("demo", "--", "checklist", "--json")
    items = {one["name"]: one for one in json.loads(ran.stdout)["items"]}
    assert items["models-answer"]["state"] == "failed"
    assert "claude: no credit" in items["models-answer"]["detail"]


def test_a_deep_check_tells_its_price_first(folder: Path) -> None:
    ran = run("demo", "--", "checklist", "--deep")
    assert ran.stderr.splitlines()[1].startswith(
        "asks at most 4 models for one token each: about $"
    )


def test_of_models_without_a_key_it_is_not_said_that_they_answer(
    rsc: Rsc, crew: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    items = {item["name"]: item for item in json.loads(rsc("checklist", "--json").out)["items"]}
    assert items["models-answer"]["state"] == "not_asked"
    assert items["models-answer"]["detail"] == "0 of 3 do; no key to ask opus, luna, spare with"


def test_what_a_format_cannot_hold_is_to_stand_beside_it(rsc: Rsc, folder: Path) -> None:
    Path("litellm.yaml").write_text(
        "model_list:\n- {model_name: a, litellm_params: {model: openai/gpt-6-luna}}\n"
    )
    ran = rsc("--config", "litellm.yaml", "checklist", "--offline", "--json")
    items = {item["name"]: item for item in json.loads(ran.out)["items"]}
    for name in ("budgets-set", "alerts-set", "calls"):
        assert items[name]["mend"].endswith(" rscrew.yaml"), items[name]
