"""Where a request is sent: address, model name and key. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.health.target import Target, target_of
from rscrew_console.providers.keys import key_variables
from rscrew_console.providers.kinds import KINDS, full_model, kind_of
from rscrew_console.providers.model_names import own_name
from rscrew_console.records import dataclass
from rscrew_console.runtime.requests import CallFailure, Fault, ModelRequest

NO_KEY = "none-needed"
"""What is sent in the place of a key that is not needed."""

_ROUTES: Mapping[str, str] = {
    "together": "together_ai",
    "ollama": "ollama_chat",  # its other route asks for bare completions
    "openai_compatible": "openai",
}
"""LiteLLM's names, where they are not ours."""
_OPENAI_LIKE = ("openai", "openai_compatible")


@dataclass(frozen=True, slots=True)
class RequestTarget:
    """Where a request goes; with the names that LiteLLM and the export to its proxy use."""

    model: str
    """With LiteLLM's route in front."""
    base: str | None = None
    """None where LiteLLM or its own environment variables have to know it."""
    key: str | None = field(default=None, repr=False)
    target: Target | None = None
    """None for what is signed with credentials of a cloud, and what only LiteLLM may know."""
    why: str = ""
    """Why there is no target."""

    @property
    def route(self) -> str:
        return self.model.partition("/")[0]


def request_target_of(order: ModelRequest) -> RequestTarget | CallFailure:
    """The target, or the failure where nothing can be sent."""
    provider, key = order.provider, order.key
    if key is not None and not key.sendable:
        return CallFailure("invalid_key", "the key holds a letter that no key has, such as a space")
    target = target_of(provider, _environment(order))
    if isinstance(target, CheckOutcome):
        if target.status != "unverifiable":
            return CallFailure(_fault(target), _in_words(target))
        if kind_of(provider) is None and provider.base_url:
            named = replace(provider, kind="openai_compatible")
            return request_target_of(replace(order, provider=named))
        return _unknown(order, target)
    return RequestTarget(
        model=_model(target),
        base=_base(target),
        key=key.reveal() if key else NO_KEY,
        target=target,
    )


def _environment(order: ModelRequest) -> dict[str, str]:
    """The variables that the order speaks of, for those who read them."""
    kind, names = kind_of(order.provider), key_variables(order.provider)[:1]
    bases = kind.talk.base_variables if kind and kind.talk and order.base else ()
    keys = dict.fromkeys(names, order.key.reveal()) if order.key else {}
    return {**keys, **dict.fromkeys(bases, order.base)}


def _model(target: Target) -> str:
    kind, model = target.kind, target.provider.model.strip()
    routes = KINDS["openai_compatible"].routes
    if kind.name in _OPENAI_LIKE and model.lower().startswith(routes):
        return model
    own = own_name(kind, model)
    if kind.name == "openrouter" and "/" not in own:
        own = model  # `openrouter/auto` is a name of its own
    if kind.name == "gemini":
        own = own.removeprefix("openai/")  # as those write it who use Gemini's imitation of OpenAI
    return f"{_ROUTES.get(kind.name, kind.name)}/{own}"


def _base(target: Target) -> str:
    """Return the address without the endpoint's path, which LiteLLM adds itself."""
    base = target.url("")
    return base + "/v1beta" if target.kind.name == "gemini" else base


def _unknown(order: ModelRequest, verdict: CheckOutcome) -> RequestTarget:
    provider = order.provider
    kind = kind_of(provider)
    # Clouds sign with credentials that LiteLLM finds itself; such a key is a part of them.
    key = order.key.reveal() if order.key and kind is None else None
    base = (provider.base_url or "").strip().rstrip("/") or None
    return RequestTarget(full_model(provider), base, key, why=_in_words(verdict))


def _fault(verdict: CheckOutcome) -> Fault:
    match verdict.status:
        case "ok" | "degraded" | "unchecked":  # no verdict against anybody is one of these
            return "unverifiable"
        case status:
            return status


def _in_words(verdict: CheckOutcome) -> str:
    return f"{verdict.detail}; {verdict.hint}" if verdict.hint else verdict.detail
