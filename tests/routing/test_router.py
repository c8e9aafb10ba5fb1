"""`TaskRouter`: which model a prompt goes to, what binds a call, and what is kept of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rscrew_console import BudgetSpent, NoAnswer, RoutingError, TaskContext, TaskRouter
from rscrew_console.routing.cache import MemoryCache
from rscrew_console.runtime.dependencies import RuntimeDependencies
from rscrew_console.runtime.limits import LocalLimitStore
from rscrew_console.runtime.loop.adjusting import ModelAdjustments
from rscrew_console.runtime.requests import CallFailure, Reply, Tokens
from tests.runtime.acting import Acting, Clock

OPUS, MINI = "anthropic/claude-3-opus-20240229", "openai/gpt-4o-mini"
GPT_4, DEEPSEEK = "openai/gpt-4-turbo", "deepseek/deepseek-coder-v2-instruct"
CHAIN = """\
task_code_generation:
  preferred_models: [openai/gpt-4o-mini, openai/gpt-4-turbo, meta-llama/llama-3.1-70b-instruct]
"""
LLAMA = "meta-llama/llama-3.1-70b-instruct"
CODE = "Write a Python function that sorts a list"
KEY = {"OPENROUTER_API_KEY": "sk-or-v1-0123456789abcdef0123"}


class World:
    """A router of a file of its own, whose models do as they are told."""

    def __init__(self, folder: Path, text: str | None, environ: Mapping[str, str]) -> None:
        work = folder / "work"
        work.mkdir(exist_ok=True)
        self.file = work / "orchestration_config.yaml"
        if text is not None:
            self.file.write_text(text)
        self.wire, self.clock = Acting(), Clock()
        store = LocalLimitStore(lambda: self.clock.seconds)
        given = dict(environ)
        self.router = TaskRouter(
            dependencies=RuntimeDependencies(
                environ=lambda: given,
                cwd=lambda: work,
                home=lambda: folder / "home",
                state=lambda: folder / "state",
                clock=self.clock,
                monotonic=lambda: self.clock.seconds,
                sleep=self.clock.sleep,
                asleep=self.clock.asleep,
                chance=lambda: 1.0,
                adjustments=ModelAdjustments(),
                wire=lambda: self.wire,
                limit_store=lambda _url: store,
            ),
            cache=MemoryCache(lambda: self.clock.seconds),
        )

    def parameters(self) -> Mapping[str, Any]:
        return self.wire.orders[-1].parameters


def world(folder: Path, text: str | None = CHAIN, environ: Mapping[str, str] = KEY) -> World:
    return World(folder, text, environ)


# ---------------------------------------------------------------------------- which model


@pytest.mark.parametrize(("context", "first"), [
    ({}, MINI),
    ({"difficulty": 5}, MINI),
    ({"difficulty": 8}, GPT_4),
    ({"difficulty_level": 9, "cost_sensitive": True}, GPT_4),
    ({"quality": True}, GPT_4),
    ({"requires_reasoning": True}, GPT_4),
    ({"requires_reasoning": True, "cost_sensitive": True}, MINI),
    ({"cost_sensitive": True}, MINI),
])  # fmt: skip
def test_difficulty_and_quality_choose_up_and_cost_down(
    tmp_path: Path, context: Mapping[str, Any], first: str
) -> None:
    decision = world(tmp_path).router.explain(CODE, context)
    assert (decision.task_type, decision.model) == ("code_generation", first)
    assert set(decision.models) == {MINI, GPT_4, LLAMA}


@pytest.mark.parametrize(("said", "context", "first"), [
    ("quality_priority: true", {}, GPT_4),
    ("quality_priority: true", {"cost_sensitive": True}, MINI),
    ("cost_sensitive: true", {}, MINI),
    ("cost_sensitive: true", {"quality": True}, GPT_4),
    ("{cost_sensitive: true, quality_priority: true}", {}, GPT_4),
])  # fmt: skip
def test_what_the_file_asks_for_counts_until_the_caller_says_more(
    tmp_path: Path, said: str, context: Mapping[str, Any], first: str
) -> None:
    options = "".join(f"  {one.strip()}\n" for one in said.strip("{}").split(","))
    assert world(tmp_path, CHAIN + options).router.explain(CODE, context).model == first


def test_the_built_in_order_stays_where_nobody_asks_for_another(tmp_path: Path) -> None:
    assert world(tmp_path, None).router.explain("Grade this answer").model == MINI


def test_open_weight_models_come_first_where_they_are_preferred(tmp_path: Path) -> None:
    router = world(tmp_path, CHAIN, {**KEY, "PREFER_OPENSOURCE": "true"}).router
    decision = router.explain(CODE)
    assert decision.model == LLAMA
    assert decision.settings["prefer_opensource"] == (True, "PREFER_OPENSOURCE")


def test_without_a_file_the_built_in_models_serve(tmp_path: Path) -> None:
    of = world(tmp_path, None)
    assert of.router.explain(CODE).models == (OPUS, GPT_4, DEEPSEEK)
    answer = of.router.route_task(CODE)
    assert (answer.text, answer.model, answer.task_type) == ("Hello", OPUS, "code_generation")
    assert str(answer) == "Hello"


def test_fallbacks_and_the_local_model_stand_behind_every_chain(tmp_path: Path) -> None:
    text = CHAIN + "fallback_models: [x/last]\nlocal_model: ollama/qwen3\n"
    assert world(tmp_path, text).router.explain(CODE).models[-2:] == ("x/last", "ollama/qwen3")


def test_the_next_model_answers_where_the_first_fails(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire[MINI] = [CallFailure("invalid_key", "no")]
    of.wire[GPT_4] = [CallFailure("model_not_found", "gone")]
    assert of.router.route_task(CODE).model == LLAMA
    assert of.wire.asked == [MINI, GPT_4, LLAMA]


def test_a_score_below_the_threshold_moves_the_task_up(tmp_path: Path) -> None:
    of = world(tmp_path)
    assert of.router.route_task(CODE).model == MINI
    assert of.router.report_score("code_generation", 0.5)
    assert of.router.route_task(CODE).model in (GPT_4, LLAMA)
    assert not of.router.report_score("code_generation", 0.9)
    assert of.router.explain(CODE).model == MINI
    answer = of.router.route_task(CODE + ", please", score=0.1)
    assert answer.model != MINI


# ---------------------------------------------------------------------------- what binds a call


def test_temperature_and_tokens_are_those_of_the_task(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.router.route_task(CODE)
    assert (of.parameters()["temperature"], of.parameters()["max_tokens"]) == (0.2, 3000)
    of.router.route_task(CODE, {"expected_length": "short", "requires_creativity": True})
    assert (of.parameters()["temperature"], of.parameters()["max_tokens"]) == (0.8, 1500)
    of.router.route_task(CODE, temperature=0.9, max_tokens=10)
    assert (of.parameters()["temperature"], of.parameters()["max_tokens"]) == (0.9, 10)


def test_a_cost_limit_shortens_answers_and_leaves_out_what_is_too_dear(tmp_path: Path) -> None:
    text = CHAIN + "cost_limits: {code_generation: 0.001}\n"
    decision = world(tmp_path, text).router.explain(CODE)
    assert GPT_4 not in decision.models
    assert dict(decision.left_out)[GPT_4].startswith("it would cost more than the limit of $0.001")
    assert decision.highest_cost is not None
    assert decision.highest_cost <= 0.001


def test_a_limit_that_no_model_keeps_is_refused(tmp_path: Path) -> None:
    text = CHAIN + "cost_limits: {code_generation: 0.0000001}\n"
    with pytest.raises(RoutingError, match="no model may be asked for code_generation"):
        world(tmp_path, text).router.explain(CODE)


def test_the_daily_budget_binds(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    of = world(tmp_path, CHAIN, {**KEY, "DAILY_BUDGET_USD": "0.01"})
    of.wire[MINI] = [Reply("Hi", tokens=Tokens(10, 10), cost_usd=0.009)]
    of.router.route_task("Write a function that reverses a list")
    assert of.router.get_cost_summary()["budget"] == {
        "daily_usd": 0.01, "spent_today_usd": pytest.approx(0.009), "alert": True,
    }  # fmt: skip
    of.router.route_task("Write a function that merges two lists")
    assert "daily budget" in caplog.text
    with pytest.raises(BudgetSpent):
        of.router.route_task("Write a function that counts words")


def test_a_task_that_is_switched_off_is_refused(tmp_path: Path) -> None:
    text = CHAIN.replace("preferred", "enabled: false\n  preferred")
    with pytest.raises(RoutingError, match="code_generation is switched off"):
        world(tmp_path, text).router.route_task(CODE)


def test_no_answer_is_an_error_and_never_made_up(tmp_path: Path) -> None:
    of = world(tmp_path)
    for model in (MINI, GPT_4, LLAMA):
        of.wire[model] = [CallFailure("invalid_key", "no")]
    with pytest.raises(NoAnswer, match=MINI):
        of.router.route_task(CODE)


@pytest.mark.parametrize(("context", "message"), [
    ({"dificulty": 3}, 'a context has no "dificulty"; did you mean "difficulty"'),
    ({"difficulty": 11}, "difficulty is a whole number from 1 to 10, not 11"),
    ({"expected_length": "huge"}, "expected_length is short, medium, long"),
    ({"quality": "high"}, "quality_priority is True or False"),
])  # fmt: skip
def test_a_wrong_context_is_an_error(
    tmp_path: Path, context: Mapping[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        world(tmp_path).router.explain(CODE, context)


# ---------------------------------------------------------------------------- kept, counted


def test_an_answer_is_kept_for_its_time_but_not_with_tools(tmp_path: Path) -> None:
    of = world(tmp_path, CHAIN + "cache_ttl_seconds: 60\n")
    assert not of.router.route_task(CODE).cached
    again = of.router.route_task(CODE)
    assert (again.cached, again.text, again.cost_usd) == (True, "Hello", 0.0)
    assert not of.router.route_task(CODE, temperature=0.5).cached
    tool = {"type": "function", "function": {"name": "f"}}
    assert not of.router.route_task(CODE, tools=[tool]).cached
    of.clock.seconds += 61
    assert not of.router.route_task(CODE).cached
    assert len(of.wire.orders) == 4


def test_nothing_is_kept_where_the_file_says_so(tmp_path: Path) -> None:
    of = world(tmp_path, CHAIN + "enable_caching: false\n")
    of.router.route_task(CODE)
    assert not of.router.route_task(CODE).cached


def test_a_task_of_an_event_loop_waits_for_its_answer(tmp_path: Path) -> None:
    of = world(tmp_path)
    answer = asyncio.run(of.router.aroute_task(CODE, TaskContext(difficulty_level=9)))
    assert answer.model == GPT_4


def test_a_problem_and_its_variations(tmp_path: Path) -> None:
    of = world(tmp_path, "task_problem_generation: {preferred_models: [a/one]}\n"
                         "task_content_variation: {preferred_models: [b/two]}\n")  # fmt: skip
    of.wire["a/one"] = [Reply("A problem", tokens=Tokens(10, 10), cost_usd=0.02)]
    of.wire["b/two"] = [Reply("A variation", tokens=Tokens(10, 10), cost_usd=0.01)]
    result = of.router.generate_with_variations("mathematical_proofs", 7, 3)
    assert result["problem"] == "A problem"
    assert result["variations"] == ["A variation"] * 3
    assert result["total_cost"] == pytest.approx(0.05)
    assert sorted(of.wire.asked) == ["a/one", "b/two", "b/two", "b/two"]


def test_the_summary_is_that_of_the_ledger(tmp_path: Path) -> None:
    of = world(tmp_path)
    of.wire[MINI] = [CallFailure("invalid_key", "no")]
    of.wire[GPT_4] = [Reply("Hi", tokens=Tokens(10, 20), cost_usd=0.5)]
    of.router.route_task(CODE)
    summary = of.router.get_cost_summary()
    assert summary["enabled"]
    assert summary["metrics"]["total_cost"] == pytest.approx(0.5)
    assert summary["metrics"]["cost_by_task"] == {"code_generation": pytest.approx(0.5)}
    assert summary["metrics"]["model_performance"][GPT_4]["total_tokens"] == 30
    assert summary["metrics"]["model_performance"][MINI]["error_rate"] == 1.0
    assert summary["routing_stats"] == {"code_generation": 1}


def test_an_unknown_task_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(RoutingError, match='did you mean "code_generation"'):
        world(tmp_path).router.explain(CODE, task_type="code_generaton")


def test_the_router_classifies(tmp_path: Path) -> None:
    result = world(tmp_path).router.classify("Grade this generated code")
    assert (result.task_type, result.words) == ("evaluation_grading", ("grade", "code"))
