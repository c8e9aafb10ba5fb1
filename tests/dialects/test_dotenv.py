"""Models in a .env file: which lines are agents, what a change does to the bytes, and no keys."""

from pathlib import Path

import pytest

from rscrew_console.dialects import OperationError, detect
from rscrew_console.dialects.dotenv import Dotenv, names_a_model
from rscrew_console.dialects.operations import AddAgent, Assign, Operation, Remove, Rename
from rscrew_console.document import parse_document
from rscrew_console.roster.model import Roster
from rscrew_console.roster.stray_keys import stray_key_warnings
from tests.dialects.saved_bytes import saved_bytes
from tests.rows import each_row

CREW = """\
# dear
PLANNING_MODEL=anthropic:claude-opus-5-5   # rare
COACHING_MODEL="anthropic:claude-sonnet-5-5"
# VALIDATION_MODEL=anthropic:claude-haiku-5-5
export EXTRACTION_MODEL=openai:gpt-6-luna
OPENAI_API_KEY=sk-proj-planted/secret:1
DATABASE_MODEL=postgres
"""


def roster(text: str = CREW) -> Roster:
    document = parse_document(text, ".env")
    dialect = detect(document, ".env")
    assert dialect.name == "dotenv"
    crew = dialect.read(document).roster
    assert crew is not None
    return crew


def test_rows_are_variables_and_no_key_is_read() -> None:
    crew = roster()
    assert {agent.name: agent.chain.primary for agent in crew.agents} == {
        "PLANNING_MODEL": "anthropic:claude-opus-5-5",
        "COACHING_MODEL": "anthropic:claude-sonnet-5-5",
        "EXTRACTION_MODEL": "openai:gpt-6-luna",
    }
    assert "planted" not in repr(crew)


@each_row(("variable", "value", "is_agent"), [
    ("MODEL", "gpt-6-luna", True), ("CHAT_LLM", "google-gla:gemini-3.8-flash", True),
    ("MODEL_FAST", "o3", True), ("WRITER_MODEL", "openrouter/acme/large", True),
    ("WRITER_MODEL", "large", False), ("WRITER_MODEL", "", False),
    ("MODEL_PATH", "models/large", False), ("MODEL_URL", "https://x/y", False),
    ("MODEL_DIR", "./models", False), ("EMBEDDING_MODEL", "openai:text-embedding-3", False),
    ("OPENAI_API_KEY", "sk-ant:x", False), ("MODEL_KEY", "a:b", False), ("LOG", "a:b", False),
    ("WRITER_MODEL", "C:\\models", False), ("WRITER_MODEL", "http://host/x", False),
])  # fmt: skip
def test_an_agent_is_told_by_its_variable_and_its_value(
    variable: str, value: str, is_agent: bool
) -> None:
    assert names_a_model(variable, value) == is_agent


@pytest.mark.parametrize(("operation", "old", "new"), [
    (Assign("PLANNING_MODEL", {"primary": "openai:gpt-6-sol"}),
     "anthropic:claude-opus-5-5   #", "openai:gpt-6-sol            #"),
    (Assign("COACHING_MODEL", {"primary": "openai:gpt-6-sol"}),
     '"anthropic:claude-sonnet-5-5"', '"openai:gpt-6-sol"'),
    (Assign("EXTRACTION_MODEL", {"primary": "o3"}), "openai:gpt-6-luna", "o3"),
    (Remove("agent", "COACHING_MODEL"), 'COACHING_MODEL="anthropic:claude-sonnet-5-5"\n', ""),
    (Rename("agent", "COACHING_MODEL", "COACH_MODEL"), "COACHING_MODEL", "COACH_MODEL"),
    (AddAgent("planner", {"primary": "o3"}), "DATABASE_MODEL=postgres\n",
     "DATABASE_MODEL=postgres\nPLANNER_MODEL=o3\n"),
])  # fmt: skip
def test_a_change_touches_its_own_bytes_and_the_state_folder_holds_no_key(
    operation: Operation, old: str, new: str, tmp_path: Path
) -> None:
    saved = saved_bytes(tmp_path / ".env", CREW, operation)
    assert saved.decode() == CREW.replace(old, new, 1)
    kept = [one.read_bytes() for one in (tmp_path / "state").rglob("*") if one.is_file()]
    assert kept
    assert not any(b"planted" in data for data in kept)


@each_row(("operation", "reason"), [
    (Assign("PLANNING_MODEL", {"fallback 1": "o3"}), "one model and no fallbacks"),
    (Assign("PLANNING_MODEL", {"primary": "large"}), "vendor:model"),
    (Assign("PLANNING_MODEL", {"primary": None}), "needs a primary"),
    (AddAgent("a b", {"primary": "o3"}), "cannot be the name of a variable"),
    (Rename("agent", "PLANNING_MODEL", "DATABASE_MODEL"), "is in the file already"),
])  # fmt: skip
def test_what_it_cannot_hold_is_refused(operation: Operation, reason: str) -> None:
    document = parse_document(CREW, ".env")
    with pytest.raises(OperationError) as error:
        operation.edits(detect(document, ".env"), document, roster())
    assert reason in str(error.value)


def test_a_key_in_such_a_file_is_no_finding() -> None:
    data = Dotenv().data_without_keys(parse_document(CREW, ".env").value)
    assert list(stray_key_warnings(data)) == []
    assert set(data) == {"PLANNING_MODEL", "COACHING_MODEL", "EXTRACTION_MODEL"}
