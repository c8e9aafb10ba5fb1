"""What changed between two rosters, in the order of the later one: for people and for scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Literal, TypeVar

from rscrew_console.records import dataclass
from rscrew_console.roster.model import Agent, Price, Provider, Roster
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.stray_keys import without_keys_in_words

if TYPE_CHECKING:
    from rscrew_console.roster.experiment import Scenario

T = TypeVar("T")
What = Literal["agent", "provider", "distribution", "setting", "strategy", "scenario"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field with another value. `old` and `new` are "" for none, and never show a key."""

    what: What
    name: str
    field: str
    """A slot or field, `name` for another name; "" for what came (`new`), went (`old`) or, with
    both, is another as a whole."""
    old: str
    new: str


def changes(before: Roster, after: Roster) -> tuple[FieldChange, ...]:
    """Settings and strategies, providers, agents, and the file's own count of primaries."""
    return (
        *_settings(before, after),
        *_providers(before, after),
        *_agents(before, after),
        *_distribution(before, after),
        *_scenarios(before, after),
    )


def lines(changed: tuple[FieldChange, ...]) -> list[str]:
    """One line per change; all counts of the distribution share one."""
    texts = [_line(change) for change in changed if change.what != "distribution"]
    counts = [
        f"{change.name} {change.old or '—'} → {change.new or '—'}"
        for change in changed
        if change.what == "distribution"
    ]
    return texts + ([f"distribution: {', '.join(counts)}"] if counts else [])


def _line(change: FieldChange) -> str:
    if change.field == "name":
        return f"{change.what} {change.old} → {change.new}"
    if change.field:
        return f"{change.name}: {change.field} {change.old or '—'} → {change.new or '—'}"
    if change.old and change.new:
        return f"{change.what} {change.name} changed"
    return f"{change.what} {change.name} {'added' if change.new else 'removed'}"


def _settings(before: Roster, after: Roster) -> Iterator[FieldChange]:
    for field in ("pin", "pin_why"):
        old_value, new_value = (getattr(roster.settings, field) or "" for roster in (before, after))
        if old_value != new_value:
            yield FieldChange("setting", "global_settings", field, old_value, new_value)
    old, new = ({one.name: one for one in roster.strategies} for roster in (before, after))
    yield from _entries("strategy", old, new, {})
    for name in new:
        if name in old and old[name] != new[name]:
            yield FieldChange("strategy", name, "", name, name)


def _providers(before: Roster, after: Roster) -> Iterator[FieldChange]:
    # Of those without an entry all is said where agents name them.
    old, new = (
        {one.name: one for one in roster.providers if one.declared} for roster in (before, after)
    )
    renamed = _renamed(old, new, _provider_fields)
    yield from _entries("provider", old, new, renamed)
    for name in new:
        if name in old:
            old_value, new_value = _provider_fields(old[name]), _provider_fields(new[name])
            yield from _fields("provider", name, old_value, new_value)


def _agents(before: Roster, after: Roster) -> Iterator[FieldChange]:
    old, new = before.agent_by_name, after.agent_by_name
    renamed = _renamed(old, new, _agent_fields)
    yield from _entries("agent", old, new, renamed)
    for name in new:
        if name in old and old[name] is not new[name]:
            yield from _fields("agent", name, _agent_fields(old[name]), _agent_fields(new[name]))


def _distribution(before: Roster, after: Roster) -> Iterator[FieldChange]:
    renamed = _renamed(before.provider_by_name, after.provider_by_name, _provider_fields)
    old = {renamed.get(name, name): count for name, count in before.distribution or ()}
    new = dict(after.distribution or ())
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name):
            old_value, new_value = (str(counts.get(name, "")) for counts in (old, new))
            yield FieldChange("distribution", name, "agents", old_value, new_value)


def _scenarios(before: Roster, after: Roster) -> Iterator[FieldChange]:
    """Of an experiment: the switch, scenarios, and their counts."""
    if before.scenarios is None or after.scenarios is None:
        return
    tables = (before.scenarios, after.scenarios)
    on, is_on = ("on" if table.enabled else "off" for table in tables)
    if on != is_on:
        yield FieldChange("setting", "scenarios", "ENABLE_MULTI_MODEL", on, is_on)
    old, new = ({table.reference(one): one for one in table.scenarios} for table in tables)
    renamed = _renamed(old, new, _counts)
    yield from _entries("scenario", old, new, renamed)
    for name in new:
        if name in old:
            yield from _fields("scenario", name, _counts(old[name]), _counts(new[name]))


def _counts(scenario: Scenario) -> dict[str, str]:
    return {model: str(count) for model, count in scenario.counts}


def _renamed(
    old: Mapping[str, T], new: Mapping[str, T], fields_of: Callable[[T], dict[str, str]]
) -> dict[str, str]:
    """Old name → new name, where one thing went and one came that is the same but for the name."""
    removed, added = (
        [name for name in old if name not in new],
        [name for name in new if name not in old],
    )
    if (
        len(removed) != 1
        or len(added) != 1
        or fields_of(old[removed[0]]) != fields_of(new[added[0]])
    ):
        return {}
    return {removed[0]: added[0]}


def _entries(
    what: What, old: Iterable[str], new: Iterable[str], renamed: Mapping[str, str]
) -> Iterator[FieldChange]:
    """Describe entries that were added, removed or renamed."""
    before, after = set(old), set(new)
    for old_value, new_value in renamed.items():
        yield FieldChange(what, old_value, "name", old_value, new_value)
    for name in new:
        if name not in before and name not in renamed.values():
            yield FieldChange(what, name, "", "", name)
    for name in old:
        if name not in after and name not in renamed:
            yield FieldChange(what, name, "", name, "")


def _fields(
    what: What, name: str, old_value: Mapping[str, str], new_value: Mapping[str, str]
) -> Iterator[FieldChange]:
    for field in dict.fromkeys((*new_value, *old_value)):
        before, after = old_value.get(field, ""), new_value.get(field, "")
        if before != after:
            yield FieldChange(what, name, field, before, after)


def _agent_fields(agent: Agent) -> dict[str, str]:
    slots = {slot: _cell(agent, slot) for slot in agent.chain.slots}
    capability = agent.capability if agent.capability_given else ""
    options = {name: str(value) for name, value in agent.options}
    return {**slots, "reasoning": agent.reasoning, "capability": capability, **options}


def _cell(agent: Agent, slot: str) -> str:
    """What stands in the slot, with the options of that place."""
    link = agent.chain.link_in(slot)
    if link is None:
        return ""
    options = ", ".join(f"{name} {value}" for name, value in link.options)
    text = link.text
    return f"{text} ({options})" if options else text


_NOT_TOLD = ("name", "declared", "path")
"""Of a provider: its name is told apart, and the others say where it stands."""


def _provider_fields(provider: Provider) -> dict[str, str]:
    names = (field.name for field in fields(Provider) if field.name not in _NOT_TOLD)
    return {name: _field_text(provider, name) for name in names}


def _field_text(provider: Provider, field: str) -> str:
    value = getattr(provider, field)
    if field == "api_key_env":
        return shown_variable(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Price):
        return f"{value.input} in, {value.output} out"
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else without_keys_in_words(str(value))
