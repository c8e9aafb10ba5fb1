"""A key goes to its own vendor, in its own header, and nowhere else at all."""

import logging

import httpcore
import pytest

from rscrew_console.providers.health import Health
from rscrew_console.roster.model import HealthSettings, Provider
from rscrew_console.simulator import BEHAVIOURS, VENDORS, Behaviour, Simulator, Site
from rscrew_console.simulator.behaviour import Name
from tests.providers.health.asking import ENV, KEYS, check, provider_at

SECRETS = [key for key in KEYS.values() if key]


def holds_a_key(text: str) -> bool:
    """Also a piece of one, and in any case."""
    pieces = {key[start : start + 8] for key in SECRETS for start in range(len(key) - 7)}
    return any(piece.lower() in text.lower() for piece in pieces)


def told(health: Health) -> str:
    return " ".join((health.detail, health.hint, repr(health), str(health.offers)))


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that anybody logs."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpcore", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_no_key_is_shown_logged_or_sent_elsewhere(
    simulator: Simulator,
    logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    behaviour: Name,
) -> None:
    target = simulator.site("openai_compatible")
    way = Behaviour(behaviour, echo=True, location=target.base_url)
    sites = [simulator.site(vendor, way) for vendor in VENDORS]
    settings = HealthSettings(timeout=2 if behaviour == "hanging" else 20)
    healths = check(*map(provider_at, sites), settings=settings)
    assert not any(map(holds_a_key, map(told, healths)))
    assert not holds_a_key(logged.text)
    assert not any(map(holds_a_key, capfd.readouterr()))
    assert target.requests == []
    for site in sites:
        assert site.requests
        assert_only_its_own_key(site)


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_no_key_is_shown_logged_or_sent_elsewhere_by_a_call(
    simulator: Simulator,
    logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    behaviour: Name,
) -> None:
    target = simulator.site("openai_compatible")
    way = Behaviour(calls=behaviour, echo=True, location=target.base_url)
    sites = [simulator.site(vendor, way) for vendor in VENDORS]
    settings = HealthSettings(timeout=2 if behaviour == "hanging" else 20)
    healths = check(*map(provider_at, sites), settings=settings, deep=True)
    assert not any(map(holds_a_key, map(told, healths)))
    assert not holds_a_key(logged.text)
    assert not any(map(holds_a_key, capfd.readouterr()))
    assert target.requests == []
    for site in sites:
        assert [request.method for request in site.requests].count("POST") == 1
        assert_only_its_own_key(site)


def assert_only_its_own_key(site: Site) -> None:
    vendor = site.vendor
    for request in site.requests:
        headers = dict(request.headers)
        carried = headers.pop(vendor.header, "")
        assert carried == (vendor.before + KEYS[vendor.name] if KEYS[vendor.name] else "")
        assert not holds_a_key(request.target)
        assert not holds_a_key(str(headers))
        assert "cookie" not in headers
        assert request.method == "POST" or request.body == b""
        assert not holds_a_key(request.body.decode())


def test_a_whole_key_in_a_complaint_is_hidden_and_the_rest_is_shown(simulator: Simulator) -> None:
    site = simulator.site("openai", Behaviour("invalid_key", echo=True))
    (health,) = check(provider_at(site))
    assert health.detail == "the key is refused: Incorrect API key provided: (key)."


def test_a_key_of_another_vendor_s_is_not_sent(simulator: Simulator) -> None:
    wrong = Provider("wrong", "gpt-6-luna", "ANTHROPIC_API_KEY")
    (health,) = check(wrong)
    assert (health.status, health.checked_at is not None) == ("no_key", True)
    assert "ANTHROPIC_API_KEY is Anthropic's key" in health.detail


def test_a_vendor_s_usual_key_goes_to_others_only_by_name(simulator: Simulator) -> None:
    site = simulator.site("anthropic")
    (health,) = check(provider_at(site, api_key_env=""))
    assert health.status == "invalid_key"
    assert "api_key_env" in health.hint
    assert [request.headers.get("x-api-key") for request in site.requests] == [None]


@pytest.mark.parametrize(("url", "allowed", "asked"), [
    ("http://192.0.2.1/v1", False, False),
    ("http://user:pw@192.0.2.1:8000/v1", False, False),
    ("HTTP://gateway.example/v1", False, False),
    ("http://127.0.0.1.example/v1", False, False),
    ("http://127.0.0.1\\@gateway.example/v1", False, False),
    ("ftp://gateway.example", False, False),
    ("gateway.example", False, False),
    ("https://", False, False),
    ("http://127.0.0.1:9/ v1", False, False),
    ("http://127.0.0.1:9/v1", False, True),
    ("http://localhost:9/v1", False, True),
    ("http://[::1]:9/v1", False, True),
])  # fmt: skip
def test_plain_http_leaves_the_machine_only_where_it_is_allowed(
    monkeypatch: pytest.MonkeyPatch, url: str, allowed: bool, asked: bool
) -> None:
    went: list[str] = []

    async def refuse(self: object, request: httpcore.Request) -> None:
        went.append(f"{request.method.decode()} {bytes(request.url).decode()}")
        raise httpcore.ConnectError("no")

    monkeypatch.setattr(httpcore.AsyncConnectionPool, "handle_async_request", refuse)
    provider = Provider("p", "gpt-x", "OPENAI_API_KEY", base_url=url, allow_insecure=allowed)
    (health,) = check(provider)
    assert health.status == "unreachable"
    assert bool(went) is asked
    assert "pw" not in told(health)


def test_plain_http_to_another_machine_can_be_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[str] = []

    async def refuse(self: object, request: httpcore.Request) -> None:
        went.append(f"{request.method.decode()} {bytes(request.url).decode()}")
        raise httpcore.ConnectError("no")

    monkeypatch.setattr(httpcore.AsyncConnectionPool, "handle_async_request", refuse)
    fields = {"base_url": "http://192.0.2.1/v1", "api_key_env": "OPENAI_API_KEY"}
    check(Provider("p", "gpt-x", **fields, allow_insecure=True))
    assert went == ["GET http://192.0.2.1/v1/models"]


def test_the_environment_itself_shows_nothing() -> None:
    assert holds_a_key(str(ENV))  # or this module would prove nothing
