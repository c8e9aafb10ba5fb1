"""Which `Host` and `Origin` a request to this server may have. Pure.

A page of any origin can have its name resolve to this machine (DNS rebinding), and any page can
open a WebSocket to it. Both say so in these headers, which no page can forge.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

HTTP_PORT = 80


def is_loopback(host: str) -> bool:
    """Whether only programs of this machine reach a server that listens there."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def reachable(host: str) -> str:
    """A host by which this machine reaches a server that listens there: everywhere is here, too."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"


def in_url(host: str) -> str:
    """The host as an address has it: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def may_ask(host_header: str, named: str, reached: str, port: int) -> bool:
    """Whether `Host` is this server: by the name it was given (`named`), by the address at which
    the connection has arrived (`reached`), or `localhost` where that is loopback."""
    try:
        parts = urlsplit(f"//{host_header}")
        host, asked_port = parts.hostname or "", parts.port or HTTP_PORT
    except ValueError:
        return False
    if asked_port != port or parts.path or parts.username is not None:
        return False
    if host == named.lower() or (host == "localhost" and is_loopback(reached)):
        return True
    try:
        return ip_address(host) == ip_address(reached.partition("%")[0])
    except ValueError:
        return False


def is_same_origin(origin: str, host_header: str) -> bool:
    """Whether the page that asks is one of this server's own."""
    return origin.lower() == f"http://{host_header}".lower()
