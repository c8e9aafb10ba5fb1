"""Asking for a token, over real sockets: every kind, and all that can come of it."""

import json

import pytest

from rscrew_console.providers.health import Health
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.status import Status
from rscrew_console.roster.model import HealthSettings
from rscrew_console.simulator import BEHAVIOURS, VENDORS, Behaviour, Simulator, Site
from rscrew_console.simulator.behaviour import Name
from tests.providers.health.asking import ENV, QUICK, check, provider_at
from tests.rows import each_row

STATUSES: dict[Name, Status] = {
    "healthy": "ok",
    "invalid_key": "invalid_key",
    "restricted": "invalid_key",  # a key that may list models and not call them is of no use
    "no_credit": "no_credit",
    "rate_limited": "rate_limited",
    "overloaded": "overloaded",
    "missing": "model_not_found",
    "server_error": "server_error",
    "escapes": "server_error",
    "nonsense": "bad_response",
    "other_json": "bad_response",
    "truncated": "bad_response",
    "endless": "bad_response",
    "bomb": "bad_response",
    "closing": "bad_response",
    "redirecting": "bad_response",
    "hanging": "timeout",
}


def asked(site: Site) -> list[dict[str, object]]:
    """The bodies of all calls."""
    return [json.loads(request.body) for request in site.requests if request.method == "POST"]


def test_every_kind_that_can_be_checked_can_be_asked_for_a_token() -> None:
    for kind in KINDS.values():
        assert kind.talk is None or kind.talk.call is not None, kind.name


@each_row("behaviour", STATUSES)
def test_every_kind_of_answer_is_told_apart(simulator: Simulator, behaviour: Name) -> None:
    """All is well as long as nobody is called."""
    way = Behaviour(calls=behaviour, location="http://127.0.0.1:9")
    sites = [simulator.site(vendor, way) for vendor in VENDORS]
    settings = HealthSettings(timeout=0.5 if behaviour == "hanging" else 20)
    healths = check(*map(provider_at, sites), settings=settings, deep=True)
    statuses = {health.provider: health.status for health in healths}
    assert statuses == dict.fromkeys(VENDORS, STATUSES[behaviour])
    for site, health in zip(sites, healths, strict=True):
        assert len(asked(site)) == 1
        assert health.latency_ms is not None  # of the free check
        assert health.detail
        assert health.detail.isprintable()
        assert health.detail.startswith("answered a token in ") is (behaviour == "healthy")


@each_row("vendor", VENDORS)
def test_a_refused_parameter_is_an_answer_of_the_model_s(simulator: Simulator, vendor: str) -> None:
    site = simulator.site(vendor, Behaviour(refuses="*"))
    (health,) = check(provider_at(site), deep=True)
    assert health.status == "ok"
    assert "though it refuses a parameter: " in health.detail


@each_row(("vendor", "refuses", "limits"), [
    ("openai", "", ["max_completion_tokens"]),
    ("openai", "max_tokens", ["max_completion_tokens"]),
    ("openai_compatible", "", ["max_tokens"]),
    ("openai_compatible", "max_tokens", ["max_tokens", "max_completion_tokens"]),
    ("deepseek", "max_tokens", ["max_tokens", "max_completion_tokens"]),
    ("mistral", "max_tokens", ["max_tokens", "max_completion_tokens"]),
])  # fmt: skip
def test_the_limit_goes_under_the_name_that_the_model_takes(
    simulator: Simulator, vendor: str, refuses: str, limits: list[str]
) -> None:
    site = simulator.site(vendor, Behaviour(refuses=refuses))
    (health,) = check(provider_at(site), deep=True)
    assert (health.status, health.detail[:19]) == ("ok", "answered a token in")
    assert [
        next(name for name in body if name.startswith("max_")) for body in asked(site)
    ] == limits


@each_row(("vendor", "path", "limit"), [
    ("anthropic", "/v1/messages", {"max_tokens": 1}),
    ("gemini", "/v1beta/models/gemini-3.8-flash:generateContent",
     {"generationConfig": {"maxOutputTokens": 1}}),
    ("openai", "/v1/chat/completions", {"max_completion_tokens": 1}),
    ("azure", "/openai/deployments/gpt-6.1-sol/chat/completions", {"max_completion_tokens": 1}),
    ("ollama", "/api/chat", {"options": {"num_predict": 1}, "stream": False}),
    ("openrouter", "/api/v1/chat/completions", {"max_tokens": 1}),
])  # fmt: skip
def test_what_is_sent(simulator: Simulator, vendor: str, path: str, limit: object) -> None:
    site = simulator.site(vendor)
    check(provider_at(site), deep=True)
    (request,) = [request for request in site.requests if request.method == "POST"]
    assert request.path == path
    assert request.headers["content-type"] == "application/json"
    body = json.loads(request.body)
    assert isinstance(limit, dict)
    assert body.items() >= limit.items()
    assert body.get("model", site.models[0]) == site.models[0]


@each_row(("vendor", "model", "called"), [
    ("anthropic", "anthropic/claude-sonnet-5-5", "claude-sonnet-5-5"),
    ("openai", "openai/gpt-6-luna", "gpt-6-luna"),
    ("openrouter", "openrouter/auto", "openrouter/auto"),
    ("openrouter", "openrouter/anthropic/claude-sonnet-5.5", "anthropic/claude-sonnet-5.5"),
    ("ollama", "ollama/llama4", "llama4:latest"),
    ("openai_compatible", "hosted_vllm/local-model", "local-model"),
])  # fmt: skip
def test_a_model_is_called_by_its_vendor_s_name(
    simulator: Simulator, vendor: str, model: str, called: str
) -> None:
    site = simulator.site(vendor)
    (health,) = check(provider_at(site, model), deep=True)
    assert health.status == "ok"
    assert [body["model"] for body in asked(site)] == [called]


@each_row("behaviour", BEHAVIOURS)
def test_nothing_is_paid_for_unless_the_user_wants_it_and_it_can_work(
    simulator: Simulator, behaviour: Name
) -> None:
    sites = [simulator.site(vendor, Behaviour(behaviour)) for vendor in VENDORS]
    settings = HealthSettings(timeout=0.3 if behaviour == "hanging" else 20)
    free = check(*map(provider_at, sites), settings=settings)
    assert all(asked(site) == [] for site in sites)
    check(*map(provider_at, sites), settings=settings, deep=True)
    calls = [len(asked(site)) for site in sites]
    assert calls == [int(health.usable) for health in free]


@pytest.mark.parametrize(("value", "calls", "status", "key", "detail"), [
    ("good-1-a8f3k2,good-2-z7x1c9", "healthy", "ok", "good-1-a8f3k2", "2 of 2 keys good; answered"),
    ("bad-7q2w9e,good-2-z7x1c9", "healthy", "ok", "good-2-z7x1c9",
     "1 of 2 keys good; key 1: invalid key; answered"),
    ("good-1-a8f3k2,good-2-z7x1c9", "no_credit", "no_credit", "good-1-a8f3k2",
     "2 of 2 keys good; the account is out of credit"),
])  # fmt: skip
def test_of_several_keys_the_first_good_one_is_used(
    simulator: Simulator, value: str, calls: Name, status: Status, key: str, detail: str
) -> None:
    keys = ("good-1-a8f3k2", "good-2-z7x1c9")
    site = simulator.site("openai", Behaviour(calls=calls), keys=keys)
    (health,) = check(provider_at(site), env={"OPENAI_API_KEY": value}, deep=True)
    assert health.status == status
    assert health.detail.startswith(detail)
    used = [one.headers["authorization"] for one in site.requests if one.method == "POST"]
    assert used == [f"Bearer {key}"]


def test_a_deployment_and_a_restricted_key_are_proved_by_it(simulator: Simulator) -> None:
    azure = provider_at(simulator.site("azure"))
    restricted = simulator.site("openai", Behaviour("restricted", calls="healthy"))
    statuses = [check(azure, provider_at(restricted), deep=deep) for deep in (False, True)]
    assert [[health.status for health in healths] for healths in statuses] == [
        ["unverifiable", "restricted_key"], ["ok", "ok"],
    ]  # fmt: skip


def test_when_to_come_back_is_told(simulator: Simulator) -> None:
    site = simulator.site("anthropic", Behaviour(calls="rate_limited", retry_after="7"))
    health: Health = check(provider_at(site), env=ENV, settings=QUICK, deep=True)[0]
    assert (health.retry_after, health.hint) == (7.0, "try again in 7 s")
