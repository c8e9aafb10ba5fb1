"""The simulated vendors answer as theirs do; what a check makes of them is tested elsewhere."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from rscrew_console.simulator import VENDORS, Behaviour, Simulator, Site, in_turn
from rscrew_console.simulator.behaviour import Name, Streaming
from rscrew_console.simulator.completions import WORDS
from tests.rows import each_row

CALLS = {
    "anthropic": "/v1/messages", "gemini": "/v1beta/models/{model}:generateContent",
    "ollama": "/api/chat", "azure": "/openai/deployments/mine/chat/completions",
}  # fmt: skip


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


def ask(site: Site, path: str, data: object = None, key: str = "made-up-1234") -> tuple[int, Any]:
    """The status and the JSON of an answer; a body makes it a POST."""
    headers = {site.vendor.header: site.vendor.before + key} if key else {}
    method = "GET" if data is None else "POST"
    with httpx.Client(trust_env=False, timeout=10) as client:
        answer = client.request(method, f"{site.base_url}{path}", json=data, headers=headers)
    return answer.status_code, answer.json()


@each_row("vendor", VENDORS)
def test_a_call_is_answered(simulator: Simulator, vendor: str) -> None:
    site = simulator.site(vendor)
    model = site.models[0]
    path = CALLS.get(vendor, "/chat/completions").format(model=model)
    status, answer = ask(site, path, {"model": model, "messages": []})
    assert status == 200
    assert WORDS in json.dumps(answer)
    assert site.requests[-1].method == "POST"
    assert json.loads(site.requests[-1].body)["model"] == model


@each_row("vendor", [name for name in VENDORS if name not in ("azure", "gemini")])
def test_a_call_of_a_model_that_is_not_there_is_refused(simulator: Simulator, vendor: str) -> None:
    site = simulator.site(vendor)
    path = CALLS.get(vendor, "/chat/completions")
    assert (
        ask(site, path, {"model": "none"})[0] == site.vendor.complaints["missing"][0] in (400, 404)
    )


@each_row(("vendor", "status"), [
    ("anthropic", 401), ("openai", 401), ("gemini", 400), ("xai", 400), ("ollama", 200),
])  # fmt: skip
def test_without_a_key(simulator: Simulator, vendor: str, status: int) -> None:
    site = simulator.site(vendor)
    path = site.vendor.listing.removeprefix(site.vendor.base)
    assert ask(site, path, key="")[0] == status


def test_what_was_asked_is_on_record(simulator: Simulator) -> None:
    site = simulator.site("openai", Behaviour("rate_limited", retry_after="7"))
    assert ask(site, "/models?x=1")[0] == 429
    (request,) = site.requests
    assert (request.path, request.query) == ("/v1/models", {"x": "1"})
    assert request.headers["authorization"] == "Bearer made-up-1234"


@pytest.mark.parametrize(("seconds", "name"), [
    (0, "healthy"), (19.9, "healthy"), (20, "server_error"), (45, "healthy"),
])  # fmt: skip
def test_flapping(seconds: float, name: str) -> None:
    assert Behaviour("flapping").at(seconds).name == name
    assert Behaviour("no_credit").at(seconds).name == "no_credit"


def lines_of(site: Site, path: str, body: dict[str, Any]) -> list[str]:
    """What comes of a stream until it ends or breaks."""
    headers = {site.vendor.header: f"{site.vendor.before}made-up-1234"}
    url, lines = f"{site.base_url}{path}", []
    with (
        httpx.Client(trust_env=False, timeout=10) as client,
        client.stream("POST", url, json=body, headers=headers) as answer,
        suppress(httpx.RemoteProtocolError),
    ):
        for line in answer.iter_lines():
            lines.append(line)  # noqa: PERF402 -- those before it breaks count
    return [line for line in lines if line]


STREAMS = {
    "openai": ("/chat/completions", {"stream_options": {"include_usage": True}}),
    "anthropic": ("/v1/messages", {}),
    "gemini": ("/v1beta/models/{model}:streamGenerateContent?alt=sse", {}),
    "ollama": ("/api/chat", {}),
}
LAST = {
    "openai": "data: [DONE]", "anthropic": '"message_stop"', "gemini": '"finishReason": "STOP"',
    "ollama": '"done": true',
}  # fmt: skip


def streamed(site: Site) -> list[str]:
    path, more = STREAMS[site.vendor.name]
    model = site.models[0]
    return lines_of(site, path.format(model=model), {"model": model, "stream": True, **more})


@pytest.mark.parametrize("vendor", STREAMS)
def test_an_answer_in_pieces(simulator: Simulator, vendor: str) -> None:
    lines = streamed(simulator.site(vendor))
    assert [word for word in WORDS.split() if any(word in line for line in lines)] == WORDS.split()
    assert not any(WORDS in line for line in lines)
    assert LAST[vendor] in lines[-1]
    assert any("7" in line and "5" in line for line in lines)


@each_row("vendor", STREAMS)
@each_row(("way", "told"), [("breaking", False), ("erring", True)])
def test_pieces_that_stop(simulator: Simulator, vendor: str, way: Streaming, told: bool) -> None:
    lines = streamed(simulator.site(vendor, Behaviour(streaming=way)))
    assert any("Hello" in line for line in lines)
    assert not any("simulator." in line or LAST[vendor] in line for line in lines)
    assert ('"error"' in lines[-1]) is told


@each_row("vendor", VENDORS)
@each_row("name", ["context_window", "content_policy", "bad_request"])
def test_callers_own_faults(simulator: Simulator, vendor: str, name: Name) -> None:
    site = simulator.site(vendor, Behaviour(name))
    status, answer = ask(site, CALLS.get(vendor, "/chat/completions").format(model="x"), {})
    assert status == 400 or "promptFeedback" in answer


def test_one_after_the_other(simulator: Simulator) -> None:
    site = simulator.site(
        "openai", in_turn(Behaviour("server_error"), Behaviour("rate_limited"), Behaviour())
    )
    assert [ask(site, "/models")[0] for _ in range(4)] == [500, 429, 200, 200]


def test_byte_by_byte(simulator: Simulator) -> None:
    site = simulator.site("openai", Behaviour(pause=1e-6))
    assert ask(site, "/models")[0] == 200


@each_row("vendor", VENDORS)
def test_a_tool_is_called_only_where_there_is_one(simulator: Simulator, vendor: str) -> None:
    site = simulator.site(vendor, Behaviour(arguments='{"word": "crew"}'))
    model = site.models[0]
    path = CALLS.get(vendor, "/chat/completions").format(model=model)
    function = {"name": "look_up"}
    tools = {
        "gemini": [{"functionDeclarations": [function]}], "anthropic": [function],
    }.get(vendor, [{"type": "function", "function": function}])  # fmt: skip
    assert WORDS in json.dumps(ask(site, path, {"model": model})[1])
    called = json.dumps(ask(site, path, {"model": model, "tools": tools})[1])
    assert "look_up" in called
    assert WORDS not in called
