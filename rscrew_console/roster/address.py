"""Where a `base_url` leads, as far as its text tells."""

from __future__ import annotations

import re

from rscrew_console.records import dataclass

_URL = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?:[^/?#@]*@)?(?P<host>\[[^\]]*\]|[^/?#:]+)"
)
_LOOPBACK = re.compile(
    r"localhost|.*\.localhost|127(\.\d{1,3}){3}|0\.0\.0\.0|\[?::1\]?|\[?(0:){7}1\]?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Address:
    """The scheme, `http` or `https`, and the host in lower case, an IPv6 one in brackets."""

    scheme: str
    host: str

    @property
    def exposed(self) -> bool:
        """Whether what is sent there, a key included, can be read by everyone on the way."""
        return self.scheme == "http" and not is_loopback(self.host)


def address_of(url: str) -> Address | None:
    """The parts of an address; None if it does not begin with `http://` or `https://`."""
    match = _URL.match(url.strip())
    if match is None or match["scheme"].lower() not in ("http", "https"):
        return None
    return Address(match["scheme"].lower(), match["host"].lower())


def is_loopback(host: str) -> bool:
    """Whether the host is this machine itself."""
    return _LOOPBACK.fullmatch(host) is not None
