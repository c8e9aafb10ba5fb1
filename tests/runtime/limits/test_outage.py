"""Redis that is not there, or not any more, or not for us."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from rscrew_console.runtime.limits import (
    Pace,
    RedisLimitStore,
)
from rscrew_console.runtime.limits.availability import RETRY_AFTER
from tests.runtime.limits.clock import Clock
from tests.runtime.limits.stores import MANNERS, Manner, in_manner, turns_of, warnings_in
from tests.runtime.redis_server import RedisServer, free_port
from tests.runtime.relay import Relay

PASSWORD = "p:ss/wörd"
ENCODED = "p%3Ass%2Fw%C3%B6rd"


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis with a password, for a test that will be rough with it."""
    with RedisServer(tmp_path, "--requirepass", PASSWORD, login=f":{ENCODED}@") as server:
        yield server


@pytest.mark.parametrize("manner", MANNERS)
def test_killed_in_the_middle_and_back_again(
    guarded: RedisServer, clock: Clock, caplog: pytest.LogCaptureFixture, manner: Manner
) -> None:
    caplog.set_level(logging.INFO)
    inner = RedisLimitStore(guarded.url, clock=clock)
    limit_store = in_manner(inner, manner)
    pace = Pace(0, 2)
    assert [limit_store.reserve("openai", pace) for _ in range(2)] == [0, 0]
    limit_store.start_cooldown("claude", 600, "bad key")

    guarded.stop()
    # What this process has done before still counts, and it goes on by itself.
    assert [limit_store.reserve("openai", pace) for _ in range(2)] == [60, 60]
    assert limit_store.cooldowns(["claude"])["claude"].why == "bad key"
    limit_store.start_cooldown("gemini", 60, "overloaded")
    limit_store.end_cooldown("claude")
    assert set(limit_store.cooldowns(["claude", "gemini"])) == {"gemini"}
    clock.now += 2 * RETRY_AFTER
    limit_store.give_back(limit_store.reserve("openai", pace))
    [warning] = warnings_in(caplog)
    assert f"Redis at redis://127.0.0.1:{guarded.port}/0 does not serve" in warning

    guarded.start()
    clock.now += 2 * RETRY_AFTER
    assert [limit_store.reserve("openai", pace) for _ in range(2)] == [0, 0]
    with guarded.client() as client:
        assert len(turns_of(client, "openai")) == 2
    assert len(warnings_in(caplog)) == 1
    assert f"Redis at redis://127.0.0.1:{guarded.port}/0 is back" in caplog.text
    assert PASSWORD not in caplog.text
    assert ENCODED not in caplog.text
    inner.close()


@pytest.mark.parametrize("manner", MANNERS)
def test_a_restart_between_two_calls_goes_unnoticed(
    guarded: RedisServer, clock: Clock, caplog: pytest.LogCaptureFixture, manner: Manner
) -> None:
    inner = RedisLimitStore(guarded.url, clock=clock)
    limit_store = in_manner(inner, manner)
    limit_store.reserve("openai", Pace(1e-6))
    guarded.stop()
    guarded.start()
    limit_store.start_cooldown("openai", 60, "overloaded")
    with guarded.client() as client:
        assert len(client.keys("*")) == 1
    assert warnings_in(caplog) == []
    inner.close()


async def test_a_restart_between_two_calls_of_one_loop(
    guarded: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    limit_store = RedisLimitStore(guarded.url)
    await limit_store.areserve("openai", Pace(1e-6))
    guarded.stop()
    guarded.start()
    await limit_store.astart_cooldown("openai", 60, "overloaded")
    with guarded.client() as client:
        assert len(client.keys("*")) == 1
    assert warnings_in(caplog) == []


async def test_a_connection_that_is_dropped_silently(
    server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    with Relay(server.port) as relay:
        limit_store = RedisLimitStore(f"redis://127.0.0.1:{relay.port}")
        await limit_store.areserve("openai", Pace(1e-6))
        limit_store.reserve("openai", Pace(1e-6))
        relay.drop_silently()
        await limit_store.astart_cooldown("openai", 60, "overloaded")
        limit_store.start_cooldown("claude", 60, "overloaded")
        with server.client() as client:
            assert len(client.keys("*:rest:*")) == 2
        assert relay.connections == 4
        limit_store.close()
    assert warnings_in(caplog) == []


@pytest.mark.parametrize("manner", MANNERS)
def test_while_it_is_away_only_one_call_in_a_while_tries(
    clock: Clock, caplog: pytest.LogCaptureFixture, manner: Manner, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = RedisLimitStore(f"redis://127.0.0.1:{free_port()}", clock=clock)
    limit_store = in_manner(inner, manner)
    tries = []
    lost = inner._link.lost
    monkeypatch.setattr(inner._link, "lost", lambda error: (tries.append(clock.now), lost(error)))
    for _ in range(100):
        limit_store.reserve("openai", Pace(1e-6))
        clock.now += RETRY_AFTER / 10
    assert len(tries) == 10
    assert len(warnings_in(caplog)) == 1


@pytest.mark.parametrize("manner", MANNERS)
def test_one_that_hangs(
    guarded: RedisServer, clock: Clock, caplog: pytest.LogCaptureFixture, manner: Manner
) -> None:
    inner = RedisLimitStore(guarded.url, clock=clock)
    limit_store = in_manner(inner, manner)
    limit_store.reserve("openai", Pace(0, 1))
    guarded.hang()
    assert limit_store.reserve("openai", Pace(0, 1)) == 60
    assert len(warnings_in(caplog)) == 1
    inner.close()


@pytest.mark.parametrize("manner", MANNERS)
@pytest.mark.parametrize(
    ("login", "said"),
    [
        ("", "Authentication required"),
        (":wr0ng-secret@", "invalid username-password pair"),
        ("someb0dy:wr0ng-secret@", "invalid username-password pair"),
    ],
)
def test_one_that_does_not_let_us_in(
    guarded: RedisServer,
    caplog: pytest.LogCaptureFixture,
    manner: Manner,
    login: str,
    said: str,
) -> None:
    inner = RedisLimitStore(guarded.url.replace(f":{ENCODED}@", login))
    limit_store = in_manner(inner, manner)
    assert limit_store.reserve("openai", Pace(1e-6)) == 0
    [warning] = warnings_in(caplog)
    assert said in warning
    assert "wr0ng" not in warning
    assert "b0dy" not in warning
    inner.close()


@pytest.mark.parametrize("manner", MANNERS)
def test_database_numbers_are_apart(server: RedisServer, manner: Manner) -> None:
    boards = [RedisLimitStore(server.url.replace("/0", number)) for number in ("/0", "/7", "?db=7")]
    first, seventh, again = (in_manner(limit_store, manner) for limit_store in boards)
    first.start_cooldown("openai", 60, "overloaded")
    assert seventh.cooldowns(["openai"]) == {}
    seventh.start_cooldown("claude", 60, "overloaded")
    assert set(again.cooldowns(["openai", "claude"])) == {"claude"}
    for limit_store in boards:
        limit_store.close()


@pytest.mark.parametrize("manner", MANNERS)
def test_encrypted(tmp_path: Path, caplog: pytest.LogCaptureFixture, manner: Manner) -> None:
    authority = trustme.CA()
    chain, key, trusted = (tmp_path / name for name in ("chain.pem", "key.pem", "ca.pem"))
    certificate = authority.issue_cert("localhost")
    certificate.private_key_pem.write_to_path(key)
    certificate.cert_chain_pems[0].write_to_path(chain)
    authority.cert_pem.write_to_path(trusted)
    port = free_port()
    options = ["--tls-port", str(port), "--tls-auth-clients", "no"]
    options += ["--tls-cert-file", str(chain), "--tls-key-file", str(key)]
    options += ["--tls-ca-cert-file", str(trusted)]
    with RedisServer(tmp_path, *options) as server:
        known = RedisLimitStore(f"rediss://localhost:{port}/0?ssl_ca_certs={trusted}")
        in_manner(known, manner).start_cooldown("openai", 60, "overloaded")
        with server.client() as client:
            assert len(client.keys("*")) == 1
        assert warnings_in(caplog) == []
        # One that shows a certificate that nobody vouches for gets nothing.
        unknown = RedisLimitStore(f"rediss://localhost:{port}/0")
        in_manner(unknown, manner).start_cooldown("claude", 60, "overloaded")
        with server.client() as client:
            assert len(client.keys("*")) == 1
        assert "certificate" in warnings_in(caplog)[0].lower()
        known.close()
        unknown.close()
