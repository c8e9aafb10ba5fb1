"""Which model a name means, whichever program has spelled it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.providers.kind import Kind

if TYPE_CHECKING:
    from rscrew_console.providers.offers import OfferedModel


def offered(kind: Kind, model: str, offers: tuple[OfferedModel, ...]) -> OfferedModel | None:
    """The offer that `model`, with LiteLLM's prefix or without, means."""
    names = names_of(kind, model)
    for offer in offers:
        for own in (offer.id, *offer.aliases):
            if own in names or _tagged(kind, own) in names:
                return offer
            # A LiteLLM proxy may offer `openai/*`.
            if own.endswith("*") and any(name.startswith(own[:-1]) for name in names):
                return offer
    return None


def names_of(kind: Kind, model: str) -> tuple[str, ...]:
    """The names under which the vendor may know the model, the likeliest first."""
    model = model.strip()
    bare = own_name(kind, model)
    names = [bare, model]
    for suffix in kind.suffixes:
        if bare.endswith(suffix):
            names.insert(1, bare.removesuffix(suffix))
    return tuple(dict.fromkeys(_tagged(kind, name) for name in names))


def own_name(kind: Kind, model: str) -> str:
    """The model as the vendor itself calls it: without the prefix of another program, without
    `models/`, and for a short name such as `sonnet` the model that it stands for.
    """
    model = without_openai_route(kind, model)
    for prefix in (*kind.prefixes, *kind.routes):
        if model.lower().startswith(prefix):
            model = model[len(prefix) :]
            break
    return _without_alias(kind, model.removeprefix("models/"))


_SELLERS = ("openrouter", "together", "groq")
"""Their own ids have a vendor in front: `openai/gpt-oss-120b`."""


def without_openai_route(kind: Kind, model: str) -> str:
    """`deepseek/deepseek-v4` of `openai/deepseek/deepseek-v4` at one that sells others' models.

    So LiteLLM writes a model of any server that speaks like OpenAI's, beside the server's address:
    https://docs.litellm.ai/docs/providers/openai_compatible
    """
    if kind.name in _SELLERS and model.lower().startswith("openai/") and model.count("/") > 1:
        return model[len("openai/") :]
    return model


def _without_alias(kind: Kind, model: str) -> str:
    short = model.lower()
    for suffix in kind.suffixes:
        short = short.removesuffix(suffix)
    return dict(kind.aliases).get(short, model)


def _tagged(kind: Kind, name: str) -> str:
    """Ollama's models all have a tag, which may be left out."""
    last = name.rpartition("/")[2]
    return f"{name}:latest" if kind.name == "ollama" and ":" not in last else name
