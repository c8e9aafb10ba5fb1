"""opencode.json: what is read, what a change does to the bytes, and what is in force."""

from collections import defaultdict
from pathlib import Path

import pytest

from rscrew_console.dialects import OperationError, ParseResult, detect
from rscrew_console.dialects.context import NO_CONTEXT, Layer, ReadContext
from rscrew_console.dialects.opencode import Opencode
from rscrew_console.dialects.operations import AddAgent, Assign, Operation, Remove, Rename
from rscrew_console.document import parse_document
from rscrew_console.providers.spellings import spelling_problem
from rscrew_console.roster.chain import InForce
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint.chains import chain_warnings
from rscrew_console.roster.model import Roster
from rscrew_console.session import Session
from tests.dialects.saved_bytes import saved_bytes
from tests.rows import each_row

FACTS = defaultdict(lambda: Facts("anthropic", "set"))

NAME = "opencode.json"
CREW = """\
{
  "model": "a/one", // all
  "agent": {
    "plan": { "model": "b/two" },
    "docs": { "mode": "subagent" },
  },
  "permission": { "z": "allow", "a": "ask" },
}
"""


def parsed(text: str = CREW, context: ReadContext = NO_CONTEXT) -> ParseResult:
    document = parse_document(text, NAME)
    dialect = detect(document, NAME)
    assert dialect.name == "opencode"
    return dialect.read(document, context)


def roster(text: str = CREW, context: ReadContext = NO_CONTEXT) -> Roster:
    result = parsed(text, context).roster
    assert result is not None
    return result


def test_rows_are_the_two_models_the_agents_and_those_that_are_built_in() -> None:
    crew = roster()
    assert {
        agent.name: (agent.chain.links[0].provider, agent.chain.links[0].says)
        for agent in crew.agents
    } == {
        "model": ("a/one", None), "small_model": ("", "default"), "plan": ("b/two", None),
        "docs": ("a/one", "inherit"), "build": ("a/one", "inherit"),
        "general": ("a/one", "inherit"), "explore": ("a/one", "inherit"),
    }  # fmt: skip
    assert crew.fallback.fires == "never"


@pytest.mark.parametrize(("operation", "old", "new"), [
    (Assign("model", {"primary": "c/three"}), '"a/one", // all', '"c/three", // all'),
    (Assign("small_model", {"primary": "c/three"}), '"a/one", // all\n',
     '"a/one", // all\n  "small_model": "c/three",\n'),
    (Assign("plan", {"primary": "c/three"}), "b/two", "c/three"),
    (Assign("plan", {"primary": "inherit"}), '{ "model": "b/two" }', "{ }"),
    (Assign("docs", {"primary": "c/three"}), '"subagent" }', '"subagent", "model": "c/three" }'),
    (Assign("build", {"primary": "c/three"}), '    "docs": { "mode": "subagent" },\n',
     '    "docs": { "mode": "subagent" },\n    "build": { "model": "c/three" },\n'),
    (AddAgent("owl", {"primary": "c/three"}), '    "docs": { "mode": "subagent" },\n',
     ('    "docs": { "mode": "subagent" },\n'
      '    "owl": { "mode": "subagent", "model": "c/three" },\n')),
    (Remove("agent", "docs"), '    "docs": { "mode": "subagent" },\n', ""),
    (Rename("agent", "docs", "words"), '"docs"', '"words"'),
    (Rename("provider", "b/two", "c/three"), "b/two", "c/three"),
])  # fmt: skip
def test_a_change_touches_its_own_bytes_and_undo_brings_them_back(
    operation: Operation, old: str, new: str, tmp_path: Path
) -> None:
    assert old in CREW
    saved = saved_bytes(tmp_path / NAME, CREW, operation)
    assert saved.decode() == CREW.replace(old, new, 1)


@pytest.mark.parametrize("text", ["{}", "{}\n", "{\n}\n", "{ // mine\n}\n"])
def test_a_file_without_anything_takes_a_model_and_gives_it_back(text: str, tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_text(text)
    session = Session.open(file, state=tmp_path / "state")
    session.apply(Assign("plan", {"primary": "a/one"}))
    session.save()
    assert '"model": "a/one"' in file.read_text()
    session.undo()
    session.save()
    assert file.read_text() == text


SERVICE = """\
{"model": "mine/gpt-x", "provider": {"mine": {
  "npm": "@ai-sdk/openai-compatible",
  "options": {"baseURL": "https://llm.example/v1", "apiKey": "{env:MY_KEY}"}
}}}
"""


@pytest.mark.parametrize(("old", "new", "told"), [
    ("", "", ("gpt-x", "openai_compatible", "https://llm.example/v1", "MY_KEY")),
    ("https://llm.example/v1", "{env:MY_URL}/v1",
     ("gpt-x", "openai_compatible", "${MY_URL}/v1", "MY_KEY")),
    ("openai-compatible", "anthropic", ("gpt-x", "anthropic", "https://llm.example/v1", "MY_KEY")),
    ("mine", "openai", ("openai/gpt-x", None, "https://llm.example/v1", "MY_KEY")),
    ("openai-compatible", "cohere", ("mine/gpt-x", None, None, "MY_KEY")),
    ("{env:MY_KEY}", "sk-x", ("mine/gpt-x", None, None, None)),
    ('"options"', '"models"', ("mine/gpt-x", None, None, None)),
])  # fmt: skip
def test_a_server_of_ones_own_says_address_and_key(
    old: str, new: str, told: tuple[str | None, ...]
) -> None:
    assert old in SERVICE
    crew = detect(document := parse_document(SERVICE.replace(old, new), NAME), NAME).read(document)
    assert crew.roster is not None
    (provider,) = crew.roster.providers
    assert provider.name in ("mine/gpt-x", "openai/gpt-x")
    assert (provider.model, provider.kind, provider.base_url, provider.api_key_env) == told
    assert spelling_problem(provider, "opencode") == ""


@each_row(("context", "in_force"), [
    (NO_CONTEXT, None),
    (ReadContext(environment={"OPENCODE_CONFIG_CONTENT": '{"agent":{"plan":{"model":"c/x"}}}'}),
     InForce("c/x", "OPENCODE_CONFIG_CONTENT")),
    (ReadContext(environment={"OPENCODE_CONFIG_CONTENT": "{"}), None),
    (ReadContext(layers=(Layer(".opencode/opencode.json", {"agent": {"plan": {"model": "c/x"}}}),)),
     InForce("c/x", ".opencode/opencode.json")),
    (ReadContext(layers=(Layer(".opencode/opencode.json", {"agent": []}),)), None),
])  # fmt: skip
def test_other_places_win(context: ReadContext, in_force: InForce | None) -> None:
    result = parsed(CREW, context)
    assert result.roster is not None
    assert result.roster.agent_by_name["plan"].in_force == in_force
    assert result.problems == ()
    codes = [
        problem.code
        for problem in chain_warnings(result.roster, FACTS, Opencode().places(result.roster))
    ]
    assert codes == ([] if in_force is None else ["not-in-force"])


@pytest.mark.parametrize(("operation", "reason"), [
    (Assign("plan", {"fallback 1": "a/one"}), "one model and no fallbacks"),
    (Remove("agent", "build"), 'no entry "build"'),
    (Rename("agent", "model", "x"), 'no entry "model"'),
])  # fmt: skip
def test_what_it_cannot_hold_is_refused(operation: Operation, reason: str) -> None:
    document = parse_document(CREW, NAME)
    with pytest.raises(OperationError) as error:
        operation.edits(detect(document, NAME), document, roster())
    assert reason in str(error.value)


@pytest.mark.parametrize(("old", "new", "code"), [
    ('"b/two"', "[]", "wrong-type"),
    ('"plan": {', '"docs": {', "duplicate-key"),
])  # fmt: skip
def test_what_is_wrong_is_told(old: str, new: str, code: str) -> None:
    assert code in [problem.code for problem in parsed(CREW.replace(old, new)).problems]


USER = Layer("~/.config/opencode/opencode.json",
             {"model": "u/all", "agent": {"explore": {"model": "u/explore"}}})  # fmt: skip


@each_row(("text", "path", "layers", "agent", "in_force"), [
    # The file names no model: the user's own holds, of an agent or of all.
    ("{}", "p/opencode.json", (USER,), "model", InForce("u/all", USER.path)),
    ("{}", "p/opencode.json", (USER,), "build", InForce("u/all", USER.path)),
    ("{}", "p/opencode.json", (USER,), "explore", InForce("u/explore", USER.path)),
    # What the file says wins over the user's.
    ('{"model": "a/b"}', "p/opencode.json", (USER,), "model", None),
    ('{"model": "a/b"}', "p/opencode.json", (USER,), "build", None),
    # The user's file loses to the project's, and to the one that a variable names.
    ('{"model": "a/b"}', "h/.config/opencode/opencode.json",
     (Layer("./opencode.json", {"model": "p/all"}),), "model", InForce("p/all", "./opencode.json")),
    ('{"model": "a/b"}', "h/.config/opencode/opencode.json",
     (Layer("$OPENCODE_CONFIG", {"model": "v/all"}),), "build", InForce("v/all",
     "$OPENCODE_CONFIG")),
    # The project's wins over that one; `.opencode` over the project's.
    ('{"model": "a/b"}', "p/opencode.json", (Layer("$OPENCODE_CONFIG", {"model": "v/all"}),),
     "model", None),
    ('{"model": "a/b"}', "p/.opencode/opencode.json",
     (Layer("../opencode.json", {"model": "p/all"}),), "model", None),
    ('{}', "p/.opencode/opencode.json",
     (Layer("../opencode.json", {"model": "p/all"}),), "model", InForce("p/all",
     "../opencode.json")),
])  # fmt: skip
def test_files_lie_over_one_another(
    text: str, path: str, layers: tuple[Layer, ...], agent: str, in_force: InForce | None
) -> None:
    result = parsed(text, ReadContext(path=path, layers=layers))
    assert result.roster is not None
    assert result.roster.agent_by_name[agent].in_force == in_force


def test_the_layers_are_read_from_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, project = tmp_path / "home", tmp_path / "project"
    users = home / ".config" / "opencode" / NAME
    users.parent.mkdir(parents=True)
    project.mkdir()
    users.write_text('{"model": "u/all"}')
    (project / NAME).write_text('{"small_model": "p/small"}')
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(project)
    of_project = Session.open(project / NAME, state=tmp_path / "state").roster.agent_by_name
    assert of_project["build"].in_force == InForce("u/all", USER.path)
    of_user = Session.open(users, state=tmp_path / "state").roster.agent_by_name
    assert of_user["model"].in_force is None
    assert of_user["small_model"].in_force == InForce("p/small", "./opencode.json")
