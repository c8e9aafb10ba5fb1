"""Codex' agents: TOML files in `.codex/agents`, each with a model and an effort, no fallbacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rscrew_console.dialects.agent_files import DEFAULT, AgentFiles
from rscrew_console.dialects.base import MAYBE, NO, SURE, OperationError
from rscrew_console.dialects.chains import known_agent
from rscrew_console.dialects.context import ReadContext
from rscrew_console.dialects.formats import FORMATS
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.chain import InForce
from rscrew_console.roster.model import Roster

_NEEDED = frozenset({"name", "description", "developer_instructions"})


class CodexAgents(AgentFiles):
    """See `Dialect`, which says what each method does."""

    name = "codex"
    title = "Codex' agents"
    program = "Codex"
    recognised_by = "a folder of TOML files with name, description and developer_instructions"
    file_places = FORMATS["codex"].places
    spelling = "plain"
    capabilities = replace(AgentFiles.capabilities, agent_fields=("effort",))
    cell_words = (DEFAULT,)
    ending = ".toml"
    effort_key = "model_reasoning_effort"
    order = ("name", "description", "model", "model_reasoning_effort", "developer_instructions")
    needs_name = True

    def recognises(self, value: Any, file_name: str = "") -> int:
        entries = self.entries(value)
        if any(set(entry) >= _NEEDED for entry in entries):
            return SURE
        # A file without name may be named by config.toml: [agents.NAME] config_file = "…".
        likely = any(
            {"name", "developer_instructions", self.effort_key} & set(one) for one in entries
        )
        return MAYBE if likely and ".codex" in file_name else NO

    def layer_paths(self, path: str) -> tuple[str, ...]:
        return ("../config.toml", "~/.codex/config.toml")

    def in_force(self, context: ReadContext, agent: str, model_text: str) -> InForce | None:
        if model_text != DEFAULT:
            return None
        for layer in context.layers:
            value = layer.value if isinstance(layer.value, Mapping) else {}
            agents = value.get("agents")
            model = agents.get("default_subagent_model") if isinstance(agents, Mapping) else None
            if isinstance(model, str) and model.strip():
                return InForce(model.strip(), f"{layer.path}: agents.default_subagent_model")
        return InForce("", "the session's model")

    def name_elsewhere(self, context: ReadContext, file: str) -> str:
        for layer in context.layers[:1]:  # of the folder above, which alone is beside the file
            value = layer.value if isinstance(layer.value, Mapping) else {}
            agents = value.get("agents")
            for name, role in agents.items() if isinstance(agents, Mapping) else ():
                path = role.get("config_file") if isinstance(role, Mapping) else None
                if isinstance(path, str) and path.replace("\\", "/").removeprefix("./") == (
                    f"agents/{file}"
                ):
                    return str(name)
        return ""

    def remove_agent(self, document: Document, roster: Roster, name: str) -> list[Edit]:
        self._refuse_named_elsewhere(document, roster, name)
        return super().remove_agent(document, roster, name)

    def rename_agent(self, document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
        if old != new.strip():
            self._refuse_named_elsewhere(document, roster, old)
        return super().rename_agent(document, roster, old, new)

    def _refuse_named_elsewhere(self, document: Document, roster: Roster, name: str) -> None:
        agent = known_agent(roster, name)
        if document.get((*agent.path, "name")) is ABSENT:
            raise OperationError(
                f'"{name}" has its name in ../config.toml ([agents.{name}], config_file): change it'
                " there by hand"
            )

    def new_file(self, name: str, model: str | None) -> str:
        line = f'model = "{model}"\n' if model else ""
        return (
            f'name = "{name}"\ndescription = "To be written"\n{line}'
            'developer_instructions = """\nTo be written.\n"""\n'
        )
