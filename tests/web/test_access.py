"""Who gets in: without the token, with an old one, from a foreign page or name, nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from rscrew_console.web.access import Access
from tests.web.serving import Served, served, signed_in, tab

PATHS = ("/", "/ws", "/static/js/textual.js", "/static/css/xterm.css", "/nowhere")


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with served() as one:
        yield one


@pytest.fixture
async def stranger() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def test_a_token_works_once_and_a_new_one_ends_the_old() -> None:
    access = Access()
    assert access.exchange("") is None, "before there is any"
    first, second = access.new_token(), access.new_token()
    assert access.exchange(first) is None
    cookie = access.exchange(second)
    assert access.admits(cookie)
    assert access.exchange(second) is None
    assert [access.admits(other) for other in ("", None, first, second)] == [False] * 4


@pytest.mark.parametrize("path", PATHS)
async def test_without_the_cookie_there_is_nothing(
    server: Served, stranger: aiohttp.ClientSession, path: str
) -> None:
    server.server.address()
    headers = {"Origin": server.base}
    for name in ("Cookie", "X"):
        async with stranger.get(
            server.base + path, headers={**headers, name: f"rsc-{server.port}=abc"}
        ) as answer:
            assert answer.status == 403
            assert "Set-Cookie" not in answer.headers
            assert "terminal" not in await answer.text()


async def test_the_address_works_once(server: Served, stranger: aiohttp.ClientSession) -> None:
    address = server.server.address()
    async with stranger.get(address, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/")
        cookie = answer.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    async with aiohttp.ClientSession() as other, other.get(address) as answer:
        assert answer.status == 403
        assert "Set-Cookie" not in answer.headers


async def test_a_head_request_uses_no_token_up(
    server: Served, stranger: aiohttp.ClientSession
) -> None:
    address = server.server.address()
    async with stranger.head(address) as answer:
        assert answer.status == 405
    async with stranger.get(address, allow_redirects=False) as answer:
        assert answer.status == 303


async def test_the_page_loads_nothing_from_elsewhere(server: Served) -> None:
    async with signed_in(server) as browser, browser.get(server.base) as page:
        text = await page.text()
        assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Frame-Options"] == "DENY"
    assert "token" not in text
    assert "https://" not in text
    assert f"ws://127.0.0.1:{server.port}/ws" in text
    async with signed_in(server) as browser:
        for path in PATHS[2:4]:
            async with browser.get(server.base + path) as answer:
                assert answer.status == 200
        for path in ("/static/", "/static/../__init__.py", "/static/images/background.png"):
            async with browser.get(server.base + path) as answer:
                assert answer.status == 404


@pytest.mark.parametrize("path", PATHS[:4])
@pytest.mark.parametrize("name", ["evil.example", "evil.example:{port}", "127.0.0.1", "x:{port}"])
async def test_a_foreign_name_is_refused_with_the_right_cookie(
    server: Served, path: str, name: str
) -> None:
    async with signed_in(server) as browser:
        headers = {"Host": name.format(port=server.port), "Origin": server.base}
        async with browser.get(server.base + path, headers=headers) as answer:
            assert answer.status == 403


@pytest.mark.parametrize("path", PATHS[:4])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", ""])
async def test_a_foreign_page_is_refused_with_the_right_cookie(
    server: Served, path: str, origin: str
) -> None:
    async with (
        signed_in(server) as browser,
        browser.get(server.base + path, headers={"Origin": origin}) as answer,
    ):
        assert answer.status == 403


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.example"}, {"Origin": "null"}])
async def test_no_socket_without_the_origin_of_this_server(
    server: Served, headers: dict[str, str]
) -> None:
    async with signed_in(server) as browser:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await browser.ws_connect(f"{server.base}/ws", headers=headers)
        assert refused.value.status == 403


async def test_a_token_is_not_taken_from_a_foreign_page(
    server: Served, stranger: aiohttp.ClientSession
) -> None:
    address = server.server.address()
    async with stranger.get(address, headers={"Origin": "http://evil.example"}) as answer:
        assert answer.status == 403
    async with stranger.get(address, allow_redirects=False) as answer:
        assert answer.status == 303, "it is not used up"


async def test_one_console_a_socket_and_no_more_than_that(server: Served) -> None:
    async with signed_in(server) as browser:
        async with tab(server, browser) as first, tab(server, browser) as second:
            await first.until(lambda _: ";" in first.text)
            await second.until(lambda _: ";" in second.text)
            assert first.text != second.text, "two processes"
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                async with tab(server, browser):
                    pass
            assert refused.value.status == 503
            async with browser.get(server.base) as page:
                assert page.status == 503
                assert "close one" in await page.text()
        async with tab(server, browser) as third:
            await third.until(lambda _: ";" in third.text)
