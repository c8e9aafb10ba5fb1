"""What a cell of the tables is, and what can be done with it, in one sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from rscrew_console.providers.health import in_words
from rscrew_console.records import dataclass
from rscrew_console.roster.money import usd
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.text import count
from rscrew_console.tui.view.view_state import Kind, ViewState, field_of

if TYPE_CHECKING:
    from rscrew_console.roster.model import Agent, Provider

_FIELDS: Mapping[str, str] = {
    "reasoning": "why {name} has this chain, a note to people",
    "capability": "the kind of work of {name}, which strategies go by",
    "model": "the model behind {name}, as its vendor spells it",
    "cost_tier": "the cost tier of {name}, which strategies go by",
    "base_url": "the address at which {name} is asked",
    "kind": "the vendor of {name}, or the protocol that it speaks",
}
_HEALTH = ("health", "latency", "trend", "age")
EMPTY = "is empty"


@dataclass(frozen=True, slots=True)
class CellActions:
    """What can be done now: the key of each command that can run, by its id."""

    keys: Mapping[str, str] = field(default_factory=dict)

    def told(self, **words: str) -> str:
        """`⏎ edits it, x removes it`, of those commands that can run; "" for none."""
        return ", ".join(
            f"{self.keys[name]} {does}" for name, does in words.items() if self.keys.get(name)
        )


def cell_sentence(
    view_state: ViewState, kind: Kind, name: str, column: str, actions: CellActions
) -> str:
    """One sentence, fit to be shown; "" where there is no such row."""
    if kind == "agent" and (agent := view_state.roster.agent_by_name.get(name)):
        what, can = _agent(view_state, agent, column, actions)
    elif kind == "provider" and (provider := view_state.roster.provider_by_name.get(name)):
        what, can = _provider(view_state, provider, column, actions)
    else:
        return ""
    return visible(f"{what}; {can}." if can else f"{what}.")


def _agent(
    view_state: ViewState, agent: Agent, column: str, actions: CellActions
) -> tuple[str, str]:
    if column in view_state.roster.slots:
        return _slot(view_state, agent, column, actions)
    match column:
        case "name":
            can = actions.told(edit="shows all its fields", remove="removes it")
            return f"{agent.name} is an agent, and {_runs(view_state, agent)}", can
        case "now":
            return f"{agent.name} {_runs(view_state, agent)}: {_why(view_state, agent)}", ""
        case "cost" | "planned":
            costs = view_state.usd_per_1k if column == "cost" else view_state.planned_usd_per_1k
            where = "what it runs on now" if column == "cost" else "its primary"
            dollars = costs.get(agent.name)
            price = usd(dollars) if dollars is not None else "an unknown sum"
            told = f"1,000 calls of {agent.name} on {where} cost {price}"
            return told, actions.told(usage="shows what calls have really cost")
        case "file":
            return f"this is the file of {agent.name}", actions.told(editor="opens it")
        case _:
            value = field_of(agent, column)
            return _field(agent.name, column, value), actions.told(edit="edits it")


def _slot(view_state: ViewState, agent: Agent, slot: str, actions: CellActions) -> tuple[str, str]:
    link = agent.chain.link_in(slot)
    if link is None or not link.text:
        can = actions.told(edit="puts a provider there", assign="the one with that number")
        return f"the {slot} of {agent.name} {EMPTY}", can
    can = actions.told(edit="puts another there", assign="the one with that number",
                       replace="replaces it everywhere")  # fmt: skip
    if link.says is not None:
        meant = f"and comes to {link.provider}" if link.provider else "and its program decides"
        what = f"the {slot} of {agent.name} says “{link.says}”, which is no model itself, {meant}"
    else:
        what = f"{link.provider} is the {slot} of {agent.name}"
    if link.provider:
        what += _state(view_state, link.provider)
        if view_state.runs_on(agent) == link.provider:
            what += ", and what it runs on now"
    return what, can


def _provider(
    view_state: ViewState, provider: Provider, column: str, actions: CellActions
) -> tuple[str, str]:
    name = provider.name
    match column:
        case "name":
            first = view_state.roster.primaries.get(name, 0)
            model = "" if provider.model == name else f" for the model {provider.model}"
            what = f"{name} is a provider{model}, the first choice of {count(first, 'agent')}"
            can = actions.told(edit="shows all its fields", replace="puts another in its place",
                               remove="removes it")  # fmt: skip
            return what + _state(view_state, name), can
        case "agents":
            users = count(len(view_state.roster.users_of(name)), "agent")
            return f"{users} {'has' if users == '1 agent' else 'have'} {name} in the chain", (
                actions.told(edit="shows them")
            )
        case "api_key_env":
            facts = view_state.facts.get(name)
            variables = facts.key_variables if facts else ()
            variable = shown_variable(provider.api_key_env or next(iter(variables), ""))
            told = f"{variable} is the variable with the key of {name}" if variable else (
                f"{name} has no variable for a key"
            )  # fmt: skip
            return told + _key(view_state, name), actions.told(edit="names another")
        case _ if column in _HEALTH:
            last = view_state.healths.last(name)
            word = in_words(last.status) or last.status if last else "it was not asked yet"
            told = f"this is how {name} answered the last free check: {word}"
            return told, actions.told(edit="tells all of it", check="asks again")
        case _:
            value = getattr(provider, column, None)
            text = "" if value in (None, (), "") else str(value)
            return _field(name, column, text), actions.told(edit="edits it")


def _field(name: str, column: str, value: str) -> str:
    words = _FIELDS.get(column, f"the {column.replace('_', ' ')} of {{name}}").format(name=name)
    return f"this is {words}" + ("" if value else ", and it says nothing")


def _runs(view_state: ViewState, agent: Agent) -> str:
    if running := view_state.runs_on(agent):
        return f"runs on {running} now"
    if agent.is_left_to_program:
        return "runs on what its program decides"
    return "has nothing that it can run on now"


def _why(view_state: ViewState, agent: Agent) -> str:
    if pin := view_state.roster.settings.pin:
        return f"all agents are pinned to {pin}"
    if agent.in_force is not None:
        return f"{agent.in_force.source} decides that"
    primary = agent.chain.primary
    if primary and view_state.runs_on(agent) != primary:
        return f"its primary, {primary}, cannot serve{_state(view_state, primary)}"
    return "that follows from its chain, the keys and the checks"


def _state(view_state: ViewState, provider: str) -> str:
    """What keeps the provider from serving, or nothing."""
    last = view_state.healths.last(provider)
    if last is not None and not last.usable:
        return f", but the last check says: {in_words(last.status) or last.status}"
    return _key(view_state, provider)


def _key(view_state: ViewState, provider: str) -> str:
    facts = view_state.facts.get(provider)
    if facts is None or facts.usable:
        return ""
    variable = shown_variable(next(iter(facts.key_variables), ""))
    if facts.key == "placeholder":
        return f", but {variable} holds a placeholder"
    return f", but {variable or 'its key'} is not set"
