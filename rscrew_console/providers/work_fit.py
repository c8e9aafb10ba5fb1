"""What families of models are made for, and whether they take tools, by the names of models.

Vendors say so of their families; nobody measures here. The first pattern that fits a model's own
name decides. Where a vendor's list tells whether a model takes tools, that counts instead.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from rscrew_console.records import dataclass


@dataclass(frozen=True, slots=True)
class ModelFamily:
    """Models of which a vendor says the same."""

    pattern: str
    """Of the model's own name, behind the last slash, in lower case."""
    work: tuple[str, ...]
    """What it is made for, of `roster.model.CAPABILITIES`, the first thing first."""
    why: str
    tools: bool = True


_ALL = ("coding", "reasoning", "analysis", "communication")
FAMILIES = (
    ModelFamily("*coder*", ("coding",), "made for code"),
    ModelFamily("*codex*", ("coding",), "made for code"),
    ModelFamily("codestral*", ("coding",), "made for code"),
    ModelFamily("devstral*", ("coding",), "made for agents that write code"),
    ModelFamily("grok-code*", ("coding",), "made for code"),
    ModelFamily("grok-build*", ("coding",), "made for code"),
    ModelFamily("codellama*", ("coding",), "made for code", tools=False),
    ModelFamily("claude-opus*", _ALL, "Anthropic's model for the hardest work"),
    ModelFamily("claude-sonnet*", _ALL, "Anthropic's model for code and agents"),
    ModelFamily("claude-fable*", ("communication", "analysis"), "Anthropic's model for writing"),
    ModelFamily("claude-haiku*", ("communication", "coding", "analysis"), "Anthropic's fast model"),
    ModelFamily("claude*", ("communication", "analysis"), "an earlier model of Anthropic's"),
    ModelFamily("gpt-oss*", ("coding", "reasoning"), "open weights, made for reasoning"),
    ModelFamily("gpt-*-nano*", ("communication",), "OpenAI's smallest model"),
    ModelFamily("gpt-5*", _ALL, "OpenAI's model for code and agents"),
    ModelFamily("gpt-6*", _ALL, "OpenAI's model for code and agents"),
    ModelFamily("gpt-4.1*", ("coding", "communication"), "made for code and instructions"),
    ModelFamily("gpt-4*", ("communication", "analysis"), "an earlier model of OpenAI's"),
    ModelFamily("o[134]*", ("reasoning", "analysis", "coding"), "made for reasoning"),
    ModelFamily("gemini-*-pro*", _ALL, "Google's model for hard work and long texts"),
    ModelFamily("gemini-*-lite*", ("communication",), "Google's smallest model"),
    ModelFamily("gemini-*", ("analysis", "communication", "coding"), "Google's fast model"),
    ModelFamily("deepseek-reasoner*", ("reasoning", "coding"), "made for reasoning"),
    ModelFamily("deepseek-*", ("coding", "reasoning", "analysis"), "made for code and reasoning"),
    ModelFamily("magistral*", ("reasoning",), "made for reasoning"),
    ModelFamily("mistral-large*", _ALL, "Mistral's largest model"),
    ModelFamily("mistral-medium*", ("coding", "analysis", "communication"), "for agents and code"),
    ModelFamily("mistral-small*", ("communication", "analysis"), "Mistral's small model"),
    ModelFamily("grok-*", ("reasoning", "analysis", "communication"), "xAI's model"),
    ModelFamily("kimi-k*", ("coding", "reasoning"), "made for agents that write code"),
    ModelFamily("glm-*", ("coding", "reasoning"), "made for agents that write code"),
    ModelFamily("zai-glm-*", ("coding", "reasoning"), "made for agents that write code"),
    ModelFamily("qwen3*", ("coding", "reasoning", "analysis"), "made for code and reasoning"),
    ModelFamily("qwen-3*", ("coding", "reasoning", "analysis"), "made for code and reasoning"),
    ModelFamily("llama-3.3*", ("communication",), "open weights, for conversation"),
    ModelFamily("llama-4*", ("communication", "analysis"), "open weights, for conversation"),
)
_NO_CHAT = (
    "embed", "image", "tts", "audio", "live", "transcri", "whisper", "moderation", "ocr", "guard",
    "realtime", "voice", "voxtral", "lyria", "robotics", "omni", "nano-banana", "rerank",
    "translate", "search", "deep-research", "computer-use", "-cyber", "rosalind", "vision", "video",
    "banana", ":batch", ":extended",
)  # fmt: skip
"""Words in the names of models that do something else than to answer an agent."""


def family_of(model: str) -> ModelFamily | None:
    """The family of a model, with or without a vendor's prefix; None where nobody knows."""
    name = model.lower().rpartition("/")[2].partition(":")[0]
    return next((family for family in FAMILIES if fnmatchcase(name, family.pattern)), None)


def answers_agents(model: str) -> bool:
    """Whether the name says nothing against calling the model for an agent."""
    name = model.lower()
    return not any(word in name for word in _NO_CHAT)
