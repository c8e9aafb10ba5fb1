"""Claude Code's subagents: Markdown files in `.claude/agents`, one model each, no fallbacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rscrew_console.dialects.agent_files import DEFAULT, AgentFiles
from rscrew_console.dialects.base import MAYBE, NO, SURE
from rscrew_console.dialects.context import ReadContext
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.roster.chain import InForce

VARIABLE = "CLAUDE_CODE_SUBAGENT_MODEL"
"""Seen to win over everything that a file says (anthropics/claude-code issue 91160)."""
INHERIT = "inherit"
SETTINGS = ("../settings.local.json", "../settings.json", "~/.claude/settings.json")
"""Whose `env` sets variables, the one that wins first."""


class ClaudeCode(AgentFiles):
    """See `Dialect`, which says what each method does."""

    name = "claude-code"
    title = "Claude Code's agents"
    program = "Claude Code"
    recognised_by = "a folder of Markdown files with name and description in front"
    file_places = FORMATS["claude-code"].places
    spelling = "claude-code"
    capabilities = replace(AgentFiles.capabilities, agent_fields=("effort",))
    cell_words = (INHERIT, DEFAULT)
    variables = (VARIABLE,)
    ending = ".md"
    effort_key = "effort"
    order = ("name", "description", "tools", "model", "effort")
    needs_name = True

    def recognises(self, value: Any, file_name: str = "") -> int:
        if "opencode" in file_name:
            return NO
        entries = self.entries(value)
        if any({"name", "description"} <= set(entry) for entry in entries):
            return SURE
        return MAYBE if ".claude" in file_name and entries else NO

    def layer_paths(self, path: str) -> tuple[str, ...]:
        return SETTINGS

    def in_force(self, context: ReadContext, agent: str, model_text: str) -> InForce | None:
        if model := context.environment.get(VARIABLE, "").strip():
            return InForce(model, VARIABLE)
        for layer in context.layers:
            env = layer.value.get("env") if isinstance(layer.value, Mapping) else None
            wins = env.get(VARIABLE) if isinstance(env, Mapping) else None
            if isinstance(wins, str) and wins.strip():
                return InForce(wins.strip(), f"{layer.path}: {VARIABLE}")
        if model_text in (INHERIT, DEFAULT):
            return InForce("", "the session's model")
        return None

    def new_file(self, name: str, model: str | None) -> str:
        line = f"model: {model}\n" if model else ""
        return f"---\nname: {name}\ndescription: To be written\n{line}---\nTo be written.\n"
