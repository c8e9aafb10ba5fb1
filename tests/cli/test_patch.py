"""`patch`, `set-agent` and `set-provider`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from rscrew_console.cli.app import app
from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW


def test_a_diff_of_a_dry_run_is_made_and_taken_back(rsc: Rsc, config: Path) -> None:
    diff = rsc("assign", "writer", "gemini", "--dry-run").out
    Path("change.diff").write_text(diff)
    shown = rsc("patch", "change.diff", "--dry-run")
    assert (shown.status, shown.out, config.read_text()) == (0, diff, CREW)
    ran = rsc("patch", "change.diff")
    assert ran.status == 0, ran.err
    assert "writer: primary openai → gemini" in ran.out
    patched = config.read_text()
    assert rsc("undo").status == 0
    assert config.read_text() == CREW
    result = CliRunner().invoke(app, ["patch", "-"], input=diff)
    assert result.exit_code == 0
    assert config.read_text() == patched


@pytest.mark.parametrize(
    ("diff", "told"),
    [
        (b"nonsense", "not a unified diff"),
        (b"\xff", "not UTF-8"),
        (b"--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n-other\n+y\n", "does not fit"),
        (b"--- a/x\n+++ b/x\n@@ -0,0 +1,1 @@\n+- no crew\n", "error"),
    ],
)
def test_a_diff_that_cannot_be_made_is_told(rsc: Rsc, config: Path, diff: bytes, told: str) -> None:
    Path("change.diff").write_bytes(diff)
    ran = rsc("patch", "change.diff")
    assert (ran.status, config.read_text()) == (2, CREW)
    assert told in ran.err


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("set-agent", "writer", "capability", "coding"), "    capability: coding\n"),
        (("set-agent", "writer", "reasoning", "For people"), "    reasoning: For people\n"),
        (("set-provider", "claude", "cost_tier", "budget"), "    cost_tier: budget\n"),
        (("set-provider", "claude", "timeout", "7"), "    timeout: 7\n"),
    ],
)
def test_single_fields_are_set_and_removed(
    rsc: Rsc, config: Path, arguments: tuple[str, ...], line: str
) -> None:
    ran = rsc(*arguments)
    assert ran.status == 0, ran.err
    assert line in config.read_text()
    assert rsc(*arguments[:-1]).status == 0
    assert line not in config.read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("set-agent", "writr", "reasoning", "x"), 'did you mean "writer"?'),
        (("set-agent", "writer", "reasning", "x"), 'did you mean "reasoning"?'),
        (("set-provider", "claud", "model", "x"), 'did you mean "claude"?'),
        (("set-provider", "claude", "modle", "x"), 'did you mean "model"?'),
        (("set-provider", "claude", "kind", "anthropc"), 'did you mean "anthropic"?'),
        (("set-provider", "claude", "timeout", "soon"), "timeout"),
    ],
)
def test_a_wrong_field_is_told(
    rsc: Rsc, config: Path, arguments: tuple[str, ...], told: str
) -> None:
    ran = rsc(*arguments)
    assert (ran.status, config.read_text()) == (2, CREW)
    assert told in ran.err
