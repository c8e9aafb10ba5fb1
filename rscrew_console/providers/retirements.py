"""Models that their vendors have retired, or will: from our own data, and from LiteLLM's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from rscrew_console.providers.kinds import at_home, full_model, kind_of
from rscrew_console.providers.model_names import names_of
from rscrew_console.roster.facts import Retirement
from rscrew_console.roster.model import Provider


class RetirementNotice(NamedTuple):
    """What a source says of one model."""

    date: date
    successor: str
    """As the vendor calls it; empty where none is known."""
    source: str


Notices = Mapping[tuple[str, str], RetirementNotice]
"""By kind and by the vendor's own name of the model."""
Retired = Callable[[Provider], Retirement | None]

_LITELLM_FILE = "litellm/model_prices_and_context_window_backup.json"
LITELLM_KINDS = MappingProxyType(
    {
        "anthropic": "anthropic", "openai": "openai", "gemini": "gemini", "deepseek": "deepseek",
        "mistral": "mistral", "groq": "groq", "xai": "xai", "cerebras": "cerebras",
        "together_ai": "together",
    }
)  # fmt: skip


def retired_by(day: date, *sources: Notices) -> Retired:
    """What there is to say of a provider's model on that day. The first source that knows wins.

    Only of a vendor's own service: others serve a model for as long as they like.
    """

    def retirement_of(provider: Provider) -> Retirement | None:
        kind = kind_of(provider)
        if kind is None or not at_home(kind, provider):
            return None
        names = [(kind.name, name) for name in names_of(kind, provider.model)]
        matching = (notices[name] for notices in sources for name in names if name in notices)
        notice = next(matching, None)
        if notice is None:
            return None
        successor = full_model(replace(provider, model=notice.successor, kind=kind.name))
        return Retirement(notice.date, notice.date <= day, successor, notice.source)

    return retirement_of


@cache
def shipped() -> Notices:
    """Read `data/retirements.json`, which gives the source of each date."""
    text = (Path(__file__).parent / "data" / "retirements.json").read_text("utf-8")
    return MappingProxyType(
        {
            (vendor["kind"], model): RetirementNotice(
                date.fromisoformat(entry["date"]), entry["successor"], vendor["source"]
            )
            for vendor in json.loads(text)["vendors"]
            for entry in vendor["retirements"]
            for model in entry["models"]
        }
    )


@cache
def of_litellm() -> Notices:
    """The deprecation dates that an installed LiteLLM brings; nothing where there is none.

    LiteLLM itself takes seconds to import, so only its data file is read.
    """
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        package = distribution("litellm")
        text = Path(str(package.locate_file(_LITELLM_FILE))).read_text("utf-8")
        models = json.loads(text)
    except (PackageNotFoundError, OSError, ValueError):
        return {}  # not installed, or a version that keeps its data elsewhere: it is a bonus
    return notices_of_litellm(models, f"LiteLLM {package.version}")


def notices_of_litellm(models: Any, source: str) -> Notices:
    """`{name: {"litellm_provider", "deprecation_date"}}`, names with prefix or without."""
    notices: dict[tuple[str, str], RetirementNotice] = {}
    for name, facts in models.items() if isinstance(models, Mapping) else ():
        if not isinstance(facts, Mapping):
            continue
        kind = LITELLM_KINDS.get(str(facts.get("litellm_provider")))
        day = _day(facts.get("deprecation_date"))
        if kind is not None and day is not None:
            own = name.removeprefix(f"{facts['litellm_provider']}/")
            notices[kind, own] = RetirementNotice(day, "", source)
    return MappingProxyType(notices)


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
