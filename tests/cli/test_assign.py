"""`assign`: what it changes, what it says, and when it changes nothing."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW

REAL_KEYS = ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "DEEPSEEK_API_KEY")


@pytest.fixture(autouse=True)
def _keys(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in REAL_KEYS:
        monkeypatch.setenv(name, "a1b2c3d4")


@pytest.mark.parametrize(("arguments", "told", "replaced"), [
    (("writer", "gemini"),
     ["writer: primary openai → gemini", "distribution: openai 2 → 1, gemini 0 → 1",
      "saved model_config.yaml (3 lines changed)"],
     [("  writer:\n    primary: openai", "  writer:\n    primary: gemini"),
      ("openai: 2", "openai: 1"), ("gemini: 0", "gemini: 1")]),
    (("writer", "--tertiary", "gemini"),
     ["writer: tertiary — → gemini", "saved model_config.yaml (1 line changed)"],
     [("    fallback: claude\n", "    tertiary: gemini\n    fallback: claude\n")]),
    (("planner", "--secondary", "gemini"),
     ["planner: secondary openai → gemini", "planner: tertiary gemini → openai",
      "saved model_config.yaml (2 lines changed)"],
     [("secondary: openai\n    tertiary: gemini", "secondary: gemini\n    tertiary: openai")]),
    (("planner", "--tertiary", "-"),
     ["planner: tertiary gemini → —", "saved model_config.yaml (1 line changed)"],
     [("    tertiary: gemini\n", "")]),
    (("planner", "--tertiary", ""),
     ["planner: tertiary gemini → —", "saved model_config.yaml (1 line changed)"],
     [("    tertiary: gemini\n", "")]),
    (("writer", "--reasoning", "Because: reasons"),
     ["writer: reasoning Clear prose → Because: reasons",
      "saved model_config.yaml (1 line changed)"],
     [("reasoning: Clear prose", "reasoning: 'Because: reasons'")]),
    (("writer", "--reasoning", ""),
     ["writer: reasoning Clear prose → —", "saved model_config.yaml (1 line changed)"],
     [("    reasoning: Clear prose\n", "")]),
    (("writer", "openai"), ["nothing to change"], []),
    (("--create", "writer", "openai"), ["nothing to change"], []),
])  # fmt: skip
def test_only_what_was_asked_for_changes(
    rsc: Rsc, config: Path, arguments: tuple[str, ...], told: list[str],
    replaced: list[tuple[str, str]],
) -> None:  # fmt: skip
    ran = rsc("assign", *arguments)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines() == told
    expected = CREW
    for old, new in replaced:
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    written = config.read_text().replace('"Because: reasons"', "'Because: reasons'")
    assert written == expected


def test_create(rsc: Rsc, config: Path) -> None:
    ran = rsc("assign", "new", "gemini", "--fallback", "claude", "--create")
    assert ran.out.splitlines() == [
        "agent new added",
        "distribution: gemini 0 → 1",
        "saved model_config.yaml (4 lines changed)",
    ]
    assert "  new:\n    primary: gemini\n    fallback: claude\n" in config.read_text()


@pytest.mark.parametrize(("arguments", "says"), [
    (("writer",), "nothing to set"),
    ((), "AGENT is missing"),
    (("writr", "claude"), 'there is no agent "writr"; did you mean "writer"?'),
    (("writer", "cluade"), 'there is no provider "cluade"; did you mean "claude"?'),
    (("writer", "--fallback", "cluade"), 'did you mean "claude"?'),
    (("writer", "-"), '"writer" needs a primary'),
    (("writer", "claude", "--secondary", "claude"), "cannot be both primary and secondary"),
    (("new", "--create", "--secondary", "claude"), '"new" needs a primary'),
    (("writer", "claude", "gemini"), "too many arguments: "),
    (("writer", "--quaternary", "claude"), "there is no option"),
])  # fmt: skip
@pytest.mark.parametrize("option", [(), ("--dry-run",), ("--json",)])
def test_bad_input_writes_nothing(
    rsc: Rsc, config: Path, arguments: tuple[str, ...], says: str, option: tuple[str, ...]
) -> None:
    ran = rsc("assign", *arguments, *option)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert says in ran.err
    assert config.read_text() == CREW


def test_a_dry_run_prints_a_diff_and_writes_nothing(rsc: Rsc, config: Path) -> None:
    ran = rsc("assign", "writer", "gemini", "--dry-run")
    assert (ran.status, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[:2] == ["--- a/model_config.yaml", "+++ b/model_config.yaml"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "-    primary: openai", "+    primary: gemini",
        "-    openai: 2", "-    gemini: 0", "+    openai: 1", "+    gemini: 1",
    ]  # fmt: skip
    assert config.read_text() == CREW


def test_a_dry_run_of_nothing_prints_nothing(rsc: Rsc, config: Path) -> None:
    assert rsc("assign", "writer", "openai", "--dry-run").out == ""


def test_a_diff_hides_a_key_that_stands_in_the_file(rsc: Rsc, config: Path) -> None:
    config.write_text(CREW.replace("ANTHROPIC_API_KEY", "sk-ant-api03-SECRET123"))
    ran = rsc("rename", "claude", "sonnet", "--dry-run")
    assert "+  sonnet:" in ran.out
    assert "hidden" in ran.out
    assert "SECRET" not in ran.out + ran.err


def test_as_json(rsc: Rsc, config: Path) -> None:
    ran = rsc("assign", "planner", "--secondary", "gemini", "--json")
    told = json.loads(ran.out)
    assert told.pop("diff").startswith("--- a/model_config.yaml\n")
    assert told == {
        "config": "model_config.yaml",
        "agent": {
            "name": "planner", "capability": "reasoning",
            "chain": {"primary": "claude", "secondary": "gemini", "tertiary": "openai"},
            "effective": "claude", "reasoning": "",
        },
        "changes": [
            {"what": "agent", "name": "planner", "field": "secondary", "old": "openai",
             "new": "gemini"},
            {"what": "agent", "name": "planner", "field": "tertiary", "old": "gemini",
             "new": "openai"},
        ],
        "saved": True, "lines_changed": 2,
    }  # fmt: skip
    assert "secondary: gemini" in config.read_text()


def test_as_json_without_writing(rsc: Rsc, config: Path) -> None:
    told = json.loads(rsc("assign", "planner", "gemini", "--json", "--dry-run").out)
    assert (told["saved"], told["lines_changed"]) == (False, 0)
    assert told["agent"]["chain"]["primary"] == "gemini"
    assert config.read_text() == CREW


def test_what_became_unwise_is_said_at_once(rsc: Rsc, config: Path) -> None:
    ran = rsc("assign", "writer", "--fallback", "-")
    assert ran.status == 0
    assert ran.err == "warning: writer: openai alone, with nothing to fall back to\n"


def test_a_file_with_errors_is_not_changed(rsc: Rsc, config: Path) -> None:
    config.write_text(CREW.replace("fallback: claude", "fallback: nobody"))
    ran = rsc("assign", "writer", "gemini")
    assert (ran.status, ran.out) == (2, "")
    assert (
        ran.err == 'error: model_config.yaml:19: writer.fallback: there is no provider "nobody"\n'
    )


def test_several_agents_get_the_same_in_one_step(rsc: Rsc, config: Path) -> None:
    ran = rsc("assign", "planner", "writer", "--primary", "gemini", "--json")
    shapes = json.loads(ran.out)
    assert [one["name"] for one in shapes["agents"]] == ["planner", "writer"]
    assert {one["chain"]["primary"] for one in shapes["agents"]} == {"gemini"}
    assert shapes["agent"] == shapes["agents"][0]
    assert rsc("undo").status == 0
    assert config.read_text() == CREW


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("planner", "writer", "gemini"), "rsc assign planner writer --primary gemini"),
        (("planner", "wrter", "--primary", "gemini"), 'did you mean "writer"?'),
    ],
)
def test_several_agents_that_are_not_clear_change_nothing(
    rsc: Rsc, config: Path, arguments: tuple[str, ...], told: str
) -> None:
    ran = rsc("assign", *arguments)
    assert ran.status == 2
    assert told in ran.err
    assert config.read_text() == CREW
