"""The texts with which files of each format begin, before any agent is in them."""

from __future__ import annotations

from typing import cast

from rscrew_console.dialects import Dialect, OperationError
from rscrew_console.document import Document, DocumentSet, parse_document

_OMO_SCHEMA = (
    "https://raw.githubusercontent.com/code-yeongyu/oh-my-openagent/dev/assets/"
    "oh-my-opencode.schema.json"
)
_OMO = '{{\n  "$schema": "' + _OMO_SCHEMA + '",\n  "runtime_fallback": {{ "enabled": {on} }}\n}}\n'
_RSCREW = "global_settings:\n  fallback_enabled: {on}\n\nproviders:\n\nagent_assignments:\n"
_FILES = {
    "rscrew": ("model_config.yaml", _RSCREW),
    "crewai": ("agents.yaml", ""),
    "litellm": ("litellm_config.yaml", "model_list:\n"),
    "docker-agent": ("docker-agent.yaml", "agents:\n"),
    "hermes": ("hermes/config.yaml", 'model: ""\n'),
    "omo": ("oh-my-openagent.json", _OMO),
    "openclaw": ("openclaw.json", '{{\n  "agents": {{}}\n}}\n'),
    "opencode": ("opencode.json", '{{\n  "$schema": "https://opencode.ai/config.json"\n}}\n'),
    "codex-config": ("config.toml", ""),
    "dotenv": (".env", ""),
    "orchestration": ("orchestration_config.yaml", "openrouter_enabled: true\n"),
    "experiment": ("experiment.yaml", "ENABLE_MULTI_MODEL: true\n"),
}  # fmt: skip
_OFF = {"litellm": "router_settings:\n  disable_fallbacks: true\n"}
"""What has to stand in the file besides, where fallbacks must not fire."""


def usual_name(target: Dialect) -> str:
    """How a file of the format is usually called; for a folder of agents the folder."""
    if target.file_places.crew_files:
        return target.file_places.project[0]
    return _FILES[target.name][0]


def skeleton(target: Dialect, *, fallback_enabled: bool) -> Document:
    """A file of the format, or a folder, without agents. Raises OperationError for no format."""
    if target.file_places.crew_files:
        return cast("Document", DocumentSet.of({}))
    if target.name not in _FILES:
        raise OperationError(f"{target.title} cannot be written from nothing")
    name, text = _FILES[target.name]
    text = text.format(on="true" if fallback_enabled else "false")
    if not fallback_enabled:
        text += _OFF.get(target.name, "")
    return cast("Document", parse_document(text, name))


def can_switch_fallbacks_off(target: Dialect) -> bool:
    """Whether a new file of the format can say that fallbacks must not fire."""
    return target.name in _OFF or "{on}" in _FILES.get(target.name, ("", ""))[1]
