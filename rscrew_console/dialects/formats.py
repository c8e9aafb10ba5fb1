"""The table of all file formats: where the files of each are looked for, and what may be in them.

With it a file is found, and told from the files of other formats, before any dialect is loaded: a
dialect is loaded only if one of its clues is in the file. `tests/dialects/test_formats_table.py`
holds the table to the dialects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from rscrew_console.dialects.file_places import FilePlaces


class FormatEntry(NamedTuple):
    """What is known of a format without its dialect."""

    module: str
    """In `rscrew_console.dialects`."""
    class_name: str
    places: FilePlaces
    keys: tuple[str, ...] = ()
    """Keys of which such a file has at least one, or else a name below: `agents.*.model` is a key
    in any part of `agents`, `task_*` one that begins so."""
    names: tuple[str, ...] = ()
    """Parts of the names of such files, one of which will do instead of a key."""

    def may_be(self, value: Any, file_name: str) -> bool:
        """Whether the dialect might recognise the data; if not, it need not be asked."""
        if any(part in file_name for part in self.names):
            return True
        return isinstance(value, dict) and any(_has(value, key) for key in self.keys)


def _has(value: Any, key: str) -> bool:
    """Whether there is such a key in the data."""
    first, _, rest = key.partition(".")
    if not isinstance(value, dict):
        return False
    if not first.endswith("*"):
        return first in value and (not rest or _has(value[first], rest))
    beginning = first[:-1]
    return any(
        (not rest or _has(inner, rest))
        for name, inner in value.items()
        if not beginning or str(name).startswith(beginning)
    )


FORMATS: Mapping[str, FormatEntry] = {
    "rscrew": FormatEntry(
        "rscrew", "RSCrew",
        FilePlaces(
            project=(
                "model_config.yaml", "config/model_config.yaml", "src/*/config/model_config.yaml",
            ),
            home=("$XDG_CONFIG_HOME/rscrew-console/model_config.yaml",),
        ),
        keys=("agent_assignments", "providers"),
    ),
    "crewai": FormatEntry(
        "crewai", "CrewAI",
        FilePlaces(project=("config/agents.yaml", "src/*/config/agents.yaml")),
        keys=("*.role", "*.goal", "*.backstory"),
    ),
    "litellm": FormatEntry(
        "litellm", "LiteLLMProxy",
        FilePlaces(
            project=(
                "litellm_config.yaml", "litellm-config.yaml", "litellm.yaml",
                "litellm/config.yaml", "config.yaml",
            ),
            home=("$CONFIG_FILE_PATH",),
        ),
        keys=("model_list",),
    ),
    "docker-agent": FormatEntry(
        "docker_agent", "DockerAgent",
        FilePlaces(
            project=("docker-agent.yaml", "docker-agent.yml", "cagent.yaml", "cagent.yml")
        ),
        keys=("agents.*.instruction", "agents.*.fallback"),
        names=("docker-agent.", "cagent."),
    ),
    "hermes": FormatEntry(
        "hermes", "Hermes",
        FilePlaces(project=("hermes/config.yaml",), home=("~/.hermes/config.yaml",)),
        keys=("fallback_providers", "fallback_model", "model.provider"),
        names=("hermes",),
    ),
    "orchestration": FormatEntry(
        "orchestration", "Orchestration",
        FilePlaces(
            project=(
                "orchestration_config.yaml", "orchestration_config.yml",
                "orchestration_config.json", "config/orchestration_config.yaml",
                "configs/orchestration_config.yaml",
            )
        ),
        keys=("openrouter_enabled", "task_*"),
        names=("orchestration_config",),
    ),
    "omo": FormatEntry(
        "omo", "OhMyOpenAgent",
        FilePlaces(
            project=(
                ".opencode/oh-my-openagent.json", ".opencode/oh-my-openagent.jsonc",
                ".opencode/oh-my-opencode.json", ".opencode/oh-my-opencode.jsonc",
                ".omo/omo.json", ".omo/omo.jsonc",
            ),
            home=(
                "$XDG_CONFIG_HOME/opencode/oh-my-openagent.json",
                "$XDG_CONFIG_HOME/opencode/oh-my-openagent.jsonc",
                "$XDG_CONFIG_HOME/opencode/oh-my-opencode.json",
                "$XDG_CONFIG_HOME/opencode/oh-my-opencode.jsonc",
                "$XDG_CONFIG_HOME/omo/omo.json", "$XDG_CONFIG_HOME/omo/omo.jsonc",
            ),
        ),
        keys=("$schema", "runtime_fallback", "categories", "agents.*.fallback_models"),
        names=("oh-my-openagent.", "oh-my-opencode.", "omo."),
    ),
    "openclaw": FormatEntry(
        "openclaw", "OpenClaw",
        FilePlaces(
            project=("openclaw.json", ".openclaw/openclaw.json"),
            home=("$OPENCLAW_CONFIG_PATH", "~/.openclaw/openclaw.json"),
        ),
        keys=("agents.list", "agents.entries", "agents.defaults"),
        names=("openclaw.json",),
    ),
    "opencode": FormatEntry(
        "opencode", "Opencode",
        FilePlaces(
            project=(
                "opencode.json", "opencode.jsonc", ".opencode/opencode.json",
                ".opencode/opencode.jsonc",
            ),
            home=(
                "$XDG_CONFIG_HOME/opencode/opencode.json",
                "$XDG_CONFIG_HOME/opencode/opencode.jsonc", "$OPENCODE_CONFIG",
            ),
        ),
        keys=("$schema", "agent"),
        names=("opencode.json",),
    ),
    "codex-config": FormatEntry(
        "codex_config", "CodexConfig",
        FilePlaces(
            project=(".codex/config.toml",),
            home=(
                "~/.codex/config.toml", "~/.codex/*.config.toml", "$CODEX_HOME/config.toml",
                "$CODEX_HOME/*.config.toml",
            ),
        ),
        names=(".toml",),
    ),
    "dotenv": FormatEntry(
        "dotenv", "Dotenv", FilePlaces(project=(".env",)), names=(".env",),
    ),
    "claude-code": FormatEntry(
        "claude_code", "ClaudeCode",
        FilePlaces(
            project=(".claude/agents",), home=("~/.claude/agents",), crew_files=("**/*.md",)
        ),
        keys=("*.description",),
        names=(".claude",),
    ),
    "opencode-agents": FormatEntry(
        "opencode_agents", "OpencodeAgents",
        FilePlaces(
            project=(
                ".opencode/agents", ".opencode/agent", ".opencode/modes", ".opencode/mode",
            ),
            home=("$XDG_CONFIG_HOME/opencode/agents", "$XDG_CONFIG_HOME/opencode/agent"),
            crew_files=("**/*.md",),
        ),
        keys=(
            "*.model", "*.mode", "*.permission", "*.steps", "*.temperature", "*.top_p",
            "*.disable",
        ),
        names=("opencode",),
    ),
    "codex": FormatEntry(
        "codex", "CodexAgents",
        FilePlaces(
            project=(".codex/agents",), home=("~/.codex/agents",), crew_files=("*.toml",)
        ),
        keys=("*.name", "*.developer_instructions", "*.model_reasoning_effort"),
    ),
    "experiment": FormatEntry(
        "experiment", "ExperimentFile",
        FilePlaces(
            project=(
                "scenarios.json", "*experiment*.yaml", "*scenario*.yaml", "*multi_model*.yaml",
                "homogeneous*.yaml", "mixed*.yaml", "diverse*.yaml", "experiments/*.yaml",
                "config/experiments/*.yaml", "configs/*.yaml", "configs/scenarios/*.yaml",
                "configs/examples/multi_model/*.yaml",
            )
        ),
        keys=("ENABLE_MULTI_MODEL", "NUM_AGENTS", "model_configs", "scenarios"),
    ),
}  # fmt: skip
"""By name, in the order in which they are asked: of equally sure dialects the first one reads a
file."""
