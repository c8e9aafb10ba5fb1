"""The HTTP client of a lane, made when it is first needed."""

from __future__ import annotations

from rscrew_console.runtime.order import CallFailure
from rscrew_console.runtime.wire.client import Client
from rscrew_console.runtime.wire.lane import LoopThread


def http_client(lane: LoopThread) -> Client | CallFailure:
    """To be called in the lane. A failure where the environment does not let us have one."""
    if lane.http is None:
        try:
            lane.http = Client()
        except OSError:
            return CallFailure(
                "unreachable",
                "the certificates that the environment names cannot be read;"
                " see SSL_CERT_FILE and SSL_CERT_DIR",
            )
        except (ValueError, ImportError):
            return CallFailure(
                "unreachable",
                "the proxy that the environment names cannot be used;"
                " see HTTPS_PROXY, ALL_PROXY and NO_PROXY",
            )
    return lane.http
