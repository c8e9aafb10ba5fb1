"""Operations on providers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rscrew_console.dialects.base import OperationError
from rscrew_console.dialects.chains import known_provider
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.rscrew import counts
from rscrew_console.dialects.rscrew.entries import added
from rscrew_console.dialects.rscrew.fields import (
    AGENTS,
    NUMBERS,
    PROVIDER_FIELDS,
    PROVIDER_TYPES,
    PROVIDERS,
)
from rscrew_console.dialects.rscrew.pin import rename_pin
from rscrew_console.dialects.rscrew.strategies import rename_in_strategies
from rscrew_console.dialects.sections.budgets import rename_in_budgets
from rscrew_console.dialects.values import WrongType, flag
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.model import Roster
from rscrew_console.roster.secret import looks_like_key


def set_provider(
    doc: Document, roster: Roster, provider: str, field: str, value: Any
) -> list[Edit]:
    known_provider(roster, provider)
    new = _checked(field, value)
    if field == "model" and new is ABSENT:
        raise OperationError(f'"{provider}" needs a model')
    path = (PROVIDERS, provider, field)
    old = doc.get(path)
    return [] if old == new else [Edit(path, old, new, order=PROVIDER_FIELDS)]


def add_provider(doc: Document, roster: Roster, name: str, fields: Mapping[str, Any]) -> list[Edit]:
    name = new_name("provider", name, roster.provider_by_name)
    checked = {field: _checked(field, value) for field, value in fields.items()}
    entry = {
        field: checked[field]
        for field in PROVIDER_FIELDS
        if checked.get(field, ABSENT) is not ABSENT
    }
    if "model" not in entry:
        raise OperationError(f'"{name}" needs a model')
    return [added(doc, PROVIDERS, name, entry)]


def remove_provider(doc: Document, roster: Roster, name: str) -> list[Edit]:
    known_provider(roster, name)
    if users := roster.users_of(name):
        places = "\n".join(
            f"  {agent.name} ({', '.join(agent.chain.slots_of(name))})" for agent in users
        )
        raise OperationError(
            f'"{name}" is in use, give these agents another provider first:\n{places}'
        )
    if roster.settings.pin == name:
        raise OperationError(f'"{name}" is pinned: every agent runs on it; unpin it first')
    path = (PROVIDERS, name)
    return [Edit(path, doc.get(path), ABSENT), *counts.drop(doc, name)]


def rename_provider(doc: Document, roster: Roster, old: str, new: str) -> list[Edit]:
    known_provider(roster, old)
    if old == new.strip():
        return []
    new = new_name("provider", new, roster.provider_by_name)
    followed = [
        Edit((AGENTS, agent.name, slot), old, new)
        for agent in roster.users_of(old)
        for slot in agent.chain.slots_of(old)
    ]
    key = Edit((PROVIDERS, old), old, new, on="key")
    return [
        key,
        *followed,
        *counts.rename(doc, old, new),
        *rename_pin(doc, old, new),
        *rename_in_budgets(doc, "provider", old, new),
        *rename_in_strategies(doc, "provider", old, new),
    ]


def _checked(field: str, value: Any) -> Any:
    """The value as it is to stand in the file; ABSENT for none."""
    if field not in PROVIDER_TYPES:
        raise OperationError.unknown("field of a provider", field, PROVIDER_FIELDS)
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return ABSENT
    convert = PROVIDER_TYPES[field]
    if convert in NUMBERS:
        value = _number(field, value)
    elif convert is flag and isinstance(value, str):
        value = {"true": True, "yes": True, "false": False, "no": False}.get(value.lower(), value)
    try:
        convert(value)
    except WrongType as wrong:
        raise OperationError(f"{field} {wrong.reason}") from wrong
    if field == "api_key_env" and looks_like_key(value):
        raise OperationError(
            "api_key_env takes the name of the variable that holds the key, such as"
            " OPENAI_API_KEY; this looks like the key itself, and was not taken"
        )
    return value


def _number(field: str, value: Any) -> Any:
    """A number that a person typed; `60` stays whole."""
    if not isinstance(value, str):
        return value
    try:
        return int(value) if value.lstrip("+-").isdecimal() else float(value)
    except ValueError as error:
        raise OperationError(f'{field} takes a number, not "{value}"') from error
