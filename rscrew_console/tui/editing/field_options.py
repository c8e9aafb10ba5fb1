"""What can be chosen for a field, and what a text typed for it must look like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict

from rscrew_console.dialects.operations.typed import price_text
from rscrew_console.providers.kinds import KINDS
from rscrew_console.roster.chain import Link
from rscrew_console.roster.model import CAPABILITIES, Agent, Price, Roster
from rscrew_console.roster.secret import looks_like_key, shown_variable
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.health import state
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import line
from rscrew_console.tui.view.view_state import Kind, ViewState, field_of

TIERS = {
    "premium": "the best there is, at its price",
    "standard": "good enough for most work",
    "budget": "cheap, for work in volume",
}
_CAPABILITY_WORDS = {
    "coding": "code, databases, infrastructure",
    "reasoning": "plans, architecture, decisions",
    "analysis": "research, reading, requirements",
    "communication": "text, tests, front ends",
}
_HINTS = {
    "base_url": "as the vendor's own SDK wants it; empty for the usual one",
    "reasoning": "why this chain is what it is; a note to people",
    "description": "what this provider is good for; a note to people",
    "temperature": "a number, usually 0 to 1; empty for the vendor's default",
    "top_p": "a number from 0 to 1; empty for the vendor's default",
    "max_tokens": "a whole number; empty for the vendor's default",
    "rate_limit": "requests a minute; empty for none",
    "timeout": "seconds; empty for the default",
    "price": "$ per million tokens, input output [cached]: 3 15 0.3",
    "strengths": f"any of {', '.join(CAPABILITIES)}; with commas between",
    "allow_insecure": "no; yes sends the key over plain http to another machine",
    "name": "follows through every chain",
}


NAME = Column("name", "", least=8, most=60)
NOTE = Column("note", "", least=8, rank=1, most=60)
STATE = Column("state", "", least=6, rank=2, most=24, reserve=17)

Options = tuple[Sequence[Column], list[GridRow]]


def providers(view_state: ViewState, link: Link | None = None) -> Options:
    """The providers to put into a slot: number, name, key and model.

    Where what stands there now (`link`) is no model itself, its row says what it comes to.
    """
    number = Column("number", "", least=1, right=True)
    rows = []
    for index, provider in enumerate(view_state.roster.providers, 1):
        facts = view_state.facts.get(provider.name)
        note = provider.model if provider.model != provider.name else ""
        cells = {
            "number": line((str(index), "dim")),
            "name": line(visible(provider.name)),
            "state": state(view_state.healths, provider.name, facts),
            "note": line((visible(note), "dim")),
        }
        values = {"name": provider.name, "note": provider.model}
        rows.append(GridRow(provider.name, cells, values))
    own = [link.says] if link and link.says and link.provider else []
    for word in dict.fromkeys([*own, *view_state.format.cell_words]):
        cells = {"name": line(visible(word)), "note": line((_word_note(word, link), "dim"))}
        rows.append(GridRow(word, cells, {"name": word}))
    return (number, NAME, STATE, NOTE), rows


def _word_note(word: str, link: Link | None) -> str:
    if link is not None and link.says == word and link.provider:
        return f"leave it: comes to {visible(link.provider)}"
    return "as the program decides"


def for_field(view_state: ViewState, name: str, field: str) -> Options:
    """What is known that the field could hold."""
    roster = view_state.roster
    match field:
        case "capability":
            capabilities = _noted((each, _CAPABILITY_WORDS[each]) for each in CAPABILITIES)
            return (NAME, NOTE), [
                *capabilities,
                GridRow("", {"name": line(("by its name", "dim"))}),
            ]
        case "cost_tier":
            own = {each.cost_tier for each in roster.providers if each.cost_tier} - TIERS.keys()
            return (NAME, NOTE), _noted([*TIERS.items(), *((tier, "") for tier in sorted(own))])
        case "api_key_env":
            return (NAME, NOTE), _noted(_key_variables(view_state, name))
        case "kind":
            return (NAME, NOTE), _noted((each.name, each.title) for each in KINDS.values())
        case _:
            users = {each.model: each.name for each in roster.providers}
            return (NAME, NOTE), _noted(users.items())


def _key_variables(view_state: ViewState, name: str) -> list[tuple[str, str]]:
    facts = view_state.facts.get(name)
    variables = facts.key_variables if facts else ()
    own = [variable for variable in variables if not looks_like_key(variable)]
    titles = {variable: each.title for each in KINDS.values() for variable in each.key_variables}
    first = {variable: titles.get(variable, "this provider's now") for variable in own}
    return list((first | titles).items())


def _noted(pairs: Iterable[tuple[str, str]]) -> list[GridRow]:
    return [
        GridRow(
            value,
            {"name": line(visible(value)), "note": line((visible(note), "dim"))},
            {"name": value, "note": note},
        )
        for value, note in pairs
    ]


def value_of(roster: Roster, kind: Kind, name: str, field: str) -> str:
    """The field's value as one would type it."""
    entry = roster.agent_by_name[name] if kind == "agent" else roster.provider_by_name[name]
    if isinstance(entry, Agent) and field not in ("name", "capability"):
        return field_of(entry, field)
    if field == "capability" and not getattr(entry, "capability_given", True):
        return ""
    if field == "api_key_env":
        return shown_variable(getattr(entry, field))
    match getattr(entry, field):
        case None:
            return ""
        case Price() as price:
            return price_text(asdict(price))
        case tuple() as several:
            return ", ".join(several)
        case bool(value):
            return "yes" if value else ""
        case value:
            return str(value)


def hint(field: str) -> str:
    """A line on what the field holds."""
    return _HINTS.get(field, "")


def refusal(field: str) -> Callable[[str], str]:
    """Says why a text cannot be the field's value, or nothing."""
    match field:
        case "model" | "name":
            return lambda text: "" if text.strip() else f"it needs a {field}"
        case "api_key_env":
            return _no_key
        case "base_url":
            return _url
        case "temperature" | "top_p" | "max_tokens" | "rate_limit" | "timeout":
            return _number
        case _:
            return lambda _: ""


def _no_key(text: str) -> str:
    if looks_like_key(text):
        return "this looks like a key itself; the file holds only its variable's name"
    return ""


def _number(text: str) -> str:
    try:
        below = bool(text.strip()) and not float(text) >= 0
    except ValueError:
        return f'it takes a number, not "{visible(text)}"'
    return "it takes no number below 0" if below else ""


def _url(text: str) -> str:
    if not text or text.startswith(("https://", "http://")):
        return ""
    return "a base URL begins with https:// (or http:// on this machine)"
