"""Warnings about parameters that a provider's model is known to refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rscrew_console.roster.facts import Facts
from rscrew_console.roster.lint.places import LintPlaces, warning
from rscrew_console.roster.model import Provider, Roster
from rscrew_console.roster.problem import Problem

_CLAUDE = re.compile(r"claude-(?:[a-z]+-)?(\d{1,2})(?:[-.](\d{1,2}))?(?![0-9])")
"""`claude-opus-4-5`, `claude-sonnet-5`; dates behind the version have eight digits."""
_ONE_OF_TWO = (4, 1)
"""From Claude Opus 4.1 and the 4.5 models on, `temperature` and `top_p` are not taken together."""
_NEITHER = (4, 7)
"""From Claude Opus 4.7 on, neither is taken."""
_OPENAI = re.compile(r"(?:^|/)(?:o[1-9]\d*(?:-|$)|gpt-5(?:-(?!chat)|$)|gpt-5\.[6-9]|gpt-[6-9])")
"""Models that always reason; `gpt-5.1` to `gpt-5.5` take both while they are told no effort, and
`gpt-5-chat` does not reason."""
_OPENAI_KINDS = ("openai", "azure", "openrouter")


def parameter_warnings(
    roster: Roster, facts: Mapping[str, Facts], places: LintPlaces
) -> Iterator[Problem]:
    """Provider by provider, in file order. Calls put it right after one refusal each."""
    for provider in roster.providers:
        for field, why in _refused(provider, facts[provider.name].kind):
            message = f"{provider.name}: {provider.model} {why}; leave {field} out"
            yield warning("refused-parameter", places.provider_path(provider.name, field), message)


def _refused(provider: Provider, kind: str | None) -> Iterator[tuple[str, str]]:
    """Each field that the model refuses, and why."""
    given = [name for name in ("temperature", "top_p") if _matters(getattr(provider, name))]
    model = provider.model.lower()
    if (version := _claude(model)) is not None:
        if version >= _NEITHER:
            yield from ((name, f"takes no {name} any more") for name in given)
        elif version >= _ONE_OF_TWO and provider.temperature is not None and provider.top_p:
            yield "top_p", "takes temperature or top_p, not both"
    elif kind in _OPENAI_KINDS and _OPENAI.search(model):
        yield from ((name, f"reasons, and takes no {name} but 1") for name in given)


def _matters(value: float | None) -> bool:
    """1 is what all take, as it is what they do without being told."""
    return value is not None and value != 1


def _claude(model: str) -> tuple[int, int] | None:
    """The version of a Claude model that has the number behind its family's name."""
    found = _CLAUDE.search(model)
    if found is None or "claude-3" in model:
        return None
    return int(found[1]), int(found[2] or 0)
