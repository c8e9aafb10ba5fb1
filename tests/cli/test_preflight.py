"""`preflight`: whether models can be called, before a program starts that calls them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from rscrew_console.simulator import Simulator
from tests.cli.conftest import Rsc
from tests.providers.health.asking import KEYS


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture
def crew(simulator: Simulator, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two models of one vendor, of which it lists the first alone."""
    base = simulator.site("gemini").base_url
    path = folder / "model_config.yaml"
    path.write_text(
        "providers:\n"
        f"  good: {{model: gemini/gemini-3.8-flash, api_key_env: GOOGLE_API_KEY, base_url: {base}}}"
        f"\n  bad: {{model: gemini/gemini-9-none, api_key_env: GOOGLE_API_KEY, base_url: {base}}}\n"
        "agent_assignments: {}\n"
    )
    monkeypatch.setenv("GOOGLE_API_KEY", KEYS["gemini"])
    return path


def test_a_whole_file(rsc: Rsc, crew: Path) -> None:
    ran = rsc("preflight", "--json")
    told = json.loads(ran.out)
    assert (ran.status, told["for"], told["passes"]) == (1, "rscrew", False)
    good, bad = told["models"]
    assert (good["name"], good["kind"], good["key"], good["listed"], good["passes"]) == (
        "good", "gemini", "set", True, True,
    )  # fmt: skip
    assert (bad["status"], bad["listed"], bad["passes"]) == ("model_not_found", False, False)
    assert bad["problems"]


def test_a_whole_file_for_people(rsc: Rsc, crew: Path) -> None:
    ran = rsc("preflight")
    first, *others = ran.out.splitlines()
    assert first == (
        "✓ good (gemini/gemini-3.8-flash): Google Gemini (gemini); GOOGLE_API_KEY is set and"
        " accepted; the vendor lists it; its price is not known"
    )
    assert others[-1] == "1 of 2 models can be called"
    assert KEYS["gemini"] not in ran.out + ran.err


def test_a_model_whose_key_is_not_there(rsc: Rsc) -> None:
    ran = rsc("preflight", "openrouter/acme/large-1")
    assert (ran.status, ran.err) == (1, "")
    assert ran.out.splitlines() == [
        "✗ openrouter/acme/large-1: OpenRouter (openrouter); its price is not known",
        "  OPENROUTER_API_KEY is not set",
        "  export OPENROUTER_API_KEY=sk-or-...    or add OPENROUTER_API_KEY=sk-or-... to ./.env",
    ]


def test_a_vendor_that_nobody_knows(rsc: Rsc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-api03-a1B2c3D4e5F6")
    ran = rsc("preflight", "nimbus/heron-7")
    assert (ran.status, "ANTHROPIC" in ran.out) == (1, False)
    assert ran.out.startswith("✗ nimbus/heron-7: unknown\n")


def test_a_retired_model_in_a_file_is_mended_by_a_command(
    rsc: Rsc, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "crew.env").write_text("PLANNER_MODEL=openai:gpt-4-turbo\n")
    monkeypatch.setenv("OPENAI_API_KEY", "a1B2c3D4e5F6a1B2c3D4")
    ran = rsc("--config", "crew.env", "preflight", "--offline")
    assert ran.status == 1
    assert "  rsc --config crew.env replace openai:gpt-4-turbo" in ran.out
    command = ran.out.splitlines()[2].split()[1:]
    assert rsc(*command, "--yes").status == 0
    assert rsc("--config", "crew.env", "preflight", "--offline").status == 0


def test_the_dashed_version_is_a_finding_of_check(rsc: Rsc, folder: Path) -> None:
    (folder / "crew.env").write_text("A_MODEL=openrouter:anthropic/claude-3-5-sonnet\n")
    ran = rsc("--config", "crew.env", "check")
    assert 'write "openrouter:anthropic/claude-3.5-sonnet"' in ran.out


def test_an_alias_of_the_file(rsc: Rsc, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("A_MODEL=openai:gpt-6-luna\n")
    (folder / ".env").chmod(0o600)
    (folder / "rscrew.yaml").write_text("aliases: {cheap: openai:gpt-6-luna}\n")
    monkeypatch.setenv("OPENAI_API_KEY", KEYS["openai"])
    ran = rsc("--config", ".env", "preflight", "cheap", "--offline", "--json")
    told = json.loads(ran.out)
    assert (ran.status, told["for"]) == (0, "dotenv")
    (model,) = told["models"]
    assert (model["name"], model["model"], model["kind"], model["api_key_env"]) == (
        "cheap", "openai:gpt-6-luna", "openai", "OPENAI_API_KEY",
    )  # fmt: skip
