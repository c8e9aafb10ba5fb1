"""A folder of its own for every command, with no keys, no home and no settings of the machine's."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from rscrew_console.cli.app import app
from tests.dialects.crews import CREW

UNSET = (
    "ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY", "DEEPSEEK_API_KEY",
    "RSCREW_MODEL_CONFIG_PATH", "RSCREW_DEBUG", "NO_COLOR", "COLUMNS",
)  # fmt: skip


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


Rsc = Callable[..., Ran]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with nothing in it."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    for name in UNSET:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    return work


@pytest.fixture
def config(folder: Path) -> Path:
    """The crew of the dialect's tests, where the command line finds it."""
    path = folder / "model_config.yaml"
    path.write_text(CREW, encoding="utf-8")
    return path


@pytest.fixture
def rsc(folder: Path) -> Rsc:
    """Runs the command line in this process."""

    def run(*arguments: str) -> Ran:
        result = CliRunner().invoke(app, arguments, prog_name="rsc")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run
