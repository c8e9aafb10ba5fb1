"""The commands of the guides, run in their order, and their examples of Python."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from rscrew_console import Experiment
from rscrew_console.cli.app import app

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guides" / "experiments.md"


@pytest.fixture
def experiment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the guide speaks of, in a folder and a home of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name in ("OPENROUTER_API_KEY", "RSCREW_MODEL_CONFIG_PATH"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "experiment.yaml"
    shutil.copyfile(ROOT / "config" / "examples" / "experiment-diverse.yaml", path)
    return path


def blocks(language: str) -> list[str]:
    """The guide's blocks of code in a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_every_command_of_the_guide_runs(experiment: Path) -> None:
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(commands) > 15
    for command in commands:
        program, *arguments = shlex.split(command)
        assert program == "rsc"
        result = CliRunner().invoke(app, arguments, prog_name="rsc")
        assert result.exit_code == 0, f"{command}\n{result.output}"
    assert (experiment.parent / "results" / "first" / "model_assignments.json").is_file()
    table = Experiment.from_file(experiment).table
    counts = {one.name: [count for _, count in one.counts] for one in table.scenarios}
    assert counts == {
        "Three models, nearly even": [4, 3, 3],
        "GPT majority": [6, 2, 2],
        "One different": [9, 1],
        "All GPT": [10],
        "Half and half": [7, 3],
    }


def test_the_guides_python_runs_up_to_the_call(experiment: Path) -> None:
    (example,) = blocks("python")
    setting_up = example.partition("llm.call(")[0]
    names: dict[str, object] = {}
    exec(setting_up, names)  # noqa: S102 -- the guide's own lines
    assert "agent 0" in repr(names["llm"])
