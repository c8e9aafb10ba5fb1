"""The manager: the file as it is now, what it tells, and RSCrew's names."""

from __future__ import annotations

import contextlib
import copy
import logging
import pickle
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import rscrew_console
from rscrew_console.runtime import legacy, logs
from rscrew_console.runtime.errors import NoAnswer
from rscrew_console.runtime.ledger import usage_of
from rscrew_console.runtime.manager import ModelManager
from rscrew_console.runtime.requests import CallFailure, Reply, Tokens
from rscrew_console.session import SessionError
from tests.runtime.acting import CREW, KEYS, NOON, failure, world


def test_stats_are_rscrews(tmp_path: Path) -> None:
    of = world(tmp_path, environ={"ANTHROPIC_API_KEY": KEYS["ANTHROPIC_API_KEY"]})
    assert of.manager.get_provider_stats() == {
        "available_providers": ["claude"],
        "unavailable_providers": ["openai", "deepseek"],
        "total_agents": 2,
        "provider_distribution": {"claude": 1, "openai": 0, "deepseek": 1},
    }


def test_a_saved_change_counts_from_the_next_call_on(tmp_path: Path) -> None:
    of = world(tmp_path)
    llm = of.llm()
    assert llm.call("Hi") == "Hello"
    of.change("primary: deepseek, secondary: claude", "primary: claude, secondary: deepseek")
    assert llm.call("Hi") == "Hello"
    of.environ["ANTHROPIC_API_KEY"] = ""
    assert llm.call("Hi") == "Hello"
    (of.folder / ".env").write_text("ANTHROPIC_API_KEY=sk-ant-of-the-file-0123\n")
    del of.environ["ANTHROPIC_API_KEY"]
    assert llm.call("Hi") == "Hello"
    assert of.asked == ["deepseek", "claude", "deepseek", "claude"]
    assert of.wire.keys[-1] == "sk-ant-of-the-file-0123"


def test_two_changes_at_one_tick_of_the_clock_are_both_seen(tmp_path: Path) -> None:
    of = world(tmp_path)
    for name in ("claude", "openai", "claude", "openai") * 5:
        of.write(CREW.replace("writer: {primary: claude}", f"writer: {{primary: {name}}}"))
        assert [hop.provider for hop in of.manager.route("writer")] == [name]


@pytest.mark.parametrize(("broken", "told"), [
    ("providers:\n  a: {", "model_config.yaml:"),
    (CREW.replace("primary: claude", "primary: claud"), 'did you mean "claude"?'),
    ("", "the file is empty"),
    (None, "there is no such file"),
])  # fmt: skip
def test_a_broken_file_leaves_the_last_good_one_and_is_told_of_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, broken: str | None, told: str
) -> None:
    of = world(tmp_path)
    if broken is None:
        of.path.unlink()
    else:
        of.write(broken)
    for _ in range(3):
        assert of.call() == "Hello"
    (record,) = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert told in record.getMessage()
    assert "Calls go on with the file as it was before." in record.getMessage()
    of.write(CREW.replace("deepseek/deepseek-chat", "deepseek/deepseek-v9"))
    assert of.call() == "Hello"
    assert of.wire.orders[-1].provider.model == "deepseek/deepseek-v9"


@pytest.mark.parametrize("text", ["", "providers: ]\n"])
def test_a_file_that_was_never_good_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "crew.yaml"
    path.write_text(text)
    with pytest.raises(SessionError, match=r"crew\.yaml:1: "):
        ModelManager(path)
    with pytest.raises(SessionError, match="there is no such file"):
        ModelManager(tmp_path / "nowhere.yaml")


def test_an_update_saves_and_keeps_what_it_does_not_name(tmp_path: Path) -> None:
    of = world(tmp_path, CREW.replace("agent_assignments:", "agent_assignments:  # who is who"))
    assert of.manager.update_agent_assignment("writer", "openai", reasoning="Why not")
    assert of.path.read_text().endswith(
        "agent_assignments:  # who is who\n"
        "  coder: {primary: deepseek, secondary: claude, tertiary: openai,"
        " reasoning: Cheap and good}\n"
        "  writer: {primary: openai, reasoning: Why not}\n"
    )
    assert of.call("writer") == "Hello"
    assert of.asked == ["openai"]


@pytest.mark.parametrize(("arguments", "told"), [
    (("writr", "openai"), 'did you mean "writer"'),
    (("writer", "opnai"), 'did you mean "openai"'),
])  # fmt: skip
def test_an_update_that_cannot_be_is_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, arguments: Any, told: str
) -> None:
    of = world(tmp_path)
    assert of.manager.update_agent_assignment(*arguments) is False
    assert of.path.read_text() == CREW
    assert told in caplog.text


def test_every_attempt_is_in_the_ledger(tmp_path: Path) -> None:
    text = CREW.replace("claude-x,", "claude-x, price: {input: 3, output: 15},")
    of = world(tmp_path, text, {**KEYS, "RSCREW_LLM_MAX_RETRIES": "1"})
    of.wire["deepseek"] = [failure("server_error", 500)]
    of.wire["claude"] = [failure("overloaded", 529), Reply("Hello", tokens=Tokens(1000, 100))]
    assert of.call() == "Hello"
    assert of.call() == "Hello"
    used = usage_of(tmp_path / "state" / "usage.db", since=NOON - timedelta(1), by="provider")
    rows = {row.name: row for row in used.rows}
    assert (used.calls, used.attempts, used.failures, used.fallbacks) == (2, 5, 3, 2)
    assert (rows["deepseek"].attempts, rows["deepseek"].failures) == (2, 2)
    assert (rows["claude"].attempts, rows["claude"].fallbacks) == (3, 2)
    assert used.cost_usd == pytest.approx(2 * 0.0045)
    assert (used.input_tokens, used.output_tokens) == (2000, 200)


PRICED = CREW.replace(
    "claude-x,", "claude-x, price: {input: 10, output: 20, cached_input: 1, reasoning: 30},"
)


@pytest.mark.parametrize(("outcome", "calls", "failures", "dollars"), [
    (Reply("Hi", tokens=Tokens(1000, 100, 900, reasoning=50)), 1, 0, 0.0044),
    (Reply("Hi", tokens=Tokens(1000, 100), cost_usd=0.5), 1, 0, 0.5),
    (CallFailure("empty_answer", tokens=Tokens(1000, 100, 900)), 1, 1, 0.0039),
    (CallFailure("timeout"), 1, 1, 0),
])  # fmt: skip
def test_each_part_of_the_tokens_has_its_own_price(
    tmp_path: Path, outcome: Any, calls: int, failures: int, dollars: float
) -> None:
    of = world(tmp_path, PRICED, {**KEYS, "RSCREW_LLM_MAX_RETRIES": "0"})
    of.wire["claude"] = [outcome]
    with contextlib.suppress(NoAnswer):
        of.call("writer")
    used = usage_of(tmp_path / "state" / "usage.db", since=NOON - timedelta(1))
    assert (used.calls, used.failures) == (calls, failures)
    assert used.cost_usd == pytest.approx(dollars)


def test_a_ledger_that_cannot_be_written_keeps_nobody_from_calling(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    of = world(tmp_path, CREW + "global_settings: {usage_db: model_config.yaml/usage.db}\n")
    assert [of.call(), of.call()] == ["Hello", "Hello"]
    assert caplog.text.count("calls go on, and are not counted") == 1


def test_debug_lines_are_rscrews(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs.debug_log, "handlers", [])
    monkeypatch.setattr(logs.debug_log, "propagate", True)
    level = logs.debug_log.level
    of = world(tmp_path, environ={**KEYS, "RSCREW_DEBUG": "true"})
    of.wire["deepseek"] = [failure("invalid_key", 401)]
    assert of.call() == "Hello"
    failed = (
        "[DEBUG] coder: deepseek failed: it is invalid_key (HTTP 401) -> next key or provider,"
        " resting 600 s"
    )
    logs.debug_log.setLevel(level)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "[DEBUG] === Creating LLM for coder ===",
        "[DEBUG] Provider priority: deepseek -> claude -> openai",
        "[DEBUG] ✅ DEEPSEEK LLM created: deepseek-chat",
        "[DEBUG] Reasoning: Cheap and good",
        failed,
    ]


def test_tools_callbacks_and_parameters_are_handed_on(tmp_path: Path) -> None:
    class Function:
        name, arguments = "add", '{"a": 2, "b": 3}'

    class Call:
        function = Function

    class Callback:
        seen: Any = None

        def log_success_event(self, *what: Any) -> None:
            self.seen = what

    of, callback = world(tmp_path), Callback()
    of.wire["deepseek"] = [Reply("", (Call,), Tokens(3, 4)), Reply("", (Call,)), "Done"]
    tools, functions = [{"type": "function"}], {"add": lambda a, b: a + b}
    llm = of.llm()
    assert llm.call("Add", tools, [callback], functions, temperature=0, user="ann") == "5"
    assert llm.call("Add", tools) == [Call]
    assert llm.call([{"role": "system", "content": "Be brief"}]) == "Done"
    first, _, last = of.wire.orders
    assert first.parameters == {"temperature": 0, "tools": tools}
    assert first.messages == [{"role": "user", "content": "Add"}]
    assert last.messages == [{"role": "system", "content": "Be brief"}]
    assert callback.seen[1] == {
        "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}
    }


@pytest.mark.parametrize("messages", [[], ["Hi"], [{"content": "Hi"}]])
def test_what_is_no_message_is_refused(tmp_path: Path, messages: Any) -> None:
    of = world(tmp_path)
    with pytest.raises(ValueError, match="messages are a text, or a list of"):
        of.llm().call(messages)
    assert of.asked == []


def test_rscrews_functions_route_through_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = world(tmp_path)
    monkeypatch.setattr(legacy, "_managers", {"": of.manager})
    assert rscrew_console.get_model_manager() is of.manager
    for vendor in ("claude", "gemini", "openai", "deepseek"):
        create = getattr(rscrew_console, f"create_{vendor}_llm_with_monitoring")
        assert create("coder").call("Hi") == "Hello"
    assert rscrew_console.create_llm_with_smart_routing("writer").call("Hi") == "Hello"
    assert of.asked == ["deepseek"] * 4 + ["claude"]


def test_importing_the_manager_loads_nothing_that_is_slow() -> None:
    slow = ("litellm", "openai", "textual", "typer", "crewai", "genai_prices", "redis", "pydantic")
    code = (
        "import sys; from rscrew_console import ModelManager, get_model_manager;"
        f"print([name for name in {slow} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_models_and_errors_go_from_process_to_process(tmp_path: Path) -> None:
    of = world(tmp_path, environ={})
    llm = of.llm()
    assert copy.deepcopy(llm).manager is of.manager
    there = pickle.loads(pickle.dumps(llm))  # noqa: S301 -- our own
    assert (there.agent_name, there.manager.config_path) == ("coder", of.manager.config_path)
    with pytest.raises(NoAnswer) as raised:
        llm.call("Hi")
    again = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 -- our own
    assert (type(again), str(again)) == (NoAnswer, str(raised.value))
    assert again.attempts == raised.value.attempts
