"""`status`: tables, JSON and exit statuses, with simulated vendors."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from rscrew_console.simulator import Behaviour, Simulator, Site
from tests.cli.conftest import Rsc
from tests.providers.health.asking import KEYS

FILE = """\
providers:
  claude:
    model: claude-sonnet-5-5
    api_key_env: ANTHROPIC_API_KEY
    cost_tier: premium
    base_url: {claude}
  openai: {{model: gpt-6-luna, api_key_env: OPENAI_API_KEY, base_url: {openai}}}
  gemini: {{model: gemini/gemini-3.8-flash, api_key_env: GEMINI_API_KEY, base_url: {gemini}}}
agent_assignments:
  planner: {{primary: claude, secondary: openai, tertiary: gemini, reasoning: Careful}}
  writer: {{primary: openai, fallback: claude}}
  loner: {{primary: gemini, secondary: claude}}
"""


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture
def sites(simulator: Simulator, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Site]:
    """Three vendors, the second out of credit, and no key for the third."""
    made = {
        "claude": simulator.site("anthropic"),
        "openai": simulator.site("openai", Behaviour("no_credit", echo=True)),
        "gemini": simulator.site("gemini"),
    }
    urls = {name: site.base_url for name, site in made.items()}
    (folder / "model_config.yaml").write_text(FILE.format(**urls))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEYS["anthropic"])
    monkeypatch.setenv("OPENAI_API_KEY", KEYS["openai"])
    return made


def test_as_json(rsc: Rsc, sites: dict[str, Site]) -> None:
    ran = rsc("status", "--json")
    assert (ran.status, ran.err) == (1, "")
    told = json.loads(ran.out)
    assert list(told) == ["config", "dialect", "providers", "agents", "distribution", "problems"]
    assert (told["config"], told["dialect"]) == ("model_config.yaml", "rscrew")
    claude, openai, gemini = told["providers"]
    assert claude.pop("latency_ms") > 0
    assert claude == {
        "name": "claude", "kind": "anthropic", "model": "claude-sonnet-5-5",
        "api_key_env": "ANTHROPIC_API_KEY", "key": "set", "status": "ok", "usable": True,
        "http_status": 200, "detail": "", "hint": "", "cost_tier": "premium", "agents": 1,
    }  # fmt: skip
    assert (openai["status"], openai["usable"], openai["http_status"]) == ("no_credit", False, 429)
    assert openai["detail"].startswith("the account is out of credit: You exceeded your current")
    assert (gemini["status"], gemini["key"], gemini["latency_ms"]) == ("no_key", "missing", None)
    assert {agent["name"]: agent["effective"] for agent in told["agents"]} == {
        "planner": "claude", "writer": "claude", "loner": "claude",
    }  # fmt: skip
    assert told["agents"][0]["chain"] == {
        "primary": "claude", "secondary": "openai", "tertiary": "gemini",
    }  # fmt: skip
    assert told["distribution"] == {
        "claude": {"agents": 1, "percent": 33.3}, "openai": {"agents": 1, "percent": 33.3},
        "gemini": {"agents": 1, "percent": 33.3},
    }  # fmt: skip
    assert all(list(problem) == ["line", "severity", "code", "message"]
               for problem in told["problems"])  # fmt: skip


def test_as_text(rsc: Rsc, sites: dict[str, Site]) -> None:
    ran = rsc("status")
    assert ran.status == 1
    text = " ".join(ran.out.split())
    assert "claude claude-sonnet-5-5 ● ok" in text
    assert "openai gpt-6-luna ✗ no credit" in text
    assert "gemini gemini/gemini-3.8-flash ○ no key — ○ GEMINI_API_KEY" in text
    assert "openai: the account is out of credit: You exceeded" in text
    assert "CLAUDE: 1 agent (33%) ████████ OPENAI: 1 agent (33%) ████████" in text
    assert "planner claude claude → openai ✗ → gemini ○" in text
    assert "writer ↪ claude openai ✗ → claude" in text


def test_one_cause_is_one_line(
    rsc: Rsc, sites: dict[str, Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name)
    ran = rsc("status")
    told = [line for line in ran.out.splitlines() if "_API_KEY=…" in line or "nothing" in line]
    assert told == [
        (
            "claude, openai, gemini: add ANTHROPIC_API_KEY=…, OPENAI_API_KEY=…, GEMINI_API_KEY=… to"
            " ./.env"
        ),
        "3 agents have nothing that can serve: no provider has a key (--verbose lists them)",
    ]
    assert "planner" not in ran.out
    verbose = rsc("status", "--verbose").out
    assert verbose.count("✗ nothing") == 3
    assert ran.status == 1


def test_offline_nobody_is_asked(rsc: Rsc, sites: dict[str, Site]) -> None:
    ran = rsc("status", "--offline", "--json")
    told = json.loads(ran.out)
    assert ran.status == 0
    assert [(one["status"], one["usable"]) for one in told["providers"]] == [
        ("unchecked", True), ("unchecked", True), ("no_key", False),
    ]  # fmt: skip
    assert told["agents"][2]["effective"] == "claude"
    assert [site.requests for site in sites.values()] == [[], [], []]
    assert "nothing that can serve" not in rsc("status", "--offline").out


@pytest.mark.parametrize(("behaviour", "key", "status"), [
    ("healthy", True, 0), ("restricted", True, 0), ("invalid_key", True, 1), ("closing", True, 1),
    ("invalid_key", False, 0),
])  # fmt: skip
def test_the_exit_status(
    rsc: Rsc, sites: dict[str, Site], monkeypatch: pytest.MonkeyPatch,
    behaviour: str, key: bool, status: int,
) -> None:  # fmt: skip
    sites["openai"].behaviour = Behaviour(behaviour)  # type: ignore[arg-type] # one of its names
    if not key:
        monkeypatch.delenv("OPENAI_API_KEY")
    assert rsc("status").status == status


def test_errors_in_the_file_keep_nobody_from_being_checked(
    rsc: Rsc, sites: dict[str, Site], folder: Path
) -> None:
    sites["openai"].behaviour = Behaviour()
    path = folder / "model_config.yaml"
    path.write_text(path.read_text().replace("secondary: openai", "secondary: opnai"))
    ran = rsc("status", "--json")
    told = json.loads(ran.out)
    assert ran.status == 1
    assert [one["status"] for one in told["providers"]] == ["ok", "ok", "no_key"]
    errors = [one["code"] for one in told["problems"] if one["severity"] == "error"]
    assert errors == ["unknown-provider"]
    assert told["agents"][0]["effective"] == "claude"


@pytest.mark.parametrize(("text", "says"), [
    ("providers: [\n", "model_config.yaml:2: not valid YAML"),
    ("just words", "model_config.yaml:1: the file is a text"),
])  # fmt: skip
def test_a_file_that_is_no_crew_is_bad_input(rsc: Rsc, folder: Path, text: str, says: str) -> None:
    (folder / "model_config.yaml").write_text(text)
    ran = rsc("status")
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err


def calls(sites: dict[str, Site]) -> dict[str, int]:
    return {
        name: [request.method for request in site.requests].count("POST")
        for name, site in sites.items()
    }


def test_deep_asks_for_a_token_and_tells_first_what_that_costs(
    rsc: Rsc, sites: dict[str, Site], folder: Path
) -> None:
    path = folder / "model_config.yaml"
    priced = "cost_tier: premium\n    price: {input: 3, output: 10}"
    path.write_text(path.read_text().replace("cost_tier: premium", priced))
    sites["openai"].behaviour = Behaviour(calls="no_credit")
    ran = rsc("status", "--deep")
    assert ran.err == "asks at most 2 models for one token each: about $0.00004; unknown for 1\n"
    assert ran.status == 1
    assert "claude: answered a token in " in ran.out
    assert "openai: the account is out of credit" in ran.out
    assert calls(sites) == {"claude": 1, "openai": 1, "gemini": 0}
    told = json.loads(rsc("status", "--deep", "--json").out)["providers"]
    assert [one["status"] for one in told] == ["ok", "no_credit", "no_key"]
    assert list(told[0]) == list(json.loads(rsc("status", "--json").out)["providers"][0])


def test_without_deep_no_model_is_asked(rsc: Rsc, sites: dict[str, Site]) -> None:
    for arguments in (
        ("status",), ("status", "--json"), ("status", "--offline"), ("models", "claude"),
    ):  # fmt: skip
        rsc(*arguments)
    assert calls(sites) == {"claude": 0, "openai": 0, "gemini": 0}


@pytest.mark.parametrize(("other", "says"), [
    ("--offline", "--offline asks nobody"), ("--watch", "--watch would pay again and again"),
])  # fmt: skip
def test_deep_goes_with_neither(rsc: Rsc, sites: dict[str, Site], other: str, says: str) -> None:
    ran = rsc("status", "--deep", other)
    assert ran.status == 2
    assert says in ran.err
    assert calls(sites) == {"claude": 0, "openai": 0, "gemini": 0}


@pytest.mark.parametrize("timeout", ["0", "-1", "nan", "soon", ""])
def test_a_timeout_is_a_number_of_seconds(rsc: Rsc, sites: dict[str, Site], timeout: str) -> None:
    ran = rsc("status", "--timeout", timeout)
    assert ran.status == 2
    assert ran.err.startswith("error: --timeout takes seconds, more than 0")


def test_the_timeout_counts(rsc: Rsc, sites: dict[str, Site]) -> None:
    sites["openai"].behaviour = Behaviour("hanging")
    told = json.loads(rsc("status", "--timeout", "0.3", "--json").out)
    assert [one["status"] for one in told["providers"]] == ["ok", "timeout", "no_key"]


def test_what_is_slow_is_for_the_file_to_say(
    rsc: Rsc, sites: dict[str, Site], folder: Path
) -> None:
    with (folder / "model_config.yaml").open("a") as file:
        file.write("health: {degraded_ms: 0.001}\n")
    told = json.loads(rsc("status", "--json").out)
    assert told["providers"][0]["status"] == "degraded"


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_the_tables_fit_the_terminal(
    rsc: Rsc, sites: dict[str, Site], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = rsc("status", "--offline").out
    providers, _, rest = out.partition("\nload\n")
    rows = [
        *providers.splitlines()[:4],
        *rest.partition("\n\n")[2].partition("\n\n")[0].split("\n"),
    ]
    assert len(rows) == 8
    assert max(map(len, rows)) <= columns


def test_no_key_reaches_any_output_or_file(rsc: Rsc, sites: dict[str, Site], folder: Path) -> None:
    commands = (
        ("status",), ("status", "--json"), ("models", "claude"), ("models", "claude", "--json"),
        ("detect", "gpt-4", "--json"),
    )  # fmt: skip
    for behaviour in ("no_credit", "invalid_key", "escapes", "nonsense"):
        for site in sites.values():
            site.behaviour = Behaviour(behaviour, echo=True)  # type: ignore[arg-type] # as above
        for arguments in commands:
            ran = rsc(*arguments)
            assert "\x1b" not in ran.out + ran.err
            for key in (KEYS["anthropic"], KEYS["openai"]):
                assert key[:12] not in ran.out + ran.err
    for path in folder.parent.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert KEYS["anthropic"].encode() not in content
            assert KEYS["openai"].encode() not in content


def test_on_a_terminal_it_fills_in_and_watching_ends_with_ctrl_c(
    sites: dict[str, Site], folder: Path
) -> None:
    """The slow one spins while the quick one has its answer already."""
    sites["claude"].behaviour = Behaviour(delay=1.5)
    sites["openai"].behaviour = Behaviour()
    with (folder / "model_config.yaml").open("a") as file:
        file.write("health: {interval: 0.1}\n")
    child = pexpect.spawn(
        sys.executable, ["-m", "rscrew_console", "status", "--watch"], dimensions=(40, 110),
        env={**os.environ, "TERM": "xterm-256color"}, timeout=120,
        encoding="utf-8",
    )  # fmt: skip
    child.expect("claude +claude-sonnet-5-5 +. asking[^\n]*\n[^\n]*openai +gpt-6-luna +● ok")
    child.expect("load")
    child.expect("loner")
    child.expect("\x1b\\[2J")  # the second round
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert (child.exitstatus, child.signalstatus) == (0, None)
