"""Where a model is asked in OpenAI's formats, and under which name."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

from rscrew_console.providers.health.target import Target
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.offers import own_name

AZURE_VERSION = "2024-10-21"
_OPENAI_LIKE = ("openai", "openai_compatible")
_DEPLOYMENT = re.compile(r"/openai/deployments/([^/]+)$")


def model_of(target: Target) -> str:
    """The model as the vendor itself calls it."""
    kind, model = target.kind, target.provider.model.strip()
    if kind.name in _OPENAI_LIKE:
        routes = KINDS["openai_compatible"].routes
        found = next((route for route in routes if model.lower().startswith(route)), "")
        return model[len(found) :]
    own = own_name(kind, model)
    if kind.name == "openrouter" and "/" not in own:
        return model  # `openrouter/auto` is a name of its own
    if kind.name == "gemini":
        return own.removeprefix("openai/")  # of those who use Gemini's imitation of OpenAI
    return own


def chat_path(target: Target) -> tuple[str, bool]:
    """The path of chat completions after the base, and whether the body names the model."""
    match target.kind.name:
        case "azure":
            return _azure_path(target)
        case "ollama":
            return "/v1/chat/completions", True
        case _:
            return "/chat/completions", True


def responses_path(target: Target) -> str:
    """The path of the Responses API after the base."""
    return "/openai/v1/responses" if target.kind.name == "azure" else "/responses"


def _azure_path(target: Target) -> tuple[str, bool]:
    """Azure's newer address names the model in the body, its older one in the path."""
    if target.base.endswith("/openai/v1"):
        return "/openai/v1/chat/completions", True
    end = f"/chat/completions?api-version={quote(_azure_version(target), safe='')}"
    if _DEPLOYMENT.search(target.base):
        return end, False
    return f"/openai/deployments/{quote(model_of(target), safe='')}{end}", False


def _azure_version(target: Target) -> str:
    """As the user's own address says it."""
    query = parse_qs(urlsplit((target.provider.base_url or "").strip()).query)
    said = query.get("api-version", [""])[-1]
    return said if said.isprintable() and said else AZURE_VERSION
