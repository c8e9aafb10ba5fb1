"""Which kind a provider is, by the first thing that tells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from types import MappingProxyType

from rscrew_console.providers.kind import Kind
from rscrew_console.providers.litellm_routes import is_other_route
from rscrew_console.providers.model_names import own_name, without_openai_route
from rscrew_console.providers.table import TABLE
from rscrew_console.roster.address import address_of
from rscrew_console.roster.model import Provider

__all__ = [
    "KINDS", "Kind", "at_home", "full_model", "kind_of", "kind_of_host", "kind_of_model",
    "kind_of_variable", "variable_of_key",
]  # fmt: skip

KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for kind in TABLE})

_WORD = re.compile(r"[a-z]+")
_VENDOR = re.compile(r"([\w.-]+)[/:].")


def kind_of(provider: Provider) -> Kind | None:
    """The provider's kind; None where nothing tells, or its own `kind` is none that we know."""
    if provider.kind:
        return _called(provider.kind)
    if provider.base_url and provider.model.lower().startswith("openai/"):
        # LiteLLM's way to write a server of one's own that speaks like OpenAI's.
        return kind_of_host(provider.base_url) or KINDS["openai_compatible"]
    if is_other_route(provider.model):
        seller = kind_of_variable(provider.api_key_env or "") or _by_own_name(provider)
        if seller is None or seller.name not in SELLERS:
            # Its key's variable may have the name of the model's maker, who does not serve it.
            return KINDS["openai_compatible"] if provider.base_url else None
    return (
        kind_of_model(provider.model)
        or kind_of_variable(provider.api_key_env or "")
        or _by_own_name(provider)
        or (KINDS["openai_compatible"] if provider.base_url else None)
    )


def unknown_vendor(provider: Provider) -> tuple[str, str]:
    """What is not known of a provider that has no kind, and what to do about it."""
    if provider.kind:
        return f'the kind "{provider.kind}" is not known', f"say one of {', '.join(KINDS)}"
    vendor = _VENDOR.match(provider.model)
    if vendor is None:
        return (
            "the name of this model does not show its vendor",
            "put the vendor in front, as in openai/, anthropic/ or gemini/",
        )
    return (
        f'the vendor "{vendor[1]}" is not known here, so neither are its key and its checks',
        "if it answers as OpenAI does, give its base_url",
    )


@lru_cache(maxsize=1024)
def kind_of_model(model: str) -> Kind | None:
    """Tell the kind by the prefix first: `openrouter/anthropic/claude-…` is a model of
    OpenRouter's.
    """
    model = model.lower()
    by_prefix = (kind for kind in TABLE if model.startswith(kind.prefixes))
    by_name = (kind for kind in TABLE if any(_fits(model, one) for one in kind.models))
    by_alias = (kind for kind in TABLE if _is_alias(kind, model))
    return next(by_prefix, None) or next(by_name, None) or next(by_alias, None)


def kind_of_variable(variable: str) -> Kind | None:
    """Tell the kind by the usual name of a key variable, else by the words in it."""
    usual = (kind for kind in TABLE if variable.upper() in kind.key_variables)
    return next(usual, None) or _by_words(variable)


def variable_of_key(key: str) -> str:
    """The usual variable of the vendor whose keys begin as this one does; OpenAI's where none do.

    Nothing of the key is in it.
    """
    beginnings = {
        kind.key_example.removesuffix("..."): kind.key_variables[0]
        for kind in reversed(TABLE)
        if kind.key_variables
    }
    fitting = [start for start in beginnings if start and key.startswith(start)]
    return beginnings[max(fitting, key=len)] if fitting else "OPENAI_API_KEY"


@lru_cache(maxsize=1024)
def kind_of_host(url: str) -> Kind | None:
    """The vendor whose own host an address leads to."""
    return next((kind for kind in TABLE if _is_home(kind, url)), None)


def at_home(kind: Kind, provider: Provider) -> bool:
    """Whether the provider's requests go to the vendor's own host."""
    return not provider.base_url or _is_home(kind, provider.base_url)


def full_model(provider: Provider) -> str:
    """The model as CrewAI and LiteLLM need it spelled: `gemini/gemini-…`, not `gemini-…`.

    The model as it is where the kind is not known, or the prefix is another route of theirs.
    """
    kind, model = kind_of(provider), provider.model
    if kind is None or not model:
        return model
    if kind.bare:
        wrong_prefix = model.lower().startswith(kind.prefixes[kind.accepted :])
        return own_name(kind, model) if wrong_prefix and kind.prefixes else model
    if model.lower().startswith(kind.prefixes[: kind.accepted]) or _other_route(kind, model):
        return model
    model = without_openai_route(kind, model)
    for wrong in (*kind.prefixes[kind.accepted :], "models/"):
        model = model.removeprefix(wrong)
    return kind.prefixes[0] + model


def _is_alias(kind: Kind, model: str) -> bool:
    for suffix in kind.suffixes:
        model = model.removesuffix(suffix)
    return model in dict(kind.aliases)


SELLERS = ("openrouter", "together", "groq")
"""Their own names of models begin with a vendor's."""


def _other_route(kind: Kind, model: str) -> bool:
    routes = ("anthropic/", "azure/", "bedrock/", "openai/", "vertex_ai/")
    return kind.name not in SELLERS and (is_other_route(model) or model.startswith(routes))


def _by_own_name(provider: Provider) -> Kind | None:
    """Tell the kind by the words of the provider's name, if somebody has chosen that name.

    Of a provider without an entry the name is the model's id. What stands in front of its slash is
    who serves the model: `github-copilot/gpt-6-luna` takes no key of OpenAI's.
    """
    is_id = not provider.declared and "/" in provider.name
    return None if is_id else _by_words(provider.name)


def _by_words(name: str) -> Kind | None:
    words = set(_WORD.findall(name.lower()))
    return next((kind for kind in TABLE if words.intersection(kind.words)), None)


def _called(name: str) -> Kind | None:
    """Find a kind by what users may write as `kind`: our name, or LiteLLM's."""
    name = name.strip().lower().replace("-", "_")
    by_prefix = (kind for kind in TABLE if f"{name}/" in kind.prefixes)
    return KINDS.get(name) or next(by_prefix, None)


def _is_home(kind: Kind, url: str) -> bool:
    address = address_of(url)
    if address is None or kind.talk is None:
        return False
    return any(_fits(address.host, host) for host in kind.talk.hosts)


def _fits(text: str, pattern: str) -> bool:
    """As `fnmatchcase`, which compiles an expression first, for one star at either end or none."""
    bare = pattern.strip("*")
    if any(sign in bare for sign in "*?["):
        return fnmatchcase(text, pattern)
    if pattern == bare:
        return text == bare
    if pattern == f"{bare}*":
        return text.startswith(bare)
    return text.endswith(bare) if pattern == f"*{bare}" else bare in text
