"""Which format a model is asked in. Only the one in use is loaded: a first call waits for it."""

from __future__ import annotations

from rscrew_console.providers.health.target import Target
from rscrew_console.runtime.requests import ModelRequest
from rscrew_console.runtime.wire.formats.addresses import model_of
from rscrew_console.runtime.wire.formats.base import WireFormat
from rscrew_console.runtime.wire.formats.openai_chat import OpenAIChat
from rscrew_console.runtime.wire.formats.openai_models import wants_responses

_WITH_RESPONSES = ("openai", "azure")


def format_for(request: ModelRequest, target: Target) -> WireFormat:
    """Choose the format by the vendor's protocol, and for OpenAI's by the model."""
    kind = target.kind.name
    if kind == "anthropic":
        from rscrew_console.runtime.wire.formats.anthropic import AnthropicFormat

        return AnthropicFormat()
    if kind == "gemini":
        from rscrew_console.runtime.wire.formats.gemini import GeminiFormat

        return GeminiFormat()
    if kind in _WITH_RESPONSES and wants_responses(model_of(target), request.parameters):
        from rscrew_console.runtime.wire.formats.openai_responses import OpenAIResponses

        return OpenAIResponses()
    return OpenAIChat()
