"""Codex' config.toml: what is read, what a change does to the bytes, and what is in force."""

from pathlib import Path

import pytest

from rscrew_console.dialects import OperationError, ParseResult, detect
from rscrew_console.dialects.context import NO_CONTEXT, Layer, ReadContext
from rscrew_console.dialects.operations import Assign, Operation, Remove, Rename, SetAgent
from rscrew_console.document import parse_document
from rscrew_console.roster.chain import InForce
from rscrew_console.roster.model import Roster
from tests.dialects.saved_bytes import saved_bytes
from tests.rows import each_row

NAME = "config.toml"
CREW = """\
model = "gpt-6-sol"   # the session's
sandbox_mode = 'read-only'
[profiles]
[profiles.night]
model="gpt-6-luna"
model_reasoning_effort = "high"

[profiles.'quick one']
approval_policy = "never"
[mcp_servers.docs]
env = { TOKEN = "x" }
"""


def parsed(text: str = CREW, context: ReadContext = NO_CONTEXT) -> ParseResult:
    document = parse_document(text, NAME)
    dialect = detect(document, NAME)
    assert dialect.name == "codex-config"
    return dialect.read(document, context)


def roster(text: str = CREW, context: ReadContext = NO_CONTEXT) -> Roster:
    result = parsed(text, context).roster
    assert result is not None
    return result


def test_rows_are_the_models_of_the_session_of_reviews_of_sub_agents_and_of_profiles() -> None:
    crew = roster()
    assert {
        agent.name: (agent.chain.links[0].provider, agent.chain.links[0].says, agent.options)
        for agent in crew.agents
    } == {
        "model": ("gpt-6-sol", None, ()),
        "review_model": ("gpt-6-sol", "inherit", ()),
        "default_subagent_model": ("gpt-6-sol", "inherit", ()),
        "night": ("gpt-6-luna", None, (("effort", "high"),)),
        "quick one": ("gpt-6-sol", "inherit", ()),
    }
    assert (crew.fallback.fires, crew.fallback.why) == ("never", "Codex has no fallbacks")


@pytest.mark.parametrize(("operation", "old", "new"), [
    (Assign("model", {"primary": "gpt-7"}), '"gpt-6-sol"   #', '"gpt-7"       #'),
    (Assign("model", {"primary": "default"}), 'model = "gpt-6-sol"   # the session\'s\n', ""),
    (Assign("night", {"primary": "gpt-7"}), 'model="gpt-6-luna"', 'model="gpt-7"'),
    (Assign("night", {"primary": "inherit"}), 'model="gpt-6-luna"\n', ""),
    (Assign("quick one", {"primary": "gpt-7"}), 'approval_policy = "never"\n',
     'approval_policy = "never"\nmodel = "gpt-7"\n'),
    (Assign("review_model", {"primary": "gpt-7"}), "# the session's\n",
     "# the session's\nreview_model = \"gpt-7\"\n"),
    (SetAgent("model", "effort", "high"), "# the session's\n",
     "# the session's\nmodel_reasoning_effort = \"high\"\n"),
    (SetAgent("night", "effort", "low"), '"high"', '"low"'),
    (SetAgent("night", "effort", ""), 'model_reasoning_effort = "high"\n', ""),
    (Rename("agent", "night", "day"), "[profiles.night]", "[profiles.day]"),
    (Remove("agent", "night"),
     '[profiles.night]\nmodel="gpt-6-luna"\nmodel_reasoning_effort = "high"\n', ""),
    (Rename("provider", "gpt-6-luna", "gpt-7"), "gpt-6-luna", "gpt-7"),
])  # fmt: skip
def test_a_change_touches_its_own_bytes_and_undo_brings_them_back(
    operation: Operation, old: str, new: str, tmp_path: Path
) -> None:
    assert old in CREW
    assert saved_bytes(tmp_path / NAME, CREW, operation).decode() == CREW.replace(old, new, 1)


def test_the_table_of_sub_agents_is_made_where_it_is_missing(tmp_path: Path) -> None:
    operation = Assign("default_subagent_model", {"primary": "gpt-7"})
    saved = saved_bytes(tmp_path / NAME, CREW, operation).decode()
    assert roster(saved).agent_by_name["default_subagent_model"].chain.primary == "gpt-7"
    assert saved.replace('[agents]\ndefault_subagent_model = "gpt-7"\n', "") == CREW


USERS = Layer("~/.codex/config.toml", {"model": "gpt-5", "agents": {"default_subagent_model": "s"}})


@pytest.mark.parametrize(("text", "in_force"), [
    (CREW, {"default_subagent_model": "s"}),
    ('sandbox_mode = "read-only"\n',
     {"model": "gpt-5", "review_model": "gpt-5", "default_subagent_model": "s"}),
])  # fmt: skip
def test_the_file_below_decides_what_this_one_leaves_open(
    text: str, in_force: dict[str, str]
) -> None:
    crew = roster(text, ReadContext(layers=(USERS,)))
    found = {agent.name: agent.model_in_force for agent in crew.agents if agent.in_force}
    assert found == in_force
    assert crew.agent_by_name["default_subagent_model"].in_force == InForce(
        "s", "~/.codex/config.toml: agents.default_subagent_model"
    )


@pytest.mark.parametrize(("path", "layers"), [
    ("/p/.codex/config.toml", ("~/.codex/config.toml",)),
    ("/h/.codex/night.config.toml", ("config.toml",)),
])  # fmt: skip
def test_which_file_is_below(path: str, layers: tuple[str, ...]) -> None:
    assert detect(parse_document(CREW, NAME), NAME).layer_paths(path) == layers


@each_row(("text", "line", "severity", "message"), [
    ('profile = "night"\n' + CREW, 1, "warning", 'do not start with profile = "night"'),
    (CREW, 3, "warning", "such as night.config.toml"),
    ('sandbox_mode = "x"\nmodel = 3\n', 2, "error", "model is a number, not a model's id"),
    ("sandbox_mode = 'x'\nprofiles = 3\n", 2, "error", "where a mapping (name: value) belongs"),
    ("sandbox_mode = 'x'\n[profiles]\na = 3\n", 3, "error", "profiles.a is a number"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    text: str, line: int, severity: str, message: str
) -> None:
    problem = next(one for one in parsed(text).problems if message in one.message)
    assert (problem.line, problem.severity) == (line, severity)


@pytest.mark.parametrize(("operation", "reason"), [
    (Assign("model", {"fallback 1": "x"}), "one model and no fallbacks"),
    (SetAgent("review_model", "effort", "low"), "no place for the effort of review_model"),
    (Remove("agent", "model"), "has no profile model that could be removed"),
    (Rename("agent", "model", "x"), "has no profile model that could be renamed"),
])  # fmt: skip
def test_what_it_cannot_hold_is_refused(operation: Operation, reason: str) -> None:
    document = parse_document(CREW, NAME)
    with pytest.raises(OperationError) as error:
        operation.edits(detect(document, NAME), document, roster())  # type: ignore[arg-type]  # all syntaxes fulfil the contract
    assert reason in str(error.value)


@pytest.mark.parametrize(("text", "name", "told"), [
    ('baseURL = "https://example.org"\n', "config.toml", "unknown"),
    ('model = "gpt-6"\n', "other.toml", "unknown"),
    ('[providers.age]\ntype = "age"\n[profiles.work.secrets]\nA = 1\n', "config.toml", "unknown"),
    ('[profiles.night]\nmodel = "gpt-6"\n', "config.toml", "codex-config"),
    ('name = "a"\ndescription = "b"\ndeveloper_instructions = "c"\nmodel = "d"\n', "config.toml",
     "one-agent-file"),
])  # fmt: skip
def test_other_toml_files_are_not_taken_for_it(text: str, name: str, told: str) -> None:
    assert detect(parse_document(text, name), name).name == told
