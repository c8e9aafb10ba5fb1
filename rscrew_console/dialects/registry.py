"""The dialects that there are, and which of them a document is in."""

from __future__ import annotations

from typing import Any

from rscrew_console.dialects.base import SURE, Dialect, ParseResult
from rscrew_console.dialects.claude_code import ClaudeCode
from rscrew_console.dialects.codex import CodexAgents
from rscrew_console.dialects.codex_config import CodexConfig
from rscrew_console.dialects.companion import CompanionFile
from rscrew_console.dialects.context import NO_CONTEXT, ReadContext
from rscrew_console.dialects.crewai import CrewAI
from rscrew_console.dialects.docker_agent import DockerAgent
from rscrew_console.dialects.dotenv import Dotenv
from rscrew_console.dialects.experiment import ExperimentFile
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.hermes import Hermes
from rscrew_console.dialects.litellm import LiteLLMProxy
from rscrew_console.dialects.omo import OhMyOpenAgent
from rscrew_console.dialects.openclaw import OpenClaw
from rscrew_console.dialects.opencode import Opencode
from rscrew_console.dialects.opencode_agents import OpencodeAgents
from rscrew_console.dialects.rscrew import RSCrew
from rscrew_console.dialects.values import described
from rscrew_console.document import Document, DocumentSet

DIALECTS: tuple[Dialect, ...] = (
    RSCrew(),
    CrewAI(),
    LiteLLMProxy(),
    DockerAgent(),
    Hermes(),
    OhMyOpenAgent(),
    OpenClaw(),
    Opencode(),
    CodexConfig(),
    Dotenv(),
    ClaudeCode(),
    OpencodeAgents(),
    CodexAgents(),
    ExperimentFile(),
)  # fmt: skip
"""The one that is surest of a document reads it; of equally sure ones the first."""


class UnknownFormat(Dialect):
    """A document that no dialect knows: its one problem says what is known."""

    name = "unknown"
    title = "This file"
    recognised_by = "nothing"

    def recognises(self, value: Any, file_name: str = "") -> int:
        return SURE

    def read(self, document: Document, context: ReadContext = NO_CONTEXT) -> ParseResult:
        problems = Findings(document)
        value = document.value
        state = "the file is empty" if value is None else f"the file is {described(value)}"
        if isinstance(value, dict) and value:
            state = "this is not a crew in any known format"
        formats = "; ".join(f"{each.title} ({each.recognised_by})" for each in DIALECTS)
        code = "not-a-crew" if value is None or isinstance(value, dict) else "not-a-mapping"
        problems.add(code, (), f"{state}; known are {formats}")
        return ParseResult(None, problems.problems)


_UNKNOWN = UnknownFormat()
_COMPANION = CompanionFile()


def detect(document: Document, file_name: str = "") -> Dialect:
    """The document's dialect; for one that none recognises a dialect whose error says so.

    A set of files is only of a dialect that has a file for each agent, and a single file never.
    """
    value = document.value
    if _COMPANION.recognises(value, file_name):
        return _COMPANION
    many_files = isinstance(document, DocumentSet)
    candidates = [one for one in DIALECTS if bool(one.file_places.crew_files) is many_files]
    likely = [one for one in candidates if one.recognises(value, file_name)]
    return max(likely, key=lambda one: one.recognises(value, file_name), default=_UNKNOWN)


def folder_formats() -> list[Dialect]:
    """The dialects in which every agent has a file, so that a folder is a crew."""
    return [dialect for dialect in DIALECTS if dialect.file_places.crew_files]


def dialect_named(name: str) -> Dialect | None:
    """The dialect of that name."""
    return next((dialect for dialect in DIALECTS if dialect.name == name), None)
