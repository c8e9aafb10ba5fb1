"""What the user wants done, as a value: its dialect method, its label and its command line.

A key press makes wishes, the desk turns them into edits. Keeping both the words for the list of
changes and the equivalent command here means that the two can't say different things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Any

from rscrew_console.dialects import Dialect
from rscrew_console.document import Document, Edit
from rscrew_console.plans import Preview
from rscrew_console.plans import label_of as label_of_preview
from rscrew_console.roster.model import Roster
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.session.difference import difference
from rscrew_console.session.upkeep import upkeep_of

PROGRAM = "rsc"
EMPTY = "empty"
_WITHIN = {"assign", "move", "set_agent", "set_provider"}
"""Wishes that change entries, and neither add nor remove any."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of the dialect with its arguments."""

    method: str
    arguments: tuple[Any, ...]
    label: str
    """For people: `code_writer primary claude → openai`."""
    command: str = ""
    """The command line that does the same; empty where there is none."""


def assign(roster: Roster, agent: str, slot: str, provider: str | None) -> Operation:
    """This provider, or none, into that slot of that agent."""
    old = roster.agent_by_name[agent].chain.provider_in(slot)
    label = f"{agent} {slot} {old or EMPTY} → {provider or EMPTY}"
    return Operation(
        "assign", (agent, {slot: provider}), label, _assign_command(agent, slot, provider)
    )


def move(roster: Roster, agent: str, slot: str, step: int) -> Operation:
    """The provider in that slot one place up (-1) or down (+1) the chain."""
    provider = roster.agent_by_name[agent].chain.provider_in(slot) or ""
    where = "up" if step < 0 else "down"
    filled = [link.slot for link in roster.agent_by_name[agent].chain.links]
    place = filled.index(slot) + step if slot in filled else -1
    target = filled[place] if 0 <= place < len(filled) else slot
    command = _assign_command(agent, target, provider)
    label = f"{agent} {provider} {where} to {target}"
    return Operation("move", (agent, provider, step, slot), label, command)


def set_agent(agent: str, field: str, value: str) -> Operation:
    """The agent's reasoning or capability; an empty value takes it out."""
    command = f"{PROGRAM} assign {quote(agent)} --reasoning {quote(value)}"
    label = f"{agent} {field} {_short(value)}"
    return Operation(
        "set_agent", (agent, field, value), label, command if field == "reasoning" else ""
    )


def set_provider(provider: str, field: str, value: Any) -> Operation:
    """A field of a provider; an empty value takes it out."""
    shown = shown_variable(str(value)) if field == "api_key_env" and value else value
    return Operation(
        "set_provider", (provider, field, value), f"{provider} {field} {_short(shown)}"
    )


def add_agent(name: str, slots: Mapping[str, str | None]) -> Operation:
    """A new agent with these providers in its chain."""
    chosen = " ".join(quote(provider) for provider in slots.values() if provider)
    command = f"{PROGRAM} add-agent {quote(name)} {chosen}".rstrip()
    return Operation("add_agent", (name, slots), f"add agent {name}", command)


def add_provider(name: str, fields: Mapping[str, str]) -> Operation:
    """A new provider with these fields."""
    return Operation(
        "add_provider",
        (name, fields),
        f"add provider {name}",
        f"{PROGRAM} add-provider {quote(name)} {quote(fields.get('model', ''))}",
    )


def remove(kind: str, name: str) -> Operation:
    """No such agent or provider any more."""
    return Operation(
        f"remove_{kind}", (name,), f"remove {kind} {name}", f"{PROGRAM} remove-{kind} {quote(name)}"
    )


def rename(kind: str, old: str, new: str) -> Operation:
    """Another name, followed through every chain."""
    return Operation(
        f"rename_{kind}",
        (old, new),
        f"rename {kind} {old} → {new}",
        f"{PROGRAM} rename {quote(old)} {quote(new)}",
    )


def pin(provider: str, why: str) -> Operation:
    """Everybody on that provider until it is unpinned."""
    command = f"{PROGRAM} pin {quote(provider)}" + (f" --why {quote(why)}" if why else "")
    return Operation("set_pin", (provider, why), f"pin {provider}", command)


def unpin(provider: str) -> Operation:
    """Everybody on their own chains again."""
    return Operation("set_pin", (None,), f"unpin {provider}", f"{PROGRAM} unpin")


def save_strategy(strategy: Strategy) -> Operation:
    """The present chains kept under a name."""
    name = strategy.name
    command = f"{PROGRAM} save-strategy {quote(name)}"
    return Operation("add_strategy", (strategy,), f"keep strategy {name}", command)


def bulk(preview: Preview) -> Operation:
    """The strategy for all that the preview covers."""
    covered = [agent.name for agent in preview.agents if agent.covered]
    only = "" if len(covered) == len(preview.agents) else ",".join(covered)
    command = f"{PROGRAM} bulk {quote(preview.strategy.name)}"
    command += f" --agents {quote(only)}" if only else ""
    return Operation(
        "set_chains", (preview.chains, preview.notes), label_of_preview(preview), f"{command} --yes"
    )


def label_of(wishes: list[Operation]) -> str:
    """One label for wishes that are granted together."""
    if len(wishes) == 1:
        return wishes[0].label
    return f"{wishes[0].label} and {len(wishes) - 1} more" if wishes else ""


def command_of(wishes: list[Operation], config: str = "") -> str:
    """One line for the shell that does the same; empty if any of them has no command.

    `config` is the file where the command would not find it on its own.
    """
    program = f"{PROGRAM} --config {quote(config)}" if config else PROGRAM
    commands = [wish.command and program + wish.command.removeprefix(PROGRAM) for wish in wishes]
    return " && ".join(commands) if all(commands) else ""


def edits_for(
    dialect: Dialect, document: Document, roster: Roster, wishes: Sequence[Operation]
) -> tuple[list[Edit], list[Operation]]:
    """The edits that grant all the wishes as one change, and which of the wishes are not true
    already. Raises OperationError.

    Most wishes touch places of their own, so that all can be asked of the one document; only what
    the file states about itself is then counted anew. Where they do meet, later wishes see what
    the earlier ones did.
    """
    if len(wishes) == 1:
        return _asked(dialect, document, roster, wishes[0]), [*wishes]
    if any(wish.method not in _WITHIN for wish in wishes):
        return _one_by_one(dialect, document, roster, wishes), [*wishes]
    upkeep = upkeep_of(dialect)
    asked = [
        [edit for edit in _asked(dialect, document, roster, wish) if not upkeep.owns(edit.path)]
        for wish in wishes
    ]
    own = [edit for edits in asked for edit in edits]
    if len({edit.path for edit in own}) < len(own):
        return _one_by_one(dialect, document, roster, wishes), [*wishes]
    untrue = [
        wish
        for wish, edits in zip(wishes, asked, strict=True)
        if any(edit.old != edit.new for edit in edits)
    ]
    return (own + upkeep.recount(document.apply(own)), untrue) if untrue else ([], [])


def _one_by_one(
    dialect: Dialect, document: Document, roster: Roster, wishes: Sequence[Operation]
) -> list[Edit]:
    now = document
    for wish in wishes:
        now = now.apply(_asked(dialect, now, roster, wish))
        roster = dialect.read(now).roster or roster
    return difference(document.value, now.value)


def _asked(dialect: Dialect, document: Document, roster: Roster, wish: Operation) -> list[Edit]:
    edits: list[Edit] = getattr(dialect, wish.method)(document, roster, *wish.arguments)
    return edits


def _assign_command(agent: str, slot: str, provider: str | None) -> str:
    if provider is None:
        return ""
    option = "" if slot == "primary" else f"--{slot} "
    return f"{PROGRAM} assign {quote(agent)} {option}{quote(provider)}"


def _short(value: Any, most: int = 40) -> str:
    if value in ("", None, []):
        return "removed"
    if isinstance(value, bool):
        return "yes" if value else "no"
    value = str(value)
    return f"“{value if len(value) <= most else value[: most - 1] + '…'}”"
