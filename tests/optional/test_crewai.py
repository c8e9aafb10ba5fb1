"""Against the real CrewAI, in an environment of its own: `make test-crewai`."""

from __future__ import annotations

import asyncio
import copy
from pathlib import Path
from typing import Any

import pytest
from crewai import Agent, BaseLLM, Crew, Task
from crewai.tools import tool
from pydantic import BaseModel

from rscrew_console.runtime.crew import CrewLLM
from rscrew_console.runtime.errors import NoAnswer
from rscrew_console.runtime.requests import Reply, Tokens
from tests.runtime.acting import World, failure, world

ANSWER = "Thought: I now can give a great answer\nFinal Answer: forty-two"


@pytest.fixture
def of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    for name in ("CREWAI_DISABLE_TELEMETRY", "OTEL_SDK_DISABLED", "CREWAI_TESTING"):
        monkeypatch.setenv(name, "true")
    return world(tmp_path)


def crew_of(llm: Any, tools: Any = ()) -> Crew:
    agent = Agent(
        role="Coder", goal="Answer", backstory="Knows", llm=llm, tools=list(tools), verbose=False
    )
    task = Task(description="What is it?", expected_output="a number", agent=agent)
    return Crew(agents=[agent], tasks=[task], verbose=False)


def test_it_is_crewais_kind_of_model(of: World) -> None:
    llm = of.llm()
    assert isinstance(llm, CrewLLM)
    assert isinstance(llm, BaseLLM)
    assert llm.model == "deepseek/deepseek-chat"
    assert llm.call("Hi") == "Hello"
    assert asyncio.run(llm.acall([{"role": "user", "content": "Hi"}])) == "Hello"
    assert "".join(llm.stream("Hi")) == "Hello"
    assert of.asked == ["deepseek"] * 3


def test_it_can_be_shown_and_copied(of: World) -> None:
    llm = of.llm()
    agent = crew_of(llm).agents[0]
    assert repr(llm) == str(llm) == "<RoutedLLM of coder: deepseek/deepseek-chat>"
    assert "Coder" in str(agent)
    assert "".join(copy.copy(llm).stream("Hi")) == "Hello"
    assert copy.deepcopy(llm).call("Hi") == "Hello"


def test_a_crew_falls_back_and_is_counted(of: World) -> None:
    of.wire["deepseek"] = [failure("invalid_key", 401)]
    of.wire["claude"] = [Reply(ANSWER, tokens=Tokens(100, 20))]
    llm = of.llm()
    result = crew_of(llm).kickoff()
    assert "forty-two" in str(result)
    assert of.asked[:2] == ["deepseek", "claude"]
    assert llm.get_token_usage_summary().prompt_tokens >= 100


def test_tools_are_run_by_crewai(of: World) -> None:
    ran: list[int] = []

    @tool("add")
    def add(a: int, b: int) -> int:
        """Add two numbers."""
        ran.append(a + b)
        return a + b

    class Function:
        name, arguments = "add", '{"a": 20, "b": 22}'

    class Call:
        id, type, function = "call_1", "function", Function()

    of.wire["deepseek"] = [Reply("", (Call(),), Tokens(9, 9)), Reply(ANSWER, tokens=Tokens(1, 1))]
    result = crew_of(of.llm(), [add]).kickoff()
    assert ran == [42]
    assert "forty-two" in str(result)


def test_structured_answers_are_read(of: World) -> None:
    class Number(BaseModel):
        number: int

    of.wire["deepseek"] = ['{"number": 42}']
    answer = of.llm().call("Which?", response_model=Number)
    assert answer in (Number(number=42), '{"number":42}')
    assert of.wire.orders[0].parameters["response_format"] is Number


def test_crewai_does_not_ask_again_what_the_chain_is_done_with(of: World) -> None:
    # Longer than the last link's patience, so that the chain itself asks nobody twice either.
    for name in ("deepseek", "claude", "openai"):
        of.wire[name] = [failure("rate_limited", 429, 3600)]
    with pytest.raises(NoAnswer, match="no provider answers for coder"):
        of.llm().call("Hi")
    assert of.asked == ["deepseek", "claude", "openai"]


def test_stop_words_are_handed_on_and_obeyed(of: World) -> None:
    llm = of.llm()
    llm.stop = ["\nObservation:"]
    of.wire["deepseek"] = ["Action: look\nObservation: made up"]
    assert llm.call("Hi") == "Action: look"
    assert of.wire.orders[0].parameters["stop"] == ["\nObservation:"]
