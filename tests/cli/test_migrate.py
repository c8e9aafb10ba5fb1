"""`migrate`: from what is there to a commented file with several models."""

from pathlib import Path

import pytest

from rscrew_console.document import Document
from tests.cli.conftest import Rsc

ONE_MODEL = "# one for all\nMODEL=anthropic:claude-sonnet-5-5\nANTHROPIC_API_KEY=not-a-key\n"
THREE_AGENTS = """\
PLANNING_MODEL=anthropic:claude-sonnet-5-5
COACHING_MODEL=anthropic:claude-sonnet-5-5
EXTRACTION_MODEL=anthropic:claude-sonnet-5-5
"""
CREWAI = """\
planner:
  role: Plans
  goal: A plan
  backstory: Old
writer:
  role: Writes
  goal: Prose
  backstory: Young
"""
TWO_PROVIDERS = """\
providers:
  claude: {model: claude-sonnet-5-5, api_key_env: ANTHROPIC_API_KEY}
  openai: {model: gpt-6.1-sol, api_key_env: OPENAI_API_KEY}
agent_assignments:
  code_implementer: {primary: claude, secondary: openai, reasoning: "Code: with care"}
  technical_writer: {primary: openai, secondary: claude}
"""


def source(folder: Path, name: str, text: str) -> tuple[str, str]:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o600)
    return "--config", name


@pytest.mark.parametrize(("name", "text", "options", "told", "agents"), [
    (".env", ONE_MODEL, (), "one model, claude-sonnet-5-5 for 1 agent",
     ["planner", "coder", "analyst", "writer"]),
    (".env", ONE_MODEL, ("--agents", "plan,extract"), "one model, claude-sonnet-5-5 for 1 agent",
     ["plan", "extract"]),
    (".env", THREE_AGENTS, (), "one model, claude-sonnet-5-5 for 3 agents",
     ["planning", "coaching", "extraction"]),
    ("config/agents.yaml", CREWAI, (), "no model for 2 agents", ["planner", "writer"]),
    ("two.yaml", TWO_PROVIDERS, (), "two models for 2 agents",
     ["code_implementer", "technical_writer"]),
])  # fmt: skip
def test_what_is_there_becomes_a_file_that_is_a_crew(
    rsc: Rsc, folder: Path, name: str, text: str, options: tuple[str, ...], told: str,
    agents: list[str],
) -> None:  # fmt: skip
    of = source(folder, name, text)
    ran = rsc(*of, "migrate", "--yes", "-o", "new/model_config.yaml", *options)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"found: {told}\n")
    assert (folder / name).read_text() == text
    new = folder / "new" / "model_config.yaml"
    document = Document.parse(new.read_text())
    assert list(document.value["agent_assignments"]) == agents
    primaries = [entry["primary"] for entry in document.value["agent_assignments"].values()]
    assert set(primaries) <= {*document.value["providers"]}
    assert len(document.value["providers"]) == 4
    assert f"# Written by rsc migrate. Before, there was {told}.\n" in document.text
    assert "not-a-key" not in document.text
    assert " error " not in rsc("--config", str(new), "check").out


def test_what_is_kept_of_two_providers(rsc: Rsc, folder: Path) -> None:
    of = source(folder, "two.yaml", TWO_PROVIDERS)
    assert rsc(*of, "migrate", "--yes", "--strategy", "balanced").status == 0
    document = Document.parse((folder / "model_config.yaml").read_text())
    assert document.value["providers"]["claude"]["api_key_env"] == "ANTHROPIC_API_KEY"
    assert "Code: with care" in document.value["agent_assignments"]["code_implementer"]["reasoning"]


def test_only_vendors_whose_keys_are_there_are_added(
    rsc: Rsc, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEEPSEEK_API_KEY", "a1B2c3D4e5F6a1B2c3D4")
    of = source(folder, ".env", ONE_MODEL)
    assert rsc(*of, "migrate", "--yes").status == 0
    document = Document.parse((folder / "model_config.yaml").read_text())
    assert list(document.value["providers"]) == ["claude", "deepseek"]


def test_a_dry_run_shows_the_diff_and_the_cost_and_writes_nothing(rsc: Rsc, folder: Path) -> None:
    of = source(folder, ".env", ONE_MODEL)
    ran = rsc(*of, "migrate", "--dry-run")
    assert ran.status == 0
    assert ran.out.startswith("--- a/model_config.yaml\n+++ b/model_config.yaml\n")
    assert "\ncost: $" in ran.err
    assert [path.name for path in folder.iterdir()] == [".env"]


def test_never_over_a_file_and_never_unasked(rsc: Rsc, folder: Path) -> None:
    of = source(folder, ".env", ONE_MODEL)
    ran = rsc(*of, "migrate")
    assert (ran.status, "confirm with --yes" in ran.err) == (2, True)
    (folder / "model_config.yaml").write_text("# mine\n")
    ran = rsc(*of, "migrate", "--yes")
    assert (ran.status, "is not overwritten" in ran.err) == (2, True)
    assert (folder / "model_config.yaml").read_text() == "# mine\n"


def test_a_crew_of_many_models_needs_no_migration(rsc: Rsc, config: Path) -> None:
    ran = rsc("migrate", "--yes", "-o", "new.yaml")
    assert (ran.status, "runs on 3 models already; rsc bulk" in ran.err) == (2, True)
