"""Changes of `model_configs`, as edits. All raise OperationError."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rscrew_console.dialects.base import OperationError
from rscrew_console.dialects.chains import known_provider
from rscrew_console.dialects.experiment.fields import (
    DISTRIBUTION,
    MODEL_KEYS,
    MODELS,
    PROVIDER_KEYS,
    SCENARIOS,
    TOP_KEYS,
)
from rscrew_console.dialects.names import new_name
from rscrew_console.dialects.values import WrongType
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.roster.model import Provider, Roster
from rscrew_console.roster.secret import looks_like_key


def set_model(document: Document, roster: Roster, name: str, field: str, value: Any) -> list[Edit]:
    provider = _declared(roster, name)
    new = _checked(field, value)
    if field == "model" and new is ABSENT:
        raise OperationError(f'"{name}" needs a model')
    keys = PROVIDER_KEYS[field][0]
    path = (*provider.path, *keys)
    old = document.get(path)
    if old == new:
        return []
    group = document.get(path[:-1])
    if len(keys) > 1 and not isinstance(group, Mapping):
        return [Edit(path[:-1], group, {keys[-1]: new}, order=MODEL_KEYS)]
    if len(keys) > 1 and new is ABSENT and len(group) == 1:
        return [Edit(path[:-1], group, ABSENT)]
    return [Edit(path, old, new, order=MODEL_KEYS)]


def add_model(
    document: Document, roster: Roster, name: str, fields: Mapping[str, Any]
) -> list[Edit]:
    name = new_name("model", name, [one.name for one in roster.providers if one.declared])
    entry: dict[str, Any] = {"model_type": str(fields.get("model") or name)}
    for field, value in fields.items():
        keys, new = PROVIDER_KEYS.get(field, ((), None))[0], _checked(field, value)
        if new is ABSENT:
            continue
        if len(keys) > 1:
            entry.setdefault(keys[0], {})[keys[1]] = new
        else:
            entry[keys[0]] = new
    entry = {key: entry[key] for key in MODEL_KEYS if key in entry}
    old = document.get((MODELS,))
    if not isinstance(old, Mapping):
        return [Edit((MODELS,), old, {name: entry}, order=TOP_KEYS)]
    return [Edit((MODELS, name), ABSENT, entry)]


def remove_model(document: Document, roster: Roster, name: str) -> list[Edit]:
    """Refused while a scenario gives it agents; a count of 0 goes with it."""
    path = _declared(roster, name).path
    uses = list(_uses(document, name))
    users = [f'"{scenario}"' for scenario, place in uses if document.get(place) != 0]
    if users:
        raise OperationError(f"{name} has agents in {', '.join(users)}; give them another model")
    return [
        *(Edit(place, document.get(place), ABSENT) for _, place in uses),
        Edit(path, document.get(path), ABSENT),
    ]


def rename_model(document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
    """The name under `model_configs`, followed through every scenario; `model_type` stays."""
    path = _declared(roster, old).path
    if old == new.strip():
        return []
    new = new_name("model", new, [one.name for one in roster.providers if one.declared])
    return [Edit(path, old, new, on="key"), *renamed_in_scenarios(document, old, new)]


def renamed_in_scenarios(document: Document, old: str, new: str) -> list[Edit]:
    """The edits after which every scenario that counts agents for `old` has them on `new`."""
    edits = []
    for scenario, place in _uses(document, old):
        if document.get((*place[:-1], new)) is not ABSENT:
            raise OperationError(f'"{scenario}" has {new} already; set its counts first')
        edits.append(Edit(place, old, new, on="key"))
    return edits


def replace_model_id(document: Document, roster: Roster, old: str, new: str) -> list[Edit]:
    """The edits after which what asked the model `old` asks `new`: `old` is its id, or the name of
    an entry. An entry whose name is the id is renamed, too; roles name the other id."""
    new = new.strip()
    named = [one for one in roster.providers if old in (one.name, one.model)]
    if not named:
        raise OperationError.unknown("provider or model", old, roster.provider_by_name)
    if not new:
        raise OperationError(f"name the model to take the place of {old}")
    edits: list[Edit] = []
    for provider in named:
        if provider.declared and provider.model != new:
            edits += set_model(document, roster, provider.name, "model", new)
        if provider.declared and provider.name == provider.model:
            edits += rename_model(document, roster, provider.name, new)
        elif not provider.declared:
            edits += renamed_in_scenarios(document, provider.name, new)
    roles = (one for one in roster.agents if document.get(one.path) == named[0].model)
    return [*edits, *(Edit(role.path, named[0].model, new) for role in roles)]


def _uses(document: Document, name: str) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The name of each scenario that counts agents for the model, and where it does."""
    scenarios = document.get((SCENARIOS,))
    for index, entry in enumerate(scenarios if isinstance(scenarios, list) else ()):
        place = (SCENARIOS, index, DISTRIBUTION, name)
        if document.get(place) is not ABSENT:
            yield str(entry.get("name", f"#{index + 1}")), place


def _declared(roster: Roster, name: str) -> Provider:
    provider = known_provider(roster, name)
    if not provider.declared:
        raise OperationError(f"{name} has no entry under {MODELS}")
    return provider


def _checked(field: str, value: Any) -> Any:
    """The value as it is to stand in the file; ABSENT for none."""
    if field not in PROVIDER_KEYS:
        raise OperationError.unknown("field of a model", field, PROVIDER_KEYS)
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return ABSENT
    if field in ("model", "api_key_env"):
        value = str(value)
        if field == "api_key_env" and looks_like_key(value):
            raise OperationError(
                "api_key_env takes the name of the variable that holds the key, such as"
                " OPENROUTER_API_KEY; this looks like the key itself, and was not taken"
            )
    elif isinstance(value, str):
        try:
            value = int(value) if value.lstrip("+-").isdecimal() else float(value)
        except ValueError as error:
            raise OperationError(f'{field} takes a number, not "{value}"') from error
    try:
        PROVIDER_KEYS[field][1](value)
    except WrongType as wrong:
        raise OperationError(f"{field} {wrong.reason}") from wrong
    return value
