"""The samples of config/examples, each at a place where its program looks."""

from __future__ import annotations

import shutil
from pathlib import Path

from rscrew_console.session import Session
from tests.tui.console import NOON

EXAMPLES = Path(__file__).parents[2] / "config" / "examples"
PLACES = {
    "claude-code": ".claude/agents", "codex": ".codex/agents", "dotenv.env": ".env",
    "opencode-agents": ".opencode/agents", "crewai-agents.yaml": "config/agents.yaml",
    "omo.jsonc": ".opencode/oh-my-openagent.jsonc",
}  # fmt: skip
SAMPLES = sorted(path.name for path in EXAMPLES.iterdir())
WITH_CHAINS = [name for name in SAMPLES if not name.startswith("experiment")]
"""An experiment deals models to agents by counts, has no chains, and has tables of its own."""


def opened_sample(name: str) -> Session:
    """A copy of the sample below the current folder, open."""
    source, path = EXAMPLES / name, Path(PLACES.get(name, name))
    path.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, path)
    else:
        shutil.copy(source, path)
    return Session.open(path, clock=lambda: NOON, state=Path("state"))
