"""Which proxy the environment names for an address, read so that nothing in it can hurt.

`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` in either case, or what the system says.
`NO_PROXY` may hold hosts, `.endings`, `*.patterns`, `host:port`, addresses and ranges of IPv4 and
IPv6, bare or in brackets, with commas, semicolons or spaces between them. This machine is always
asked directly.
"""

from __future__ import annotations

import ipaddress
import os
import re
import sys
from collections.abc import Mapping
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from rscrew_console.roster.address import is_loopback

_ENTRY = re.compile(r"[\s,;]+")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")


def environment_proxies(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Mapping[str, str]:
    """As `urllib.request.getproxies()`: by scheme, `all` and `no`; names in lower case win.

    Only where a system has settings of its own, that is asked for them: it loads a great deal.
    """
    pairs = [(name.lower().removesuffix("_proxy"), name, value) for name, value in environ.items()]
    pairs = [one for one in pairs if one[0] != one[1].lower()]
    found = {scheme: value for scheme, _, value in pairs if value}
    if "REQUEST_METHOD" in environ:  # of a CGI script anybody can set HTTP_PROXY, by a header
        found.pop("http", None)
    for scheme, name, value in pairs:
        if name.endswith("_proxy"):
            found.pop(scheme, None)
            if value:
                found[scheme] = value
    if found or platform not in ("darwin", "win32"):
        return found
    from urllib.request import getproxies

    return getproxies()


def proxy_for(url: str, proxies: Mapping[str, str]) -> str:
    """The proxy's address for a URL; empty where it is asked directly.

    `proxies` is what `environment_proxies` gives: schemes, `all` and `no`.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if is_loopback(host) or _is_excepted(host, _port(url), proxies.get("no", "")):
        return ""
    proxy = (proxies.get(parts.scheme) or proxies.get("all") or "").strip()
    return proxy if not proxy or _SCHEME.match(proxy) else f"http://{proxy}"


def _is_excepted(host: str, port: int | None, exceptions: str) -> bool:
    return any(_fits(entry.lower(), host, port) for entry in _ENTRY.split(exceptions) if entry)


def _fits(entry: str, host: str, port: int | None) -> bool:
    if entry == "*":
        return True
    entry = _SCHEME.sub("", entry)
    network = _network(entry.replace("[", "").replace("]", ""))
    if network is not None:
        address = _address(host)
        return address is not None and address in network
    name, colon, number = entry.rpartition(":")
    if colon and number.isdigit():
        if port != int(number):
            return False
        entry = name.strip("[]")
        if _address(entry) is not None:
            return _address(entry) == _address(host)
    if "*" in entry:
        return fnmatchcase(host, entry)
    bare = entry.lstrip(".")
    return bool(bare) and (host == bare or host.endswith(f".{bare}"))


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _port(url: str) -> int | None:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return None
    return port or {"http": 80, "https": 443}.get(parts.scheme)
