"""Documents for the tests of the RSCrew dialect."""

from __future__ import annotations

from rscrew_console.dialects import detect
from rscrew_console.document import Document
from rscrew_console.roster.model import Roster

CREW = """\
# A crew of three.
providers:
  claude:
    model: claude-sonnet-5   # the careful one
    api_key_env: ANTHROPIC_API_KEY
  openai: {model: gpt-6-luna, api_key_env: OPENAI_API_KEY}
  gemini:
    model: gemini/gemini-3-flash
    cost_tier: standard
  spare:
    model: deepseek/deepseek-flash
agent_assignments:
  planner:
    primary: claude
    secondary: openai
    tertiary: gemini
  writer:
    primary: openai
    fallback: claude
    reasoning: Clear prose
  twice:
    primary: openai
    secondary: claude
    tertiary: openai
    fallback: gemini
load_balancing:
  distribution:
    claude: 1
    openai: 2
    gemini: 0
"""


def crew(text: str = CREW) -> tuple[Document, Roster]:
    """The document and the roster read from it, which has no errors."""
    doc = Document.parse(text)
    reading = detect(doc).read(doc)
    assert reading.errors == ()
    assert reading.roster is not None
    return doc, reading.roster


def chain_of(roster: Roster, agent: str) -> dict[str, str]:
    return {link.slot: link.provider for link in roster.agent_by_name[agent].chain.links}
