"""Whom to ask, and what keeps us from asking at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from rscrew_console.providers.base_url import (
    azure_version,
    base_problem,
    missing_variable,
    normal_base,
    with_variables,
    wrong_endpoint,
)
from rscrew_console.providers.env_files import place_of, to_set
from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.keys import foreign_key, key_state, key_variables
from rscrew_console.providers.kind import Kind, VendorApi
from rscrew_console.providers.kinds import KINDS, at_home, kind_of, kind_of_host, unknown_vendor
from rscrew_console.records import dataclass
from rscrew_console.roster.address import address_of
from rscrew_console.roster.model import Provider
from rscrew_console.roster.secret import is_variable_name, meant_variable, shown_variable


@dataclass(frozen=True, slots=True)
class Target:
    """A provider that can be asked."""

    provider: Provider
    kind: Kind
    """Whose protocol is spoken: that of the host where it is a vendor's, else the provider's."""
    talk: VendorApi
    base: str
    """The base URL as `base_url.normal_base` makes it: no query, no endpoint, no slash at the end.
    """
    variable: str
    """The variable of its key, fit to be shown; empty where it has none."""
    key_place: str = ""
    """Where its value is from, as in ` (./.env:3)`; empty where nothing is known."""

    @property
    def at_home(self) -> bool:
        return at_home(self.kind, self.provider)

    @property
    def place(self) -> str:
        """The host and port, fit to be shown."""
        return re.sub(r"^[^:]*://(?:[^/@]*@)?", "", self.base).partition("/")[0]

    def url(self, path: str, **values: str) -> str:
        """The address of one of the kind's paths."""
        base = self.base
        for ending in self.talk.surplus:
            base = base.removesuffix(ending)
        values["api_version"] = azure_version(self.provider.base_url)
        filled = {name: quote(value, safe="") for name, value in values.items()}
        return base + path.format_map(filled)


def target_of(provider: Provider, env: Mapping[str, str]) -> Target | CheckOutcome:
    """The provider as a target, or why it is not asked.

    The target's provider has the variables in its `base_url` filled in.
    """
    provider = with_variables(provider, env)
    variable = next(map(shown_variable, key_variables(provider)), "")
    if (verdict := _without_key(provider, env, variable)) is not None:
        return verdict
    kind = kind_of(provider)
    if kind is None:
        return CheckOutcome("unverifiable", *unknown_vendor(provider))
    if kind.unverifiable or kind.talk is None:
        return CheckOutcome("unverifiable", kind.unverifiable)
    configured = _base(kind.talk, provider, env)
    speaker = kind_of_host(configured) or kind
    base = normal_base(configured, speaker)
    if (verdict := _unsafe(kind, provider, base, env)) is not None:
        return verdict
    place = place_of(env, variable)
    return Target(provider, speaker, speaker.talk or kind.talk, base, variable, place)


def _without_key(provider: Provider, env: Mapping[str, str], variable: str) -> CheckOutcome | None:
    owner = foreign_key(provider)
    if owner is not None:
        return CheckOutcome(
            "no_key",
            f"{variable} is {KINDS[owner].title}'s key, and is not sent to anybody else",
            "name the variable of this provider's own key in api_key_env",
        )
    match key_state(provider, env):
        case "missing":
            return CheckOutcome("no_key", f"{variable} is not set", _to_set(env, variable))
        case "placeholder":
            return CheckOutcome(
                "placeholder_key",
                f"{variable} holds a placeholder, not a key",
                f"put the real key into {variable}{place_of(env, variable)}",
            )
        case "not_needed" if provider.login and variable:
            return CheckOutcome(
                "unverifiable",
                f"{provider.login} logs in by itself; there is no key here to check it with",
            )
        case _:
            return None


def _to_set(env: Mapping[str, str], variable: str) -> str:
    """What to do so that the variable is set; for what is no name of one, what to write instead."""
    if is_variable_name(variable):
        return to_set(env, variable)
    meant = meant_variable(variable)
    return f"write {meant} in api_key_env" if meant else "name a variable in api_key_env"


def _base(talk: VendorApi, provider: Provider, env: Mapping[str, str]) -> str:
    base = (provider.base_url or "").strip()
    if not base:
        values = (env.get(name, "").strip() for name in talk.base_variables)
        base = next(filter(None, values), "")
    return base or talk.base_url


def _unsafe(
    kind: Kind, provider: Provider, base: str, env: Mapping[str, str]
) -> CheckOutcome | None:
    if not base:
        return CheckOutcome(
            "unreachable", f"{kind.title} has no address of its own", "say base_url: https://…"
        )
    if name := missing_variable(provider.base_url or ""):
        return CheckOutcome(
            "unreachable",
            f"base_url names {name}, which is not set",
            to_set(env, name),
        )
    if wrong := wrong_endpoint(provider):
        what, _, hint = wrong.partition(": ")
        return CheckOutcome("unreachable", what, hint)
    address = address_of(base)
    if address is None or not base.isprintable() or " " in base:
        return CheckOutcome(
            "unreachable",
            "base_url is not an address that begins with https://",
            base_problem(provider).rpartition("; ")[2] or "write it as in https://host.example/v1",
        )
    if address.exposed and not provider.allow_insecure:
        return CheckOutcome(
            "unreachable",
            "not asked: plain http:// to another machine would show the key to everyone on the way",
            "use https://, or say allow_insecure: true for this provider",
        )
    return None
