"""Changing scenarios from the console: each is one step that `u` takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.dialects.operations import (
    AddScenario,
    CopyScenario,
    RenameScenario,
    SetCounts,
)
from rscrew_console.roster.experiment import Scenario, ScenarioTable, all_on, by_shares, even_split
from rscrew_console.roster.visible import visible
from rscrew_console.tui.editing.file_changes import offer_left_behind
from rscrew_console.tui.requests import Anchor, PickRequest, ScenariosRequest, TextRequest
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import line

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext

_EVEN, _SHARES, _ALL = "even", "shares", "all on "
_COLUMNS = (Column("what", "preset", least=20), Column("counts", "counts", least=20))


async def begin(context: ConsoleContext) -> None:
    """What the console begins with: work that was left behind, and for an experiment its table."""
    await offer_left_behind(context)
    if context.view_state.roster.scenarios is not None:
        await context.ask(ScenariosRequest())


def set_counts(
    context: ConsoleContext, table: ScenarioTable, scenario: Scenario, counts: dict[str, int]
) -> bool:
    """Set these counts, whatever they add up to: the table shows that in red."""
    return bool(context.apply([SetCounts(table.reference(scenario), counts, force=True)]))


def move_agent(
    context: ConsoleContext, table: ScenarioTable, scenario: Scenario, giver: str, taker: str
) -> None:
    """One agent from a model to another; says so where the giver has none."""
    if not scenario.count_of(giver):
        context.show_message(f"{visible(giver)} has no agent to give", "warning")
        return
    counts = {giver: scenario.count_of(giver) - 1, taker: scenario.count_of(taker) + 1}
    set_counts(context, table, scenario, counts)


async def choose_partner(
    context: ConsoleContext, table: ScenarioTable, model: str, anchor: Anchor
) -> str:
    """The model to take agents from and give them to: the other one of two, else it is asked."""
    others = [one for one in table.models if one != model]
    if len(others) == 1:
        return others[0]
    rows = [GridRow(one, {"model": line(visible(one))}, {"model": one}) for one in others]
    columns = (Column("model", "model", least=20),)
    chosen = await context.ask(PickRequest("Take from, and give to", columns, rows, anchor=anchor))
    return chosen or ""


async def type_count(
    context: ConsoleContext, table: ScenarioTable, scenario: Scenario, model: str
) -> None:
    """Asks for the number of agents of a model."""
    text = await context.ask(
        TextRequest(
            f"{scenario.name}: agents on {model}", str(scenario.count_of(model)),
            hint=f"a whole number; all together are {table.number_of_agents}",
            refuse=lambda typed: "" if typed.strip().isdecimal() else "a whole number, 0 or more",
        )
    )  # fmt: skip
    if text is not None:
        set_counts(context, table, scenario, {model: int(text)})


async def preset(
    context: ConsoleContext, table: ScenarioTable, scenario: Scenario, anchor: Anchor
) -> None:
    """Asks which preset, and sets all counts by it."""
    agents = table.number_of_agents
    choices = {f"{_ALL}{model}": all_on(model, agents) for model in table.models}
    if len(table.models) > 1:
        choices = {_EVEN: even_split(table.models, agents), **choices}
    rows = [
        GridRow(
            name,
            {"what": line(visible(name)), "counts": line((_words(table, counts), "dim"))},
            {"what": name},
        )
        for name, counts in choices.items()
    ]
    shares_cells = {"what": line(_SHARES), "counts": line(("typed as 60 40", "dim"))}
    rows.append(GridRow(_SHARES, shares_cells, {"what": _SHARES}))
    chosen = await context.ask(PickRequest("Preset", _COLUMNS, rows, anchor=anchor))
    if chosen == _SHARES:
        counts = await _typed_shares(context, table)
    else:
        counts = choices.get(chosen or "")
    if counts is not None:
        present = dict.fromkeys((model for model, _ in scenario.counts), 0)
        set_counts(context, table, scenario, {**present, **counts})


async def _typed_shares(context: ConsoleContext, table: ScenarioTable) -> dict[str, int] | None:
    names = ", ".join(table.models)
    text = await context.ask(
        TextRequest(
            "Shares of the models, in the order of the columns",
            hint=f"such as 60 30 10, for {names}",
            refuse=lambda typed: "" if _shares(typed, table) else "a number for each model",
        )
    )
    return None if text is None else _shares(text, table)


def _shares(text: str, table: ScenarioTable) -> dict[str, int] | None:
    """The counts by these shares; None where they are no shares."""
    try:
        shares = [float(word.rstrip("%")) for word in text.replace(",", " ").split()]
        if len(shares) > len(table.models):
            return None
        named = dict.fromkeys(table.models, 0.0)
        return by_shares({**named, **dict(zip(table.models, shares, strict=False))},
                         table.number_of_agents)  # fmt: skip
    except (ValueError, OverflowError):
        return None


def _words(table: ScenarioTable, counts: dict[str, int]) -> str:
    return " ".join(str(counts.get(model, 0)) for model in table.models)


async def add(context: ConsoleContext, table: ScenarioTable) -> str:
    """Asks for a name and adds a scenario with an even split. Returns the name, or ""."""
    name = await _new_name(context, table, "New scenario: its name", "")
    counts = even_split(table.models, table.number_of_agents) if table.models else {}
    return name if name and context.apply([AddScenario(name, counts, force=True)]) else ""


async def copy(context: ConsoleContext, table: ScenarioTable, scenario: Scenario) -> str:
    """Asks for a name and copies the scenario. Returns the name, or ""."""
    reference = table.reference(scenario)
    name = await _new_name(
        context, table, f"Copy of {scenario.name}: its name", f"{scenario.name} 2"
    )
    return name if name and context.apply([CopyScenario(reference, name)]) else ""


async def rename(context: ConsoleContext, table: ScenarioTable, scenario: Scenario) -> str:
    """Asks for another name. Returns it, or ""."""
    reference = table.reference(scenario)
    name = await _new_name(context, table, f"{scenario.name}: its name", scenario.name)
    return name if name and context.apply([RenameScenario(reference, name)]) else ""


async def _new_name(context: ConsoleContext, table: ScenarioTable, title: str, value: str) -> str:
    names = {scenario.name for scenario in table.scenarios} - {value}

    def refuse(text: str) -> str:
        if not text.strip():
            return "the scenario needs a name"
        if "/" in text or "\\" in text:
            return "the name becomes a folder, and holds no / or \\"
        return "there is a scenario of that name already" if text.strip() in names else ""

    return ((await context.ask(TextRequest(title, value, refuse=refuse))) or "").strip()
