"""The smaller parts: words of strangers, times to wait, readers of lists, several keys."""

from datetime import date

import pytest

from rscrew_console.providers import readers
from rscrew_console.providers.health.clean import LONGEST, plain
from rscrew_console.providers.health.hints import in_words
from rscrew_console.providers.health.merge import merged
from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.health.retry_after import retry_after
from rscrew_console.providers.health.steps import KeyCheckResult
from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.model_names import offered
from rscrew_console.providers.offers import ModelListPage, OfferedModel
from rscrew_console.providers.secret import Secret
from rscrew_console.providers.status import Status
from rscrew_console.roster.model import HealthSettings, Price, Provider
from tests.providers.health.asking import ENV, NOW
from tests.rows import each_row


@each_row(("text", "shown"), [
    ("plain words", "plain words"),
    ("two\r\nlines\tand\u2028more", "two lines and more"),
    ("\x1b[31;1mred\x1b[0m", "red"),
    ("\x9b31mred", "red"),
    ("\x1b]0;title\x07text", "text"),
    ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
    ("\x1bPdevice\x1b\\text", "text"),
    ("\x1b(Btext\x1bc", "text"),
    ("a\x00b\x07c\x7fd\x85e", "abcd e"),
    ("left\u202eright\ufeff\ud800", "leftright"),
    ("half\x1b", "half"),
    ("bad sk-a1b2c3d4e5 key", "bad (key) key"),
    ("bad sk-a1b2\x00c3d4e5 key", "bad (key) key"),
    ("x" * 999, "x" * (LONGEST - 1) + "…"),
    ("", ""),
])  # fmt: skip
def test_words_of_strangers(text: str, shown: str) -> None:
    assert plain(text, [Secret("sk-a1b2c3d4e5")]) == shown


@each_row(("headers", "delay", "seconds"), [
    ({"retry-after": "30"}, "", 30.0),
    ({"retry-after": " 1.5 "}, "", 1.5),
    ({"retry-after": "0"}, "", 0.0),
    ({"retry-after": "Fri, 20 Nov 2026 12:00:30 GMT"}, "", 30.0),
    ({"retry-after": "Fri, 20 Nov 2026 13:00:30 +0100"}, "", 30.0),
    ({"retry-after": "Fri, 20 Nov 2026 11:00:00 GMT"}, "", 0.0),
    ({"retry-after": "Fri, 20 Nov 2099 11:00:00 GMT"}, "", 7 * 24 * 3600.0),
    ({"retry-after": "-5"}, "", None),
    ({"retry-after": "1e9"}, "", None),
    ({"retry-after": "soon"}, "", None),
    ({"retry-after": "99 Nov 99999 99:99:99"}, "", None),
    ({"retry-after-ms": "250"}, "", 0.25),
    ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m30s"}, "", 90.0),
    ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "12ms"}, "", 0.012),
    ({"x-ratelimit-remaining-requests": "9", "x-ratelimit-reset-requests": "1m30s"}, "", None),
    ({}, "34s", 34.0),
    ({}, "34.5s and more", None),
    ({}, "", None),
])  # fmt: skip
def test_when_to_come_back(headers: dict[str, str], delay: str, seconds: float | None) -> None:
    found = retry_after(headers, delay, NOW)
    assert found == (None if seconds is None else pytest.approx(seconds))


@each_row(("seconds", "words"), [
    (0, "1 s"), (0.2, "1 s"), (45, "45 s"), (120, "120 s"), (121, "3 min"), (7200, "120 min"),
    (7201, "3 h"),
])  # fmt: skip
def test_a_time_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


@each_row(("data", "page"), [
    ({"data": [{"id": "a"}, {"id": "b"}]}, ModelListPage((OfferedModel("a"), OfferedModel("b")))),
    ([{"id": "a", "type": "chat", "context_length": 8}],
     ModelListPage((OfferedModel("a", context=8),))),
    ([{"id": "a", "type": "image"}], ModelListPage((OfferedModel("a", chats=False),))),
    ({"data": [{"id": "a", "aliases": ["b", 1], "max_context_length": 8,
                "deprecation": "2026-12-01T00:00:00Z"}]},
     ModelListPage((OfferedModel("a", ("b",), 8, retires=date(2026, 12, 1)),))),
    ({"data": [{"id": "a", "shutdown_date": "2026-12-11"}]},
     ModelListPage((OfferedModel("a", retires=date(2026, 12, 11)),))),
    ({"data": [{"id": "a", "pricing": {"prompt": "0.000003", "completion": "0.000015"}}]},
     ModelListPage((OfferedModel("a", price=Price(3, 15)),))),
    ({"data": [{"id": "a", "pricing": {"input": 0.2, "output": 0.6}}]},
     ModelListPage((OfferedModel("a", price=Price(0.2, 0.6)),))),
    ({"data": [{"id": "a", "pricing": {"prompt": "-1", "completion": "-1"}}]},
     ModelListPage((OfferedModel("a"),))),
    ({"data": [{"id": "x.gguf", "owned_by": "llamacpp"}]},
     ModelListPage((OfferedModel("x.gguf"),), any_name=True)),
    ({"data": [{"id": "a"}, {"id": "\x1b[31m"}, {"id": 1}, {}, 7]},
     ModelListPage((OfferedModel("a"),))),
    ({"data": [{"id": "a", "context_length": 10**400, "pricing": {"prompt": "nan"}}]},
     ModelListPage((OfferedModel("a"),))),
    ({"data": []}, ModelListPage(())), ([], ModelListPage(())),
    ({"data": [1, 2]}, None), ({"data": {}}, None), ({}, None), ("a", None), (None, None),
])  # fmt: skip
def test_lists_as_openai_gives_them(data: object, page: ModelListPage | None) -> None:
    assert readers.openai_like(data) == page


@each_row(("read", "data", "page"), [
    (readers.anthropic, {"data": [{"id": "a"}], "has_more": True, "last_id": "a"},
     ModelListPage((OfferedModel("a"),), "a")),
    (readers.anthropic, {"data": [{"id": "a"}], "has_more": False, "last_id": "a"},
     ModelListPage((OfferedModel("a"),))),
    (readers.anthropic, {"data": [{"id": "a"}], "has_more": True, "last_id": "\n"},
     ModelListPage((OfferedModel("a"),))),
    (readers.anthropic, [], None),
    (readers.gemini, {"models": [{"name": "models/a", "inputTokenLimit": 9}], "nextPageToken": "t"},
     ModelListPage((OfferedModel("a", context=9),), "t")),
    (readers.gemini, {"models": [{"name": "models/a", "supportedGenerationMethods": ["embed"]}]},
     ModelListPage((OfferedModel("a", chats=False),))),
    (readers.gemini, {}, ModelListPage(())),
    (readers.gemini, {"other": 1}, None),
    (readers.ollama, {"models": [{"name": "a:latest"}]},
     ModelListPage((OfferedModel("a:latest"),))),
    (readers.ollama, {"data": []}, None),
])  # fmt: skip
def test_other_lists(read: object, data: object, page: ModelListPage | None) -> None:
    assert callable(read)
    assert read(data) == page


def test_a_wildcard_of_a_proxy_offers_all_that_begin_so() -> None:
    kind = KINDS["openai_compatible"]
    assert offered(kind, "mistral/large", (OfferedModel("openai/*"), OfferedModel("mistral/*")))
    assert offered(kind, "groq/x", (OfferedModel("openai/*"), OfferedModel("mistral/*"))) is None


@each_row(("provider", "status", "says"), [
    (Provider("p", "bedrock/anthropic.claude-x"), "unverifiable", "AWS credentials"),
    (Provider("p", "vertex_ai/gemini-x"), "unverifiable", "Google Cloud credentials"),
    (Provider("p", "who-knows"), "unverifiable", "the name of this model does not show its vendor"),
    (Provider("p", "nimbus/heron-7"), "unverifiable", 'the vendor "nimbus" is not known here'),
    (Provider("p", "heron-7", kind="nimbus"), "unverifiable", 'the kind "nimbus" is not known'),
    (Provider("p", "who-knows", "NOT_SET"), "no_key", "NOT_SET is not set"),
    (Provider("p", "claude-x", "EMPTY"), "no_key", "EMPTY is not set"),
    (Provider("p", "claude-x", "WAITING"), "placeholder_key", "WAITING holds a placeholder"),
    (Provider("p", "azure/mine", "AZURE_API_KEY"), "unreachable", "no address of its own"),
    (Provider("p", "gpt-x", "sk-proj-a1b2c3d4e5f6g7h8i9j0"), "no_key", "(hidden: this looks like"),
])  # fmt: skip
def test_what_is_not_asked(provider: Provider, status: Status, says: str) -> None:
    verdict = target_of(provider, {**ENV, "EMPTY": " ", "WAITING": "your_key_here"})
    assert isinstance(verdict, CheckOutcome)
    assert verdict.status == status
    assert says in verdict.detail


@each_row(("kind", "base_url", "path", "url"), [
    ("openai", None, "/models", "https://api.openai.com/v1/models"),
    ("openai", "http://localhost:1/v1/", "/models", "http://localhost:1/v1/models"),
    ("openai", "https://h.example/v1?key=x#y", "/models", "https://h.example/v1/models"),
    ("anthropic", "https://h.example/v1", "/v1/models", "https://h.example/v1/models"),
    ("gemini", "https://h.example/v1beta/openai/", "/v1beta/models",
     "https://h.example/v1beta/models"),
    ("ollama", None, "/api/tags", "http://localhost:11434/api/tags"),
    ("ollama", "http://localhost:2/v1", "/api/tags", "http://localhost:2/api/tags"),
    ("azure", "https://me.openai.azure.com/openai/v1/", "/openai/models",
     "https://me.openai.azure.com/openai/models"),
])  # fmt: skip
def test_addresses(kind: str, base_url: str | None, path: str, url: str) -> None:
    key = next(iter(KINDS[kind].key_variables), None)
    target = target_of(Provider("p", "m", key, kind=kind, base_url=base_url), ENV)
    assert isinstance(target, Target)
    assert target.url(path) == url


@pytest.mark.parametrize(("model", "base_url", "env", "kind"), [
    ("gpt-x", "https://openrouter.ai/api/v1", {"K": "a1b2c3d4"}, "openrouter"),
    ("gpt-x", "https://gateway.example/v1", {"K": "a1b2c3d4"}, "openai"),
    ("ollama/x", None, {"OLLAMA_API_BASE": "http://127.0.0.1:5", "K": "a1b2c3d4"}, "ollama"),
    ("azure/x", None, {"AZURE_ENDPOINT": "https://x.openai.azure.com", "K": "a1b2c3d4"}, "azure"),
])  # fmt: skip
def test_the_protocol_is_that_of_the_host(
    model: str, base_url: str | None, env: dict[str, str], kind: str
) -> None:
    target = target_of(Provider("p", model, "K", base_url=base_url), env)
    assert isinstance(target, Target)
    assert target.kind.name == kind


OK = KeyCheckResult(CheckOutcome("ok", http_status=200), 120.0)
SLOW = KeyCheckResult(CheckOutcome("ok", http_status=200), 2300.0)
BAD = KeyCheckResult(CheckOutcome("invalid_key", "the key is refused", "mend it", 401), 90.0)
FEW = KeyCheckResult(CheckOutcome("restricted_key", "may not list", "", 403), 80.0)


@each_row(("findings", "keys", "status", "good", "detail"), [
    ([OK], 0, "ok", 0, ""),
    ([OK], 1, "ok", 1, ""),
    ([SLOW], 1, "degraded", 1, "slow: it took 2.3 s to answer"),
    ([BAD], 1, "invalid_key", 0, "the key is refused"),
    ([BAD, OK], 2, "ok", 1, "1 of 2 keys good; key 1: invalid key"),
    ([SLOW, OK], 2, "ok", 2, "2 of 2 keys good"),
    ([FEW, OK], 2, "ok", 2, "2 of 2 keys good"),
    ([FEW, BAD], 2, "restricted_key", 1, "1 of 2 keys good; may not list"),
    ([BAD, BAD], 3, "invalid_key", 0, "0 of 3 keys good; the key is refused"),
])  # fmt: skip
def test_several_keys(
    findings: list[KeyCheckResult], keys: int, status: Status, good: int, detail: str
) -> None:
    health = merged("p", findings, HealthSettings(), NOW, keys=keys)
    assert (health.status, health.keys_good, health.keys_total) == (status, good, keys)
    assert health.detail == detail
