"""Each way to fail, in the wire formats of OpenAI, Anthropic and Gemini, told by its own fault."""

import unicodedata

import pytest

from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import ModelRequest
from rscrew_console.runtime.wire import Wire
from rscrew_console.simulator import Behaviour, Simulator
from rscrew_console.simulator.server import closed_port
from tests.rows import each_row
from tests.runtime.wire.calling import (
    HI,
    THREE,
    WAYS,
    WHOLE,
    Expected,
    Way,
    as_expected,
    failure_of,
    order_for,
)

FAILURES = {
    "invalid_key": Expected("invalid_key", (400, 401), "the key is refused: "),
    "restricted": Expected("invalid_key", (403,), "the key may not call this model: "),
    "no_credit": Expected("no_credit", (400, 429), "the account is out of credit: "),
    "rate_limited": Expected("rate_limited", (429,), "too many requests: ", retry_after=7.0),
    "overloaded": Expected("overloaded", (503, 529), "overloaded at the moment: "),
    "server_error": Expected("server_error", (500,), "the server failed (HTTP 500): "),
    "missing": Expected("model_not_found", (404,), "the model is not there: "),
    "closing": Expected("bad_response", (None,), "breaks off its answer"),
    "truncated": Expected("bad_response", (None, 200), "breaks off its answer"),
    "redirecting": Expected("bad_response", (307,), "redirects to 127.0.0.1:9, and the key"),
    "escapes": Expected("server_error", (500,), "the server failed (HTTP 500): red backwards"),
    "context_window": Expected("context_window", (400,), "the prompt is too long for the model: "),
    "bad_request": Expected("bad_request", (400,), "it does not take the request: "),
    "content_policy": Expected("content_policy", (200, 400), "the vendor's policy refuses the c"),
}  # fmt: skip
OF_A_VENDOR = {
    ("restricted", "gemini"): Expected("invalid_key", (403,), "the service is not enabled for the"),
}
"""Where a vendor's own words tell more."""


@each_row("way", WAYS)
@each_row("vendor", THREE)
@each_row("name", FAILURES)
def test_each_failure_is_told_apart(
    simulator: Simulator, wire: Wire, name: str, vendor: str, way: Way
) -> None:
    expected = OF_A_VENDOR.get((name, vendor), FAILURES[name])
    retry_after = "7" if expected.retry_after else ""
    site = simulator.site(
        vendor, Behaviour(name, retry_after=retry_after, location="http://127.0.0.1:9")
    )  # type: ignore[arg-type] # one of its names
    failure = failure_of(way, wire, order_for(site))
    assert as_expected(failure, expected), failure
    assert not any(unicodedata.category(letter).startswith("C") for letter in failure.detail)
    assert len(site.requests) == 1


@each_row("way", WHOLE)
@each_row("vendor", THREE)
@each_row("name", ["nonsense", "other_json"])
def test_a_good_status_over_nonsense_is_no_answer(
    simulator: Simulator, wire: Wire, name: str, vendor: str, way: Way
) -> None:
    site = simulator.site(vendor, Behaviour(name))  # type: ignore[arg-type] # one of its names
    failure = failure_of(way, wire, order_for(site))
    assert (failure.fault, failure.http_status) == ("bad_response", 200), failure
    assert failure.detail.startswith("it answers with something that is no ")


@each_row("way", WAYS)
@each_row("vendor", THREE)
def test_silence_ends_in_time(simulator: Simulator, wire: Wire, vendor: str, way: Way) -> None:
    site = simulator.site(vendor, Behaviour("hanging"))
    failure = failure_of(way, wire, order_for(site, timeout=0.3))
    assert (failure.fault, failure.http_status) == ("timeout", None)
    assert failure.detail == "no answer within 0.3 s"


@pytest.mark.parametrize("way", WAYS)
def test_bytes_that_drip_do_not_prolong_it(simulator: Simulator, wire: Wire, way: Way) -> None:
    site = simulator.site("openai", Behaviour(pause=0.05))
    assert failure_of(way, wire, order_for(site, timeout=0.3)).fault == "timeout"


@pytest.mark.parametrize("way", WAYS)
def test_where_nobody_listens(simulator: Simulator, wire: Wire, way: Way) -> None:
    base = f"http://127.0.0.1:{closed_port()}/v1"
    failure = failure_of(way, wire, order_for(simulator.site("openai"), base_url=base))
    assert (failure.fault, failure.http_status) == ("unreachable", None)
    assert failure.detail == "nothing listens there: the connection is refused"


@each_row(("vendor", "name", "fault"), [
    ("openrouter", "no_credit", "no_credit"),  # HTTP 200 around an error
    ("openrouter", "missing", "model_not_found"),
    ("xai", "bad_request", "bad_request"),
    ("xai", "invalid_key", "invalid_key"),
    ("groq", "overloaded", "overloaded"),
    ("deepseek", "no_credit", "no_credit"),
    ("mistral", "missing", "model_not_found"),
    ("mistral", "refused", "bad_request"),
    ("azure", "missing", "model_not_found"),
    ("azure", "content_policy", "content_policy"),
    ("ollama", "missing", "model_not_found"),
    ("cerebras", "overloaded", "overloaded"),
    ("openai_compatible", "no_credit", "no_credit"),
])  # fmt: skip
@each_row("way", WAYS)
def test_vendors_own_ways(
    simulator: Simulator, wire: Wire, vendor: str, name: str, fault: str, way: Way
) -> None:
    behaviour = Behaviour(refuses="*") if name == "refused" else Behaviour(name)  # type: ignore[arg-type] # one of its names
    site = simulator.site(vendor, behaviour)
    failure = failure_of(way, wire, order_for(site))
    assert failure.fault == fault, failure


@pytest.mark.parametrize(("name", "fault", "words"), [
    ("missing", "model_not_found", "the model is not there: The model does not exist"),
    ("invalid_key", "invalid_key", "the credentials are refused: Incorrect API key"),
    ("context_window", "context_window", "the prompt is too long for the model: This model's"),
    ("content_policy", "content_policy", "the vendor's policy refuses the content: Invalid"),
    ("rate_limited", "rate_limited", "too many requests: Rate limit reached"),
])  # fmt: skip
@pytest.mark.parametrize("whose", ["bedrock", "fireworks"])
@pytest.mark.parametrize("way", WHOLE)
def test_vendors_that_only_litellm_knows(
    monkeypatch: pytest.MonkeyPatch, simulator: Simulator, wire: Wire, way: Way, whose: str,
    name: str, fault: str, words: str,
) -> None:  # fmt: skip
    site = simulator.site("openai", Behaviour(name))  # type: ignore[arg-type] # one of its names
    if whose == "bedrock":
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAMADEUP")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up")
        monkeypatch.setenv("AWS_REGION_NAME", "us-east-1")
        provider = Provider("mine", "bedrock/anthropic.claude-3", base_url=site.base_url)
        order = ModelRequest(provider, None, HI, 20)
    else:
        monkeypatch.setenv("FIREWORKS_API_BASE", site.base_url)
        provider = Provider("mine", "fireworks_ai/llama", api_key_env="MINE")
        order = ModelRequest(provider, Secret("made-up-12345678"), HI, 20)
    failure = failure_of(way, wire, order)
    assert failure.fault == fault, failure
    assert failure.detail.startswith(words)


@pytest.mark.parametrize("way", WAYS)
def test_what_nobody_knows(wire: Wire, way: Way) -> None:
    order = ModelRequest(
        Provider("mine", "any", api_key_env="MINE"), Secret("made-up-12345678"), HI, 20
    )
    failure = failure_of(way, wire, order)
    assert failure.fault == "unverifiable"
    assert failure.detail.startswith(
        "the name of this model does not show its vendor; put the vendor"
    )


@pytest.mark.parametrize("behaviour", ["endless", "bomb"])
def test_an_answer_is_not_trusted_to_be_short(
    simulator: Simulator, wire: Wire, behaviour: str
) -> None:
    site = simulator.site("openai", Behaviour(behaviour))  # type: ignore[arg-type] # one of its names
    assert failure_of(WHOLE[0], wire, order_for(site)).fault == "bad_response"
