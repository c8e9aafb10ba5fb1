"""`pin`, `expect` and `alias` in files that have no place for them, by way of `rscrew.yaml`."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Rsc

MODELS = """\
# who thinks with what
# dear, rare
PLANNING_MODEL=anthropic:claude-opus-5-5
COACHING_MODEL="anthropic:claude-sonnet-5-5"
export EXTRACTION_MODEL=openai:gpt-6-luna
ANTHROPIC_API_KEY=not-a-real-key
"""
EXAMPLES = Path(__file__).parents[2] / "config" / "examples"
NAMES = {"claude-code": ".claude/agents", "codex": ".codex/agents",
         "opencode-agents": ".opencode/agents"}  # fmt: skip
"""Where a folder of the samples is looked for."""
SONNET = "anthropic:claude-sonnet-5-5"


@pytest.fixture
def crew(folder: Path) -> Path:
    path = folder / ".env"
    path.write_text(MODELS)
    path.chmod(0o600)
    return path


def test_a_pin_rewrites_every_row_and_unpin_brings_them_back(rsc: Rsc, crew: Path) -> None:
    ran = rsc("--config", ".env", "pin", SONNET, "--why", "Opus is down")
    assert ran.status == 0, ran.err
    assert crew.read_text() == MODELS.replace("anthropic:claude-opus-5-5", SONNET).replace(
        "openai:gpt-6-luna", SONNET
    )
    assert (
        f"pinned: every agent runs on {SONNET} (Opus is down)"
        in rsc("--config", ".env", "check").out
    )
    ran = rsc("--config", ".env", "unpin")
    assert ran.status == 0, ran.err
    assert crew.read_text() == MODELS
    assert "pinned" not in rsc("--config", ".env", "check").out


def test_unpin_keeps_what_was_changed_since(rsc: Rsc, crew: Path) -> None:
    rsc("--config", ".env", "pin", SONNET)
    crew.write_text(crew.read_text() + "WRITER_MODEL=openai:gpt-6-luna\n")
    assert rsc("--config", ".env", "unpin").status == 0
    assert crew.read_text() == MODELS + "WRITER_MODEL=openai:gpt-6-luna\n"


def test_two_pins_and_one_unpin(rsc: Rsc, crew: Path) -> None:
    rsc("--config", ".env", "pin", SONNET)
    rsc("--config", ".env", "pin", "openai:gpt-6-luna")
    assert rsc("--config", ".env", "unpin").status == 0
    assert crew.read_text() == MODELS
    ran = rsc("--config", ".env", "unpin")
    assert (ran.status, "nothing is pinned" in ran.err) == (2, True)


def test_a_dry_run_writes_nothing(rsc: Rsc, crew: Path, folder: Path) -> None:
    ran = rsc("--config", ".env", "pin", SONNET, "--dry-run")
    assert ran.status == 0
    assert f"+PLANNING_MODEL={SONNET}\n" in ran.out
    assert f"+  pin: {SONNET}" in ran.out
    assert [path.name for path in folder.iterdir()] == [".env"]
    assert crew.read_text() == MODELS


def test_what_an_agent_is_meant_to_run_on(rsc: Rsc, crew: Path, folder: Path) -> None:
    of = ("--config", ".env")
    assert rsc(*of, "expect", "PLANNING_MODEL", "anthropic:claude-opus-5-5").status == 0
    assert (folder / "rscrew.yaml").read_text().splitlines()[1:] == [
        "expect:", "  PLANNING_MODEL: anthropic:claude-opus-5-5",
    ]  # fmt: skip
    assert rsc(*of, "expect").status == 0
    assert "not-as-expected" not in rsc(*of, "check").out
    rsc(*of, "assign", "PLANNING_MODEL", SONNET)
    told = f"PLANNING_MODEL runs on {SONNET}, and is meant to run on anthropic:claude-opus-5-5"
    assert told in rsc(*of, "check").out
    assert told in rsc(*of, "status", "--offline").out
    ran = rsc(*of, "expect", "--json")
    assert (ran.status, json.loads(ran.out)) == (1, {"expected": [{
        "agent": "PLANNING_MODEL", "expected": "anthropic:claude-opus-5-5", "runs_on": SONNET,
        "kept": False,
    }]})  # fmt: skip
    assert rsc(*of, "expect", "PLANNING_MODEL", "-").status == 0
    assert "not-as-expected" not in rsc(*of, "check").out


def test_the_doctor_tells_what_an_agent_is_not_meant_to_run_on(rsc: Rsc, crew: Path) -> None:
    of = ("--config", ".env")
    rsc(*of, "expect", "PLANNING_MODEL", "anthropic:claude-opus-5-5")
    assert "is meant to run on" not in rsc(*of, "doctor").out
    rsc(*of, "assign", "PLANNING_MODEL", SONNET)
    ran = rsc(*of, "doctor")
    told = f"PLANNING_MODEL runs on {SONNET}, and is meant to run on anthropic:claude-opus-5-5"
    assert (ran.status, told in " ".join(ran.out.split())) == (1, True)


def test_in_rscrew_s_own_file_it_stands_in_the_file(rsc: Rsc, config: Path) -> None:
    before = config.read_text()
    assert rsc("expect", "writer", "gemini").status == 0
    assert config.read_text() == before + "expect:\n  writer: gemini\n"
    assert "writer runs on openai, and is meant to run on gemini" in rsc("check").out
    ran = rsc("expect", "writr", "openai")
    assert (ran.status, 'did you mean "writer"?' in ran.err) == (2, True)


def test_what_every_agent_runs_on_now(rsc: Rsc, crew: Path) -> None:
    assert rsc("--config", ".env", "expect", "--all").status == 0
    told = json.loads(rsc("--config", ".env", "expect", "--json").out)
    assert [one["kept"] for one in told["expected"]] == [True, True, True]


def test_an_alias_stands_for_a_model(rsc: Rsc, crew: Path) -> None:
    of = ("--config", ".env")
    assert rsc(*of, "alias", "cheap", "openai:gpt-6-luna").status == 0
    assert json.loads(rsc(*of, "alias", "--json").out) == {
        "aliases": {"cheap": "openai:gpt-6-luna"}
    }
    assert rsc(*of, "assign", "PLANNING_MODEL", "cheap").status == 0
    assert "PLANNING_MODEL=openai:gpt-6-luna\n" in crew.read_text()
    assert rsc(*of, "pin", "cheap").status == 0
    assert crew.read_text().count("openai:gpt-6-luna") == 3
    assert rsc(*of, "alias", "cheap", "-").status == 0
    assert rsc(*of, "assign", "PLANNING_MODEL", "cheap").status == 2


def test_rscrew_has_names_of_its_own(rsc: Rsc, config: Path) -> None:
    ran = rsc("alias", "cheap", "gpt-6-luna")
    assert (ran.status, "has names for models already" in ran.err) == (2, True)


def test_the_user_s_own_companion_is_taken_along(
    rsc: Rsc, crew: Path, folder: Path, tmp_path: Path
) -> None:
    own = tmp_path / "xdg_config_home" / "rscrew-console" / "rscrew.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("budgets: {daily_usd: 5}\n")
    assert rsc("--config", ".env", "alias", "cheap", "openai:gpt-6-luna").status == 0
    assert (folder / "rscrew.yaml").read_text().startswith("budgets: {daily_usd: 5}\naliases:")
    assert own.read_text() == "budgets: {daily_usd: 5}\n"


def test_a_strategy_that_the_file_cannot_hold_stands_beside_it(
    rsc: Rsc, crew: Path, folder: Path
) -> None:
    of, beside = ("--config", ".env"), folder / "rscrew.yaml"
    dry = rsc(*of, "save-strategy", "as it was", "--dry-run")
    assert (dry.status, beside.exists()) == (0, False)
    assert "+  as it was:" in dry.out
    ran = rsc(*of, "save-strategy", "as it was")
    assert (ran.status, "saved rscrew.yaml" in ran.out) == (0, True), ran.err
    assert crew.read_text() == MODELS
    for agent, model in (("EXTRACTION_MODEL", SONNET.replace("sonnet", "opus")),
                         ("PLANNING_MODEL", "openai:gpt-6-luna")):  # fmt: skip
        assert rsc(*of, "assign", agent, model).status == 0
    assert rsc(*of, "bulk", "as it was", "--yes").status == 0
    assert crew.read_text() == MODELS
    again = rsc(*of, "save-strategy", "As it was")
    assert (again.status, "can be replaced with --replace" in again.err) == (2, True)
    text = beside.read_text()
    assert rsc(*of, "save-strategy", "as it was", "--replace", "--description", "x").status == 0
    assert rsc("--config", "rscrew.yaml", "undo").status == 0
    assert beside.read_text() == text


def test_a_read_only_console_writes_nothing_beside_the_file(
    rsc: Rsc, crew: Path, folder: Path
) -> None:
    for words in (("save-strategy", "x"), ("alias", "cheap", SONNET),
                  ("expect", "PLANNING_MODEL", SONNET), ("pin", SONNET)):  # fmt: skip
        ran = rsc("--read-only", "--config", ".env", *words)
        assert ran.status == 2, words
        assert not (folder / "rscrew.yaml").exists()


def _texts(path: Path) -> dict[str, bytes]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {file.name: file.read_bytes() for file in files if file.name != "rscrew.yaml"}


@pytest.mark.parametrize("sample", sorted(entry.name for entry in EXAMPLES.iterdir()))
def test_every_format_can_be_pinned_and_unpinned(rsc: Rsc, folder: Path, sample: str) -> None:
    source, path = EXAMPLES / sample, folder / NAMES.get(sample, sample)
    path.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, path)
    else:
        shutil.copyfile(source, path)
    before, of = _texts(path), ("--config", str(path))
    rows = json.loads(rsc(*of, "agents", "--json").out)["agents"]
    models = json.loads(rsc(*of, "providers", "--json").out)["providers"]
    model = models[-1]["name"]
    ran = rsc(*of, "pin", model, "--why", "a test")
    assert ran.status == 0, ran.err
    pinned = json.loads(rsc(*of, "agents", "--json").out)["agents"]
    says = {next(iter(row["chain"].values())) for row in pinned}
    assert says <= {model, *(row["name"] for row in rows), "inherit"}
    assert "pinned: every agent runs on" in rsc(*of, "check").out
    ran = rsc(*of, "unpin")
    assert ran.status == 0, ran.err
    assert _texts(path) == before
    assert json.loads(rsc(*of, "agents", "--json").out)["agents"] == rows


def test_a_pinned_experiment_deals_no_other_model(rsc: Rsc, folder: Path) -> None:
    path = folder / "experiment.yaml"
    shutil.copyfile(EXAMPLES / "experiment-mixed.yaml", path)
    before = path.read_text()
    assert rsc("--config", str(path), "pin", "openai/gpt-4.1").status == 0
    text = path.read_text()
    assert "ENABLE_MULTI_MODEL: false\n" in text
    assert "MAIN_MODEL: openai/gpt-4.1\n" in text
    assert rsc("--config", str(path), "unpin").status == 0
    assert path.read_text() == before
    path = folder / "scenarios.json"
    path.write_text('{"scenarios": [{"name": "a", "model_distribution": {"x/y": 4, "z/w": 6}}]}\n')
    before = path.read_text()
    assert rsc("--config", str(path), "pin", "x/y").status == 0
    assert json.loads(path.read_text())["scenarios"][0]["model_distribution"] == {"x/y": 10}
    assert rsc("--config", str(path), "unpin").status == 0
    assert path.read_text() == before
