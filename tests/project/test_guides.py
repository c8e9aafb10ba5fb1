"""Every command of the guides for detection and migration is run, and prints what they say."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Rsc, folder, rsc

__all__ = ["folder", "rsc"]

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def steps(guide: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a guide, and the lines that it prints; `…` stands for any text."""
    for block in _BLOCK.findall((GUIDES / f"{guide}.md").read_text(encoding="utf-8")):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            yield command, lines


def fits(printed: str, lines: list[str]) -> bool:
    pattern = re.escape("\n".join(lines)).replace("…", ".*")
    return re.fullmatch(pattern, printed.strip("\n"), re.DOTALL) is not None


@pytest.mark.parametrize(("guide", "name", "text"), [
    ("detection", "crew.env", "A_MODEL=openai:gpt-4-turbo\n"),
    ("migration", ".env", "MODEL=anthropic:claude-sonnet-4-5-20250929\n"),
])  # fmt: skip
def test_every_command_of_a_guide(folder: Path, rsc: Rsc, guide: str, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o600)
    run = list(steps(guide))
    assert len(run) > 5
    for command, lines in run:
        program, *arguments = shlex.split(command)
        assert program == "rsc"
        ran = rsc(*arguments)
        assert ran.status in (0, 1), (command, ran.err)
        assert fits(ran.out, lines), (command, ran.out)


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
