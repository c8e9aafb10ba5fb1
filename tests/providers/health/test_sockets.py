"""Every kind and every status, over real sockets."""

import asyncio
import socket

import pytest

from rscrew_console.providers.health import Health
from rscrew_console.providers.health.check import check_all
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.status import Status
from rscrew_console.roster.model import HealthSettings, Provider
from rscrew_console.simulator import VENDORS, Behaviour, Simulator
from rscrew_console.simulator.behaviour import Name
from rscrew_console.simulator.server import closed_port
from tests.providers.health.asking import ENV, NOW, check, provider_at
from tests.rows import each_row

BY_BEHAVIOUR: dict[Name, Status] = {
    "healthy": "ok",
    "invalid_key": "invalid_key",
    "restricted": "restricted_key",
    "no_credit": "no_credit",
    "rate_limited": "rate_limited",
    "overloaded": "overloaded",
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


def expected(vendor: str, behaviour: Name) -> Status:
    """All kinds say the same in their way, but for a few that cannot."""
    if (vendor, behaviour) == ("azure", "healthy"):
        return "unverifiable"  # its list is no proof of a deployment
    if behaviour == "restricted" and VENDORS[vendor].keyless:
        return "invalid_key"  # no key was sent that could be restricted
    if (vendor, behaviour) == ("gemini", "restricted"):
        return "invalid_key"  # the service is not enabled for the key's project
    if behaviour == "other_json" and vendor != "ollama":
        return "unverifiable"  # at an address of one's own it may be a server without a list
    return BY_BEHAVIOUR[behaviour]


def test_every_kind_that_can_be_asked_is_simulated() -> None:
    assert set(VENDORS) == {kind.name for kind in KINDS.values() if kind.talk}


@each_row("behaviour", BY_BEHAVIOUR)
def test_every_kind_is_told_apart(simulator: Simulator, behaviour: Name) -> None:
    way = Behaviour(behaviour, location="http://127.0.0.1:9")
    sites = [simulator.site(vendor, way) for vendor in VENDORS]
    settings = HealthSettings(timeout=3.0 if behaviour == "hanging" else 20)
    healths = check(*map(provider_at, sites), settings=settings)
    statuses = {health.provider: health.status for health in healths}
    assert statuses == {vendor: expected(vendor, behaviour) for vendor in VENDORS}
    for site in sites:
        assert site.requests, site.vendor.name
        assert {request.method for request in site.requests} == {"GET"}
    for health in healths:
        assert health.checked_at == NOW
        assert health.detail or health.status == "ok"
        for text in (health.detail, health.hint):
            assert text.isprintable()
            assert len(text) < 400


@each_row("vendor", VENDORS)
def test_a_model_that_is_not_there_is_told_by_every_kind(simulator: Simulator, vendor: str) -> None:
    site = simulator.site(vendor)
    wrong = f"{site.models[0][:-1]}x"
    (health,) = check(provider_at(site, wrong))
    if vendor == "azure":
        assert health.status == "unverifiable"
        return
    assert health.status == "model_not_found"
    assert wrong in health.detail
    assert site.models[0] in health.hint


@each_row(("vendor", "model"), [
    ("anthropic", "anthropic/claude-sonnet-5-5"),
    ("anthropic", "claude-opus-5-5"),
    ("openai", "openai/gpt-6.1-sol"),
    ("openai", "gpt-latest"),
    ("gemini", "gemini/gemini-3.8-flash"),
    ("gemini", "models/gemini-3.8-flash"),
    ("gemini", "gemini-flash-latest"),
    ("deepseek", "deepseek/deepseek-flash"),
    ("openrouter", "openrouter/anthropic/claude-sonnet-5.5"),
    ("openrouter", "openrouter/anthropic/claude-sonnet-5.5:nitro"),
    ("openrouter", "openrouter/auto"),
    ("openrouter", "openrouter/openrouter/auto"),
    ("together", "together_ai/meta-llama/Llama-4-Maverick"),
    ("mistral", "mistral/mistral-large-4-latest"),
    ("groq", "groq/openai/gpt-oss-120b"),
    ("xai", "xai/grok-4.7"),
    ("cerebras", "cerebras/gpt-oss-120b"),
    ("ollama", "ollama/llama4"),
    ("ollama", "ollama_chat/llama4:latest"),
    ("ollama", "ollama/qwen3:8b"),
    ("openai_compatible", "hosted_vllm/local-model"),
])  # fmt: skip
def test_a_model_is_known_by_all_its_names(simulator: Simulator, vendor: str, model: str) -> None:
    (health,) = check(provider_at(simulator.site(vendor), model))
    assert (health.status, health.http_status) == ("ok", 200)


@pytest.mark.parametrize("vendor", ["anthropic", "gemini"])
def test_a_model_on_a_later_page_is_found(simulator: Simulator, vendor: str) -> None:
    models = [f"model-{number}" for number in range(7)]
    site = simulator.site(vendor, models=models, page_size=3)
    (health,) = check(provider_at(site, "model-6"))
    assert health.status == "ok"
    assert [offer.id for offer in health.offers] == models
    assert len(site.requests) == 3


def test_pages_without_end_are_not_turned_for_ever(simulator: Simulator) -> None:
    models = [f"model-{number}" for number in range(99)]
    site = simulator.site("gemini", models=models, page_size=1)
    (health,) = check(provider_at(site, "model-98"))
    assert health.status == "ok"  # by its own path, after ten pages
    assert len(site.requests) == 11


@pytest.mark.parametrize(("vendor", "path", "body", "status"), [
    ("deepseek", "balance", {"is_available": False, "balance_infos": []}, "no_credit"),
    ("openrouter", "proof", {"data": {"limit": 5, "limit_remaining": 0}}, "no_credit"),
    ("openrouter", "proof", {"data": {"limit": 5, "limit_remaining": 0.5}}, "ok"),
    ("xai", "proof", {"api_key_blocked": True}, "invalid_key"),
    ("xai", "proof", {"team_blocked": True}, "invalid_key"),
])  # fmt: skip
def test_what_an_account_says(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch,
    vendor: str, path: str, body: object, status: Status,
) -> None:  # fmt: skip
    site = simulator.site(vendor)
    place, answer = getattr(site.vendor, path), site._healthy

    def answering(request, behaviour):  # type: ignore[no-untyped-def] # as the method it stands for
        reply = answer(request, behaviour)
        return type(reply)(200, body) if request.path == place else reply

    monkeypatch.setattr(site, "_healthy", answering)
    (health,) = check(provider_at(site))
    assert health.status == status


def test_a_slow_one_is_degraded_and_usable(simulator: Simulator) -> None:
    site = simulator.site("openai", Behaviour(delay=0.1))
    (health,) = check(provider_at(site), settings=HealthSettings(degraded_ms=50))
    assert (health.status, health.usable) == ("degraded", True)
    assert health.latency_ms is not None
    assert health.latency_ms > 50


def test_one_that_refuses_is_unreachable() -> None:
    provider = Provider("p", "m", base_url=f"http://127.0.0.1:{closed_port()}/v1")
    (health,) = check(provider)
    assert (health.status, health.http_status) == ("unreachable", None)
    assert "refused" in health.detail


def test_a_name_that_nobody_knows_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    (health,) = check(Provider("p", "m", base_url="https://nobody.example/v1"))
    assert health.status == "unreachable"
    assert "name" in health.detail


@each_row("url", [
    "https://host.example:99999999/v1", f"https://{'a' * 300}.example/v1", "https://a..example/v1",
    "https://[::zz]/v1", "https://host.example:port/v1",
])  # fmt: skip
def test_an_address_that_cannot_be_is_unreachable(url: str) -> None:
    (health,) = check(Provider("p", "m", base_url=url))
    assert health.status == "unreachable"


@pytest.mark.parametrize(("said", "seconds", "hint"), [
    ("7", 7.0, "try again in 7 s"),
    ("Fri, 20 Nov 2026 12:05:00 GMT", 300.0, "try again in 5 min"),
    ("soon", None, ""),
    ("", None, ""),
])  # fmt: skip
def test_when_to_come_back_is_told(
    simulator: Simulator, said: str, seconds: float | None, hint: str
) -> None:
    site = simulator.site("anthropic", Behaviour("rate_limited", retry_after=said))
    (health,) = check(provider_at(site))
    assert (health.retry_after, health.hint) == (seconds, hint)


@each_row(("value", "status", "good", "total", "detail"), [
    ("good-1-a8f3k2", "ok", 1, 1, ""),
    ("good-1-a8f3k2,good-2-z7x1c9", "ok", 2, 2, "2 of 2 keys good"),
    ("good-1-a8f3k2,bad-7q2w9e,good-2-z7x1c9", "ok", 2, 3,
     "2 of 3 keys good; key 2: invalid key"),
    ("bad-7q2w9e,good-1-a8f3k2,your_key_here", "ok", 1, 3, "1 of 3 keys good; key 1: invalid key"),
    ("bad-7q2w9e,bad-5r4t3y", "invalid_key", 0, 2, "0 of 2 keys good; the key is refused"),
    ("with space", "invalid_key", 0, 1, "OPENAI_API_KEY holds space (U+0020) as its letter 5"),
])  # fmt: skip
def test_every_key_of_a_variable_is_tried(
    simulator: Simulator, value: str, status: Status, good: int, total: int, detail: str
) -> None:
    site = simulator.site("openai", keys=("good-1-a8f3k2", "good-2-z7x1c9"))
    (health,) = check(provider_at(site), env={"OPENAI_API_KEY": value})
    assert (health.status, health.keys_good, health.keys_total) == (status, good, total)
    assert health.detail.startswith(detail)


def test_flapping_goes_by_the_clock() -> None:
    moment = [0.0]
    with Simulator(clock=lambda: moment[0]) as simulator:
        site = simulator.site("openai", Behaviour("flapping", period=20))
        seen = []
        for moment[0] in (0.0, 19.9, 20.0, 39.9, 40.0):
            (health,) = check(provider_at(site))
            seen.append(health.status)
    assert seen == ["ok", "ok", "server_error", "server_error", "ok"]


def test_results_come_one_by_one_and_in_order(simulator: Simulator) -> None:
    first = provider_at(simulator.site("openai", Behaviour(delay=0.2)))
    second = provider_at(simulator.site("anthropic"))
    third = Provider("without", "gpt-x", "NOT_SET")
    seen: list[Health] = []
    healths = asyncio.run(check_all([first, second, third], ENV, None, seen.append))
    assert [health.provider for health in healths] == ["openai", "anthropic", "without"]
    assert [health.provider for health in seen] == ["without", "anthropic", "openai"]
