"""Against the real opencode and Codex, from npm, without a network: `make test-programs`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.dialects.operations import Assign, Operation, SetAgent
from rscrew_console.session import Session

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "config" / "examples"
PROGRAMS = Path(os.environ.get("PROGRAMS", ROOT / ".programs" / "node_modules")) / ".bin"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without keys, and no proxy to reach anything by."""
    folder = tmp_path / "home"
    (folder / ".codex").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    for name in [*os.environ]:
        if name.startswith(("XDG_", "OPENCODE", "CODEX")) or name.endswith(("_KEY", "_TOKEN")):
            monkeypatch.delenv(name)
    return folder


def run(*words: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [str(PROGRAMS / words[0]), *words[1:]]
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, text=True, timeout=120, check=False
    )


def changed(path: Path, *operations: Operation) -> None:
    session = Session.open(path, state=path.parent / "state")
    for operation in operations:
        assert session.apply(operation)
    session.save("test")


def test_opencode_reads_what_we_wrote_into_its_file_and_its_agents(
    home: Path, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    agents = project / ".opencode" / "agents"
    shutil.copytree(EXAMPLES / "opencode-agents", agents)
    shutil.copy(EXAMPLES / "opencode.jsonc", project)
    (project / "docs.txt").write_text("Tell.")
    changed(
        project / "opencode.jsonc",
        Assign("model", {"primary": "openai/gpt-6-sol"}),
        Assign("plan", {"primary": "inherit"}),
        Assign("explore", {"primary": "google/gemini-3.8-flash"}),
    )
    changed(agents, Assign("review", {"primary": "openai/gpt-6-luna"}))
    ran = run("opencode", "debug", "config", cwd=project)
    config = json.loads(ran.stdout)
    assert config["model"] == "openai/gpt-6-sol"
    models = {name: entry.get("model") for name, entry in config["agent"].items()}
    assert models.pop("docs") == "google/gemini-3.8-flash"
    assert models.pop("night_reader") == "openai/gpt-6-luna"
    assert models.pop("plan", None) is None
    assert models == {"explore": "google/gemini-3.8-flash", "review": "openai/gpt-6-luna"}
    assert list(config["permission"]["bash"]) == ["*", "git status"]


def codex_config(cwd: Path, *words: str) -> dict[str, Any]:
    """What Codex' own server says that its configuration is."""
    command = [str(PROGRAMS / "codex"), *words, "app-server"]
    requests = (
        {"id": 0, "method": "initialize",
         "params": {"clientInfo": {"name": "test", "version": "1"}}},
        {"method": "initialized"},
        {"id": 1, "method": "config/read", "params": {"includeLayers": False, "cwd": str(cwd)}},
    )  # fmt: skip
    with subprocess.Popen(
        command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True,
    ) as server:  # fmt: skip
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.writelines(json.dumps(request) + "\n" for request in requests)
        server.stdin.flush()
        answers = (json.loads(line) for line in server.stdout)
        answer = next(one for one in answers if one.get("id") == 1)
        server.kill()
    config: dict[str, Any] = answer["result"]["config"]
    return config


def test_codex_reads_what_we_wrote_into_its_configuration(home: Path, tmp_path: Path) -> None:
    path = home / ".codex" / "config.toml"
    shutil.copy(EXAMPLES / "codex-config.toml", path)
    changed(
        path,
        Assign("model", {"primary": "gpt-6-luna"}),
        SetAgent("model", "effort", "high"),
        Assign("review_model", {"primary": "inherit"}),
        Assign("default_subagent_model", {"primary": "gpt-6-sol"}),
        Assign("night", {"primary": "gpt-6-sol"}),
    )
    config = codex_config(tmp_path)
    assert (config["model"], config["model_reasoning_effort"]) == ("gpt-6-luna", "high")
    assert config["review_model"] is None
    assert config["agents"]["default_subagent_model"] == "gpt-6-sol"
    assert config["profiles"]["night"]["model"] == "gpt-6-sol"


def test_codex_runs_agents_on_the_models_that_we_wrote(home: Path, tmp_path: Path) -> None:
    """Codex tells its model which agents there are, and what each runs on."""
    project = tmp_path / "project"
    agents = project / ".codex" / "agents"
    shutil.copytree(EXAMPLES / "codex", agents)
    (home / ".codex" / "config.toml").write_text(
        f'[projects."{project}"]\ntrust_level = "trusted"\n'
    )
    changed(
        agents,
        Assign("reviewer", {"primary": "gpt-6-sol"}),
        SetAgent("reviewer", "effort", "low"),
    )
    prompt = run("codex", "debug", "prompt-input", "hi", cwd=project)
    assert prompt.returncode == 0, prompt.stderr
    told = prompt.stdout.partition("reviewer: {")[2].partition("}")[0]
    assert "This role's model is set to `gpt-6-sol`" in told
    assert "its reasoning effort is set to `low`" in told
    assert "Ignoring malformed agent role" not in prompt.stdout + prompt.stderr


def test_codex_starts_with_tables_of_profiles_and_not_with_a_chosen_one(
    home: Path, tmp_path: Path
) -> None:
    path = home / ".codex" / "config.toml"
    text = (EXAMPLES / "codex-config.toml").read_text()
    ask = ("codex", "debug", "prompt-input", "hi")
    for added, extra, status, words in (
        ("", (), 0, ""),
        ('profile = "night"\n', (), 1, "no longer supported"),
        ("", ("--profile", "night"), 1, "cannot be used while"),
    ):
        path.write_text(added + text)
        ran = run(ask[0], *extra, *ask[1:], cwd=tmp_path)
        assert ran.returncode == status, ran.stderr
        assert words in ran.stderr
