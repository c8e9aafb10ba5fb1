"""`convert`: where the new file goes, and over what it never goes. What it says: tests/export."""

from pathlib import Path

from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW


def test_it_is_printed_and_what_is_lost_is_told_apart(rsc: Rsc, config: Path) -> None:
    ran = rsc("convert", "opencode")
    assert (ran.status, ran.out[:2]) == (0, "{\n")
    assert "not in the new file: reasoning (writer)\n" in ran.err
    assert config.read_text(encoding="utf-8") == CREW


def test_it_is_written_once_and_never_over_a_file(rsc: Rsc, config: Path) -> None:
    assert rsc("convert", "opencode", "-o", "opencode.json").out == (
        "wrote opencode.json (3 agents)\n"
    )
    before = Path("opencode.json").read_bytes()
    again = rsc("convert", "opencode", "-o", "opencode.json")
    assert (again.status, again.out) == (2, "")
    assert "opencode.json: exists already and is not overwritten" in again.err
    assert Path("opencode.json").read_bytes() == before
    assert rsc("--config", "opencode.json", "agents").status == 0


def test_a_folder_of_agents_and_an_agent_that_is_left_out(rsc: Rsc, folder: Path) -> None:
    Path("c.yaml").write_text("providers: {c: {model: claude-sonnet-5-5}, o: {model: gpt-6-luna}}\n"
                              "agent_assignments: {a: {primary: c}, b: {primary: o}}\n",
                              encoding="utf-8")  # fmt: skip
    ran = rsc("--config", "c.yaml", "convert", "claude-code", "-o", ".claude/agents")
    assert (ran.status, ran.out) == (1, "wrote .claude/agents (1 agent)\n")
    assert "left out: b\n" in ran.err
    assert [path.name for path in Path(".claude/agents").iterdir()] == ["a.md"]
