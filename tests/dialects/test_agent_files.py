"""Crews of one file an agent: Claude Code, opencode in Markdown, Codex."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from rscrew_console.dialects import OperationError, ParseResult, detect
from rscrew_console.dialects.claude_code import ClaudeCode
from rscrew_console.dialects.context import Layer, ReadContext
from rscrew_console.dialects.operations import (
    AddAgent,
    Assign,
    Operation,
    Remove,
    Rename,
    SetAgent,
    SetChains,
)
from rscrew_console.document import DocumentSet
from rscrew_console.roster.causes import by_cause
from rscrew_console.roster.chain import InForce
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint.chains import chain_warnings
from rscrew_console.roster.model import Roster
from rscrew_console.session import Session

FACTS = defaultdict(lambda: Facts("anthropic", "set"))

CLAUDE = {
    "a/reader.md": "---\r\nname: reader\r\ndescription: 'reads: all'\r\nmodel: haiku  # fast\r\n"
    "effort: low\r\n---\r\nRead.\r\n\r\n---\r\nEnd",
    "writer.md": "---\nname: writer\ndescription: Writes\n---\nWrite: short.\n",
    "judge.md": "---\nname: judge\ndescription: Judges\nmodel: inherit\n---\n",
}
OPENCODE = {
    "docs.md": "---\ndescription: d\nmode: subagent\nmodel: google/gemini-3.8-flash\n---\nYou.\n",
    "plain.md": "---\ndescription: d\nmode: primary\n---\n",
}
CODEX = {
    "one.toml": 'name = "reviewer"\ndescription = "d"\nmodel = "gpt-6-luna" # c\n'
    'model_reasoning_effort = "low"\ndeveloper_instructions = """\nx\n"""\n',
    "two.toml": 'name = "other"\ndescription = "d"\ndeveloper_instructions = "x"',
}


def parsed(
    files: Mapping[str, str], folder: str, context: ReadContext | None = None
) -> ParseResult:
    document = DocumentSet.of(files)
    return detect(document, folder).read(document, context or ReadContext())


def roster(files: Mapping[str, str], folder: str, context: ReadContext | None = None) -> Roster:
    crew = parsed(files, folder, context).roster
    assert crew is not None
    return crew


@pytest.mark.parametrize(("files", "folder", "dialect", "cells"), [
    (CLAUDE, ".claude/agents", "claude-code", {
        "reader": ("haiku", None), "writer": ("", "default"), "judge": ("", "inherit"),
    }),
    (OPENCODE, ".opencode/agents", "opencode-agents", {
        "docs": ("google/gemini-3.8-flash", None), "plain": ("", "default"),
    }),
    (CODEX, ".codex/agents", "codex", {
        "reviewer": ("gpt-6-luna", None), "other": ("", "default"),
    }),
])  # fmt: skip
def test_a_folder_is_a_crew_whatever_it_is_called(
    files: dict[str, str], folder: str, dialect: str,
    cells: dict[str, tuple[str, str | None]],
) -> None:  # fmt: skip
    for place in (folder, "somewhere"):
        crew = roster(files, place)
        assert crew.dialect == dialect
        assert {
            agent.name: (agent.chain.links[0].provider, agent.chain.links[0].says)
            for agent in crew.agents
        } == cells
        assert crew.fallback.fires == "never"
        assert all(agent.file in files for agent in crew.agents)


def test_the_effort_is_an_option() -> None:
    assert roster(CLAUDE, "x").agent_by_name["reader"].options == (("effort", "low"),)
    assert roster(CODEX, "x").agent_by_name["reviewer"].options == (("effort", "low"),)


@pytest.mark.parametrize(("files", "operation", "file", "old", "new"), [
    (CLAUDE, Assign("reader", {"primary": "opus"}), "a/reader.md", "haiku  #", "opus   #"),
    (CLAUDE, Assign("writer", {"primary": "haiku"}), "writer.md",
     "description: Writes\n", "description: Writes\nmodel: haiku\n"),
    (CLAUDE, Assign("reader", {"primary": "default"}), "a/reader.md",
     "model: haiku  # fast\r\n", ""),
    (CLAUDE, Assign("reader", {"primary": "inherit"}), "a/reader.md", "haiku  #", "inherit #"),
    (CLAUDE, SetAgent("reader", "effort", "high"), "a/reader.md", "effort: low", "effort: high"),
    (CLAUDE, Rename("agent", "judge", "critic"), "judge.md", "name: judge", "name: critic"),
    (CLAUDE, SetChains({"judge": ("haiku",)}), "judge.md", "inherit", "haiku"),
    (OPENCODE, Assign("plain", {"primary": "openai/gpt-6-luna"}), "plain.md",
     "mode: primary\n", "mode: primary\nmodel: openai/gpt-6-luna\n"),
    (CODEX, Assign("reviewer", {"primary": "gpt-6-sol"}), "one.toml",
     '"gpt-6-luna" #', '"gpt-6-sol" #'),
    (CODEX, Assign("other", {"primary": "gpt-6-sol"}), "two.toml",
     'description = "d"\n', 'description = "d"\nmodel = "gpt-6-sol"\n'),
])  # fmt: skip
def test_a_change_touches_its_own_bytes_in_one_file(
    files: dict[str, str], operation: Operation, file: str, old: str, new: str, tmp_path: Path
) -> None:
    folder = written(tmp_path, files)
    session = Session.open(folder, state=tmp_path / "state")
    assert session.apply(operation)
    assert session.undo()
    assert session.redo()
    session.save()
    assert read(folder) == {**files, file: files[file].replace(old, new, 1)}


def test_a_change_is_called_by_what_the_file_said() -> None:
    crew = roster(CLAUDE, ".claude/agents")
    assert Assign("judge", {"primary": "opus"}).label(crew) == "judge primary inherit → opus"
    assert Assign("writer", {"primary": "opus"}).label(crew) == "writer primary default → opus"


def test_an_agent_is_a_new_file_and_its_removal_can_be_taken_back(tmp_path: Path) -> None:
    folder = written(tmp_path, CLAUDE)
    session = Session.open(folder, state=tmp_path / "state")
    session.apply(AddAgent("scout", {"primary": "haiku"}))
    session.apply(Remove("agent", "writer"))
    session.save()
    assert read(folder) == {name: text for name, text in CLAUDE.items() if name != "writer.md"} | {
        "scout.md": "---\nname: scout\ndescription: To be written\nmodel: haiku\n---\n"
        "To be written.\n"
    }
    session.undo()
    session.save()
    assert "writer.md" in read(folder)


@pytest.mark.parametrize(("environment", "layers", "in_force"), [
    ({}, (), None),
    ({"CLAUDE_CODE_SUBAGENT_MODEL": "opus"}, (), InForce("opus", "CLAUDE_CODE_SUBAGENT_MODEL")),
    ({}, (Layer("../settings.json", {"env": {"CLAUDE_CODE_SUBAGENT_MODEL": "opus"}}),),
     InForce("opus", "../settings.json: CLAUDE_CODE_SUBAGENT_MODEL")),
    ({}, (Layer("../settings.json", None),), None),
])  # fmt: skip
def test_a_variable_wins_over_the_files(
    environment: dict[str, str], layers: tuple[Layer, ...], in_force: InForce | None
) -> None:
    context = ReadContext(environment=environment, layers=layers)
    result = parsed(CLAUDE, ".claude/agents", context)
    assert result.roster is not None
    assert result.roster.agent_by_name["reader"].in_force == in_force
    messages = [
        problem.message
        for problem in chain_warnings(result.roster, FACTS, ClaudeCode().places(result.roster))
    ]
    if in_force is None:
        assert messages == []
    else:
        (message,) = messages
        assert message == f"reader: this file says haiku, {in_force.source}=opus wins"


@pytest.mark.parametrize(("model", "is_told"), [
    ("model: inherit\n", True), ("model: haiku\n", True), ("model: opus\n", False), ("", False),
])  # fmt: skip
def test_what_a_file_says_and_a_variable_overrules(model: str, is_told: bool) -> None:
    files = {"reader.md": f"---\nname: reader\ndescription: Reads\n{model}---\nYou read.\n"}
    result = parsed(
        files, ".claude/agents", ReadContext(environment={"CLAUDE_CODE_SUBAGENT_MODEL": "opus"})
    )
    assert result.roster is not None
    places, data = ClaudeCode().places(result.roster), {"reader.md": {"model": 1} if model else {}}
    codes = [one.code for one in chain_warnings(result.roster, FACTS, places, data=data)]
    assert ("not-in-force" in codes) is is_told


ROLE = {"seer.toml": 'model = "gpt-6-luna"\ndeveloper_instructions = "x"\n'}
ROLES = {"agents": {"max_threads": 3, "oracle": {"config_file": "./agents/seer.toml"}}}


def test_codex_agents_may_have_their_name_in_its_configuration() -> None:
    result = parsed(ROLE, ".codex/agents", ReadContext(layers=(Layer("../config.toml", ROLES),)))
    assert result.problems == ()
    crew = result.roster
    assert crew is not None
    assert [(one.name, one.chain.providers) for one in crew.agents] == [("oracle", ("gpt-6-luna",))]
    document = DocumentSet.of(ROLE)
    dialect = detect(document, ".codex/agents")
    (edit,) = Assign("oracle", {"primary": "gpt-6-sol"}).edits(dialect, document, crew)
    assert edit.path == ("seer.toml", "model")
    for operation in (Rename("agent", "oracle", "x"), Remove("agent", "oracle")):
        with pytest.raises(OperationError, match=r"has its name in \.\./config\.toml"):
            operation.edits(dialect, document, crew)
    nameless = parsed(ROLE, ".codex/agents")
    assert [one.code for one in nameless.problems] == ["not-an-agent"]


def test_codex_takes_the_default_of_its_configuration() -> None:
    layer = Layer("../config.toml", {"agents": {"default_subagent_model": "gpt-6-sol"}})
    crew = roster(CODEX, ".codex/agents", ReadContext(layers=(layer,)))
    assert crew.agent_by_name["other"].model_in_force == "gpt-6-sol"
    assert crew.agent_by_name["reviewer"].in_force is None


def test_a_folder_of_opencode_is_never_claude_codes() -> None:
    files = {"ux/designer.md": "---\nname: designer\ndescription: d\nmode: subagent\n---\n"}
    for folder in (".opencode/agents", "opencode/agent", "opencode/agents"):
        assert detect(DocumentSet.of(files), folder).name == "opencode-agents"
    assert detect(DocumentSet.of(files), ".claude/agents").name == "claude-code"


@pytest.mark.parametrize(("name", "text", "code"), [
    ("README.md", "# Agents\n", "not-an-agent"),
    ("b.md", "---\nname: writer\ndescription: again\n---\n", "duplicate-agent"),
    ("b.md", "---\nname: b\ndescription: b\nmodel: [x]\n---\n", "wrong-type"),
    ("b.md", "---\nname: b\ndescription: b\ndescription: c\n---\n", "duplicate-key"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_file(name: str, text: str, code: str) -> None:
    (problem,) = parsed({**CLAUDE, name: text}, "x").problems
    assert problem.code == code
    assert problem.file in (name, "writer.md", "b.md")


@pytest.mark.parametrize(("operation", "reason"), [
    (Assign("reader", {"fallback 1": "opus"}), "one model and no fallbacks"),
    (AddAgent("a/b", {"primary": "opus"}), "cannot be the name of a file"),
    (SetAgent("reader", "reasoning", "x"), "Claude Code's agents has no place for the reasoning"),
])  # fmt: skip
def test_what_it_cannot_hold_is_refused(operation: Operation, reason: str) -> None:
    document = DocumentSet.of(CLAUDE)
    with pytest.raises(OperationError) as error:
        operation.edits(detect(document), document, roster(CLAUDE, "x"))
    assert reason in str(error.value)


def test_a_broken_file_keeps_none_of_the_others_from_working(tmp_path: Path) -> None:
    folder = written(tmp_path, {**CLAUDE, "bad.md": "---\nname: bad\ndescription: a: b: c\n---\n"})
    session = Session.open(folder, state=tmp_path / "state")
    assert "reader" in session.roster.agent_by_name
    assert any(problem.file == "bad.md" for problem in session.problems)
    session.apply(Assign("reader", {"primary": "opus"}))
    session.save()
    assert "opus" in read(folder)["a/reader.md"]


def test_a_description_as_claude_code_generates_it_is_read_and_told_once(tmp_path: Path) -> None:
    text = "---\nname: {0}\ndescription: Use it when: x. Examples: y\nmodel: sonnet\n---\nDo.\n"
    files = {f"{name}.md": text.format(name) for name in ("one", "two")}
    folder = written(tmp_path, files)
    session = Session.open(folder, state=tmp_path / "state")
    assert [agent.name for agent in session.roster.agents] == ["one", "two"]
    (told,) = by_cause(session.problems)
    assert told.message.startswith("2 agents have a description that is not valid YAML without q")
    session.apply(Assign("two", {"primary": "opus"}))
    session.save()
    assert read(folder) == {**files, "two.md": files["two.md"].replace("sonnet", "opus")}


def written(root: Path, files: Mapping[str, str]) -> Path:
    folder = root / "agents"
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def read(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in folder.rglob("*")
        if path.is_file()
    }
