"""One model, many spellings: how the programs whose files we edit write a vendor's model.

`claude-sonnet-5-5` is `anthropic/claude-sonnet-5-5` in an opencode file, `anthropic:…` for
pydantic-ai and `sonnet` in a Claude Code agent; `gemini/…` is LiteLLM's word for what opencode and
docker-agent call `google/…`. Any of these is read by `kinds.kind_of_model` and `offers.own_name`;
here is how each is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from types import MappingProxyType

from rscrew_console.providers.kind import Kind
from rscrew_console.providers.kinds import KINDS, full_model, kind_of, kind_of_model
from rscrew_console.providers.model_names import (
    own_name,
    without_openai_route,
)
from rscrew_console.providers.openrouter_ids import id_of
from rscrew_console.providers.openrouter_names import with_dots
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Provider


@dataclass(frozen=True, slots=True)
class ModelStyle:
    """How a program spells models."""

    title: str
    """The program, as people write it."""
    separator: str = ""
    """What stands between the vendor and the model, and in every model; empty where none does."""
    vendors: Mapping[str, str] = field(default_factory=dict)
    """Kind → the program's word for it."""
    only: str = ""
    """The one kind whose models it runs; empty for any."""
    like_litellm: bool = False
    """Whether it reads models as LiteLLM does."""
    no_models: tuple[str, ...] = ()
    """Words that may stand in the place of a model."""

    def word(self, kind: Kind) -> str:
        return self.vendors.get(kind.name, "")


# The ids of https://models.dev, which opencode and OpenClaw use; docker-agent has the same words:
# https://docs.docker.com/ai/docker-agent/providers/overview/
SLASH_VENDORS = MappingProxyType(
    {
        "anthropic": "anthropic", "openai": "openai", "gemini": "google", "azure": "azure",
        "openrouter": "openrouter", "bedrock": "amazon-bedrock", "vertex": "google-vertex",
        "together": "togetherai", "deepseek": "deepseek", "mistral": "mistral", "groq": "groq",
        "xai": "xai", "cerebras": "cerebras", "ollama": "ollama",
    }
)  # fmt: skip
# Of pydantic-ai, whose newest versions say google: and google-cloud: and know the older words too.
COLON_VENDORS = MappingProxyType(
    {
        "anthropic": "anthropic", "openai": "openai", "gemini": "google-gla",
        "openrouter": "openrouter", "bedrock": "bedrock", "vertex": "google-vertex",
        "azure": "azure", "together": "together", "deepseek": "deepseek", "mistral": "mistral",
        "groq": "groq", "xai": "xai", "cerebras": "cerebras", "ollama": "ollama",
    }
)  # fmt: skip
_LITELLM = ModelStyle("CrewAI and LiteLLM", like_litellm=True)
_PYDANTIC = ModelStyle("pydantic-ai", ":", COLON_VENDORS)

STYLES: Mapping[str, ModelStyle] = MappingProxyType(
    {
        "rscrew": _LITELLM,
        "litellm": replace(_LITELLM, title="LiteLLM"),
        "crewai": replace(_LITELLM, title="CrewAI"),
        "opencode": ModelStyle("opencode", "/", SLASH_VENDORS),
        "oh-my-opencode": ModelStyle("oh-my-opencode", "/", SLASH_VENDORS),
        "openclaw": ModelStyle("OpenClaw", "/", SLASH_VENDORS),
        "docker-agent": ModelStyle("docker-agent", "/", SLASH_VENDORS),
        "hermes": ModelStyle("Hermes", "/", {**SLASH_VENDORS, "gemini": "gemini"}),
        "claude-code": ModelStyle(
            "Claude Code", only="anthropic", no_models=("inherit", "default", "best")
        ),
        "codex": ModelStyle("Codex", only="openai"),
        "experiment": ModelStyle("superrationality", only="openrouter"),
        "orchestration": ModelStyle("AIVillage", only="openrouter"),
        "dotenv": _PYDANTIC,
        "pydantic-ai": _PYDANTIC,
    }
)
"""By the names of dialects."""
_OTHER_NAMES = MappingProxyType(
    {"omo": "oh-my-opencode", "oh-my-openagent": "oh-my-opencode", "claude": "claude-code",
     "cagent": "docker-agent", "env": "dotenv", "opencode-agents": "opencode",
     "codex-config": "codex"}
)  # fmt: skip


def style_of(dialect: str) -> ModelStyle | None:
    """The style of a dialect, by its name in whichever spelling; None for one that is not known."""
    return STYLES.get(style_name(dialect))


def style_name(dialect: str) -> str:
    """The usual name of a dialect in whichever spelling: `omo` is `oh-my-opencode`."""
    name = dialect.strip().lower().replace("_", "-").replace(" ", "-")
    return _OTHER_NAMES.get(name, name)


def spelled(model: str, dialect: str) -> str | None:
    """A model of any spelling as the dialect writes it.

    None where the dialect cannot name it, or nothing tells whose model it is.
    """
    style, kind = style_of(dialect), kind_of_model(model)
    if style is None or kind is None:
        return None
    own = own_name(kind, model.strip())
    if style.only == "openrouter":
        return id_of(kind.name, own)
    if style.only:
        return own if kind.name == style.only else None
    if style.like_litellm:
        return full_model(Provider("", _litellm_input(kind, model), kind=kind.name))
    word = style.word(kind)
    return f"{word}{style.separator}{own}" if word else None


def spelled_offer(provider: Provider, dialect: str) -> str:
    """A model that a vendor lists, with its own name and kind, as the dialect writes it."""
    style, kind = style_of(dialect), kind_of(provider)
    if style is None or kind is None or style.like_litellm or style.only:
        return full_model(provider) if style is None or not style.only else provider.model
    word = style.word(kind)
    return f"{word}{style.separator}{provider.model}" if word else provider.model


def well_spelled(provider: Provider, dialect: str) -> str:
    """The provider's model as the dialect's program understands it; "" where it cannot name it."""
    style, kind = style_of(dialect), kind_of(provider)
    if style is None or kind is None:
        return provider.model
    openrouter = kind.name == "openrouter"
    model = with_dots(provider.model) if openrouter else provider.model
    if style.like_litellm:
        return full_model(replace(provider, model=model))
    return spelled(model, dialect) or ""


def spelling_problem(provider: Provider, dialect: str) -> str:
    """What the dialect's program would not understand in a provider's model, and what to write.

    "" where nothing is wrong, as far as one can tell.
    """
    style, kind = style_of(dialect), kind_of(provider)
    # Of a model without an entry the name is what stands in the file, its server's name in front.
    model = (provider.model if provider.declared else provider.name).strip()
    if style is None or not model or model.lower() in style.no_models:
        return ""
    if kind is not None and kind.name == "openrouter" and (mended := with_dots(model)) != model:
        return f'OpenRouter writes the version with a dot and no date; write "{mended}"'
    if style.like_litellm:
        right = full_model(provider)
        if kind is not None and without_openai_route(kind, model) != model and provider.base_url:
            return ""  # its own address is named, and its own id follows
        return "" if right == provider.model else f'{style.title} need{_s(style)} "{right}"'
    right = spelled(model, dialect) or ""
    better = f'; write "{right}"' if right and right != model else ""
    if style.only:
        return _only_one(style, kind, model, better)
    if style.separator not in model:
        return f"{style.title} takes vendor{style.separator}model{better}"
    written = model.lower().partition(style.separator)[0]
    others = {prefix[:-1] for prefix in kind.prefixes} if kind is not None else set()
    if better and kind is not None and style.word(kind) and written in others - _good(style, kind):
        return f'{style.title} knows no vendor "{written}"{better}'
    return ""


def _good(style: ModelStyle, kind: Kind) -> set[str]:
    """The words of a program for a kind: pydantic-ai has a newer one for Gemini and Vertex AI."""
    newer = {"gemini": "google", "vertex": "google-cloud"}.get(kind.name, "")
    return {style.word(kind)} | ({newer} if style.separator == ":" else set())


def _only_one(style: ModelStyle, kind: Kind | None, model: str, better: str) -> str:
    only = KINDS[style.only]
    if kind is not None and kind.name != style.only and "/" not in model:
        return f"{style.title} runs models of {only.title} alone"
    prefixed = kind is not None and kind.name == style.only and model.startswith(only.prefixes)
    return f"{style.title} takes the bare name{better}" if prefixed else ""


def _litellm_input(kind: Kind, model: str) -> str:
    """A spelling of another program without its prefix; LiteLLM's own stays."""
    if model.lower().startswith(kind.prefixes[: kind.accepted]):
        return model
    return own_name(kind, model)


def _s(style: ModelStyle) -> str:
    return "" if " and " in style.title else "s"
