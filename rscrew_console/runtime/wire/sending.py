"""What goes out for a request: its address, its headers, its body. Nothing here sends."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.providers.health.target import Target
from rscrew_console.runtime.requests import ModelRequest
from rscrew_console.runtime.wire.client import Outgoing
from rscrew_console.runtime.wire.formats.base import HttpCall
from rscrew_console.runtime.wire.request_target import NO_KEY

_CREDENTIALS = frozenset({"authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie"})
_OPENAI_ONLY = {"OPENAI_ORG_ID": "OpenAI-Organization", "OPENAI_PROJECT_ID": "OpenAI-Project"}


def outgoing(
    request: ModelRequest, target: Target, call: HttpCall, environ: Mapping[str, str]
) -> Outgoing:
    """The POST, with the one key in its one header."""
    return Outgoing(
        url=address(target, call.path),
        headers=headers(request, target, call, environ),
        body=call.body,
        insecure=request.provider.allow_insecure,
    )


def address(target: Target, path: str) -> str:
    """Names in the path are quoted already; braces stand for nothing."""
    return target.url(path.replace("{", "{{").replace("}", "}}"))


def headers(
    request: ModelRequest, target: Target, call: HttpCall, environ: Mapping[str, str]
) -> dict[str, str]:
    """They hold the key."""
    auth = target.talk.auth
    all_headers = {**dict(target.talk.headers), **call.headers}
    all_headers = {
        name: one for name, one in all_headers.items() if name.lower() not in _CREDENTIALS
    }
    if target.kind.name == "openai" and target.at_home:
        # The vendor's own variables say which of a user's organisations pays.
        organisation = {header: environ.get(name, "") for name, header in _OPENAI_ONLY.items()}
        all_headers |= {
            name: one
            for name, one in organisation.items()
            if one and one.isascii() and one.isprintable()
        }
    key = request.key.reveal() if request.key else NO_KEY
    return {**all_headers, auth.header: auth.before + key}
