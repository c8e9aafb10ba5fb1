"""Providers as calls see them: with their keys, their address, and what speaks against them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import field

from rscrew_console.providers.base_url import with_variables
from rscrew_console.providers.health.result import CheckOutcome
from rscrew_console.providers.health.target import target_of
from rscrew_console.providers.keys import key_variables, secrets_of
from rscrew_console.providers.secret import Secret
from rscrew_console.records import dataclass
from rscrew_console.roster.model import Provider
from rscrew_console.runtime.requests import FAULTS, Fault


@dataclass(frozen=True, slots=True)
class CandidateKey:
    """A key, and the names under which it rests."""

    secret: Secret | None
    """None for what needs no key."""
    resting: str
    """As long as the provider's entry and the key are what they are."""
    resting_until_saved: str
    """As long as the whole file is, too."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provider of the file."""

    provider: Provider
    keys: tuple[CandidateKey, ...]
    resting: str
    """The provider with all its keys, as of `Key`."""
    resting_until_saved: str
    base: str = ""
    needs_litellm: bool = False
    """Whether only LiteLLM may know how to call it; loading that takes seconds."""
    fault: Fault | None = None
    """What keeps it from being asked at all."""
    why: str = ""
    names: tuple[str, ...] = field(default=(), repr=False)
    """Every name under which it or one of its keys may rest."""


def candidate_of(provider: Provider, env: Mapping[str, str], digest: str) -> Candidate:
    """`env` is what `keys.load_env` gives, `digest` stands for the whole file."""
    provider = with_variables(provider, env)
    target = target_of(provider, env)
    secrets: tuple[Secret | None, ...] = secrets_of(provider, env)
    if not secrets and not key_variables(provider):
        secrets = (None,)
    entry = repr(provider)
    keys = tuple(_key(provider.name, entry, secret, digest) for secret in secrets)
    resting = _name(provider.name, entry)
    until_saved = _name(provider.name, entry, digest, *(_text(secret) for secret in secrets))
    every = [resting, until_saved]
    for key in keys:
        every += [key.resting, key.resting_until_saved]
    fault: Fault | None = None
    why, base = "", ""
    if isinstance(target, CheckOutcome):
        # What cannot be checked for free may well be called: Bedrock, say.
        if target.status != "unverifiable":
            fault = next((one for one in FAULTS if one == target.status), "unreachable")
            why = target.detail
    else:
        base = target.base
    if fault is None and not keys:
        fault, why = "no_key", "it has no key"
    return Candidate(
        provider,
        keys,
        resting,
        until_saved,
        base,
        needs_litellm=isinstance(target, CheckOutcome) and target.status == "unverifiable",
        fault=fault,
        why=why,
        names=tuple(dict.fromkeys(every)),
    )


def _key(provider: str, entry: str, secret: Secret | None, digest: str) -> CandidateKey:
    text = _text(secret)
    return CandidateKey(secret, _name(provider, entry, text), _name(provider, entry, text, digest))


def _text(secret: Secret | None) -> str:
    return secret.reveal() if secret else ""


def _name(provider: str, *parts: str) -> str:
    """A name from which no key can be found out."""
    digest = hashlib.blake2b(digest_size=12, person=b"rscrew-rest")
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return f"{provider}:{digest.hexdigest()}"
