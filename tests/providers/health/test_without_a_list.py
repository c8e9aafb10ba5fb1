"""Servers that answer calls and have no list of models, and what recent calls have proved."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from rscrew_console.providers.health import Health
from rscrew_console.providers.health.answer import UNREADABLE, Answer
from rscrew_console.providers.health.evidence import Evidence, with_evidence
from rscrew_console.providers.health.steps import KeyCheckResult, ProviderCheck
from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.providers.status import Status
from rscrew_console.roster.model import Provider
from tests.providers.health.asking import NOW, check
from tests.rows import each_row

OWN = "http://127.0.0.1:9/v1"
VENDOR = "https://api.openai.com/v1"
LIST = {"object": "list", "data": [{"id": "other"}]}


def status_of(
    kind: str, base_url: str, first: Answer, later: Answer | None = None
) -> tuple[Status, str]:
    """What a check finds where every question after the first has the answer `later`."""
    provider = Provider("p", "m", "KEY", kind=kind, base_url=base_url)
    target = target_of(provider, {"KEY": "k-one-1234567"})
    assert isinstance(target, Target)
    replies: dict[str, Answer] = {}
    for _ in range(6):
        step = ProviderCheck(target, dict(replies), NOW).next_step()
        if isinstance(step, KeyCheckResult):
            return step.verdict.status, step.verdict.hint
        answer = later if replies and later else first
        replies.update(dict.fromkeys((question.name for question in step), answer))
    raise AssertionError("the check does not end")


@each_row(("kind", "base_url", "answer", "status"), [
    ("openai_compatible", OWN, Answer(404, {}, {"error": "Not Found"}), "unverifiable"),
    ("openai_compatible", OWN, Answer(404), "unverifiable"),
    ("openai_compatible", OWN, Answer(405, {}, {"detail": "Method Not Allowed"}), "unverifiable"),
    ("openai_compatible", OWN, Answer(501), "unverifiable"),
    ("openai_compatible", OWN, Answer(410), "unverifiable"),
    ("openai_compatible", OWN, Answer(200, {}, {"status": "up"}), "unverifiable"),
    ("openai_compatible", OWN, Answer(200, {}, {"data": []}), "ok"),
    ("openai", OWN, Answer(404), "unverifiable"),
    ("groq", OWN, Answer(404), "unverifiable"),
    ("xai", OWN, Answer(404), "unverifiable"),
    ("anthropic", OWN, Answer(404), "unverifiable"),
    # a page for people, a refusal, an error: none of them is an API without a list
    ("openai_compatible", OWN, Answer(200, {}, UNREADABLE), "bad_response"),
    ("openai_compatible", OWN, Answer(200, {}, {"error": "no"}), "bad_response"),
    ("openai_compatible", OWN, Answer(403), "bad_response"),
    ("openai_compatible", OWN, Answer(401), "invalid_key"),
    ("openai_compatible", OWN, Answer(500), "server_error"),
    ("openai_compatible", OWN, Answer(404, {}, {"error": {"code": "model_not_found"}}),
     "model_not_found"),
    # vendors have their lists
    ("openai", VENDOR, Answer(404), "bad_response"),
    ("openai", VENDOR, Answer(200, {}, {"status": "up"}), "bad_response"),
    ("ollama", "http://127.0.0.1:9", Answer(404), "bad_response"),
])  # fmt: skip
def test_without_a_list(kind: str, base_url: str, answer: Answer, status: Status) -> None:
    assert status_of(kind, base_url, answer)[0] == status


@pytest.mark.parametrize(("kind", "listed", "status"), [
    ("openai_compatible", {"data": []}, "unverifiable"),
    ("openai_compatible", LIST, "model_not_found"),
    ("anthropic", LIST, "unverifiable"),
    ("anthropic", {"data": [{"id": "other"}], "has_more": False}, "model_not_found"),
])  # fmt: skip
def test_lists_that_do_not_show_the_model(kind: str, listed: object, status: Status) -> None:
    assert status_of(kind, OWN, Answer(200, {}, listed), Answer(404))[0] == status


@each_row(("listing", "status", "deep"), [
    ((403, b"forbidden"), "bad_response", "ok"),
    ((404, b"<html>"), "unverifiable", "ok"),
    ((405, b"{}"), "unverifiable", "ok"),
    ((401, b"{}"), "invalid_key", "invalid_key"),
    ((500, b"{}"), "server_error", "server_error"),
])  # fmt: skip
def test_a_deep_check_asks_whoever_has_no_list(
    listing: tuple[int, bytes], status: Status, deep: Status
) -> None:
    with gateway(*listing) as base_url:
        provider = Provider("p", "m", base_url=base_url)
        found = [check(provider, deep=each)[0] for each in (False, True)]
    assert [one.status for one in found] == [status, deep]


@contextmanager
def gateway(http_status: int, listing: bytes) -> Iterator[str]:
    """A server that answers every call, and every other request as given."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(http_status, listing)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(200, b'{"choices": [{"message": {"content": "Hi"}}]}')

        def answer(self, code: int, body: bytes) -> None:
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


def test_an_api_behind_v1_is_found() -> None:
    told = status_of(
        "openai_compatible", "https://gateway.example", Answer(404), Answer(200, {}, LIST)
    )
    assert told == ("bad_response", "write base_url: https://gateway.example/v1")


def health(status: Status, at: datetime | None = NOW) -> Health:
    return Health("p", status, checked_at=at)


@each_row(("found", "ok", "fault", "minutes", "status"), [
    ("unverifiable", True, "", 2, "ok"),
    ("restricted_key", True, "", 2, "ok"),
    ("bad_response", True, "", 2, "ok"),
    ("model_not_found", True, "", 2, "ok"),
    ("invalid_key", True, "", 2, "invalid_key"),
    ("unreachable", True, "", 2, "unreachable"),
    ("unverifiable", True, "", 11, "unverifiable"),
    ("ok", False, "no_credit", 2, "no_credit"),
    ("ok", False, "invalid_key", 2, "invalid_key"),
    ("unverifiable", False, "unreachable", 2, "unreachable"),
    ("ok", False, "rate_limited", 2, "ok"),
    ("ok", False, "content_policy", 2, "ok"),
    ("ok", False, "no_credit", 11, "ok"),
    ("ok", False, "no_credit", -1, "ok"),
])  # fmt: skip
def test_what_calls_have_proved(
    found: Status, ok: bool, fault: str, minutes: int, status: Status
) -> None:
    said = Evidence("p", "m", ok, fault, NOW - timedelta(minutes=minutes))
    (told,) = with_evidence([health(found)], [Provider("p", "m")], [said], NOW)
    assert told.status == status


@pytest.mark.parametrize("subject", [
    health("ok", None), replace(health("ok"), called=True), replace(health("ok"), provider="q"),
])  # fmt: skip
def test_what_calls_say_nothing_about(subject: Health) -> None:
    said = Evidence("p", "m", False, "no_credit", NOW)
    providers = [Provider("p", "m"), Provider("q", "m")]
    assert with_evidence([subject], providers, [said], NOW) == [subject]
    edited = [Provider("p", "another"), Provider("q", "m")]
    assert with_evidence([health("ok")], edited, [said], NOW) == [health("ok")]
