"""opencode's agents in Markdown: a file each in `.opencode/agents`, named as the file."""

from __future__ import annotations

from typing import Any

from rscrew_console.dialects.agent_files import DEFAULT, AgentFiles
from rscrew_console.dialects.base import MAYBE, NO, SURE
from rscrew_console.dialects.context import ReadContext
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.roster.chain import InForce

_KEYS = frozenset({"mode", "permission", "steps", "temperature", "top_p", "disable"})


class OpencodeAgents(AgentFiles):
    """See `Dialect`, which says what each method does."""

    name = "opencode-agents"
    title = "opencode's agents in Markdown"
    program = "opencode"
    recognised_by = "a folder of Markdown files with mode, or a model as vendor/model, in front"
    file_places = FORMATS["opencode-agents"].places
    spelling = "models.dev"
    cell_words = (DEFAULT,)
    ending = ".md"
    order = ("description", "mode", "model", "temperature")

    def recognises(self, value: Any, file_name: str = "") -> int:
        entries = self.entries(value)
        if "opencode" in file_name:
            return SURE if entries else NO
        if any({"name", "description"} <= set(entry) for entry in entries):
            return NO
        has_model = any("/" in str(entry.get("model", "")) for entry in entries)
        has_mode = any(_KEYS & set(entry) for entry in entries)
        return SURE if has_model and has_mode else MAYBE if has_model or has_mode else NO

    def layer_paths(self, path: str) -> tuple[str, ...]:
        return ("../opencode.json", "../opencode.jsonc", "../../opencode.json",
                "../../opencode.jsonc", "~/.config/opencode/opencode.json")  # fmt: skip

    def in_force(self, context: ReadContext, agent: str, model_text: str) -> InForce | None:
        for layer in context.layers:
            value = layer.value if isinstance(layer.value, dict) else {}
            if model_text == DEFAULT and isinstance(model := value.get("model"), str):
                return InForce(model, f"{layer.path}: model")
        return (
            InForce("", "the caller's model, or opencode's default")
            if model_text == DEFAULT
            else None
        )

    def new_file(self, name: str, model: str | None) -> str:
        line = f"model: {model}\n" if model else ""
        return f"---\ndescription: To be written\nmode: subagent\n{line}---\nTo be written.\n"
