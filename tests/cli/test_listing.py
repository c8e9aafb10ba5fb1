"""`providers` and `agents`, as tables and as JSON."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW


def lines(text: str) -> list[str]:
    """The lines with single spaces: how tables are laid out is tested elsewhere."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_providers_as_a_table(rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-a1b2c3")
    monkeypatch.setenv("GEMINI_API_KEY", "your_key_here")
    assert lines(rsc("providers").out) == [
        "provider model key tier agents kind",
        "claude claude-sonnet-5 ○ ANTHROPIC_API_KEY 1 33% anthropic",
        "openai gpt-6-luna ✓ OPENAI_API_KEY 2 67% openai",
        "gemini gemini/gemini-3-flash ✗ GEMINI_API_KEY (placeholder) standard 0 0% gemini",
        "spare deepseek/deepseek-flash ○ DEEPSEEK_API_KEY 0 0% deepseek",
        "claude: add ANTHROPIC_API_KEY=… to ./.env",
        "gemini: put the real key into GEMINI_API_KEY",
        "spare: add DEEPSEEK_API_KEY=… to ./.env",
    ]


def test_agents_as_a_table(rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "a1b2c3")
    table, told = rsc("agents").out.split("\n1 of 3 ")
    assert table.splitlines() == [
        "agent    runs now   chain                              reasoning",
        "planner  ↪ gemini   claude → openai → gemini",
        "writer   ✗ nothing  openai → — → — → claude            Clear prose",
        "twice    ↪ gemini   openai → claude → openai → gemini",
    ]
    assert told.startswith("cannot run: none of their providers has a key")


def test_providers_as_json(rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-a1b2c3")
    providers = json.loads(rsc("providers", "--json").out)["providers"]
    assert [provider["name"] for provider in providers] == ["claude", "openai", "gemini", "spare"]
    assert providers[:2] == [
        {
            "name": "claude", "kind": "anthropic", "model": "claude-sonnet-5",
            "api_key_env": "ANTHROPIC_API_KEY", "key": "missing", "status": "unchecked",
            "usable": False, "latency_ms": None, "http_status": None,
            "detail": "ANTHROPIC_API_KEY is not set",
            "hint": "add ANTHROPIC_API_KEY=… to ./.env",
            "cost_tier": "", "agents": 1,
        },
        {
            "name": "openai", "kind": "openai", "model": "gpt-6-luna",
            "api_key_env": "OPENAI_API_KEY", "key": "set", "status": "unchecked",
            "usable": True, "latency_ms": None, "http_status": None,
            "detail": "not checked; the key is set", "hint": "", "cost_tier": "", "agents": 2,
        },
    ]  # fmt: skip


@pytest.mark.parametrize(("settings", "planner", "writer"), [
    ("", "openai", "openai"),
    ("global_settings: {fallback_enabled: false}\n", None, "openai"),
])  # fmt: skip
def test_agents_as_json(
    rsc: Rsc, config: Path, monkeypatch: pytest.MonkeyPatch,
    settings: str, planner: str | None, writer: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-a1b2c3")
    config.write_text(CREW + settings)
    agents = json.loads(rsc("agents", "--json").out)["agents"]
    assert agents[:2] == [
        {
            "name": "planner", "capability": "reasoning",
            "chain": {"primary": "claude", "secondary": "openai", "tertiary": "gemini"},
            "effective": planner, "reasoning": "",
        },
        {
            "name": "writer", "capability": "communication",
            "chain": {"primary": "openai", "fallback": "claude"},
            "effective": writer, "reasoning": "Clear prose",
        },
    ]  # fmt: skip


@pytest.mark.parametrize("command", ["providers", "agents", "check"])
@pytest.mark.parametrize("option", [(), ("--json",)])
def test_a_key_pasted_into_the_file_is_never_shown(
    rsc: Rsc, config: Path, command: str, option: tuple[str, ...]
) -> None:
    config.write_text(CREW.replace("ANTHROPIC_API_KEY", "sk-ant-api03-SECRET123"))
    ran = rsc(command, *option)
    assert ran.status == 0
    assert "SECRET" not in ran.out + ran.err
    assert "sk-ant" not in ran.out + ran.err


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 100, 120])
@pytest.mark.parametrize("command", ["providers", "agents"])
def test_tables_fit_the_terminal(
    rsc: Rsc, folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    assert rsc("init").status == 0
    monkeypatch.setenv("COLUMNS", str(columns))
    table = [line for line in rsc(command).out.splitlines() if " set " not in line][:14]
    rows = table if command == "agents" else table[:5]
    assert max(map(len, rows)) <= columns


def test_in_80_columns_every_chain_of_the_starter_is_whole(
    rsc: Rsc, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rsc("init")
    monkeypatch.setenv("COLUMNS", "80")
    rows = rsc("agents").out.splitlines()[1:14]
    assert len(rows) == 13
    assert all(row.count("→") == 3 and "…" not in row for row in rows)


@pytest.mark.parametrize(("text", "command", "says"), [
    ("providers: {}\nagent_assignments: {}\n", "providers", "has no providers yet: rsc"),
    ("providers: {}\nagent_assignments: {}\n", "agents", "has no agents yet: rsc add-"),
])  # fmt: skip
def test_an_empty_crew_says_what_to_do(
    rsc: Rsc, config: Path, text: str, command: str, says: str
) -> None:
    config.write_text(text)
    assert says in rsc(command).out


def test_where_providers_have_no_entries_none_can_be_added(rsc: Rsc, folder: Path) -> None:
    (folder / "opencode.json").write_text('{"$schema": "https://opencode.ai/config.json"}\n')
    said = rsc("--config", "opencode.json", "providers").out
    assert said == (
        "no agent of opencode.json names a model, so that none is listed: rsc assign AGENT MODEL\n"
    )


def test_names_are_text_whatever_they_are(rsc: Rsc, config: Path) -> None:
    config.write_text(
        'providers: {"[/]": {model: "[red]m"}, "\\e[31mred": {model: "作\\u202Eb"}}\n'
        'agent_assignments: {"作家": {primary: "[/]", secondary: "\\e[31mred"}}\n',
        encoding="utf-8",
    )
    assert rsc("providers").out.splitlines()[1:3] == [
        "[/]       [red]m     · not known        1 100%  ?",
        "␛[31mred  作\\u202eb  · not known        0   0%  ?",
    ]
    assert rsc("agents").out.splitlines()[:2] == [
        "agent  runs now  chain           reasoning",
        "作家   [/]       [/] → ␛[31mred",
    ]
    as_json = rsc("providers", "--json").out
    assert as_json.isascii()
    assert json.loads(as_json)["providers"][1]["name"] == "\x1b[31mred"


def test_a_broken_env_file_is_a_warning(rsc: Rsc, config: Path) -> None:
    (config.parent / ".env").write_text("nonsense here\nOPENAI_API_KEY=sk-proj-a1b2c3\n")
    (config.parent / ".env").chmod(0o600)
    ran = rsc("agents", "--json")
    assert ran.status == 0
    assert ran.err.rstrip().endswith(".env:1: not of the form NAME=value, ignored")
    assert json.loads(ran.out)["agents"][1]["effective"] == "openai"
