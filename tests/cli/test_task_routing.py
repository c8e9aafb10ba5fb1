"""`classify` and `route`: what they say of a prompt, without asking anybody."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Rsc

PROMPT = "Generate a challenging dynamic programming problem"


def test_a_prompt_is_classified(rsc: Rsc) -> None:
    ran = rsc("classify", PROMPT)
    assert ran.status == 0
    assert ran.out.startswith("problem_generation (")
    assert "decided by: generate, problem" in ran.out
    told = json.loads(rsc("classify", "Grade this generated code", "--json").out)
    assert (told["task_type"], told["words"]) == ("evaluation_grading", ["grade", "code"])
    assert json.loads(rsc("classify", "…", "--domain", "numerical_analysis", "--json").out) == {
        "task_type": "mathematical_reasoning", "confidence": 0.4, "words": [],
    }  # fmt: skip


def test_a_dry_run_tells_models_reasons_and_sources(
    rsc: Rsc, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "orchestration_config.yaml").write_text(
        "daily_budget_usd: 5\ntask_problem_generation:\n  preferred_models: [a/one, b/two]\n"
    )
    monkeypatch.setenv("QUALITY_THRESHOLD", "0.9")
    lines = rsc("route", PROMPT, "--dry-run", "--difficulty", "8").out.splitlines()
    assert lines[0].startswith("task: problem_generation (")
    assert lines[1:4] == [
        "model: a/one", "then: b/two", "why: difficulty 8: the strongest model first",
    ]  # fmt: skip
    assert "left out: a/one: OPENROUTER_API_KEY is not set" in lines
    assert "daily_budget_usd: 5.0 (from file)" in lines
    assert "quality_threshold: 0.9 (from QUALITY_THRESHOLD)" in lines


def test_json_holds_all_of_the_decision(rsc: Rsc) -> None:
    told = json.loads(rsc("route", PROMPT, "--dry-run", "--json").out)
    assert told["model"] == "anthropic/claude-3-opus-20240229"
    assert told["settings"]["parallel_requests"] == {"value": 5, "source": "built in"}
    assert told["options"]["cost_tier"] == "premium"


@pytest.mark.parametrize(("arguments", "message"), [
    (("--difficulty", "11"), "difficulty is a whole number from 1 to 10, not 11"),
    (("--difficulty", "much"), '--difficulty is a whole number from 1 to 10, not "much"'),
    (("--length", "huge"), "expected_length is short, medium, long"),
    (("--task", "code_generaton"), 'did you mean "code_generation"?'),
    ((), "no provider answers for problem_generation"),
])  # fmt: skip
def test_what_cannot_be_is_told_in_words(
    rsc: Rsc, arguments: tuple[str, ...], message: str
) -> None:
    ran = rsc("route", PROMPT, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
