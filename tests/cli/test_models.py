"""`models`, `detect` and `demo`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rscrew_console.cli.demo import DEMO_NOTE
from rscrew_console.simulator import Behaviour, Simulator, Site
from tests.cli.conftest import Rsc
from tests.cli.test_process import run
from tests.providers.health.asking import KEYS


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture
def site(simulator: Simulator, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = simulator.site("gemini")
    (folder / "model_config.yaml").write_text(
        "providers:\n  g: {model: gemini-3.8-flash, api_key_env: GOOGLE_API_KEY, base_url: "
        f"{made.base_url}}}\nagent_assignments: {{}}\n"
    )
    monkeypatch.setenv("GOOGLE_API_KEY", KEYS["gemini"])
    return made


def test_models_as_json(rsc: Rsc, site: Site) -> None:
    ran = rsc("models", "g", "--json")
    told = json.loads(ran.out)
    assert (ran.status, told["provider"], told["status"]) == (0, "g", "ok")
    assert [model["id"] for model in told["models"]] == [
        "gemini-3.5-flash-lite", "gemini-3.8-flash",
    ]  # fmt: skip
    assert told["models"][1] == {
        "id": "gemini-3.8-flash", "model": "gemini/gemini-3.8-flash", "current": True,
        "context_window": 1_048_576, "input_usd_per_mtok": None, "output_usd_per_mtok": None,
        "price_source": None, "retires": None, "successor": None,
    }  # fmt: skip


def test_models_as_a_table(rsc: Rsc, site: Site) -> None:
    ran = rsc("models", "g")
    assert ran.status == 0
    assert [line.split() for line in ran.out.splitlines()] == [
        ["model", "context", "$/M", "in", "$/M", "out"],
        ["gemini-3.5-flash-lite", "1,048,576", "—", "—"],
        ["gemini-3.8-flash", "1,048,576", "—", "—", "in", "use"],
    ]


def test_models_of_one_that_does_not_tell(rsc: Rsc, site: Site) -> None:
    site.behaviour = Behaviour("invalid_key")
    ran = rsc("models", "g")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("g: invalid key: the key is refused: API key not valid")
    assert json.loads(rsc("models", "g", "--json").out)["models"] == []


def test_models_of_nobody(rsc: Rsc, site: Site) -> None:
    ran = rsc("models", "gg")
    assert (ran.status, ran.err) == (2, 'error: there is no provider "gg"; did you mean "g"?\n')


@pytest.mark.parametrize(("model", "env", "lines"), [
    ("gpt-x", {}, ["gpt-x: OpenAI (openai)", "Missing OPENAI_API_KEY for model gpt-x",
                   "add OPENAI_API_KEY=sk-... to ./.env"]),
    ("claude-x", {"ANTHROPIC_API_KEY": "a1b2c3"},
     ["claude-x: Anthropic (anthropic)", "ANTHROPIC_API_KEY is set"]),
    ("gemini/x", {"GEMINI_API_KEY": "your_key_here"},
     ["gemini/x: Google Gemini (gemini)", "GEMINI_API_KEY holds a placeholder, not a key",
      "put the real key into GEMINI_API_KEY"]),
    ("ollama/x", {}, ["ollama/x: Ollama (ollama)"]),
    ("gpt-4-turbo", {"OPENAI_API_KEY": "a1b2c3"},
     ["gpt-4-turbo: OpenAI (openai)", "OPENAI_API_KEY is set",
      "gpt-4-turbo was retired on 2026-10-23; use gpt-5.6-sol"]),
    ("\x1b[31mgpt", {}, ["␛[31mgpt: unknown"]),
])  # fmt: skip
def test_detect(
    rsc: Rsc, monkeypatch: pytest.MonkeyPatch, model: str, env: dict[str, str], lines: list[str]
) -> None:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    ran = rsc("detect", "--", model)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[: len(lines)] == lines


@pytest.mark.parametrize(("model", "shape"), [
    ("gpt-4-turbo", {
        "model": "gpt-4-turbo", "kind": "openai", "api_key_env": "OPENAI_API_KEY",
        "key": "missing", "hint": "add OPENAI_API_KEY=sk-... to ./.env",
    }),
    ("ollama/x", {"model": "ollama/x", "kind": "ollama", "api_key_env": None, "key": "not_needed",
                  "hint": ""}),
])  # fmt: skip
def test_detect_as_json(rsc: Rsc, model: str, shape: dict[str, object]) -> None:
    assert json.loads(rsc("detect", model, "--json").out) == shape


DEMO = f"{DEMO_NOTE}\n"
"""What every command of the demo says on standard error."""


def test_the_demo_needs_no_key_and_no_file(folder: Path) -> None:
    ran = run("demo", "--", "status", "--json", ANTHROPIC_API_KEY="sk-ant-really-mine-1234")
    told = json.loads(ran.stdout)
    statuses = {one["name"]: (one["status"], one["key"]) for one in told["providers"]}
    assert statuses == {
        "claude": ("no_credit", "set"), "openai": ("ok", "set"), "gemini": ("degraded", "set"),
        "deepseek": ("ok", "set"),
    }  # fmt: skip
    assert (ran.returncode, ran.stderr) == (1, DEMO)
    assert list(folder.iterdir()) == []


def test_the_demo_is_the_starter_but_for_addresses_prices_and_a_ledger(
    rsc: Rsc, folder: Path
) -> None:
    rsc("init", "starter.yaml")
    starter = (folder / "starter.yaml").read_text().splitlines()
    demo = rsc("demo", "--print-config").out.splitlines()
    added = [line for line in demo if line not in starter]
    assert [line for line in starter if line not in demo] == []
    assert sum("base_url: http://127.0.0.1:" in line for line in added) == 4
    keys = ("base_url", "price", "input", "output", "usage_db", "budgets", "daily_usd", "health",
            "interval")  # fmt: skip
    assert all(line.strip().startswith(keys) for line in added)


def test_the_demo_has_two_weeks_of_calls_and_what_they_cost() -> None:
    ran = run("demo", "usage", "--since", "14d", "--by", "provider", "--json")
    told = json.loads(ran.stdout)
    assert (ran.returncode, ran.stderr) == (0, DEMO)
    assert told["calls"] > 200
    assert 0 < told["failures"] < told["calls"] / 2
    assert told["fallbacks"] > 0
    assert {row["name"] for row in told["rows"]} == {"claude", "openai", "gemini", "deepseek"}
    assert all(row["cost_usd"] > 0 for row in told["rows"])


def test_the_demo_s_console_needs_a_terminal(rsc: Rsc) -> None:
    ran = rsc("demo")
    assert ran.status == 2
    assert "rsc demo status" in ran.err


@pytest.mark.parametrize(("model", "dialect", "told"), [
    ("gemini-3.8-flash", "opencode", "in a file of opencode: google/gemini-3.8-flash"),
    ("sonnet", "litellm", "in a file of litellm: claude-sonnet-5-5"),
    ("google-gla:gemini-3.8-flash", "rscrew", "in a file of rscrew: gemini/gemini-3.8-flash"),
    ("gpt-6-luna", "claude-code", "in a file of claude-code: it cannot name this model"),
])  # fmt: skip
def test_detect_tells_how_a_format_spells_it(rsc: Rsc, model: str, dialect: str, told: str) -> None:
    assert told in rsc("detect", model, "--for", dialect).out.splitlines()


def test_detect_for_a_format_as_json(rsc: Rsc) -> None:
    told = json.loads(rsc("detect", "gpt-6-luna", "--for", "dotenv", "--json").out)
    assert (told["for"], told["spelling"]) == ("dotenv", "openai:gpt-6-luna")


def test_detect_for_a_format_that_nobody_knows(rsc: Rsc) -> None:
    ran = rsc("detect", "gpt-6-luna", "--for", "opncode")
    assert (ran.status, ran.out) == (2, "")
    assert 'there is no format "opncode"; did you mean "opencode"?' in ran.err
