"""Models that nobody knows and that are one slip away from one that a vendor has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rscrew_console.providers.kinds import at_home, kind_of
from rscrew_console.providers.model_names import own_name
from rscrew_console.providers.retirements import shipped
from rscrew_console.roster.model import Provider

_WORD = re.compile(r"[A-Za-z]+")
_ALIKE = 0.75
_LEAST = 4
"""Letters of a word below which another word (`mini`, `nano`; `pro`) may be meant as it stands."""
CLAUDE_CODE_WORDS = ("sonnet", "opus", "haiku", "inherit", "default", "best", "opusplan")


def meant_model(provider: Provider, spelling: str = "") -> str:
    """The model that was most likely meant, spelt as in the file; "" where nothing looks wrong.

    Only a slip of letters within one word is told: other numbers are another model, which may be
    newer than what is known here.
    """
    model = provider.model.strip()
    if spelling == "claude-code" and _WORD.fullmatch(model):
        return _near(model, CLAUDE_CODE_WORDS)
    kind = kind_of(provider)
    if kind is None or not at_home(kind, provider):
        return ""
    own = own_name(kind, model)
    known = {notice.successor for (name, _), notice in shipped().items() if name == kind.name}
    known |= {one for name, one in shipped() if name == kind.name}
    near = _near(own, known)
    return model.replace(own, near) if near else ""


def _near(name: str, known: Iterable[str]) -> str:
    """The name that differs in one word alone, and little; "" for none, or for a known name."""
    names = [one for one in known if one]
    if name in names:
        return ""
    likely = [(ratio, one) for one in names if (ratio := _one_word_apart(name, one)) >= _ALIKE]
    return max(likely)[1] if likely else ""


def _one_word_apart(name: str, other: str) -> float:
    """How alike the words are in which the names differ, from 0 to 1; 0 where more differs."""
    if _WORD.sub("·", name) != _WORD.sub("·", other):
        return 0.0
    pairs = zip(_WORD.findall(name.lower()), _WORD.findall(other.lower()), strict=True)
    different = [pair for pair in pairs if pair[0] != pair[1]]
    if len(different) != 1 or min(map(len, different[0])) < _LEAST:
        return 0.0
    from difflib import SequenceMatcher

    return SequenceMatcher(None, *different[0]).ratio()
