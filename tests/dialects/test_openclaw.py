"""OpenClaw: what is read, what a change does to the bytes, and what is found wrong."""

from pathlib import Path
from typing import cast

import pytest

from rscrew_console.dialects import OperationError, ParseResult, detect
from rscrew_console.dialects.context import ReadContext
from rscrew_console.dialects.openclaw import OpenClaw
from rscrew_console.dialects.operations import (
    AddAgent,
    Assign,
    Move,
    Operation,
    Remove,
    Rename,
    SetChains,
)
from rscrew_console.document import Document, parse_document
from rscrew_console.roster.model import Roster
from tests.dialects.saved_bytes import saved_bytes
from tests.rows import each_row

NAME = "openclaw.json"
CREW = """\
// mine
{
  agents: {
    defaults: {
      model: { primary: "a/one", fallbacks: ["b/two", "c/three"] }, // all
      models: { "a/one": { alias: "big" }, "b/two": {}, "c/three": {}, "d/four": {} },
    },
    list: [
      { id: "main", default: true },
      { id: "coder", model: "b/two" }, // alone
      { id: "scribe", model: { primary: 'c/three', fallbacks: ['a/one'] } },
      { id: "lone", model: { primary: "d/four", fallbacks: [] } },
      { id: "nick", model: "big" },
    ],
  },
  bindings: [{ agentId: "coder", match: { channel: "x" } }],
}
"""


def parsed(text: str = CREW) -> ParseResult:
    document = parse_document(text, NAME)
    dialect = detect(document, NAME)
    assert dialect.name == "openclaw"
    return dialect.read(document)


def roster(text: str = CREW) -> Roster:
    result = parsed(text).roster
    assert result is not None
    return result


def test_rows_are_the_defaults_and_the_list() -> None:
    crew = roster()
    assert {
        agent.name: [(link.provider, link.says) for link in agent.chain.links]
        for agent in crew.agents
    } == {
        "defaults": [("a/one", None), ("b/two", None), ("c/three", None)],
        "main": [("a/one", "defaults"), ("b/two", "defaults"), ("c/three", "defaults")],
        "coder": [("b/two", None)],
        "scribe": [("c/three", None), ("a/one", None)],
        "lone": [("d/four", None)],
        "nick": [("a/one", "big")],
    }
    assert crew.fallback.fires == "on"
    assert parsed().problems == ()


@pytest.mark.parametrize(("operation", "old", "new"), [
    (Assign("defaults", {"primary": "d/four"}), 'primary: "a/one"', 'primary: "d/four"'),
    (Assign("defaults", {"fallback 2": None}), '["b/two", "c/three"]', '["b/two"]'),
    (Move("defaults", "fallback 2", -1), '["b/two", "c/three"]', '["c/three", "b/two"]'),
    (Assign("main", {"primary": "d/four"}), "default: true",
     'default: true, model: { primary: "d/four", fallbacks: ["b/two", "c/three"] }'),
    (Assign("coder", {"primary": "d/four"}), 'model: "b/two" }', 'model: "d/four" }'),
    (Assign("coder", {"primary": "defaults"}), ', model: "b/two"', ""),
    (Assign("coder", {"fallback 1": "d/four"}), 'model: "b/two" }, // alone',
     'model: { primary: "b/two", fallbacks: ["d/four"] } }, // alone'),
    (Assign("main", {"fallback 1": None}), "default: true",
     'default: true, model: { fallbacks: ["c/three"] }'),
    (Move("main", "fallback 1", -1), "default: true",
     'default: true, model: { primary: "b/two", fallbacks: ["a/one", "c/three"] }'),
    (Assign("scribe", {"fallback 1": "b/two"}), "['a/one']", "['b/two']"),
    (Assign("scribe", {"fallback 1": None}), "fallbacks: ['a/one']", "fallbacks: []"),
    (Assign("lone", {"fallback 1": "a/one"}), "fallbacks: [] }", 'fallbacks: ["a/one"] }'),
    (Rename("agent", "lone", "solo"), '"lone"', '"solo"'),
    (Remove("agent", "nick"), '      { id: "nick", model: "big" },\n', ""),
    (AddAgent("owl", {"primary": "a/one"}), '      { id: "nick", model: "big" },\n',
     '      { id: "nick", model: "big" },\n      { id: "owl", model: "a/one" },\n'),
    (SetChains({"lone": ("b/two", "a/one")}), '{ primary: "d/four", fallbacks: [] }',
     '{ primary: "b/two", fallbacks: ["a/one"] }'),
])  # fmt: skip
def test_a_change_touches_its_own_bytes_and_undo_brings_them_back(
    operation: Operation, old: str, new: str, tmp_path: Path
) -> None:
    assert old in CREW
    saved = saved_bytes(tmp_path / NAME, CREW, operation)
    assert saved.decode() == CREW.replace(old, new, 1)


BY_ID = """\
{
  agents: {
    defaults: { model: { primary: "a/one", fallbacks: ["b/two"] } },
    entries: {
      main: {},
      "coder": { model: "b/two" }, // alone
    },
  },
  bindings: [{ agentId: "main", match: { channel: "x" } }],
}
"""


def test_agents_may_stand_by_their_ids() -> None:
    assert parsed(BY_ID).problems == ()
    assert {one.name: one.chain.providers for one in roster(BY_ID).agents} == {
        "defaults": ("a/one", "b/two"), "main": ("a/one", "b/two"), "coder": ("b/two",),
    }  # fmt: skip


@pytest.mark.parametrize(("operation", "old", "new"), [
    (Assign("coder", {"primary": "c/three"}), '"b/two" }, //', '"c/three" }, //'),
    (Assign("main", {"primary": "c/three"}), "main: {}",
     'main: {model: { primary: "c/three", fallbacks: ["b/two"] }}'),
    (Remove("agent", "coder"), '      "coder": { model: "b/two" }, // alone\n', ""),
    (Rename("agent", "coder", "dev"), '"coder"', '"dev"'),
    (AddAgent("owl", {"primary": "c/three"}), "// alone\n",
     '// alone\n      "owl": { model: "c/three" },\n'),
])  # fmt: skip
def test_an_agent_by_its_id_is_changed(
    operation: Operation, old: str, new: str, tmp_path: Path
) -> None:
    assert old in BY_ID
    saved = saved_bytes(tmp_path / NAME, BY_ID, operation)
    assert saved.decode() == BY_ID.replace(old, new, 1)


def test_a_renamed_id_is_followed_into_bindings() -> None:
    document = parse_document(BY_ID, NAME)
    edits = Rename("agent", "main", "chief").edits(detect(document, NAME), document, roster(BY_ID))
    assert document.apply(edits).text == BY_ID.replace("main", "chief")


def test_the_model_of_spawned_agents_is_a_row(tmp_path: Path) -> None:
    text = '{agents: {defaults: {model: "a/one", subagents: {maxConcurrent: 2, model: "b/two"}}}}\n'
    row = roster(text).agent_by_name["defaults.subagents"]
    assert row.chain.providers == ("b/two",)
    saved = saved_bytes(
        tmp_path / NAME, text, Assign("defaults.subagents", {"fallback 1": "a/one"})
    )
    after = text.replace('"b/two"', '{primary: "b/two", fallbacks: ["a/one"]}')
    assert saved.decode() == after


@pytest.mark.parametrize(("entry", "told"), [
    ('baseUrl: "https://x.example/v1", apiKey: "${MY_KEY}", api: "openai-completions"',
     ("one", "openai_compatible", "https://x.example/v1", "MY_KEY")),
    ('baseUrl: "https://x.example", apiKey: "${MY_KEY}", api: "anthropic-messages"',
     ("one", "anthropic", "https://x.example", "MY_KEY")),
    ('baseUrl: "https://x.example", apiKey: "${MY_KEY}"', ("mine/one", None, None, "MY_KEY")),
    ('baseUrl: "https://x.example", apiKey: "abc"', ("mine/one", None, None, None)),
])  # fmt: skip
def test_a_server_of_ones_own_says_address_and_key(
    entry: str, told: tuple[str | None, ...]
) -> None:
    text = '{agents: {defaults: {model: "mine/one"}}, models: {providers: {mine: {%s}}}}'
    (provider,) = roster(text % entry).providers
    assert (provider.model, provider.kind, provider.base_url, provider.api_key_env) == told


@pytest.mark.parametrize(("text", "after"), [
    ('{agents: {list: [{id: "main"}]}}\n',
     '{agents: {defaults: {model: "a/b"}, list: [{id: "main"}]}}\n'),
    ('{agents: {}}\n', '{agents: {defaults: {model: "a/b"}}}\n'),
    ('{\n agents: {\n  list: [],\n },\n}\n',
     '{\n agents: {\n  defaults: {\n   model: "a/b",\n  },\n  list: [],\n },\n}\n'),
])  # fmt: skip
def test_the_section_of_the_defaults_comes_with_their_model(text: str, after: str) -> None:
    document = cast("Document", parse_document(text, NAME))
    dialect = detect(document, NAME)
    crew = dialect.read(document).roster
    assert crew is not None
    edits = Assign("defaults", {"primary": "a/b"}).edits(dialect, document, crew)
    changed = document.apply(edits)
    assert changed.text == after
    assert changed.apply([edit.inverse for edit in reversed(edits)]).text == text


def test_a_renamed_agent_is_followed_into_bindings() -> None:
    document = parse_document(CREW, NAME)
    edits = Rename("agent", "coder", "dev").edits(detect(document, NAME), document, roster())
    assert document.apply(edits).text == CREW.replace('"coder"', '"dev"')


@each_row(("operation", "reason"), [
    (Assign("codr", {"primary": "a/one"}), 'did you mean "coder"?'),
    (Assign("defaults", {"primary": "defaults"}), "cannot take their model from the defaults"),
    (Remove("agent", "coder"), '1 binding lead to "coder"'),
    (Remove("agent", "defaults"), "OpenClaw's openclaw.json has no place for"),
    (AddAgent("big owl", {"primary": "a/one"}), "is not an id"),
])  # fmt: skip
def test_what_cannot_be_is_refused(operation: Operation, reason: str) -> None:
    document = parse_document(CREW, NAME)
    with pytest.raises(OperationError) as error:
        operation.edits(detect(document, NAME), document, roster())
    assert reason in str(error.value)


@each_row(("old", "new", "codes"), [
    ('id: "lone", model', 'id: "lone", fallbacks: [], model', ["unknown-key"]),
    ('"d/four", fallbacks', '"e/five", fallbacks', []),  # a primary is always allowed
    ("['a/one']", "['e/five']", ["model-not-allowed"]),
    ('{ id: "lone", ', "{ ", ["bad-name"]),
    ('id: "lone"', 'id: "main"', ["duplicate-agent"]),
    ('primary: "d/four"', "primary: 4", ["wrong-type"]),
    ("fallbacks: ['a/one']", "fallbacks: 'a/one'", ["wrong-type"]),
])  # fmt: skip
def test_what_is_wrong_is_told(old: str, new: str, codes: list[str]) -> None:
    assert old in CREW
    assert [problem.code for problem in parsed(CREW.replace(old, new, 1)).problems] == codes


@pytest.mark.parametrize(("path", "named", "codes"), [
    ("/h/.openclaw/openclaw.json", "/etc/claw.json", ["file-not-read"]),
    ("/etc/claw.json", "/etc/claw.json", []),
    ("./claw.json", "/etc/claw.json", []),
    ("/h/.openclaw/openclaw.json", "", []),
])  # fmt: skip
def test_a_variable_names_the_one_file_that_is_read(
    path: str, named: str, codes: list[str]
) -> None:
    document = cast("Document", parse_document('{"agents": {"list": [{"id": "a"}]}}', "a.json"))
    context = ReadContext(path, {"OPENCLAW_CONFIG_PATH": named})
    assert [one.code for one in OpenClaw().read(document, context).problems] == codes
