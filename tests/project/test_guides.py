"""The guides' examples that are no commands; tests/docs runs their commands."""

import re
from pathlib import Path

from tests.cli.conftest import Rsc, folder, rsc

__all__ = ["folder", "rsc"]

GUIDES = Path(__file__).parents[2] / "docs" / "guides"


def test_the_table_of_targets_can_be_pasted(folder: Path, rsc: Rsc) -> None:
    text = (GUIDES / "migration.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (folder / "model_config.yaml").write_text(
        "providers:\n"
        "  opus: {model: claude-opus-5-5}\n  extraction: {model: gpt-5-mini}\n"
        "  haiku: {model: claude-haiku-5-5}\n  gemini: {model: gemini/gemini-2.5-pro}\n"
        f"agent_assignments: {{}}\n{table}"
    )
    ran = rsc("check")
    assert "alerts" not in ran.out
    told = rsc("usage", "--check").out
    assert told.count("\n") == 9
    assert "Haiku calls (weekly): unknown of 150 calls" in told
