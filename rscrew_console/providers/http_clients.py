"""HTTP clients for whatever the environment says of proxies and certificates.

One client per proxy, made when it is first needed, so that what is wrong with the environment is
told of those addresses alone which it concerns.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.request import getproxies

import httpx

from rscrew_console.providers.health.answer import FetchFailure
from rscrew_console.providers.proxies import proxy_for

_PASSWORD = re.compile(r"//.*@")


class HttpClients:
    """Clients that follow nobody, keep no cookies, and read no further settings.

    `limits` are httpx's; time-outs are those of whoever asks.
    """

    def __init__(
        self,
        limits: httpx.Limits,
        timeout: httpx.Timeout,
        *,
        proxies: Callable[[], Mapping[str, str]] = getproxies,
    ) -> None:
        self._limits, self._timeout = limits, timeout
        self._proxies = {name.lower(): value for name, value in proxies().items()}
        self._clients: dict[tuple[bool, str], httpx.AsyncClient | FetchFailure] = {}

    def client_for(self, url: str) -> httpx.AsyncClient | FetchFailure:
        """The client that asks this address, or why there is none."""
        try:
            proxy = proxy_for(url, self._proxies)
        except ValueError:
            return FetchFailure(
                "unreachable", "its address cannot be understood", "is base_url right?"
            )
        place = (url.lower().startswith("https:"), proxy)
        if place not in self._clients:
            self._clients[place] = self._make(*place)
        return self._clients[place]

    async def aclose(self) -> None:
        """Let go of all connections."""
        clients, self._clients = self._clients, {}
        for client in clients.values():
            if isinstance(client, httpx.AsyncClient):
                await client.aclose()

    def _make(self, secure: bool, proxy: str) -> httpx.AsyncClient | FetchFailure:
        # Plain http needs no certificates; this context trusts nobody.
        plain = not secure and not proxy.startswith("https:")
        try:
            context = (
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else httpx.create_ssl_context()
            )
        except OSError:
            return FetchFailure(
                "unreachable",
                "the certificates that the environment names cannot be read",
                "see SSL_CERT_FILE and SSL_CERT_DIR",
            )
        shared: dict[str, Any] = {
            "verify": context,
            "timeout": self._timeout,
            "limits": self._limits,
            "headers": {"User-Agent": "rscrew-console", "Accept-Encoding": "gzip"},
            "follow_redirects": False,
            "trust_env": False,
        }
        try:
            client = httpx.AsyncClient(**shared, proxy=proxy or None)
        except ImportError:
            return FetchFailure(
                "unreachable",
                f"the proxy {_displayed(proxy)} speaks SOCKS, which needs the package socksio",
                'pip install "httpx[socks]", or see ALL_PROXY and NO_PROXY',
            )
        except (ValueError, httpx.InvalidURL):
            return FetchFailure(
                "unreachable",
                f"the proxy {_displayed(proxy)} that the environment names cannot be used",
                "see HTTPS_PROXY, ALL_PROXY and NO_PROXY",
            )
        # Cookies know no ports: one server of this machine would be told what another one said.
        client.cookies.jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        return client


def _displayed(proxy: str) -> str:
    """Return the URL without its password, and short."""
    text = _PASSWORD.sub("//", proxy)[:80]
    return text if text.isprintable() else "of the environment"
