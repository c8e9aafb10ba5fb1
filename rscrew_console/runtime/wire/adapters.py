"""Our HTTP client in the shapes in which LiteLLM takes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import litellm
import openai
from litellm.llms.custom_httpx import llm_http_handler
from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler

from rscrew_console.runtime.wire.aim import NO_KEY, RequestTarget
from rscrew_console.runtime.wire.exchange import EXCHANGE

AZURE_VERSION = "2024-10-21"
_NOWHERE = "https://unknown.invalid"


class _Plain:
    """Without what OpenAI's library adds from the environment: an organisation, a project, and
    whatever OPENAI_CUSTOM_HEADERS says are for OpenAI itself."""

    @property
    def default_headers(self) -> dict[str, Any]:
        return {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "User-Agent": "rscrew-console",
        }


class _PlainOpenAI(_Plain, openai.AsyncOpenAI):
    pass


class _PlainAzure(_Plain, openai.AsyncAzureOpenAI):
    pass


class Handler(AsyncHTTPHandler):
    """LiteLLM's own handler around our client, which passes for OpenAI's client, too.

    Which of the two LiteLLM wants depends on the kind of provider, the model and the parameters:
    OpenAI's models are at times asked through another API. Given the wrong one, it would quietly
    take a client of its own.
    """

    def __init__(self, http: httpx.AsyncClient, talker: openai.AsyncOpenAI) -> None:
        self._http = http
        self.talker = talker
        super().__init__()
        self.client = http

    def create_client(self, *_settings: Any, **_more: Any) -> httpx.AsyncClient:
        return self._http

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("_http", "talker"):
            raise AttributeError(name)
        return getattr(self.talker, name)


def handler_for(aim: RequestTarget, http: httpx.AsyncClient) -> Handler | None:
    """Our client as LiteLLM's; None where it has to bring its own."""
    if aim.client == "theirs":
        return None
    key, target = aim.key or NO_KEY, aim.target
    if aim.client == "azure":
        azure = _PlainAzure(
            api_key=key, azure_endpoint=aim.base or "", api_version=AZURE_VERSION,
            http_client=http, max_retries=0,
        )  # fmt: skip
        return Handler(http, azure)
    at_home = target is not None and target.kind.name == "openai" and target.at_home
    make = openai.AsyncOpenAI if at_home else _PlainOpenAI
    base = aim.base or _address(aim.model)
    return Handler(http, make(api_key=key, base_url=base, http_client=http, max_retries=0))


def client_of(handler: Handler | None, aim: RequestTarget) -> Any:
    """What LiteLLM is given as `client`: for Azure, it looks whether it is the real one."""
    return handler.talker if handler is not None and aim.client == "azure" else handler


def _ours_first(theirs: Callable[..., AsyncHTTPHandler]) -> Callable[..., AsyncHTTPHandler]:
    """Where a model of OpenAI's is asked through the other API, LiteLLM forgets the client that it
    was given and looks for one of its own. In our attempts, it finds ours."""

    def found(*asked: Any, **more: Any) -> AsyncHTTPHandler:
        exchange = EXCHANGE.get()
        if exchange is None or exchange.handler is None:
            return theirs(*asked, **more)
        ours: AsyncHTTPHandler = exchange.handler
        return ours

    return found


# Only what asks models looks here; what writes LiteLLM's logs looks elsewhere.
_handlers: Any = llm_http_handler
_handlers.get_async_httpx_client = _ours_first(_handlers.get_async_httpx_client)


def _address(model: str) -> str:
    """Where LiteLLM finds a model of a vendor that only it knows."""
    return litellm.get_llm_provider(model)[3] or _NOWHERE
