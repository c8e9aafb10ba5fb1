"""Commands on a file of another format than RSCrew's: one model an agent, and chains as lists."""

import json
from pathlib import Path

import pytest

from rscrew_console.dialects import registry
from rscrew_console.dialects.formats import FORMATS
from tests.cli.conftest import Rsc
from tests.dialects.list_dialect import ListDialect
from tests.dialects.test_crewai import CREW

LISTS = """\
crew:
  writer: [openai/gpt-6-luna, gemini/gemini-3.8-flash, anthropic/claude-sonnet-5-5]
  heir: [inherit, gemini/gemini-3.8-flash]
"""


@pytest.fixture
def crewai(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-a1b2c3")
    for name in ("MODEL", "MODEL_NAME", "OPENAI_MODEL_NAME"):
        monkeypatch.delenv(name, raising=False)
    path = folder / "agents.yaml"
    path.write_text(CREW)
    return path


@pytest.fixture
def lists(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(registry, "DIALECTS", registry.LazyDialects(FORMATS, (ListDialect(),)))
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-a1b2c3")
    path = folder / "lists.yaml"
    path.write_text(LISTS)
    return path


@pytest.mark.usefixtures("crewai")
def test_agents_tell_what_is_in_force_and_that_no_fallback_fires(
    rsc: Rsc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL", "openai/o3")
    told = json.loads(rsc("--config", "agents.yaml", "agents", "--json").out)
    assert told["fallback"] == {"fires": "never", "on": [], "why": "CrewAI has no fallbacks"}
    agents = {agent["name"]: agent for agent in told["agents"]}
    assert agents["writer"]["chain"] == {"primary": "anthropic/claude-sonnet-5-5"}
    assert agents["writer"]["in_force"] == {
        "model": "anthropic/claude-sonnet-5-5", "from": "this file",
    }  # fmt: skip
    assert agents["editor"]["chain"] == {"primary": "default"}
    assert agents["editor"]["in_force"] == {"model": "openai/o3", "from": "MODEL"}
    assert agents["editor"]["effective"] == "openai/o3"
    assert agents["researcher"]["options"] == {"function_calling_llm": "openai/gpt-6-luna"}


@pytest.mark.usefixtures("crewai")
def test_who_is_left_to_the_program_is_not_left_with_nothing(rsc: Rsc) -> None:
    table = rsc("--config", "agents.yaml", "agents").out
    assert "editor" in table
    assert "· as the program decides" in table
    assert "fallback: never (CrewAI has no fallbacks)" in table
    told = json.loads(
        rsc("--config", "agents.yaml", "what-if", "--down", "openai/gpt-6-luna", "--json").out
    )
    assert told["stranded"] == ["researcher", "researcher.function_calling_llm", "writer"]


@pytest.mark.parametrize("arguments", [
    ("assign", "writer", "o3", "--fallback", "o4"),
    ("assign", "writer", "--secondary", "o3"),
    ("assign", "writer", "--slot", "fallback 1", "o3"),
    ("assign", "writer", "--reasoning", "why"),
    ("add-provider", "x", "openai/o3"),
    ("remove-provider", "openai/gpt-6-luna"),
])  # fmt: skip
def test_what_the_format_cannot_hold_is_one_sentence_and_nothing_is_written(
    rsc: Rsc, crewai: Path, arguments: tuple[str, ...]
) -> None:
    ran = rsc("--config", "agents.yaml", *arguments)
    assert ran.status == 2
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 1
    assert crewai.read_text() == CREW


def test_a_model_is_assigned_and_undone(rsc: Rsc, crewai: Path) -> None:
    assert rsc("--config", "agents.yaml", "assign", "editor", "openai/o3").status == 0
    assert "llm: openai/o3" in crewai.read_text()
    assert rsc("--config", "agents.yaml", "undo").status == 0
    assert crewai.read_text() == CREW


@pytest.mark.parametrize(("arguments", "writer"), [
    (("--fallback", "o3"), "[openai/gpt-6-luna, o3]"),
    (("--fallback", "o3", "--fallback", "o4"), "[openai/gpt-6-luna, o3, o4]"),
    (("o3", "--fallback", "-"), "[o3]"),
    (("--slot", "fallback 3", "o3"),
     "[openai/gpt-6-luna, gemini/gemini-3.8-flash, anthropic/claude-sonnet-5-5, o3]"),
    (("--slot", "fallback 1", "-"), "[openai/gpt-6-luna, anthropic/claude-sonnet-5-5]"),
])  # fmt: skip
def test_a_list_is_assigned(rsc: Rsc, lists: Path, arguments: tuple[str, ...], writer: str) -> None:
    assert rsc("--config", "lists.yaml", "assign", "writer", *arguments).status == 0
    assert f"  writer: {writer}\n" in lists.read_text()


@pytest.mark.usefixtures("lists")
def test_a_list_is_told_slot_by_slot_in_order(rsc: Rsc) -> None:
    (writer, heir) = json.loads(rsc("--config", "lists.yaml", "agents", "--json").out)["agents"]
    assert list(writer["chain"]) == ["primary", "fallback 1", "fallback 2"]
    assert heir["chain"] == {"primary": "inherit", "fallback 1": "gemini/gemini-3.8-flash"}
    assert heir["in_force"] == {"model": None, "from": "this file"}


def test_a_fallback_that_is_switched_off_helps_nobody(rsc: Rsc, lists: Path) -> None:
    down = ("--config", "lists.yaml", "what-if", "--down", "openai/gpt-6-luna", "--json")
    before = json.loads(rsc(*down).out)
    assert before["stranded"] == ["writer"]  # it is the only one with a key
    lists.write_text(LISTS + "fallbacks: off\n")
    assert json.loads(rsc("--config", "lists.yaml", "status", "--offline", "--json").out)[
        "fallback"
    ] == {"fires": "off", "on": [], "why": "fallbacks is off"}


AGENT = "---\nname: writer\ndescription: w\nmodel: sonnet\n---\nWrite.\n"


@pytest.mark.parametrize(("file", "text", "agent", "model", "told"), [
    ("opencode.json", '{"$schema": "https://opencode.ai/config.json", "model": "openai/gpt-5"}\n',
     "model", "gpt-4o-mini", 'opencode takes vendor/model; write "openai/gpt-4o-mini", not "gpt-'),
    (".opencode/oh-my-opencode.json", '{"agents": {"oracle": {"model": "openai/gpt-5"}}}\n',
     "oracle", "gemini/gemini-3.8-flash", 'write "google/gemini-3.8-flash", not "gemini/'),
    ("openclaw.json", '{"agents": {"defaults": {"model": "openai/gpt-5"}}}\n',
     "defaults", "gpt-4o-mini", "OpenClaw takes vendor/model"),
    (".claude/agents/writer.md", AGENT, "writer", "gpt-4o-mini",
     "Claude Code runs models of Anthropic alone"),
    (".codex/config.toml", 'model = "gpt-5"\nmodel_reasoning_effort = "low"\n',
     "model", "claude-opus-5-5", "Codex runs models of OpenAI alone"),
])  # fmt: skip
def test_a_spelling_that_the_program_does_not_read_is_told_before_it_is_saved(
    rsc: Rsc, folder: Path, file: str, text: str, agent: str, model: str, told: str
) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    opened = path.parent if file.endswith(".md") else path
    ran = rsc("--config", str(opened), "assign", agent, model, "--dry-run")
    assert told in ran.err
    assert path.read_text() == text
    assert rsc("--config", str(opened), "assign", agent, model).status == 0
    assert rsc("--config", str(opened), "check").out.count(told) == 1
