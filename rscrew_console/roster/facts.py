"""What the domain is told about a provider that the file alone does not say."""

from __future__ import annotations

from datetime import date
from typing import Literal

from rscrew_console.records import dataclass

KeyState = Literal["set", "missing", "placeholder", "not_needed"]


@dataclass(frozen=True, slots=True)
class Retirement:
    """That a model's vendor has stopped serving it, or says when it will."""

    date: date
    over: bool
    """Whether that day had come when the facts were gathered."""
    successor: str = ""
    """The model to use instead, spelled as in the file; empty where none is known."""
    source: str = ""
    """Who says so: an address, or a package and its version."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Gathered by `providers.facts`; never holds a key, only whether there is one."""

    kind: str | None
    """The vendor or protocol, such as `anthropic`; None where nothing tells."""
    key: KeyState
    key_variables: tuple[str, ...] = ()
    """The environment variables that may hold the key, the one to set first."""
    full_model: str = ""
    """The model as CrewAI and LiteLLM need it spelled, prefix and all."""
    key_kind: str | None = None
    """The kind whose usual variable `api_key_env` is, if it is one's."""
    retirement: Retirement | None = None
    base_url: str | None = None
    """The `base_url` with the variables in it filled in, where it has any."""
    base_problem: str = ""
    """What is wrong with it, and the address that was meant; fit to be shown."""

    key_hint: str = ""
    """What to do so that a missing key is set, with the file and line."""
    spelling_problem: str = ""
    """What the program that reads the file would not understand in the model, and what to write."""
    meant_model: str = ""
    """The model that was most likely meant by one that nobody knows, spelt as in the file."""
    key_note: str = ""
    """What stands around or in the key and belongs to no key; fit to be shown."""

    @property
    def usable(self) -> bool:
        """Offline, a provider can be used if it has a key or needs none."""
        return self.key in ("set", "not_needed")
