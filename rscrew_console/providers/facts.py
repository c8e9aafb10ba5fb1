"""What the domain is told about the providers of a roster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rscrew_console.providers.base_url import base_problem, missing_variable, with_variables
from rscrew_console.providers.env_files import to_set
from rscrew_console.providers.keys import key_note, key_state, key_variables
from rscrew_console.providers.kinds import KINDS, full_model, kind_of, kind_of_variable
from rscrew_console.providers.misspelt_models import meant_model
from rscrew_console.providers.retirements import Retired
from rscrew_console.providers.spellings import spelling_problem, well_spelled
from rscrew_console.roster.facts import Facts, Retirement
from rscrew_console.roster.model import Provider, Roster
from rscrew_console.roster.secret import shown_variable


def facts_of(
    roster: Roster, env: Mapping[str, str], retired: Retired | None = None
) -> dict[str, Facts]:
    """Facts per provider's name. `env` is what `keys.load_env` returns.

    `retired` is what `retirements.retired_by` returns; without it nothing is said of that.
    """
    dialect = "" if _is_spelt_freely(roster) else roster.dialect
    return {
        provider.name: _facts(provider, env, retired, dialect, roster.spelling)
        for provider in roster.providers
    }


def _is_spelt_freely(roster: Roster) -> bool:
    """Whether nothing tells which program reads a `.env` file: pydantic-ai writes a colon."""
    return roster.dialect == "dotenv" and not any(":" in one.model for one in roster.providers)


_OPTIONAL_PREFIXES = ("openai/", "anthropic/")
"""What LiteLLM and CrewAI take in front of a model, and need for one that they do not know yet."""


def _facts(
    provider: Provider, env: Mapping[str, str], retired: Retired | None, dialect: str, spelling: str
) -> Facts:
    provider = with_variables(provider, env)
    kind = kind_of(provider)
    owner = kind_of_variable(provider.api_key_env or "")
    usual = owner is not None and provider.api_key_env in owner.key_variables
    return Facts(
        kind=kind.name if kind else None,
        key=key_state(provider, env),
        key_variables=key_variables(provider),
        full_model=full_model(provider),
        key_kind=owner.name if owner and usual else None,
        retirement=_retirement(provider, retired, dialect),
        key_hint="".join(to_set(env, shown_variable(name)) for name in key_variables(provider)[:1]),
        key_note=key_note(provider, env),
        spelling_problem=spelling_problem(provider, dialect),
        meant_model=meant_model(provider, spelling),
        base_url=provider.base_url,
        base_problem=_base_problem(provider),
    )


def _retirement(provider: Provider, retired: Retired | None, dialect: str) -> Retirement | None:
    """What there is to say, with the successor as the file's own program spells it."""
    retirement = retired(provider) if retired else None
    if retirement is None or not retirement.successor:
        return retirement
    successor = well_spelled(replace(provider, model=retirement.successor), dialect)
    vendor = provider.model.partition("/")[0] + "/"
    if provider.model.startswith(_OPTIONAL_PREFIXES) and not successor.startswith(vendor):
        successor = vendor + successor  # as the file spells the vendor's models
    return replace(retirement, successor=successor)


def _base_problem(provider: Provider) -> str:
    if name := missing_variable(provider.base_url or ""):
        return f"base_url names {name}, which is not set"
    return base_problem(provider)


KIND_NAMES = tuple(KINDS)
