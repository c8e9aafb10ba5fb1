"""Whom a call reaches when providers fail, as threads, tasks and streams see it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rscrew_console.runtime.errors import CallRefused, NoAnswer, UnknownAgent
from rscrew_console.runtime.requests import CallFailure
from tests.runtime.acting import CREW, KEYS, World, failure, world

Way = Callable[[World, str], Any]


def call(of: World, agent: str) -> Any:
    return of.llm(agent).call("Hi")


def acall(of: World, agent: str) -> Any:
    return asyncio.run(of.llm(agent).acall("Hi"))


def stream(of: World, agent: str) -> Any:
    return "".join(of.llm(agent).stream("Hi"))


def astream(of: World, agent: str) -> Any:
    async def whole() -> str:
        return "".join([piece async for piece in of.llm(agent).astream("Hi")])

    return asyncio.run(whole())


WAYS = [call, acall, stream, astream]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("outcomes", "asked", "slept"), [
    ({}, ["deepseek"], []),
    ({"deepseek": [failure("invalid_key", 401)]}, ["deepseek", "claude"], []),
    ({"deepseek": [failure("no_credit", 402)]}, ["deepseek", "claude"], []),
    ({"deepseek": [failure("model_not_found", 404)]}, ["deepseek", "claude"], []),
    ({"deepseek": [failure("rate_limited", 429, 9)]}, ["deepseek", "claude"], []),
    ({"deepseek": [failure("server_error", 500), "Hello"]}, ["deepseek"] * 2, [0.5]),
    ({"deepseek": [failure("server_error", 500)]}, ["deepseek"] * 2 + ["claude"], [0.5]),
    ({"deepseek": [failure("bad_response")]}, ["deepseek"] * 2 + ["claude"], [0.5]),
    ({"deepseek": [failure("bad_response", 404)]}, ["deepseek", "claude"], []),
    ({"deepseek": [failure("overloaded", 529, 30)]}, ["deepseek", "claude"], []),
    ({"deepseek": [failure("overloaded", 529, 0.2)]}, ["deepseek"] * 2 + ["claude"], [0.5]),
    ({"deepseek": [failure("unreachable")]}, ["deepseek", "claude"], []),
    ({"deepseek": [failure("bad_request", 400)]}, ["deepseek", "claude"], []),
    ({"deepseek": [failure("unsupported", 404)]}, ["deepseek", "claude"], []),
    ({"deepseek": [failure("internal_error")]}, ["deepseek", "claude"], []),
    ({"deepseek": [failure("context_window", 400)]}, ["deepseek", "claude"], []),
    ({"deepseek": [""]}, ["deepseek"] * 2 + ["claude"], [0.5]),
    ({"deepseek": [" \n"]}, ["deepseek"] * 2 + ["claude"], [0.5]),
    ({"deepseek": [failure("timeout")], "claude": [failure("invalid_key", 401)]},
     ["deepseek", "claude", "openai"], []),
])  # fmt: skip
def test_the_next_one_answers(
    tmp_path: Path, way: Way, outcomes: dict[str, list[Any]], asked: list[str], slept: list[float]
) -> None:
    of = world(tmp_path)
    for name, outcome in outcomes.items():
        of.wire[name] = outcome
    assert way(of, "coder") == "Hello"
    assert of.asked == asked
    assert of.clock.slept == slept


@pytest.mark.parametrize("way", WAYS)
def test_all_fail_and_each_is_told(tmp_path: Path, way: Way) -> None:
    of = world(tmp_path, environ={**KEYS, "RSCREW_LLM_MAX_RETRIES": "0"})
    of.wire["deepseek"] = [failure("invalid_key", 401)]
    of.wire["claude"] = [failure("rate_limited", 429, 20)]
    of.wire["openai"] = [failure("server_error", 503)]
    with pytest.raises(NoAnswer) as raised:
        way(of, "coder")
    assert str(raised.value).split("\n") == [
        "no provider answers for coder:",
        "  deepseek (deepseek/deepseek-chat): it is invalid_key (HTTP 401)",
        "  claude (claude-x): it is rate_limited (HTTP 429)",
        "  openai (gpt-x): it is server_error (HTTP 503)",
        "claude is the first to be asked again, in 20 s",
    ]
    assert raised.value.soonest == 20
    assert [one.fault for one in raised.value.attempts] == [
        "invalid_key", "rate_limited", "server_error",
    ]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("fault", ["context_window", "content_policy"])
def test_a_fault_stops_the_call_where_the_file_says_so(
    tmp_path: Path, way: Way, fault: str
) -> None:
    of = world(tmp_path, CREW + "global_settings: {fallback_on: []}\n")
    of.wire["deepseek"] = [failure(fault, 400)]
    with pytest.raises(CallRefused, match=f"deepseek .* refuses the call for coder: it is {fault}"):
        way(of, "coder")
    assert of.asked == ["deepseek"]
    assert way(of, "writer") == "Hello", "nobody rests for it"


@pytest.mark.parametrize("where", ["global_settings: {fallback_on: [%s]}\n", "agent"])
@pytest.mark.parametrize("fault", ["context_window", "content_policy"])
def test_the_file_may_want_it_handed_on(tmp_path: Path, where: str, fault: str) -> None:
    said = f"reasoning: x, fallback_on: [{fault}]"
    text = CREW.replace("reasoning: Cheap and good", said) if where == "agent" else CREW
    of = world(tmp_path, text + (where % fault if where != "agent" else ""))
    of.wire["deepseek"] = [failure(fault, 400)]
    assert of.call() == "Hello"
    assert of.asked == ["deepseek", "claude"]
    assert of.call() == "Hello"
    assert of.asked[2:] == ["deepseek", "claude"], "nobody rests for it"


def test_what_is_too_long_goes_to_no_shorter_window(tmp_path: Path) -> None:
    """gpt-4's window is known to be shorter than DeepSeek's, and Claude's to be longer."""
    chain = "secondary: openai, tertiary: claude"
    text = CREW.replace("secondary: claude, tertiary: openai", chain)
    text = text.replace("gpt-x", "gpt-4").replace("claude-x", "claude-sonnet-4-5")
    of = world(tmp_path, text + "global_settings: {fallback_on: [context_window]}\n")
    of.wire["deepseek"] = [failure("context_window", 400)]
    assert of.call() == "Hello"
    assert of.asked == ["deepseek", "claude"]


RESTS: list[tuple[CallFailure, float]] = [
    (failure("invalid_key", 401), 600), (failure("no_credit", 402), 600),
    (failure("model_not_found", 404), 600), (failure("rate_limited", 429), 60),
    (failure("rate_limited", 429, 7), 7), (failure("server_error", 500), 60),
    (failure("timeout"), 60), (failure("unreachable"), 60),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "seconds"), RESTS)
def test_who_failed_rests_and_comes_back(
    tmp_path: Path, fault: CallFailure, seconds: float
) -> None:
    of = world(tmp_path, environ={**KEYS, "RSCREW_LLM_MAX_RETRIES": "0"})
    of.wire["deepseek"] = [fault, "Back"]
    assert of.call() == "Hello"
    of.clock.seconds += seconds - 0.5
    assert of.call() == "Hello"
    assert of.asked == ["deepseek", "claude", "claude"]
    assert "resting for" in str(of.manager.route("coder"))
    of.clock.seconds += 1
    assert of.call() == "Back"


@pytest.mark.parametrize(("change", "wakes"), [
    (lambda of: of.environ.update(DEEPSEEK_API_KEY="sk-another0123456789abc"), True),
    (lambda of: of.change("deepseek/deepseek-chat", "deepseek/deepseek-v4"), True),
    (lambda of: of.change("Cheap and good", "Cheap, and good"), True),
    (lambda of: of.environ.update(SOMETHING="else"), False),
    (lambda of: of.write(of.path.read_text()), False),
])  # fmt: skip
def test_a_refused_key_rests_until_the_file_or_the_key_changes(
    tmp_path: Path, change: Callable[[World], None], wakes: bool
) -> None:
    of = world(tmp_path)
    of.wire["deepseek"] = [failure("invalid_key", 401), "Back"]
    assert of.call() == "Hello"
    change(of)
    assert of.call() == ("Back" if wakes else "Hello")


@pytest.mark.parametrize("fault", [
    failure("invalid_key", 401), failure("no_credit", 429), failure("rate_limited", 429, 30),
])  # fmt: skip
def test_keys_rotate_before_the_next_provider(tmp_path: Path, fault: CallFailure) -> None:
    keys = {**KEYS, "DEEPSEEK_API_KEY": "sk-one0123456789, sk-two0123456789"}
    of = world(tmp_path, environ=keys)
    of.wire["deepseek"] = [fault, "Second"]
    assert of.call() == "Second"
    assert of.wire.keys == ["sk-one0123456789", "sk-two0123456789"]
    assert of.call() == "Second"
    assert of.wire.keys[2:] == ["sk-two0123456789"], "the first one rests"


def test_a_server_that_fails_fails_for_all_its_keys(tmp_path: Path) -> None:
    keys = {**KEYS, "DEEPSEEK_API_KEY": "sk-one0123456789,sk-two0123456789"}
    of = world(tmp_path, environ={**keys, "RSCREW_LLM_MAX_RETRIES": "0"})
    of.wire["deepseek"] = [failure("server_error", 500)]
    assert of.call() == "Hello"
    assert of.asked == ["deepseek", "claude"]


def test_without_a_key_it_is_not_asked(tmp_path: Path) -> None:
    keys = {name: key for name, key in KEYS.items() if name != "DEEPSEEK_API_KEY"}
    of = world(tmp_path, environ=keys)
    assert of.call() == "Hello"
    assert of.asked == ["claude"]
    assert str(of.manager.route("coder")).split("\n") == [
        "claude (claude-x): secondary, after deepseek: DEEPSEEK_API_KEY is not set",
        "openai (gpt-x): tertiary",
        "deepseek (deepseek/deepseek-chat) is left out: DEEPSEEK_API_KEY is not set",
    ]


def test_nobody_has_a_key(tmp_path: Path) -> None:
    of = world(tmp_path, environ={})
    with pytest.raises(NoAnswer) as raised:
        of.call()
    assert str(raised.value).split("\n") == [
        "no provider answers for coder:",
        "  deepseek (deepseek/deepseek-chat): not asked: DEEPSEEK_API_KEY is not set",
        "  claude (claude-x): not asked: ANTHROPIC_API_KEY is not set",
        "  openai (gpt-x): not asked: OPENAI_API_KEY is not set",
    ]
    assert raised.value.soonest is None


@pytest.mark.parametrize(("settings", "environ", "asked"), [
    ("{fallback_enabled: false}", {}, ["deepseek"]),
    ("{}", {"RSCREW_LLM_FALLBACK": "false"}, ["deepseek"]),
    ("{pin: openai}", {}, ["openai"]),
    ("{pin: openai, fallback_enabled: false}", {}, ["openai"]),
])  # fmt: skip
def test_fallback_may_be_forbidden_and_a_pin_is_obeyed(
    tmp_path: Path, settings: str, environ: dict[str, str], asked: list[str]
) -> None:
    of = world(tmp_path, f"{CREW}global_settings: {settings}\n", {**KEYS, **environ})
    for name in ("deepseek", "openai"):
        of.wire[name] = [failure("invalid_key", 401)]
    with pytest.raises(NoAnswer):
        of.call()
    assert of.asked == asked


@pytest.mark.parametrize(("name", "answers"), [("coder", True), ("codr", False), ("x" * 9, False)])
def test_an_agent_that_the_file_does_not_have(tmp_path: Path, name: str, answers: bool) -> None:
    of = world(tmp_path)
    if answers:
        assert of.call(name) == "Hello"
    else:
        with pytest.raises(UnknownAgent, match=f'there is no agent "{name}"') as raised:
            of.llm(name)
        assert ('did you mean "coder"' in str(raised.value)) == (name == "codr")


def test_the_default_agent_serves_all_others(tmp_path: Path) -> None:
    of = world(tmp_path, CREW + "  default: {primary: openai}\n")
    assert of.call("somebody") == "Hello"
    assert of.asked == ["openai"]
