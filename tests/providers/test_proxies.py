"""Which proxy is used for which address."""

import os
from collections.abc import Mapping
from urllib.request import getproxies

import pytest

from rscrew_console.providers.proxies import environment_proxies, proxy_for
from tests.rows import each_row

PROXY = "http://proxy.example:3128"


@each_row(("url", "excepted", "direct"), [
    ("https://api.example/v1", "", False),
    ("https://api.example/v1", "*", True),
    ("https://api.example/v1", "api.example", True),
    ("https://api.example/v1", "API.Example", True),
    ("https://api.example/v1", ".example", True),
    ("https://api.example/v1", "*.example", True),
    ("https://api.example/v1", "pi.example", False),
    ("https://api.example/v1", "other.example ; api.example", True),
    ("https://api.example:8443/v1", "api.example:443", False),
    ("https://api.example:8443/v1", "api.example:8443", True),
    ("https://10.1.2.3/v1", "10.0.0.0/8", True),
    ("https://11.1.2.3/v1", "10.0.0.0/8", False),
    ("https://[fd07:b51a:cc66:f0::9]/v1", "fd07:b51a:cc66:f0::/64", True),
    ("https://[fd07:b51a:cc66:f0::9]/v1", "[fd07:b51a:cc66:f0::]/64", True),
    ("https://[fd07::9]/v1", "[::1],[fd07::9]", True),
    ("https://[fd07::9]/v1", "[::1]", False),
    ("https://api.example/v1", "[::1],::1,[,]:,/,%", False),
    # This machine, whatever is said.
    ("http://127.0.0.1:9/v1", "", True), ("http://localhost:9/v1", "", True),
    ("http://[::1]:9/v1", "", True),
])  # fmt: skip
def test_who_is_asked_directly(url: str, excepted: str, direct: bool) -> None:
    found = proxy_for(url, {"all": PROXY, "no": excepted})
    assert found == ("" if direct else PROXY)


@each_row(("proxies", "found"), [
    ({}, ""), ({"https": ""}, ""), ({"http": PROXY}, ""), ({"https": "host:9"}, "http://host:9"),
    ({"https": "socks5://h:9", "all": PROXY}, "socks5://h:9"), ({"https": " ", "all": PROXY}, ""),
])  # fmt: skip
def test_which_proxy(proxies: dict[str, str], found: str) -> None:
    assert proxy_for("https://api.example/v1", proxies) == found


@pytest.mark.parametrize("environ", [
    {}, {"HTTP_PROXY": "a", "no_proxy": "b"}, {"HTTP_PROXY": "a", "http_proxy": "b"},
    {"http_proxy": "b", "HTTP_PROXY": "a"}, {"HTTPS_PROXY": "a", "https_proxy": ""},
    {"HTTP_PROXY": "a", "ALL_PROXY": "c", "REQUEST_METHOD": "GET"},
    {"HTTP_PROXY": "a", "http_proxy": "b", "REQUEST_METHOD": "GET"},
    {"Http_Proxy": "a", "_proxy": "b", "HTTP_proxy": "c"}, {"PROXY": "a", "HTTPPROXY": "b"},
])  # fmt: skip
def test_the_environment_is_read_as_the_standard_library_reads_it(
    monkeypatch: pytest.MonkeyPatch, environ: Mapping[str, str]
) -> None:
    monkeypatch.setattr(os, "environ", environ)
    assert environment_proxies(environ, "linux") == getproxies()
