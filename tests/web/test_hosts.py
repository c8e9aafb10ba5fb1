"""By which names this server may be asked for, and which pages may ask."""

from __future__ import annotations

from rscrew_console.web.hosts import in_url, is_loopback, is_same_origin, may_ask, reachable
from tests.rows import each_row

PORT = 8462


@each_row(("host", "loopback"), [
    ("127.0.0.1", True), ("127.9.9.9", True), ("localhost", True), ("::1", True),
    ("0.0.0.0", False), ("::", False), ("192.168.1.5", False), ("example.org", False), ("", False),
    ("localhost.example.org", False),
])  # fmt: skip
def test_what_is_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@each_row(("header", "allowed"), [
    ("127.0.0.1:8462", True), ("localhost:8462", True), ("LOCALHOST:8462", True),
    ("127.0.0.1", False), ("127.0.0.1:80", False), ("127.0.0.2:8462", False),
    ("evil.example:8462", False), ("127.0.0.1.evil.example:8462", False),
    ("localhost.evil.example:8462", False), ("x@127.0.0.1:8462", False), ("", False),
    ("127.0.0.1:8462/x", False), ("127.0.0.1:abc", False), ("[::1]:8462", False),
    ("2130706433:8462", False), ("0x7f.1:8462", False),
])  # fmt: skip
def test_names_of_a_server_on_loopback(header: str, allowed: bool) -> None:
    assert may_ask(header, "127.0.0.1", "127.0.0.1", PORT) is allowed


@each_row(("header", "named", "reached", "allowed"), [
    ("192.168.1.5:8462", "0.0.0.0", "192.168.1.5", True),
    ("192.168.1.6:8462", "0.0.0.0", "192.168.1.5", False),
    ("box.lan:8462", "box.lan", "192.168.1.5", True),
    ("box.lan:8462", "0.0.0.0", "192.168.1.5", False),
    ("localhost:8462", "0.0.0.0", "192.168.1.5", False),
    ("localhost:8462", "0.0.0.0", "127.0.0.1", True),
    ("[::1]:8462", "::1", "::1", True),
    ("[fe80::1]:8462", "::", "fe80::1%eth0", True),
])  # fmt: skip
def test_names_of_other_servers(header: str, named: str, reached: str, allowed: bool) -> None:
    assert may_ask(header, named, reached, PORT) is allowed


@each_row(("origin", "same"), [
    ("http://127.0.0.1:8462", True), ("http://127.0.0.1:9000", False),
    ("https://127.0.0.1:8462", False), ("http://evil.example", False), ("null", False), ("", False),
])  # fmt: skip
def test_which_page_may_ask(origin: str, same: bool) -> None:
    assert is_same_origin(origin, "127.0.0.1:8462") is same


def test_addresses() -> None:
    assert (in_url("127.0.0.1"), in_url("::1")) == ("127.0.0.1", "[::1]")
    assert [reachable(host) for host in ("0.0.0.0", "::", "192.168.1.5", "box.lan")] == [
        "127.0.0.1", "::1", "192.168.1.5", "box.lan",
    ]  # fmt: skip
