"""`bulk` and `save-strategy`: shown first, saved at once, never hanging."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest
import yaml

from tests.cli.conftest import Rsc
from tests.plans.crews import GUIDE, STRATEGIES, rscrew_file

KEYS = {"ANTHROPIC_API_KEY": "sk-9f3c1b7a5d2e8064", "GEMINI_API_KEY": "AQ9f3c1b7a5d2e8064"}


@pytest.fixture
def crew(folder: Path) -> Path:
    path = folder / "model_config.yaml"
    path.write_text(rscrew_file(), encoding="utf-8")
    return path


def primaries(path: Path) -> dict[str, str]:
    agents = yaml.safe_load(path.read_text(encoding="utf-8"))["agent_assignments"]
    return {name: agent["primary"] for name, agent in agents.items()}


@pytest.mark.parametrize("name", [*STRATEGIES, "1", "4", "cost", "Performance-Optimized"])
def test_what_the_dry_run_shows_is_what_then_happens(
    rsc: Rsc, crew: Path, name: str, tmp_path: Path
) -> None:
    before = crew.read_bytes()
    shown = rsc("bulk", name, "--dry-run")
    assert (shown.status, crew.read_bytes()) == (0, before)
    assert shown.out.startswith("--- ")
    assert "a month" in shown.err

    copy = tmp_path / "model_config.yaml"
    copy.write_bytes(before)
    subprocess.run(["patch", "-p1", "-s"], input=shown.out, text=True, cwd=tmp_path, check=True)
    ran = rsc("bulk", name, "--yes")
    assert (ran.status, ran.err) == (0, "")
    assert "saved model_config.yaml" in ran.out
    assert crew.read_bytes() == copy.read_bytes()

    again = rsc("bulk", name, "--yes")
    assert (again.status, again.out) == (0, "nothing to change: all agents have these chains\n")
    assert rsc("undo").status == 0
    assert crew.read_bytes() == before


def test_task_optimised_is_the_guides_table_and_everything_else_stays(rsc: Rsc, crew: Path) -> None:
    before = crew.read_text(encoding="utf-8")
    assert rsc("bulk", "task-optimised", "--yes").status == 0
    assert primaries(crew) == {
        agent: provider for provider, agents in GUIDE.items() for agent in agents
    }
    after = crew.read_text(encoding="utf-8")
    for kept in ("# as it was", "reasoning: What"):
        assert after.count(kept) == before.count(kept) == 13
    data = yaml.safe_load(after)
    assert data["load_balancing"]["distribution"] == {
        "claude": 4, "openai": 3, "gemini": 3, "deepseek": 3,
    }  # fmt: skip


def test_it_is_told_in_numbers(rsc: Rsc, crew: Path) -> None:
    ran = rsc("bulk", "cost-optimised", "--yes")
    assert "primaries: claude 4 → 0, gemini 3 → 6, openai 4, deepseek 2 → 3" in ran.out
    assert "cost: $184.35 → $120.90 (-34 %) a month; $61.45 → $40.30 (-34 %)" in ran.out
    assert "project_orchestrator: primary" not in ran.out  # the table has said so
    assert ran.out.count("project_orchestrator") == 1


def test_some_agents_alone(rsc: Rsc, crew: Path) -> None:
    before = primaries(crew)
    ran = rsc("bulk", "task-optimised", "--agents", "code_implementer, feature_analyst", "--yes")
    assert ran.status == 0
    assert primaries(crew) == {**before, "code_implementer": "deepseek"}


@pytest.mark.parametrize(("arguments", "says"), [
    (("cost",), "there is no terminal to ask in"),
    ((), "there is no terminal to ask in"),
    (("--yes",), "there is no terminal to ask in"),
    (("blanced", "--yes"), 'there is no strategy "blanced"; did you mean "balanced"?'),
    (("9", "--yes"), 'there is no strategy "9"; there are\n  1  cost-optimised'),
    (("cost", "--yes", "--agents", "x,feature_analyst"), 'there is no agent "x"'),
    (("cost", "--yes", "--agents", "code_implementr"), 'did you mean "code_implementer"?'),
    (("cost", "--yes", "--agents", " , "), "--agents takes names of agents"),
])  # fmt: skip
def test_refusals(rsc: Rsc, crew: Path, arguments: tuple[str, ...], says: str) -> None:
    before = crew.read_bytes()
    ran = rsc("bulk", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
    assert crew.read_bytes() == before


def test_keys_decide_who_comes_last(rsc: Rsc, crew: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    ran = rsc("bulk", "task-optimised", "--yes")
    assert "without a key, and so last: openai, deepseek" in ran.out
    assert set(primaries(crew).values()) == {"claude", "gemini"}
    assert not any(value in ran.out + ran.err for value in KEYS.values())


def test_the_files_own_strategies(rsc: Rsc, crew: Path) -> None:
    with crew.open("a", encoding="utf-8") as file:
        file.write(
            "strategies:\n"
            "  night-shift:\n"
            "    rules: [{agents: '*_analyst', prefer: [deepseek, cheapest]}]\n"
            "    reasoning_template: '[{strategy}: {primary}]'\n"
            "  balanced: {rules: [{prefer: gemini}]}\n"
        )
    ran = rsc("bulk", "night", "--yes")
    assert ran.status == 0
    found = yaml.safe_load(crew.read_text(encoding="utf-8"))["agent_assignments"]
    assert found["feature_analyst"]["primary"] == "deepseek"
    assert found["feature_analyst"]["reasoning"] == (
        "What feature_analyst is good at [night-shift: deepseek]"
    )
    assert found["project_orchestrator"]["primary"] == "claude"
    assert rsc("bulk", "3", "--yes").status == 0
    assert set(primaries(crew).values()) == {"gemini"}


def talk(crew: Path, *arguments: str) -> pexpect.spawn:
    """The program in a terminal of its own."""
    return pexpect.spawn(
        sys.executable, ["-m", "rscrew_console", "--config", str(crew), *arguments],
        encoding="utf-8", dimensions=(80, 120), timeout=120,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip


@pytest.mark.parametrize(("answer", "saved"), [("y", True), ("n", False), ("", False)])
def test_a_person_chooses_by_number_sees_the_diff_and_is_asked(
    crew: Path, answer: str, saved: bool
) -> None:
    before = crew.read_bytes()
    terminal = talk(crew, "bulk")
    for number, name in enumerate(("cost", "performance", "balanced", "task"), start=1):
        terminal.expect(f"{number}  {name}")
    terminal.expect("which one")
    terminal.sendline("1")
    terminal.expect("13 of 13 agents change")
    terminal.expect("a month")
    terminal.expect(r"\+    primary: openai")
    terminal.expect("apply and save")
    assert crew.read_bytes() == before
    terminal.sendline(answer)
    terminal.expect("saved " if saved else "nothing was changed")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert (crew.read_bytes() != before) == saved


def test_who_breaks_off_has_changed_nothing(crew: Path) -> None:
    before = crew.read_bytes()
    terminal = talk(crew, "bulk", "balanced")
    terminal.expect(r"apply and save\? \[y/N\]: ")  # the whole prompt: now it reads the terminal
    terminal.sendcontrol("c")
    terminal.expect("interrupted")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert crew.read_bytes() == before


def test_the_present_chains_are_kept_and_come_back(rsc: Rsc, crew: Path) -> None:
    now = primaries(crew)
    assert rsc("save-strategy", "as it was", "--description", "Before all this").status == 0
    assert rsc("bulk", "cost", "--yes").status == 0
    assert primaries(crew) != now
    ran = rsc("bulk", "As-It-Was", "--yes")
    assert ran.status == 0
    assert primaries(crew) == now

    refused = rsc("save-strategy", "as-it-was")
    assert (refused.status, refused.out) == (2, "")
    assert "it can be replaced with --replace" in refused.err
    before = crew.read_bytes()
    shown = rsc("save-strategy", "as it was", "--replace", "--dry-run")
    assert (shown.status, crew.read_bytes()) == (0, before)
    assert "-    description: Before all this" in shown.out


def test_agents_and_single_slots_can_be_left_out(rsc: Rsc, crew: Path) -> None:
    before = yaml.safe_load(crew.read_text(encoding="utf-8"))["agent_assignments"]
    first, second, *_ = before
    left_out = ["--except", first, "--except", f"{second}:secondary"]
    assert rsc("bulk", "cost-optimised", *left_out, "--yes").status == 0
    after = yaml.safe_load(crew.read_text(encoding="utf-8"))["agent_assignments"]
    assert after[first] == before[first]
    assert after[second]["secondary"] == before[second]["secondary"]
    assert after != before


@pytest.mark.parametrize(
    ("left_out", "says"), [("nobody", "nobody"), ("nobody:primary", "nobody"), ("{}:nth", "nth")]
)
def test_what_cannot_be_left_out_is_told(rsc: Rsc, crew: Path, left_out: str, says: str) -> None:
    before = crew.read_bytes()
    agent = next(iter(primaries(crew)))
    ran = rsc("bulk", "cost-optimised", "--except", left_out.format(agent), "--yes")
    assert (ran.status, crew.read_bytes()) == (2, before)
    assert says in ran.err
