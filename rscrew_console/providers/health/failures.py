"""What httpcore and the system raise, in words. Their own texts may quote addresses or keys."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import httpcore

from rscrew_console.providers.health.answer import FetchFailure

# OpenSSL's X509_V_ERR_*: for another host, e-mail address or IP address; expired; not yet valid.
_ANOTHER_NAME, _EXPIRED, _NOT_YET_VALID = (62, 63, 64), 10, 9
_TRUST = "if it is yours, SSL_CERT_FILE can name a file with its authority"


def failure_of(error: BaseException, connect: float) -> FetchFailure:
    """The failure that an exception of `HealthClient.get` means.

    `connect` is the time-out for connecting, in seconds.
    """
    causes = tuple(_causes(error))
    return _by_cause(causes) or _by_type(error, connect) or _by_system(error, causes)


def _by_cause(causes: tuple[BaseException, ...]) -> FetchFailure | None:
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate(cause)
        if isinstance(cause, socket.gaierror):
            hint = "is base_url right, and is there a network?"
            return FetchFailure("unreachable", "its host name is unknown", hint)
    return None


def _by_type(error: BaseException, connect: float) -> FetchFailure | None:
    match error:
        case httpcore.ConnectTimeout():
            return FetchFailure("timeout", f"no connection within {connect:g} s")
        case TimeoutError() | httpcore.TimeoutException():
            return FetchFailure("timeout", "no whole answer in time")
        case httpcore.ProxyError():
            hint = "see HTTPS_PROXY and NO_PROXY"
            return FetchFailure("unreachable", "the proxy does not let us through", hint)
        case httpcore.UnsupportedProtocol() | ValueError() | OverflowError():
            return FetchFailure(
                "unreachable", "its address cannot be understood", "is base_url right?"
            )
        case httpcore.RemoteProtocolError():
            return FetchFailure("bad_response", "it breaks off its answer, or speaks no HTTP")
        case _:
            return None


def _by_system(error: BaseException, causes: tuple[BaseException, ...]) -> FetchFailure:
    def caused_by(*types: type[BaseException]) -> bool:
        return any(isinstance(cause, types) for cause in causes)

    if caused_by(ssl.SSLError):
        hint = "does it speak https at all?"
        return FetchFailure("unreachable", "no secure connection comes about", hint)
    if caused_by(ConnectionRefusedError):
        return FetchFailure("unreachable", "nothing listens there: the connection is refused")
    if caused_by(ConnectionResetError, BrokenPipeError):
        return FetchFailure("unreachable", "it closes the connection")
    if isinstance(error, httpcore.ConnectError):
        return FetchFailure("unreachable", "no connection comes about", "is there a network?")
    return FetchFailure("bad_response", "the connection breaks off")


def _certificate(error: ssl.SSLCertVerificationError) -> FetchFailure:
    match error.verify_code:
        case code if code in _ANOTHER_NAME:
            detail = "its TLS certificate is for another name"
        case code if code == _EXPIRED:
            detail = "its TLS certificate has expired"
        case code if code == _NOT_YET_VALID:
            detail = "its TLS certificate is not valid yet: is the clock right?"
        case _:
            return FetchFailure("unreachable", "its TLS certificate is not trusted", _TRUST)
    return FetchFailure("unreachable", detail, "nothing was sent; is base_url right?")


def _causes(error: BaseException, depth: int = 0) -> Iterator[BaseException]:
    """The exception and all that led to it."""
    if depth > 8:
        return
    yield error
    inner = list(error.exceptions) if isinstance(error, BaseExceptionGroup) else []
    for cause in (error.__cause__, error.__context__, *inner):
        if cause is not None:
            yield from _causes(cause, depth + 1)
