"""The warnings that a change brings: those of the whole file after it, less those before it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rscrew_console.dialects.operations import AddAgent, Assign, Operation, Pin, Remove, SetProvider
from rscrew_console.plans.warnings import CrewState, new_warnings, warnings_of
from rscrew_console.providers.facts import facts_of
from rscrew_console.providers.keys import Env
from rscrew_console.providers.retirements import retired_by, shipped
from rscrew_console.session import Session

TEXT = """\
providers:
  claude: {model: claude-sonnet-5, api_key_env: ANTHROPIC_API_KEY}
  opus: {model: claude-opus-4, api_key_env: ANTHROPIC_API_KEY}
  openai: {model: gpt-5, api_key_env: OPENAI_API_KEY}
agent_assignments:
  writer: {primary: claude, secondary: openai, api_key: sk-ant-REDACTED}
  coder: {primary: claude, secondary: opus}
  analyst: {primary: openai, secondary: claude}
project_config:
  distribution: {claude: 2, openai: 1}
"""


@pytest.mark.parametrize("operation", [
    Assign("writer", {"secondary": "opus"}),
    Assign("analyst", {"secondary": None}),
    Assign("coder", {"secondary": "openai"}),
    AddAgent("new", {"primary": "opus"}),
    Remove("agent", "analyst"),
    Pin("opus"),
    SetProvider("openai", "model", "claude-3-opus-20240229"),
    SetProvider("openai", "api_key_env", "NOBODY_HAS_IT"),
])  # fmt: skip
@pytest.mark.parametrize("key", ["", "OPENAI_API_KEY", "ANTHROPIC_API_KEY"])
def test_they_are_what_a_whole_look_at_both_gives(
    tmp_path: Path, operation: Operation, key: str
) -> None:
    path = tmp_path / "model_config.yaml"
    path.write_text(TEXT, encoding="utf-8")
    session = Session.open(path, state=tmp_path / "state")
    env, retired = (
        Env({key: "sk-" + "x1" * 20} if key else {}),
        retired_by(date(2026, 11, 27), shipped()),
    )

    def now() -> CrewState:
        return CrewState(session.document, session.roster, facts_of(session.roster, env, retired))

    before = now()
    session.apply(operation)
    after = now()
    told = {(one.code, one.path) for one in warnings_of(session.dialect, *before)}
    expected = [
        one for one in warnings_of(session.dialect, *after) if (one.code, one.path) not in told
    ]
    assert list(new_warnings(session.dialect, before, after)) == expected
