"""Ids that OpenRouter would refuse, by the offline data of genai-prices. Loads that data."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from types import MappingProxyType

from rscrew_console.providers.kinds import at_home, kind_of
from rscrew_console.roster.model import Provider
from rscrew_console.roster.nearest import nearest

VENDORS = MappingProxyType(
    {
        "anthropic": "anthropic", "openai": "openai", "gemini": "google", "vertex": "google",
        "deepseek": "deepseek", "mistral": "mistralai", "xai": "x-ai",
    }
)  # fmt: skip
"""Our kinds → OpenRouter's words for their vendors."""
_DATE = re.compile(r"-(?:20\d{6}|20\d\d-\d\d-\d\d)$")
_DASHED_VERSION = re.compile(r"(?<=\d)-(?=\d(?!\d))")
_VARIANT = re.compile(r":(?:free|beta|extended|thinking|online|nitro|floor|exacto)$")
"""Endings that OpenRouter takes behind any model it has."""


@cache
def listed_ids() -> frozenset[str]:
    """The ids of OpenRouter's models that are known here, with their vendors."""
    from rscrew_console.providers.known_models import models_sold_by

    return frozenset(model.id for model in models_sold_by("openrouter") if "/" in model.id)


def refused(providers: Iterable[Provider]) -> Iterator[tuple[str, str]]:
    """Each provider of OpenRouter that asks for an id which is not known there: its name, and the
    id that was most likely meant, or ""."""
    for provider in providers:
        kind = kind_of(provider)
        if kind is None or kind.name != "openrouter" or not at_home(kind, provider):
            continue
        model = provider.model.removeprefix("openrouter/")
        if model.removeprefix("~") not in _AUTOMATIC and not is_listed(model, listed_ids()):
            yield provider.name, meant_id(model, listed_ids()) or ""


_AUTOMATIC = ("auto", "openrouter/auto", "openrouter/free")


def id_of(kind: str, own_name: str) -> str | None:
    """A vendor's own name of a model as OpenRouter spells it; None for vendors that it has not.

    Dates go, and the version of a Claude model has a dot: `anthropic/claude-sonnet-4.5`.
    """
    if kind == "openrouter":
        return own_name
    if (vendor := VENDORS.get(kind)) is None:
        return None
    name = _DASHED_VERSION.sub(".", _DATE.sub("", own_name)) if kind == "anthropic" else own_name
    return f"{vendor}/{name}"


def is_listed(model: str, known: Collection[str]) -> bool:
    """Whether the id is known, with or without the ending that chooses how it is served."""
    return model in known or _VARIANT.sub("", model) in known


def meant_id(model: str, known: Collection[str]) -> str | None:
    """The known id that a refused one was most likely meant to be.

    A date behind it goes, a version's dash becomes a dot, a missing vendor is put in front; else
    the most similar one of the same vendor is taken.
    """
    lower = model.strip().lower()
    undated = _DATE.sub("", lower)
    spellings = [
        spelling
        for one in (lower, undated)
        for spelling in (one, _DASHED_VERSION.sub(".", one), *_version_moved(one))
    ]
    for spelling in spellings:
        if spelling in known:
            return spelling
        if "/" not in spelling:
            ends = sorted(one for one in known if one.partition("/")[2] == spelling)
            if ends:
                return ends[0]
    vendor, slash, _ = lower.partition("/")
    same = [one for one in known if one.startswith(f"{vendor}/")] if slash else sorted(known)
    return nearest(undated, sorted(same))


_CLAUDE = re.compile(r"^(anthropic/)?claude-(\d+(?:[-.]\d)?)-(opus|sonnet|haiku)$")
_CLAUDE_FAMILY = re.compile(r"^(anthropic/)?claude-(opus|sonnet|haiku)-(\d+(?:[-.]\d)?)$")


def _version_moved(model: str) -> Iterator[str]:
    """Claude's version stands behind the family from 4 on, and before it up to 3.7."""
    if match := _CLAUDE.match(model):
        yield f"{match[1] or ''}claude-{match[3]}-{match[2].replace('-', '.')}"
    if match := _CLAUDE_FAMILY.match(model):
        yield f"{match[1] or ''}claude-{match[3].replace('-', '.')}-{match[2]}"
