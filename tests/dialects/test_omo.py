"""oh-my-openagent: what is read, what a change does to the bytes, and what is found wrong."""

from pathlib import Path
from typing import cast

import pytest

from rscrew_console.dialects import OperationError, ParseResult, detect
from rscrew_console.dialects.context import Layer, ReadContext
from rscrew_console.dialects.omo import OhMyOpenAgent
from rscrew_console.dialects.operations import Assign, Move, Operation, Remove, Rename, SetChains
from rscrew_console.document import Document, parse_document
from rscrew_console.roster.chain import InForce
from rscrew_console.roster.model import Roster
from tests.dialects.saved_bytes import saved_bytes
from tests.rows import each_row

NAME = "oh-my-openagent.jsonc"
CREW = """\
{
  "agents": {
    "sisyphus": {
      "model": "a/one", "variant": "max", // deep
      "fallback_models": [
        "b/two",
        { "model": "c/three", "temperature": 0.2 }, // last
      ],
    },
    "oracle": { "model": "b/two", "fallback_models": "c/three" },
    "explore": { "category": "quick" },
    "mine": { "category": "quick", "fallback_models": ["a/one"] },
    "plain": { "prompt_append": "Short." },
  },
  "categories": {
    "quick": { "model": "d/four", "fallback_models": ["b/two"] },
  },
  "runtime_fallback": { "enabled": true },
}
"""


def parsed(text: str = CREW) -> ParseResult:
    document = parse_document(text, NAME)
    dialect = detect(document, NAME)
    assert dialect.name == "omo"
    return dialect.read(document)


def roster(text: str = CREW) -> Roster:
    result = parsed(text).roster
    assert result is not None
    return result


def test_rows_are_agents_and_categories() -> None:
    crew = roster()
    assert {
        agent.name: [(link.slot, link.provider, link.says) for link in agent.chain.links]
        for agent in crew.agents
    } == {
        "sisyphus": [
            ("primary", "a/one", None), ("fallback 1", "b/two", None),
            ("fallback 2", "c/three", None),
        ],
        "oracle": [("primary", "b/two", None), ("fallback 1", "c/three", None)],
        "explore": [("primary", "d/four", "quick"), ("fallback 1", "b/two", "quick")],
        "mine": [("primary", "d/four", "quick"), ("fallback 1", "a/one", None)],
        "plain": [("primary", "", "default")],
        "quick": [("primary", "d/four", None), ("fallback 1", "b/two", None)],
    }  # fmt: skip
    assert crew.fallback.fires == "on"
    first, _, last = crew.agent_by_name["sisyphus"].chain.links
    assert (first.options, last.options) == ((("variant", "max"),), (("temperature", 0.2),))


@pytest.mark.parametrize(("operation", "old", "new"), [
    (Assign("sisyphus", {"primary": "e/five"}), '"model": "a/one"', '"model": "e/five"'),
    (Assign("sisyphus", {"fallback 2": None}),
     '        { "model": "c/three", "temperature": 0.2 }, // last\n', ""),
    (Assign("sisyphus", {"fallback 1": "e/five"}), '        "b/two",', '        "e/five",'),
    (Assign("oracle", {"fallback 1": "a/one"}),
     '"fallback_models": "c/three"', '"fallback_models": "a/one"'),
    (Assign("oracle", {"fallback 2": "a/one"}),
     '"fallback_models": "c/three"', '"fallback_models": ["c/three", "a/one"]'),
    (Assign("oracle", {"fallback 1": None}), ', "fallback_models": "c/three"', ""),
    (Move("oracle", "fallback 1", -1),
     '"model": "b/two", "fallback_models": "c/three"',
     '"model": "c/three", "fallback_models": "b/two"'),
    (Assign("explore", {"primary": "e/five"}),
     '"category": "quick" },\n', '"model": "e/five", "fallback_models": ["b/two"] },\n'),
    (Move("explore", "fallback 1", -1),
     '"category": "quick" },\n', '"model": "b/two", "fallback_models": ["d/four"] },\n'),
    (Assign("oracle", {"primary": "quick"}),
     '"model": "b/two", "fallback', '"category": "quick", "fallback'),
    (Assign("plain", {"primary": "e/five"}),
     '"prompt_append": "Short."', '"prompt_append": "Short.", "model": "e/five"'),
    (Assign("quick", {"primary": "e/five"}), '"model": "d/four"', '"model": "e/five"'),
    (Rename("agent", "plain", "short"), '"plain"', '"short"'),
    (Remove("agent", "plain"), '    "plain": { "prompt_append": "Short." },\n', ""),
    (SetChains({"oracle": ("b/two", "a/one")}),
     '"fallback_models": "c/three"', '"fallback_models": "a/one"'),
])  # fmt: skip
def test_a_change_touches_its_own_bytes_and_undo_brings_them_back(
    operation: Operation, old: str, new: str, tmp_path: Path
) -> None:
    assert CREW.count(old) >= 1
    saved = saved_bytes(tmp_path / NAME, CREW, operation)
    assert saved.decode() == CREW.replace(old, new, 1)


def test_options_move_along_with_their_model() -> None:
    document = parse_document(CREW, NAME)
    dialect = detect(document, NAME)
    edits = Move("sisyphus", "fallback 2", -1).edits(dialect, document, roster())
    document = document.apply(edits)
    read = dialect.read(document).roster
    assert read is not None
    document = document.apply(Move("sisyphus", "fallback 1", -1).edits(dialect, document, read))
    assert document.value["agents"]["sisyphus"] == {
        "model": "c/three", "temperature": 0.2,
        "fallback_models": [{"model": "a/one", "variant": "max"}, "b/two"],
    }  # fmt: skip


def test_a_renamed_category_is_followed() -> None:
    document = parse_document(CREW, NAME)
    dialect = detect(document, NAME)
    after = document.apply(Rename("agent", "quick", "fast").edits(dialect, document, roster()))
    assert after.text == CREW.replace('"quick"', '"fast"')


@pytest.mark.parametrize(("operation", "reason"), [
    (Assign("explor", {"primary": "a/one"}), 'did you mean "explore"?'),
    (Assign("plain", {"fallback 1": "a/one"}), "needs a model or a category before it can have"),
    (Remove("agent", "quick"), '"quick" is the category of explore, mine'),
    (Rename("provider", "a/one", "b/two"), '"sisyphus" has "b/two" already'),
])  # fmt: skip
def test_what_cannot_be_is_refused(operation: Operation, reason: str) -> None:
    document = parse_document(CREW, NAME)
    with pytest.raises(OperationError) as error:
        operation.edits(detect(document, NAME), document, roster())
    assert reason in str(error.value)


@each_row(("old", "new", "codes"), [
    ("", "", []),
    ('"runtime_fallback": { "enabled": true }', '"runtime_fallback": false', ["fallbacks-off"]),
    ('"runtime_fallback": { "enabled": true }', '"x": 1', ["fallbacks-off"]),
    (', "fallback_models": "c/three"', "", ["built-in-chain-off"]),
    ('"explore": { "category": "quick"', '"explore": { "category": "quik"', ["unknown-category"]),
    ('"explore": { "category": "quick"', '"explore": { "category": "deep"', []),
    ('"model": "d/four"', '"model": 4', ["wrong-type"]),
    ('        "b/two",', "        7,", ["wrong-type"]),
])  # fmt: skip
def test_what_is_wrong_is_told(old: str, new: str, codes: list[str]) -> None:
    assert [problem.code for problem in parsed(CREW.replace(old, new, 1)).problems] == codes


@each_row(("setting", "fires"), [
    ("true", "on"), ("false", "off"), ('{"enabled": true}', "on"), ('{"enabled": false}', "off"),
    ("{}", "off"),
])  # fmt: skip
def test_fallbacks_fire_only_where_the_file_switches_them_on(setting: str, fires: str) -> None:
    text = CREW.replace('{ "enabled": true }', setting)
    assert roster(text).fallback.fires == fires


USERS = {
    "runtime_fallback": {"enabled": True},
    "agents": {"oracle": {"model": "u/one"}},
    "categories": {"mine": {"model": "u/two"}},
}


@each_row(("path", "layers"), [
    ("/p/.opencode/oh-my-openagent.jsonc", 4), ("/p/.opencode/oh-my-opencode.json", 6),
    ("/h/.config/opencode/oh-my-openagent.json", 0), ("/h/.config/opencode/oh-my-opencode.json", 2),
    ("/p/.omo/omo.json", 4),
])  # fmt: skip
def test_which_files_have_a_say(path: str, layers: int) -> None:
    assert len(OhMyOpenAgent().layer_paths(path)) == layers


def test_the_users_file_decides_what_that_of_the_project_leaves_open() -> None:
    text = '{"agents": {"oracle": {}, "own": {"model": "p/x", "fallback_models": ["p/y"]},\n'
    text += '"third": {"category": "mine"}}}'
    document = cast("Document", parse_document(text, "oh-my-openagent.json"))
    layer = Layer("~/.config/opencode/oh-my-openagent.json", USERS)
    result = OhMyOpenAgent().read(document, ReadContext(layers=(layer,)))
    assert result.problems == ()
    assert result.roster is not None
    assert {one.name: one.in_force for one in result.roster.agents if one.in_force} == {
        "oracle": InForce("u/one", "~/.config/opencode/oh-my-openagent.json: agents.oracle.model")
    }
    assert (result.roster.fallback.fires, result.roster.fallback.why) == (
        "on", "runtime_fallback is on in ~/.config/opencode/oh-my-openagent.json",
    )  # fmt: skip
    alone = OhMyOpenAgent().read(document)
    assert alone.roster is not None
    assert alone.roster.fallback.fires == "off"


def test_a_file_under_the_old_name_loses_against_the_new_one_beside_it() -> None:
    document = cast("Document", parse_document('{"runtime_fallback": true}', "a.json"))
    context = ReadContext(
        "/p/.opencode/oh-my-opencode.json", layers=(Layer("oh-my-openagent.jsonc", {}),)
    )
    (problem,) = OhMyOpenAgent().read(document, context).problems
    assert problem.message.startswith("oh-my-openagent.jsonc beside it is read in place of this")
