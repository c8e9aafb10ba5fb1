"""An address of the web in the parts that go over the wire, all of them ASCII.

What people and files write is put right as browsers do it: letters beyond ASCII in the host by
IDNA, in the path and the query by percent signs; `.` and `..` of the path are followed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote

_PATH = "!$%&'()*+,/:;=@[\\]^|"
_QUERY = "!$%&'()*+,/:;=?@[\\]^`{|}"
_HOST = "!$&'()*+,;=\"`{}%|\\"
"""What is not quoted there, beside letters, digits and `-._~`."""
_LONGEST = 65536
_LAST_PORT = 65535
_DEFAULT_PORTS = {"http": 80, "https": 443}


class InvalidAddress(ValueError):
    """The text is no address. It is not quoted, since it may hold a password."""


class HttpAddress(NamedTuple):
    """`scheme` and `host` are in lower case and may be empty, an IPv6 host has no brackets."""

    scheme: str
    host: str
    port: int | None
    """None for the scheme's own."""
    target: str
    """The path and the query."""
    user: str = ""
    password: str = ""

    @property
    def authority(self) -> str:
        """The host and its port, as the header `Host` has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"


@lru_cache(maxsize=256)
def parse_address(url: str) -> HttpAddress:
    """The parts of a URL; without `//` it has neither scheme nor host. Raises InvalidAddress."""
    if len(url) > _LONGEST or any(char.isascii() and not char.isprintable() for char in url):
        raise InvalidAddress("too long, or with control characters")
    scheme, slashes, rest = url.partition("://")
    if not slashes or not _is_scheme(scheme):
        return HttpAddress("", "", None, _target(url))
    scheme = scheme.lower()
    end = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    userinfo, _, place = rest[:end].rpartition("@")
    user, _, password = userinfo.partition(":")
    host, port = _host_and_port(place)
    return HttpAddress(
        scheme,
        _ascii_host(host),
        None if port == _DEFAULT_PORTS.get(scheme) else port,
        _target(rest[end:]),
        unquote(user),
        unquote(password),
    )


def _is_scheme(text: str) -> bool:
    bare = text.replace("+", "").replace("-", "").replace(".", "")
    return text[:1].isalpha() and bare.isalnum() and text.isascii()


def _target(text: str) -> str:
    path, question, query = text.partition("#")[0].partition("?")
    try:
        quoted = quote(_without_dots(path), safe=_PATH) or "/"
        return f"{quoted}?{quote(query, safe=_QUERY)}" if question else quoted
    except UnicodeEncodeError:  # half a character
        raise InvalidAddress("with half a character") from None


def _without_dots(path: str) -> str:
    names = path.split("/")
    if "." not in names and ".." not in names:
        return path
    kept: list[str] = []
    for name in names:
        if name == "..":
            if kept and kept != [""]:
                kept.pop()
        elif name != ".":
            kept.append(name)
    return "/".join(kept)


def _host_and_port(place: str) -> tuple[str, int | None]:
    if place.startswith("["):
        host, bracket, rest = place.rpartition("]")
        host += bracket
        colon, text = rest[:1], rest[1:]
    else:
        host, colon, text = place.partition(":")
    if colon not in ("", ":"):
        raise InvalidAddress("with a port that is none")
    if not text:
        return host, None
    if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) > _LAST_PORT:
        raise InvalidAddress("with a port that is none")
    return host, int(text)


def _ascii_host(host: str) -> str:
    if host.startswith("["):
        return _literal(host[1:-1], version=6)
    if host.count(".") == 3 and host.replace(".", "").isdecimal() and host.isascii():
        return _literal(host, version=4)
    if host.isascii():
        return quote(host.lower(), safe=_HOST)
    import idna  # for the few who have such names

    try:
        return idna.encode(host.lower()).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise InvalidAddress("with a host that is none") from None


def _literal(host: str, *, version: int) -> str:
    import ipaddress

    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    if address is None or address.version != version:
        raise InvalidAddress("with an IP address that is none")
    return host
