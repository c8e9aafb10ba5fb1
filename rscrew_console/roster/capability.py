"""What kind of work an agent does, told from its name where the file does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

_GUIDE = {
    "coding": ("code_implementer", "database_architecture_specialist", "infrastructure_specialist"),
    "reasoning": (
        "project_orchestrator",
        "solution_architect",
        "security_architecture_specialist",
        "plan_update_coordinator",
    ),
    "analysis": ("research_analyst", "feature_analyst", "operator_intent_interpreter"),
    "communication": (
        "technical_writer",
        "quality_assurance",
        "frontend_architecture_specialist",
    ),
}

GUIDE_CAPABILITY: Mapping[str, str] = MappingProxyType(
    {agent: capability for capability, agents in _GUIDE.items() for agent in agents}
)
"""The thirteen agents of RSCrew's guide, in its own grouping."""

# Beginnings of the words of a name. A word that says what the agent *is* (writer, analyst) mostly
# stands last, one that says what it is *about* (code, data) before it: the last word that is
# known decides.
_STEMS = {
    "coding": (
        "code", "coding", "program", "develop", "dev", "devops", "implement", "engineer",
        "debug", "refactor", "script",
        "database", "sql", "backend", "infra", "deploy", "admin", "sre", "build", "fullstack",
    ),
    "reasoning": (
        "plan", "orchestrat", "architect", "strateg", "coordinat", "manag", "lead", "supervis",
        "director", "security", "decision", "decid", "judge", "critic", "reason", "think",
        "expert", "math", "legal", "triage", "rout",
    ),
    "analysis": (
        "analy", "research", "scien", "investigat", "explor", "interpret", "extract", "classif",
        "search", "review", "audit", "data", "insight", "monitor", "evaluat", "collect", "scrap",
        "read", "inspect",
    ),
    "communication": (
        "writ", "edit", "document", "doc", "communicat", "support", "chat", "translat", "summar",
        "report", "market", "content", "copy", "blog", "mail", "present", "qa", "quality", "test",
        "frontend", "ux", "ui", "design", "assist", "reply", "publish", "social",
    ),
}  # fmt: skip

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_SHORT = 3
"""Stems of up to so many letters are whole words: `ui` does not begin `uistiti`."""

OTHERWISE = "communication"
"""The guide gives its general-purpose provider to communication; so do we to unknown agents."""


@lru_cache(maxsize=1 << 15)
def derive(name: str) -> str:
    """One of CAPABILITIES: the guide's own for its thirteen, else by the words of the name."""
    if name in GUIDE_CAPABILITY:
        return GUIDE_CAPABILITY[name]
    words = [word.lower() for word in _WORD.findall(name)]
    return next(
        (capability for word in reversed(words) if (capability := _of_word(word))), OTHERWISE
    )


@lru_cache(maxsize=1 << 12)
def _of_word(word: str) -> str:
    fits = [
        (len(stem), capability)
        for capability, stems in _STEMS.items()
        for stem in stems
        if word == stem or (len(stem) > _SHORT and word.startswith(stem))
    ]
    return max(fits)[1] if fits else ""
