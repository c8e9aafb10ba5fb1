"""Reading a file again after an edit: agents that did not change are taken over, and nothing else
comes of it than of reading it for the first time."""

from __future__ import annotations

from rscrew_console.dialects.context import FormerReading
from rscrew_console.dialects.rscrew.reading import read
from rscrew_console.document import ABSENT, Document, Edit
from tests.rows import each_row

TEXT = """\
providers:
  claude: {model: claude-sonnet-5}
  openai: {model: gpt-5}
agent_assignments:
  writer:
    primary: claude  # first
    secondary: openai
  coder:
    primary: openai
    capability: juggling
  analyst: &shared
    primary: claude
    usage: {calls_per_day: 1}
  copy: *shared
strategies:
  mine: {rules: [{providers: [claude]}]}
"""
AGENTS, PROVIDERS = "agent_assignments", "providers"


@each_row("edits", [
    [Edit((AGENTS, "writer", "primary"), "claude", "openai"),
     Edit((AGENTS, "writer", "secondary"), "openai", "claude")],
    [Edit((AGENTS, "coder", "capability"), "juggling", "coding")],
    [Edit((AGENTS, "writer"), "writer", "author", on="key")],
    [Edit((AGENTS, "writer"), {"primary": "claude", "secondary": "openai"}, ABSENT)],
    [Edit((AGENTS, "new"), ABSENT, {"primary": "openai"})],
    [Edit((AGENTS, "analyst", "usage", "calls_per_day"), 1, 1.0)],
    [Edit((AGENTS, "analyst", "usage", "calls_per_day"), 1, True)],
    [Edit((AGENTS, "copy", "primary"), "claude", "openai")],
    [Edit((PROVIDERS, "openai"), {"model": "gpt-5"}, ABSENT)],
    [Edit((PROVIDERS, "gemini"), ABSENT, {"model": "gemini-2.5-pro"})],
    [Edit((PROVIDERS, "openai"), "openai", "other", on="key")],
    [Edit((PROVIDERS, "claude", "model"), "claude-sonnet-5", "")],
])  # fmt: skip
def test_with_a_former_reading_the_same_is_read(edits: list[Edit]) -> None:
    before = Document.parse(TEXT)
    first = read(before)
    assert first.roster is not None
    after = before.apply(edits)
    again = read(after, FormerReading(before, first.roster, first.problems))
    assert again == read(Document.parse(after.text))
    assert again.roster is not None
    assert all(agent.path == (AGENTS, agent.name) for agent in again.roster.agents)


def test_an_agent_that_did_not_change_is_the_same_object() -> None:
    before = Document.parse(TEXT)
    first = read(before)
    assert first.roster is not None
    after = before.set((AGENTS, "writer", "primary"), "openai")
    again = read(after, FormerReading(before, first.roster, first.problems))
    assert again.roster is not None
    assert again.roster.agent_by_name["analyst"] is first.roster.agent_by_name["analyst"]
    assert again.roster.agent_by_name["writer"].chain.primary == "openai"
