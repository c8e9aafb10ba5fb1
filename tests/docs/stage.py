"""The folder in which a page's commands are run: files of every format, at their usual places."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from rscrew_console.cli.demo import KEYS, pointed_at
from rscrew_console.simulator import Simulator
from rscrew_console.simulator.server import closed_port
from rscrew_console.starter import starter_text

EXAMPLES = Path(__file__).parents[2] / "config" / "examples"
VENDORS = {"claude": "anthropic", "openai": "openai", "gemini": "gemini", "deepseek": "deepseek"}
"""By provider of the starter: the simulated vendor that answers for it."""
FILES = {
    "litellm_config.yaml": "litellm.yaml",
    "src/my_crew/config/agents.yaml": "crewai-agents.yaml",
    "docker-agent.yaml": "docker-agent.yaml",
    "orchestration_config.yaml": "orchestration.yaml",
    "opencode.jsonc": "opencode.jsonc",
    ".opencode/oh-my-openagent.jsonc": "omo.jsonc",
    ".opencode/agents": "opencode-agents",
    ".claude/agents": "claude-code",
    ".codex/agents": "codex",
    "experiment.yaml": "experiment-diverse.yaml",
    "crew.env": "dotenv.env",
    "one-model.env": "WRITER_MODEL=openai:gpt-5.6-sol\n",
    "~/.hermes/config.yaml": "hermes.yaml",
    "~/.openclaw/openclaw.json": "openclaw.json",
    "~/.codex/config.toml": "codex-config.toml",
}
"""By place, in the folder or in the home: the sample that is copied there."""
ONLY: Mapping[str, Mapping[str, str]] = {
    "docs/guides/experiments.md": {"experiment.yaml": "experiment-diverse.yaml"},
    "docs/guides/detection.md": {"crew.env": "A_MODEL=openai:gpt-4-turbo\n"},
    "docs/guides/migration.md": {".env": "MODEL=anthropic:claude-sonnet-4-5-20250929\n"},
    "docs/getting-started.md": {},
    "docs/from-rscrew.md": {"src/rscrew/config/model_config.yaml": "model_config.yaml"},
}
"""Pages whose commands begin with other files: the name of a sample, or the text itself."""
WITHOUT_KEYS = ("docs/guides/detection.md", "docs/guides/migration.md", "docs/getting-started.md")


def prepare(page: str, folder: Path, simulator: Simulator, patch: pytest.MonkeyPatch) -> None:
    """Makes the working folder and a home beside it; no command can reach another machine."""
    home, work = folder / "home", folder / "work"
    home.mkdir()
    work.mkdir()
    patch.chdir(work)
    patch.setenv("HOME", str(home))
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        patch.delenv(name, raising=False)
    patch.delenv("RSCREW_MODEL_CONFIG_PATH", raising=False)
    patch.setenv("COLUMNS", "200")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        patch.setenv(name, f"http://127.0.0.1:{closed_port()}")
        patch.delenv(name.lower(), raising=False)
    for name in (*KEYS, "GOOGLE_API_KEY", "OPENROUTER_API_KEY"):
        patch.delenv(name, raising=False)
    if page not in WITHOUT_KEYS:
        for name, key in KEYS.items():
            patch.setenv(name, key)
    if page not in ONLY:
        sites = {provider: simulator.site(vendor).base_url for provider, vendor in VENDORS.items()}
        Path("model_config.yaml").write_text(pointed_at(starter_text(), sites), encoding="utf-8")
    for place, sample in ONLY.get(page, FILES).items():
        put(sample, home / place[2:] if place.startswith("~/") else Path(place))


def put(sample: str, place: Path) -> None:
    """Copies a sample, or writes a text, to its place."""
    place.parent.mkdir(parents=True, exist_ok=True)
    source = EXAMPLES / sample
    if sample == "model_config.yaml":
        place.write_text(starter_text(), encoding="utf-8")
    elif sample.endswith("\n"):
        place.write_text(sample, encoding="utf-8")
        place.chmod(0o600)
    elif source.is_dir():
        shutil.copytree(source, place)
    else:
        shutil.copy(source, place)
        place.chmod(0o600)
