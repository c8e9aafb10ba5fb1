"""HTTP clients for whatever the environment says of proxies and certificates.

One client per proxy, made when it is first needed, so that what is wrong with the environment is
told of those addresses alone which it concerns.
"""

from __future__ import annotations

import os
import re
import ssl
from collections.abc import Callable, Mapping

from rscrew_console.providers.health.answer import FetchFailure
from rscrew_console.providers.http_address import parse_address
from rscrew_console.providers.http_client import HttpClient
from rscrew_console.providers.proxies import environment_proxies, proxy_for

_PASSWORD = re.compile(r"//.*@")


class HttpClients:
    """`most_idle` connections of each client are kept open while nobody uses them."""

    def __init__(
        self,
        most_idle: int,
        *,
        proxies: Callable[[], Mapping[str, str]] = environment_proxies,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._most_idle, self._environ = most_idle, environ
        self._proxies = {name.lower(): value for name, value in proxies().items()}
        self._clients: dict[tuple[bool, str], HttpClient | FetchFailure] = {}

    def client_for(self, url: str) -> HttpClient | FetchFailure:
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
            if isinstance(client, HttpClient):
                await client.aclose()

    def _make(self, secure: bool, proxy: str) -> HttpClient | FetchFailure:
        # Plain http needs no certificates; this context trusts nobody.
        plain = not secure and not proxy.lower().startswith("https:")
        try:
            context = (
                ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else _tls_context(self._environ)
            )
        except OSError:
            return FetchFailure(
                "unreachable",
                "the certificates that the environment names cannot be read",
                "see SSL_CERT_FILE and SSL_CERT_DIR",
            )
        try:
            through = parse_address(proxy) if proxy else None
            return HttpClient(context, through, most_idle=self._most_idle)
        except ImportError:
            return FetchFailure(
                "unreachable",
                f"the proxy {_displayed(proxy)} speaks SOCKS, which needs the package socksio",
                'pip install "httpcore[socks]", or see ALL_PROXY and NO_PROXY',
            )
        except ValueError:
            return FetchFailure(
                "unreachable",
                f"the proxy {_displayed(proxy)} that the environment names cannot be used",
                "see HTTPS_PROXY, ALL_PROXY and NO_PROXY",
            )


def _tls_context(environ: Mapping[str, str]) -> ssl.SSLContext:
    """What trusts the authorities that the environment names, else those of certifi.

    Raises OSError.
    """
    if file := environ.get("SSL_CERT_FILE"):
        return ssl.create_default_context(cafile=file)
    if folder := environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context(capath=folder)
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


def _displayed(proxy: str) -> str:
    """Return the URL without its password, and short."""
    text = _PASSWORD.sub("//", proxy)[:80]
    return text if text.isprintable() else "of the environment"
