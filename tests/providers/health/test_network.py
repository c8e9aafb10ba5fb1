"""Certificates, proxies, and many at once."""

import socket
import ssl
import threading
from pathlib import Path

import pytest
import trustme

from rscrew_console.providers.health.check import check_all
from rscrew_console.providers.health.fetch import MOST_AT_ONCE
from rscrew_console.providers.health.run import run
from rscrew_console.roster.model import HealthSettings, Provider
from rscrew_console.simulator import Behaviour, Simulator
from tests.providers.health.asking import check, provider_at

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.mark.parametrize(("name", "trusted", "status", "says"), [
    ("127.0.0.1", True, "ok", ""),
    ("vendor.example", True, "unreachable", "for another name"),
    ("127.0.0.1", False, "unreachable", "certificate is not trusted"),
])  # fmt: skip
def test_certificates(
    simulator: Simulator, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    name: str, trusted: bool, status: str, says: str,
) -> None:  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    if trusted:
        authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    site = simulator.site("openai", tls=context)
    (health,) = check(provider_at(site))
    assert health.status == status
    assert says in health.detail
    assert len(site.requests) == (status == "ok")


def test_https_to_a_server_that_speaks_none(simulator: Simulator) -> None:
    site = simulator.site("openai")
    (health,) = check(provider_at(site, base_url=site.base_url.replace("http:", "https:")))
    assert (health.status, health.hint) == ("unreachable", "does it speak https at all?")
    assert site.requests == []


@pytest.mark.parametrize(("name", "value", "says"), [
    ("SSL_CERT_FILE", "/nowhere/authority.pem", "certificates"),
    ("ALL_PROXY", "socks9://127.0.0.1:9", "proxy"),
    ("HTTPS_PROXY", "http://a:b:c", "proxy"),
])  # fmt: skip
def test_a_broken_environment_is_told(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    """Of those alone that need it: this machine is asked without any of it."""
    monkeypatch.setenv(name, value)
    away = Provider("away", "gpt-x", "OPENAI_API_KEY")
    here = provider_at(simulator.site("openai"))
    healths = check(away, here, Provider("without", "gpt-x", "NOT_SET"))
    assert [health.status for health in healths] == ["unreachable", "ok", "no_key"]
    assert says in healths[0].detail


def test_a_proxy_is_used_and_is_not_told_the_key(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = simulator.site("openai_compatible", Behaviour("invalid_key"))
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    (health,) = check(Provider("p", "gpt-x", "OPENAI_API_KEY"))
    assert (health.status, "proxy" in health.detail) == ("unreachable", True)
    (request,) = proxy.requests
    assert (request.method, request.target) == ("CONNECT", "api.openai.com:443")
    assert "authorization" not in request.headers


def test_this_machine_is_asked_without_a_proxy(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, site = simulator.site("openai_compatible"), simulator.site("openai")
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    (health,) = check(provider_at(site))
    assert health.status == "ok"
    assert proxy.requests == []


@pytest.mark.parametrize(("providers", "at_once"), [(200, 200), (300, MOST_AT_ONCE)])
def test_all_are_asked_at_once(simulator: Simulator, providers: int, at_once: int) -> None:
    """The server answers nobody before so many wait; one after another would time out."""
    site = simulator.site("openai_compatible", Behaviour(crowd=at_once))
    crew = [
        Provider(f"p{number}", "local-model", base_url=site.base_url) for number in range(providers)
    ]
    healths = check(*crew, settings=HealthSettings(timeout=30, degraded_ms=30_000))
    assert {health.status for health in healths} == {"ok"}
    assert site.most_at_once == at_once


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, go_on = threading.Event(), threading.Event()

    def resolve(*_args: object, **_kwargs: object) -> None:
        asked.set()
        go_on.wait(30)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    provider = Provider("p", "m", base_url="https://silent.example/v1")
    (health,) = run(check_all([provider], {}, HealthSettings(timeout=0.2)))
    assert health.status == "timeout"
    assert asked.is_set()
    assert not go_on.is_set()  # the resolver hangs still
    go_on.set()
