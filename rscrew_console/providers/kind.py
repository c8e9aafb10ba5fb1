"""What there is to say about a kind of provider, before any is said: see `table` for the data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from rscrew_console.providers.status import Status
from rscrew_console.records import dataclass

if TYPE_CHECKING:
    from rscrew_console.providers.offers import ModelListPage


@dataclass(frozen=True, slots=True)
class Auth:
    """The header that carries the key, and what stands in front of it."""

    header: str
    before: str = ""


BEARER = Auth("Authorization", "Bearer ")


@dataclass(frozen=True, slots=True)
class AnswerRule:
    """What a vendor means by an answer. All that is given must fit; the first that fits decides."""

    status: Status
    http: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    """Error codes, types or reasons in the answer, of which one is enough; in lower case."""
    words: tuple[str, ...] = ()
    """Phrases in the vendor's message, of which one is enough; in lower case."""
    pattern: re.Pattern[str] | None = None
    """What is found in the vendor's message, which comes in lower case."""
    hint: str = ""
    """What to do about it, where that is not what one does about the status."""
    detail: str = ""
    """What is the matter, where that is not what the status says."""


@dataclass(frozen=True, slots=True)
class AccountRule:
    """What an endpoint about the key or its account says against using it."""

    status: Status
    detail: str


@dataclass(frozen=True, slots=True)
class ProbeCall:
    """How a model is asked for one token, which is paid for."""

    path: str
    """`{id}` is the model, where it stands in the address."""
    answered: Callable[[Any], bool]
    """Whether the data of an answer is a completion."""
    bodies: tuple[Mapping[str, Any], ...]
    """What is sent, but for the model. The next one is for models that refuse a parameter of it."""
    names_model: bool = True
    """Whether the body says the model."""
    rules: tuple[AnswerRule, ...] = ()
    """Before those of the vendor's other answers."""


@dataclass(frozen=True, slots=True)
class VendorApi:
    """How one talks to a vendor; only `call` is paid for. Paths follow the base URL."""

    base_url: str = ""
    """Without a slash at the end; empty where everybody has an own one."""
    listing: str = ""
    """The models that are offered."""
    read: Callable[[Any], ModelListPage | None] = lambda _data: None
    """One page of that list; None where it is none."""
    page: str = ""
    """The parameter that asks for the next page."""
    proof: str = ""
    """What proves the key, where the list of models is public and does not."""
    single: str = ""
    """One model by its name, `{id}`, which also knows names that the list does not show."""
    balance: str = ""
    account: Callable[[Any], AccountRule | None] = lambda _data: None
    """What the answer of `proof` or `balance` says against using the key."""
    call: ProbeCall | None = None
    """How a model is asked for a token, where the user wants that."""
    auth: Auth = BEARER
    headers: tuple[tuple[str, str], ...] = ()
    rules: tuple[AnswerRule, ...] = ()
    """Before those that hold for everybody."""
    surplus: tuple[str, ...] = ()
    """Endings of a user's base URL that the paths bring themselves."""
    hosts: tuple[str, ...] = ()
    """The vendor's own hosts, as patterns: its usual key goes to no other unless told to."""
    base_variables: tuple[str, ...] = ()
    """Environment variables that hold the base URL where everybody has an own one."""
    unproved: str = ""
    """Why a list of models is no proof that a model can be used."""
    keys_page: str = ""
    billing_page: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A vendor, or a protocol that several speak."""

    name: str
    title: str
    """As people write it."""
    key_variables: tuple[str, ...] = ()
    """Where its key is looked for, the one to set first; empty for what needs no key."""
    prefixes: tuple[str, ...] = ()
    """Beginnings of a model that say its kind. The first is the one to write."""
    accepted: int = 1
    """How many of `prefixes`, from the first, CrewAI and LiteLLM both understand."""
    bare: bool = False
    """Whether CrewAI and LiteLLM know its models without a prefix."""
    models: tuple[str, ...] = ()
    """Patterns of models that are its own, prefix or not."""
    words: tuple[str, ...] = ()
    """Words in a key variable's or a provider's name that say the kind."""
    routes: tuple[str, ...] = ()
    """Further prefixes of LiteLLM's that the vendor's own names do not have."""
    aliases: tuple[tuple[str, str], ...] = ()
    """Short names of models, each with the model that it stands for now."""
    suffixes: tuple[str, ...] = ()
    """Endings that say how to serve a model and are no part of its name."""
    key_example: str = "..."
    """How its keys begin."""
    any_key: bool = False
    """Whether any text may be a key, as on servers of one's own."""
    talk: VendorApi | None = None
    unverifiable: str = ""
    """Why it cannot be checked, where it cannot."""
