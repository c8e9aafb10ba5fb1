"""A key goes to its own vendor, in its own header, and nowhere else at all."""

import logging
import traceback

import pytest

from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.secret import Secret
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import CallFailed, ModelRequest
from rscrew_console.runtime.wire import Wire
from rscrew_console.runtime.wire.client import Client, Outgoing, Unanswered
from rscrew_console.runtime.wire.formats.base import HttpCall
from rscrew_console.runtime.wire.request_target import RequestTarget, request_target_of
from rscrew_console.runtime.wire.sending import headers
from rscrew_console.simulator import BEHAVIOURS, VENDORS, Behaviour, Simulator, Site, in_turn
from rscrew_console.simulator.behaviour import Name
from tests.rows import each_row
from tests.runtime.wire.calling import KEYS, TOOL, WAYS, Way, failure_of, order_for

TALKING = [name for name, kind in KINDS.items() if kind.talk is not None]
CREDENTIALS = {"authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie"}
FOREIGN = "sk-of-somebody-else-4711"
MADE_UP = "sk-made-up-8Zq31LkVv0TtRmWx"


def pieces_of(key: str) -> list[str]:
    return [key[start : start + 8].lower() for start in range(len(key) - 7)]


def holds(text: str, key: str) -> bool:
    """Also a piece of it, and in any case."""
    return any(piece in text.lower() for piece in pieces_of(key))


def assert_it_has_one_key(site: Site, key: str) -> None:
    assert site.requests
    for request in site.requests:
        assert not holds(request.target, key)
        assert not holds(request.body.decode(), key)
        assert {name for name in request.headers if holds(request.headers[name], key)} <= {
            site.vendor.header
        }
        found = {name for name in request.headers if name in CREDENTIALS}
        assert found <= {site.vendor.header}


@each_row("way", WAYS)
@each_row("vendor", TALKING)
def test_nobody_is_followed(simulator: Simulator, wire: Wire, vendor: str, way: Way) -> None:
    other = simulator.site(vendor)
    away = Behaviour("redirecting", location=f"http://127.0.0.1:{other.port}")
    site = simulator.site(vendor, away)
    failure = failure_of(way, wire, order_for(site))
    assert failure.fault == "bad_response"
    assert other.requests == []
    assert len(site.requests) == 1
    assert_it_has_one_key(site, KEYS[vendor] or MADE_UP)


@each_row("way", WAYS)
@each_row("vendor", TALKING)
def test_nobody_is_followed_from_a_second_try(
    simulator: Simulator, wire: Wire, vendor: str, way: Way
) -> None:
    other = simulator.site(vendor)
    away = Behaviour("redirecting", location=f"http://127.0.0.1:{other.port}")
    site = simulator.site(vendor, in_turn(Behaviour("closing"), away))
    failure_of(way, wire, order_for(site))
    assert other.requests == []
    assert len(site.requests) == 1


@each_row("way", WAYS)
@each_row("vendor", ["openai", "azure"])
@each_row("model", ["gpt-5.4", "gpt-5-pro", "o1-pro"])
def test_nobody_is_followed_through_the_other_api(
    simulator: Simulator, wire: Wire, vendor: str, model: str, way: Way
) -> None:
    """OpenAI's newer models are asked for answers elsewhere."""
    other = simulator.site(vendor)
    away = Behaviour("redirecting", location=f"http://127.0.0.1:{other.port}")
    site = simulator.site(vendor, away, models=[model])
    parameters = {"tools": [TOOL], "reasoning_effort": "low"}
    model = f"azure/{model}" if vendor == "azure" else model
    failure_of(way, wire, order_for(site, parameters=parameters, model=model))
    assert other.requests == []
    assert len(site.requests) == 1


@each_row("way", WAYS)
@each_row("vendor", TALKING)
def test_a_key_is_in_its_header_alone(
    simulator: Simulator, wire: Wire, vendor: str, way: Way
) -> None:
    site = simulator.site(vendor)
    way(wire, order_for(site))
    assert_it_has_one_key(site, KEYS[vendor] or MADE_UP)
    (request,) = site.requests
    if KEYS[vendor]:
        assert request.headers[site.vendor.header] == site.vendor.before + KEYS[vendor]


BASES = (
    "OPENAI_BASE_URL", "OPENAI_API_BASE", "ANTHROPIC_API_BASE", "ANTHROPIC_BASE_URL",
    "GEMINI_API_BASE", "GOOGLE_GEMINI_BASE_URL", "DEEPSEEK_API_BASE", "OPENROUTER_API_BASE",
    "TOGETHER_AI_API_BASE", "TOGETHERAI_API_BASE", "MISTRAL_API_BASE", "MISTRAL_AZURE_API_BASE",
    "GROQ_API_BASE", "XAI_API_BASE", "CEREBRAS_API_BASE", "AZURE_API_BASE",
    "AZURE_OPENAI_ENDPOINT", "OLLAMA_API_BASE", "LITELLM_PROXY_API_BASE", "OPENAI_LIKE_API_BASE",
)  # fmt: skip
SECRETS = (
    "OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN",
    "GEMINI_API_KEY", "GOOGLE_API_KEY", "DEEPSEEK_API_KEY", "OPENROUTER_API_KEY", "OR_API_KEY",
    "TOGETHER_API_KEY", "TOGETHERAI_API_KEY", "TOGETHER_AI_TOKEN", "MISTRAL_API_KEY",
    "GROQ_API_KEY", "XAI_API_KEY", "CEREBRAS_API_KEY", "AZURE_API_KEY", "AZURE_OPENAI_API_KEY",
    "AZURE_OPENAI_AD_TOKEN", "AZURE_AD_TOKEN", "OLLAMA_API_KEY", "LITELLM_PROXY_API_KEY",
    "OPENAI_LIKE_API_KEY", "OPENAI_ORGANIZATION", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID",
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vendor", TALKING)
def test_the_environment_neither_leads_away_nor_adds(
    monkeypatch: pytest.MonkeyPatch, simulator: Simulator, wire: Wire, vendor: str, way: Way
) -> None:
    other = simulator.site(vendor)
    for name in BASES:
        monkeypatch.setenv(name, other.base_url)
    for name in SECRETS:
        monkeypatch.setenv(name, FOREIGN)
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", f"X-Own: {FOREIGN}\nAuthorization: {FOREIGN}")
    site = simulator.site(vendor)
    way(wire, order_for(site))
    assert other.requests == []
    (request,) = site.requests
    assert not holds(str(request.headers) + request.target + request.body.decode(), FOREIGN)


@pytest.mark.parametrize("way", WAYS)
def test_openai_s_key_goes_to_no_server_without_one(
    monkeypatch: pytest.MonkeyPatch, simulator: Simulator, wire: Wire, way: Way
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", FOREIGN)
    site = simulator.site("openai_compatible")
    way(wire, order_for(site))
    assert site.requests[0].headers["authorization"] == "Bearer none-needed"


@pytest.mark.parametrize(("base", "told"), [
    ("https://api.openai.com/v1", {"OpenAI-Organization": "org-of-mine"}),
    ("https://llm.example/v1", {}),
])  # fmt: skip
def test_openai_itself_is_told_of_the_organisation(base: str, told: dict[str, str]) -> None:
    provider = Provider("mine", "gpt-5-mini", base_url=base, api_key_env="MINE")
    order = ModelRequest(provider, Secret(MADE_UP), (), 20)
    request_target = request_target_of(order)
    assert isinstance(request_target, RequestTarget)
    assert request_target.target is not None
    sent = headers(
        order, request_target.target, HttpCall("/chat", {}), {"OPENAI_ORG_ID": "org-of-mine"}
    )
    assert sent == {**told, "Authorization": f"Bearer {MADE_UP}"}


def test_a_format_adds_no_credentials() -> None:
    provider = Provider("mine", "gpt-5-mini", api_key_env="MINE")
    order = ModelRequest(provider, Secret(MADE_UP), (), 20)
    request_target = request_target_of(order)
    assert isinstance(request_target, RequestTarget)
    assert request_target.target is not None
    call = HttpCall("/chat", {}, {"Cookie": FOREIGN, "X-API-Key": FOREIGN, "beta": "1"})
    sent = headers(order, request_target.target, call, {})
    assert sent == {"beta": "1", "Authorization": f"Bearer {MADE_UP}"}


@pytest.mark.parametrize(("url", "insecure", "sent"), [
    ("http://llm.example.invalid/v1/chat", False, False),
    ("http://llm.example.invalid/v1/chat", True, True),
    ("http://127.0.0.1:9/v1/chat", False, True),
    ("https://llm.example.invalid:443/v1/chat", False, True),
])  # fmt: skip
async def test_what_is_let_out(url: str, insecure: bool, sent: bool) -> None:
    """What is let out fails at the network, as nobody is there."""
    client = Client()
    with pytest.raises(Unanswered) as caught:
        await client.post(Outgoing(url, {}, {}, insecure))
    await client.aclose()
    assert ("not asked" not in caught.value.failure.detail) is sent


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that anybody logs."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpcore", "asyncio", "openai"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


@pytest.mark.parametrize("behaviour", [name for name in BEHAVIOURS if name != "flapping"])
def test_no_failure_shows_a_key(
    simulator: Simulator,
    wire: Wire,
    logged: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    behaviour: Name,
) -> None:
    """Neither its text nor anything that hangs on it, nor what is logged or printed meanwhile."""
    timeout = 0.1 if behaviour == "hanging" else 20
    for vendor in ("openai", "anthropic", "gemini", "azure", "openrouter"):
        site = simulator.site(
            vendor, Behaviour(behaviour, echo=True, location="http://127.0.0.1:9")
        )
        for way in WAYS:
            error = error_of(way, wire, site, timeout)
            shown = f"{error!s} {error!r} {error.failure!r}" if error else ""
            assert not holds(shown, KEYS[vendor])
            assert error is None or not holds(chain_of(error), KEYS[vendor])
        assert not holds(logged.text, KEYS[vendor])
        assert not any(holds(text, KEYS[vendor]) for text in capfd.readouterr())


def error_of(way: Way, wire: Wire, site: Site, timeout: float) -> CallFailed | None:
    try:
        way(wire, order_for(site, timeout=timeout))
    except CallFailed as error:
        return error
    return None


def chain_of(error: BaseException) -> str:
    """All that a traceback can show of it, the values of variables among it."""
    assert error.__cause__ is None
    assert error.__context__ is None
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [frame for frame in shown.stack if "/tests/" not in frame.filename]
    return "".join(map(str, (frame.locals for frame in ours))) + "".join(shown.format())


def test_there_is_a_vendor_for_every_kind() -> None:
    assert set(TALKING) == set(VENDORS)
