"""The keys of oh-my-openagent's file, and the names that the program knows itself."""

from __future__ import annotations

from rscrew_console.roster.chain import SlotScheme

SCHEME = SlotScheme()
AGENTS, CATEGORIES = "agents", "categories"
MODEL, CATEGORY, FALLBACKS = "model", "category", "fallback_models"
DEFAULT = "default"
"""What a slot says where an agent has neither a model nor a category."""
OPTIONS = ("variant", "reasoningEffort", "temperature", "top_p", "maxTokens")
BUILT_IN_CATEGORIES = (
    "visual-engineering", "ultrabrain", "deep", "artistry", "quick", "unspecified-low",
    "unspecified-high", "writing",
)  # fmt: skip
"""Categories that are there without an entry, with models that the program chooses."""
BUILT_IN_AGENTS = (
    "sisyphus", "hephaestus", "prometheus", "oracle", "librarian", "explore", "multimodal-looker",
    "metis", "momus", "atlas", "sisyphus-junior",
)  # fmt: skip
"""Agents with a built-in chain, which a `model` of their own switches off (issue 3144)."""
ORDER = (MODEL, CATEGORY, "variant", FALLBACKS)
FIRES_ON = ("429", "500", "502", "503", "504", "key errors")
NEW_NAME, OLD_NAME = "oh-my-openagent", "oh-my-opencode"
"""What a file's name begins with; the old one is read where the new one is not there."""
