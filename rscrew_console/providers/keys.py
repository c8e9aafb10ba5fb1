"""Which keys a provider has, and whether they are there.

Nothing here shows a key or writes one anywhere; see `secret` for what keeps them from that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rscrew_console.providers.env_files import Env, env_files, load_env, place_of
from rscrew_console.providers.kinds import KINDS, at_home, kind_of, kind_of_host
from rscrew_console.providers.secret import (
    Secret,
    is_placeholder,
    is_reference,
    left_out,
    split_keys,
)
from rscrew_console.roster.model import Provider
from rscrew_console.roster.secret import looks_like_key

if TYPE_CHECKING:
    from rscrew_console.roster.facts import KeyState

__all__ = [
    "Env", "env_files", "foreign_key", "is_placeholder", "is_usable", "key_note", "key_state",
    "key_variables", "load_env", "secrets_of",
]  # fmt: skip


def key_variables(provider: Provider) -> tuple[str, ...]:
    """The variables that may hold the provider's key, the one to set first.

    The file's own comes first; where it is one of a vendor's usual names, the others follow. A
    server of somebody else's gets a vendor's usual key only if the file names it.
    """
    kind = kind_of(provider)
    usual = kind.key_variables if kind else ()
    own = provider.api_key_env
    if own is None or not own.strip():
        return usual if kind and at_home(kind, provider) else ()
    return (own, *(name for name in usual if name != own)) if own in usual else (own,)


def key_state(provider: Provider, env: Mapping[str, str]) -> KeyState:
    """What can be said of the key without asking the vendor."""
    variables = key_variables(provider)
    if not variables:
        return "not_needed"
    keys = _keys(provider, env)
    if not keys:
        return "not_needed" if provider.login else "missing"
    return "placeholder" if all(_is_stand_in(provider, key) for key in keys) else "set"


def is_usable(provider: Provider, env: Mapping[str, str]) -> bool:
    """Whether it has a key, or needs none: as `Facts.usable`, for who needs no other fact."""
    if provider.base_url:
        from rscrew_console.providers.base_url import with_variables  # few have an address

        provider = with_variables(provider, env)
    return key_state(provider, env) in ("set", "not_needed")


def secrets_of(provider: Provider, env: Mapping[str, str]) -> tuple[Secret, ...]:
    """The keys to use, without those that are placeholders: those of the first variable."""
    return tuple(Secret(key) for key in _keys(provider, env) if not _is_stand_in(provider, key))


def placeholders_of(provider: Provider, env: Mapping[str, str]) -> int:
    """How many places for a key still wait for theirs, beside those of `secrets_of`."""
    return len(_keys(provider, env)) - len(secrets_of(provider, env))


def key_note(provider: Provider, env: Mapping[str, str]) -> str:
    """What stands around or in the provider's key and belongs to no key, in words; "" for nothing.

    Never with a part of the key.
    """
    name = next((one for one in key_variables(provider) if env.get(one, "").strip()), "")
    if not name or looks_like_key(name):
        return ""
    text, place = env[name].strip(" \t\r\n"), place_of(env, name)
    if note := left_out(text):
        return f"{name}{place} has {note}, which is left out: take that away"
    odd = next((key.odd_letter for key in secrets_of(provider, env) if not key.sendable), "")
    if odd:
        return f"{name}{place} holds {odd}, which no key has"
    if text.startswith(f"{name}="):
        return f"{name}{place} begins with its own name, {name}=: take that away"
    return ""


def foreign_key(provider: Provider) -> str | None:
    """The vendor whose usual key the provider would send to another vendor; None if it does not.

    A gateway of one's own is no vendor: it may take any key.
    """
    variable = (provider.api_key_env or "").upper()
    kind = kind_of(provider)
    target = kind_of_host(provider.base_url) if provider.base_url else kind
    if target is None or not variable or variable in target.key_variables:
        return None
    owner = next((one for one in KINDS.values() if variable in one.key_variables), None)
    return owner.name if owner else None


def _keys(provider: Provider, env: Mapping[str, str]) -> tuple[str, ...]:
    """All that the first variable holds that has a key, or else the first that has anything."""
    values = [split_keys(env.get(name, "")) for name in key_variables(provider)]
    real = (keys for keys in values if not all(_is_stand_in(provider, key) for key in keys))
    return next(real, None) or next(filter(None, values), ())


def _is_stand_in(provider: Provider, key: str) -> bool:
    kind = kind_of(provider)
    # Servers of one's own take any text for a key, and people give them just such texts.
    own = (kind is not None and kind.any_key) or (
        bool(provider.base_url) and kind_of_host(provider.base_url or "") is None
    )
    return is_reference(key) if own else is_placeholder(key)
