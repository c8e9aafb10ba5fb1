"""Where a model is asked in OpenAI's formats, and under which name."""

from __future__ import annotations

from urllib.parse import quote

from rscrew_console.providers.base_url import azure_version
from rscrew_console.providers.health.target import Target
from rscrew_console.providers.kinds import KINDS
from rscrew_console.providers.model_names import own_name

_OPENAI_LIKE = ("openai", "openai_compatible")


def model_of(target: Target) -> str:
    """The model as the vendor itself calls it."""
    kind, model = target.kind, target.provider.model.strip()
    if kind.name in _OPENAI_LIKE:
        routes = KINDS["openai_compatible"].routes
        prefix = next((route for route in routes if model.lower().startswith(route)), "")
        return model[len(prefix) :]
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
    """The deployment in the path, where the health check asks for it as well."""
    version = quote(azure_version(target.provider.base_url), safe="")
    name = quote(model_of(target), safe="")
    return f"/openai/deployments/{name}/chat/completions?api-version={version}", False
