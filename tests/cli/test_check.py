"""`check`: a line for everything wrong, and what the exit status says."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rsc
from tests.dialects.crews import CREW


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every key is set."""
    for vendor in ("ANTHROPIC", "OPENAI", "GEMINI", "DEEPSEEK"):
        monkeypatch.setenv(f"{vendor}_API_KEY", "a1b2c3d4")


def test_errors_and_warnings_together_in_the_order_of_the_file(
    rsc: Rsc, config: Path, keys: None
) -> None:
    text = CREW.replace("primary: claude\n", "primary: cluade\n").replace("gemini/gemini", "gemini")
    config.write_text(text)
    ran = rsc("check")
    assert ran.status == 1
    assert (
        ran.out
        == """\
model_config.yaml:8: warning model-prefix: gemini: CrewAI and LiteLLM need \
"gemini/gemini-3-flash", not "gemini-3-flash"
model_config.yaml:14: error unknown-provider: planner.primary: there is no provider "cluade"; \
did you mean "claude"?
model_config.yaml:24: warning provider-twice: twice: openai is primary and tertiary; \
where it failed once it fails again
model_config.yaml:28: warning distribution-differs: the distribution says claude 1, \
in fact it is primary of 0
"""
    )
    assert ran.err == ""


def test_the_starter_is_well_when_its_keys_are_set(rsc: Rsc, folder: Path, keys: None) -> None:
    rsc("init")
    ran = rsc("check")
    assert (ran.status, ran.out) == (0, "model_config.yaml: nothing wrong\n")


def test_warnings_alone_are_no_failure(rsc: Rsc, folder: Path) -> None:
    rsc("init")
    ran = rsc("check")
    assert ran.status == 0
    (line,) = ran.out.splitlines()
    assert " warning agent-without-key: 13 agents cannot run: none of their providers" in line
    ran = rsc("check", "--verbose")
    assert len(ran.out.splitlines()) == 13
    assert all(" warning agent-without-key: " in line for line in ran.out.splitlines())


def test_as_json(rsc: Rsc, config: Path, keys: None) -> None:
    config.write_text(CREW.replace("secondary: openai", "secondary: opnai"))
    ran = rsc("check", "--json")
    assert ran.status == 1
    problems = json.loads(ran.out)["problems"]
    assert problems[0] == {
        "line": 15,
        "severity": "error",
        "code": "unknown-provider",
        "message": 'planner.secondary: there is no provider "opnai"; did you mean "openai"?',
    }
    assert [set(problem) for problem in problems] == [set(problems[0])] * 2


@pytest.mark.parametrize(("data", "line", "code"), [
    (b"a: [1\n", 2, "not-yaml"),
    (b"providers: {}\n---\nagent_assignments: {}\n", 2, "not-yaml"),
    (b"a: 1\nb: \xff\n", 2, "not-utf8"),
    ("providers: {}\n".encode("utf-16"), 1, "not-utf8"),
    (b"", 1, "not-a-crew"),
    (b"- a\n", 1, "not-a-mapping"),
    (b"a: &a [*a]\n", 1, "not-yaml"),
    (b"a: !!python/object/apply:os.system [echo]\n", 1, "not-yaml"),
])  # fmt: skip
def test_what_cannot_be_read_is_a_line_too(
    rsc: Rsc, config: Path, data: bytes, line: int, code: str
) -> None:
    config.write_bytes(data)
    ran = rsc("check")
    assert (ran.status, ran.err) == (1, "")
    (told,) = ran.out.splitlines()
    assert told.startswith(f"model_config.yaml:{line}: error {code}: ")
    (problem,) = json.loads(rsc("check", "--json").out)["problems"]
    assert (problem["line"], problem["code"]) == (line, code)


@pytest.mark.parametrize(("arguments", "says"), [
    (("--config", "none.yaml", "check"), "none.yaml (from --config) does not exist"),
    (("--config", "empty", "check"), "empty is a folder, and no file of a known format is in it"),
    (("check", "--jsn"), "there is no option --jsn"),
])  # fmt: skip
def test_what_is_not_there_is_bad_input(
    rsc: Rsc, config: Path, arguments: tuple[str, ...], says: str
) -> None:
    config.with_name("empty").mkdir()
    ran = rsc(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error: ")
    assert says in ran.err


def test_without_any_file_the_places_are_named(rsc: Rsc, folder: Path) -> None:
    ran = rsc("check")
    assert ran.status == 2
    assert ran.err.startswith("error: no model_config.yaml found")
    assert "rsc init" in ran.err


def test_one_cause_is_one_line_whatever_it_is(rsc: Rsc, config: Path, keys: None) -> None:
    config.write_text(CREW.replace("openai\n", "opnai\n"))
    lines = [line for line in rsc("check").out.splitlines() if '"opnai"' in line]
    assert len(lines) == 1
    assert ' 3 agents: there is no provider "opnai"; did you mean "openai"? (--verbose' in lines[0]
    assert (
        len([line for line in rsc("check", "--verbose").out.splitlines() if '"opnai"' in line]) > 1
    )


def test_what_is_around_a_key_is_a_finding(
    rsc: Rsc, config: Path, keys: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "'a1b2c3d4'")
    (line,) = [one for one in rsc("check").out.splitlines() if "key-form" in one]
    assert "claude: ANTHROPIC_API_KEY has quotation marks around its value" in line
    assert "a1b2c3d4" not in line
