"""The simulated vendors answer as theirs do; what a check makes of them is tested elsewhere."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from rscrew_console.simulator import VENDORS, Behaviour, Simulator, Site
from rscrew_console.simulator.completions import WORDS

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


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_call_is_answered(simulator: Simulator, vendor: str) -> None:
    site = simulator.site(vendor)
    model = site.models[0]
    path = CALLS.get(vendor, "/chat/completions").format(model=model)
    status, answer = ask(site, path, {"model": model, "messages": []})
    assert status == 200
    assert WORDS in json.dumps(answer)
    assert site.requests[-1].method == "POST"
    assert json.loads(site.requests[-1].body)["model"] == model


@pytest.mark.parametrize("vendor", [name for name in VENDORS if name not in ("azure", "gemini")])
def test_a_call_of_a_model_that_is_not_there_is_refused(simulator: Simulator, vendor: str) -> None:
    site = simulator.site(vendor)
    path = CALLS.get(vendor, "/chat/completions")
    assert (
        ask(site, path, {"model": "none"})[0] == site.vendor.complaints["missing"][0] in (400, 404)
    )


@pytest.mark.parametrize(("vendor", "status"), [
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
