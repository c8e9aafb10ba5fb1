"""CrewAI's agents.yaml: what is read, what a change does to the bytes, and what is found wrong."""

from pathlib import Path

import pytest

from rscrew_console.dialects import OperationError, ParseResult, detect
from rscrew_console.dialects.context import ReadContext
from rscrew_console.dialects.operations import Assign, Operation, Remove, Rename, SetAgent
from rscrew_console.document import Document
from rscrew_console.roster.chain import InForce
from rscrew_console.roster.model import Roster
from tests.dialects.saved_bytes import saved_bytes
from tests.rows import each_row

CREW = """\
# The crew of the tutorial.
researcher:
  role: >
    {topic} researcher
  goal: Find what matters   # always
  backstory: Reads a lot
  llm: gemini/gemini-3.8-flash        # cheap
  function_calling_llm: openai/gpt-6-luna
writer:
  role: Writer
  goal: 'Write: short'
  backstory: "Cuts"
  llm: {model: anthropic/claude-sonnet-5-5, temperature: 0.2}
editor: {role: Editor, goal: Edit, backstory: Old}
critic:
  role: Critic
  goal: Doubt
  backstory: Asks
  llm: careful_llm
"""
DEFAULT = InForce("", "CrewAI's built-in default")


def parsed(text: str = CREW, **environment: str) -> ParseResult:
    document = Document.parse(text)
    dialect = detect(document, "agents.yaml")
    assert dialect.name == "crewai"
    return dialect.read(document, ReadContext(environment=environment))


def roster(text: str = CREW, **environment: str) -> Roster:
    result = parsed(text, **environment).roster
    assert result is not None
    return result


def test_rows_are_agents_and_their_second_models() -> None:
    crew = roster()
    assert [
        (agent.name, link.provider, link.says)
        for agent in crew.agents
        for link in agent.chain.links
    ] == [
        ("researcher", "gemini/gemini-3.8-flash", None),
        ("researcher.function_calling_llm", "openai/gpt-6-luna", None),
        ("writer", "anthropic/claude-sonnet-5-5", None),
        ("editor", "", "default"),
        ("critic", "", "careful_llm"),
    ]
    assert [provider.name for provider in crew.providers] == [
        "gemini/gemini-3.8-flash", "openai/gpt-6-luna", "anthropic/claude-sonnet-5-5",
    ]  # fmt: skip
    assert not any(provider.declared for provider in crew.providers)
    assert crew.slots == ("primary",)
    assert (crew.fallback.fires, crew.fallback.why) == ("never", "CrewAI has no fallbacks")


@pytest.mark.parametrize(("environment", "in_force"), [
    ({}, DEFAULT),
    ({"MODEL": ""}, DEFAULT),
    ({"MODEL": "openai/gpt-6-luna"}, InForce("openai/gpt-6-luna", "MODEL")),
    ({"OPENAI_MODEL_NAME": "o3", "MODEL_NAME": "x/y"}, InForce("x/y", "MODEL_NAME")),
])  # fmt: skip
def test_an_agent_without_a_model_gets_the_environments(
    environment: dict[str, str], in_force: InForce
) -> None:
    crew = roster(**environment)
    editor = crew.agent_by_name["editor"]
    assert editor.in_force == in_force
    assert editor.is_left_to_program == (not in_force.model)
    assert (in_force.model in crew.provider_by_name) == bool(in_force.model)
    assert crew.agent_by_name["writer"].in_force is None


@each_row(("llm", "provider"), [
    ("gpt-6-luna", "gpt-6-luna"), ("o3", "o3"), ("gemini/x", "gemini/x"),
    ("ollama/a:7b", "ollama/a:7b"),
    ("my_llm", ""), ("reasoner", ""),
])  # fmt: skip
def test_a_plain_name_is_a_method_of_crew_py(llm: str, provider: str) -> None:
    crew = roster(f"a: {{role: r, goal: g, backstory: b, llm: '{llm}'}}\n")
    (link,) = crew.agents[0].chain.links
    assert (link.provider, link.says) == (provider, None if provider else llm)


@pytest.mark.parametrize(("operation", "old", "new"), [
    (Assign("researcher", {"primary": "openai/gpt-6-luna"}),
     "llm: gemini/gemini-3.8-flash        # cheap", "llm: openai/gpt-6-luna              # cheap"),
    (Assign("researcher.function_calling_llm", {"primary": "o3"}),
     "function_calling_llm: openai/gpt-6-luna", "function_calling_llm: o3"),
    (Assign("writer", {"primary": "o3"}),
     "{model: anthropic/claude-sonnet-5-5, temp", "{model: o3, temp"),
    (Assign("editor", {"primary": "o3"}), "backstory: Old}", "backstory: Old, llm: o3}"),
    (Assign("writer", {"primary": None}),
     "  llm: {model: anthropic/claude-sonnet-5-5, temperature: 0.2}\n", ""),
    (Assign("writer", {"primary": "default"}),
     "  llm: {model: anthropic/claude-sonnet-5-5, temperature: 0.2}\n", ""),
    (Assign("critic", {"primary": "o3"}), "llm: careful_llm", "llm: o3"),
    (SetAgent("critic", "function_calling_llm", "o3"),
     "careful_llm\n", "careful_llm\n  function_calling_llm: o3\n"),
    (Remove("agent", "researcher.function_calling_llm"),
     "  function_calling_llm: openai/gpt-6-luna\n", ""),
    (Rename("agent", "critic", "sceptic"), "critic:", "sceptic:"),
    (Rename("provider", "openai/gpt-6-luna", "o3"),
     "function_calling_llm: openai/gpt-6-luna", "function_calling_llm: o3"),
])  # fmt: skip
def test_a_change_touches_its_own_bytes_and_undo_brings_them_back(
    operation: Operation, old: str, new: str, tmp_path: Path
) -> None:
    saved = saved_bytes(tmp_path / "agents.yaml", CREW, operation)
    assert saved == CREW.replace(old, new, 1).encode()


@each_row(("operation", "reason"), [
    (Assign("critic", {"fallback 1": "o3"}), "one model and no fallbacks"),
    (Assign("critc", {"primary": "o3"}), 'did you mean "critic"?'),
    (Assign("critic", {"primary": "a\nb"}), "cannot be the id of a model"),
    (SetAgent("critic", "reasoning", "x"), "CrewAI's agents.yaml has no place for the reasoning"),
    (Rename("agent", "researcher.function_calling_llm", "x"), 'rename "researcher" instead'),
])  # fmt: skip
def test_what_it_cannot_hold_is_refused(operation: Operation, reason: str) -> None:
    document = Document.parse(CREW)
    with pytest.raises(OperationError) as error:
        operation.edits(detect(document), document, roster())
    assert reason in str(error.value)


@each_row(("text", "line", "code", "severity"), [
    (CREW.replace("  backstory: Asks\n", ""), 15, "missing-field", "warning"),
    (CREW + "  llm: o3\n", 20, "duplicate-key", "warning"),
    (CREW.replace("careful_llm", "[a]"), 19, "wrong-type", "error"),
    (CREW.replace("careful_llm", "4"), 19, "wrong-type", "error"),
    (CREW.replace("careful_llm", "{model: 4}"), 19, "wrong-type", "error"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    text: str, line: int, code: str, severity: str
) -> None:
    (problem,) = parsed(text).problems
    assert (problem.line, problem.code, problem.severity) == (line, code, severity)


def test_other_entries_are_left_alone() -> None:
    crew = roster("defaults: &d {verbose: true}\n" + CREW + "  <<: *d\n")
    assert "defaults" not in crew.agent_by_name
