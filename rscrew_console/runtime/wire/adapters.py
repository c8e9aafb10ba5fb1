"""Our HTTP client in the shapes in which LiteLLM takes one."""

from __future__ import annotations

from typing import Any

import httpx
import litellm
import openai
from litellm.llms.custom_httpx.http_handler import AsyncHTTPHandler

from rscrew_console.runtime.wire.aim import NO_KEY, Aim

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
        self._talker = talker
        super().__init__()
        self.client = http

    def create_client(self, *_settings: Any, **_more: Any) -> httpx.AsyncClient:
        return self._http

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("_http", "_talker"):
            raise AttributeError(name)
        return getattr(self._talker, name)


def client_for(aim: Aim, http: httpx.AsyncClient) -> Any:
    """What LiteLLM is given as `client`; None where it has to bring its own."""
    if aim.client == "theirs":
        return None
    key = aim.key or NO_KEY
    if aim.client == "azure":
        return _PlainAzure(
            api_key=key, azure_endpoint=aim.base or "", api_version="2024-10-21",
            http_client=http, max_retries=0,
        )  # fmt: skip
    target = aim.target
    at_home = target is not None and target.kind.name == "openai" and target.at_home
    make = openai.AsyncOpenAI if at_home else _PlainOpenAI
    base = aim.base or _address(aim.model)
    return Handler(http, make(api_key=key, base_url=base, http_client=http, max_retries=0))


def _address(model: str) -> str:
    """Where LiteLLM finds a model of a vendor that only it knows."""
    try:
        return litellm.get_llm_provider(model)[3] or _NOWHERE
    except openai.BadRequestError:  # of which LiteLLM's is one
        return _NOWHERE
