"""The scenario table: rows scenarios, columns models, cells counts, and whether they add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from rscrew_console.roster.experiment import Scenario, ScenarioTable, answering, deal
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.table import Column, GridRow, Value
from rscrew_console.tui.view.text import EDITED_MARK, Line, TextRun, Tone, count, line, width
from rscrew_console.tui.view.view_state import ViewState

NAME, SUM, ANSWERS = "scenario", "sum", "answers"
"""Keys of the columns that are no model."""
PARTNER_MARK = "⇄"
NO_AGENTS = "·"
_PREFIX = "model "


_MOST_DIGITS = 9


def typed_count(before: str, key: str, most: int) -> str:
    """The digits of a count when `key` is typed behind `before`: both, or `key` anew where both
    would be more than `most`."""
    longer = (before + key)[:_MOST_DIGITS]
    return longer if int(longer) <= most else key


def column_of(model: str) -> str:
    """The key of a model's column."""
    return f"{_PREFIX}{model}"


def model_of(column: str) -> str:
    """The model of a column, or ""."""
    return column.removeprefix(_PREFIX) if column.startswith(_PREFIX) else ""


def columns(view_state: ViewState, table: ScenarioTable, partner: str = "") -> list[Column]:
    """The name, each model, the sum and who will answer. `partner` is the model that `+` takes
    agents from; a model that will not answer has a ✗ in its title."""
    titles = short_names(table)
    return [
        Column(NAME, "scenario", least=16, floor=10, most=40),
        *(
            Column(
                column_of(model), _title(view_state, model, titles[model], partner),
                least=6, right=True,
                reserve=width(line(titles[model])) + len(f"✗  {PARTNER_MARK}"),
            )
            for model in table.models
        ),
        Column(SUM, "sum", least=10, floor=10, right=True, reserve=10, stop=False),
        Column(
            ANSWERS, "will answer", least=11, right=True, rank=1, stop=False,
            reserve=2 * len(str(table.number_of_agents)) + len(" of "),
        ),
    ]  # fmt: skip


def short_names(table: ScenarioTable) -> dict[str, str]:
    """The models without their vendors, where that leaves no two alike."""
    bare = {model: model.rpartition("/")[2] or model for model in table.models}
    times = Counter(bare.values())
    return {model: visible(name if times[name] == 1 else model) for model, name in bare.items()}


def _title(view_state: ViewState, model: str, name: str, partner: str) -> str:
    dead = "" if model in view_state.usable else "✗ "
    return f"{dead}{name}{f' {PARTNER_MARK}' if model == partner else ''}"


def rows(view_state: ViewState, table: ScenarioTable) -> list[GridRow]:
    """A row per scenario; keys are what `ScenarioTable.scenario` finds it by."""
    saved = view_state.saved.scenarios
    return [_row(view_state, table, scenario, saved) for scenario in table.scenarios]


def _row(
    view_state: ViewState, table: ScenarioTable, scenario: Scenario, saved: ScenarioTable | None
) -> GridRow:
    key = table.reference(scenario)
    before = saved.scenario(key) if saved else None
    mark = TextRun("" if before else EDITED_MARK, "edited")
    cells: dict[str, Line] = {
        NAME: line((visible(scenario.name) or key, "strong"), mark),
        SUM: _sum(table, scenario),
        ANSWERS: _answers(view_state, scenario),
    }
    values: dict[str, Value] = {NAME: scenario.name, SUM: scenario.total}
    for model in table.models:
        number = scenario.count_of(model)
        is_same = before is None or before.count_of(model) == number
        mark = TextRun("" if is_same else EDITED_MARK, "edited")
        cells[column_of(model)] = line(_count(view_state, scenario, model), mark)
        values[column_of(model)] = number
    return GridRow(key, cells, values)


def _count(view_state: ViewState, scenario: Scenario, model: str) -> tuple[str, Tone]:
    if model in scenario.unreadable:
        return "?", "bad"
    number = scenario.count_of(model)
    if not number:
        return NO_AGENTS, "dim"
    return str(number), "plain" if model in view_state.usable else "bad"


def _sum(table: ScenarioTable, scenario: Scenario) -> Line:
    words = f"{scenario.total} of {table.number_of_agents}"
    if table.is_complete(scenario) and not scenario.unreadable:
        return line((words, "good"))
    return line((f"{words} ✗", "bad"))


def _answers(view_state: ViewState, scenario: Scenario) -> Line:
    number = answering(scenario, view_state.usable)
    tone: Tone = "good" if number == scenario.total else "bad"
    return line((f"{number} of {scenario.total}", tone))


def wrong_sums(table: ScenarioTable | None) -> list[Line]:
    """A line for each scenario that the experiment program would refuse for its counts."""
    if table is None:
        return []
    return [
        line(
            (visible(scenario.name), "strong"), ": ",
            (f"{scenario.total} of {table.number_of_agents} agents", "bad"),
        )
        for scenario in table.scenarios
        if not table.is_complete(scenario)
    ]  # fmt: skip


def title(table: ScenarioTable) -> str:
    """The title of the table."""
    state = "on" if table.enabled else "OFF"
    agents = count(table.number_of_agents, "agent")
    return f"Scenarios for {agents} · ENABLE_MULTI_MODEL {state}"


def about(
    view_state: ViewState, table: ScenarioTable, scenario: Scenario | None, partner: str
) -> list[Line]:
    """What holds for the scenario under the cursor, and what the keys would do."""
    lines: list[Line] = []
    if not table.enabled:
        lines.append(
            line(
                ("off: ", "bad"), f"all agents run on {visible(table.main_model)}; ",
                ("m", "key"), " has the scenarios count",
            )
        )  # fmt: skip
    if partner:
        lines.append(
            line(("+ -", "key"), " take from and give to ", (visible(partner), "strong"),
                 (f" {PARTNER_MARK}", "dim"), ("  f", "key"), " chooses another column")
        )  # fmt: skip
    if scenario is None:
        return lines
    if scenario.description:
        lines.append(line((visible(scenario.description), "dim")))
    lines.append(_in_file(table, scenario))
    lines += _dead(view_state, scenario)
    return lines


def _in_file(table: ScenarioTable, scenario: Scenario) -> Line:
    """Who gets which, in file order."""
    dealt = deal(table, scenario)
    parts: list[str] = []
    first = 0
    for number, model in enumerate(dealt):
        if number + 1 < len(dealt) and dealt[number + 1] == model:
            continue
        span = str(first) if first == number else f"{first}-{number}"
        parts.append(f"{span} {visible(model)}")
        first = number + 1
    return line(("in the file: ", "dim"), " · ".join(parts) or "no agents")


def _dead(view_state: ViewState, scenario: Scenario) -> Iterator[Line]:
    """The models of the file that will not answer, a line for each reason."""
    by_reason: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for model, number in scenario.counts:
        if number and model not in view_state.usable:
            by_reason[_why_it_cannot_answer(view_state, model)].append((model, number))
    for why, models in by_reason.items():
        names = ", ".join(visible(model) for model, _ in models)
        agents = count(sum(number for _, number in models), "agent")
        yield line(
            ("✗ ", "bad"), (names, "strong"), f" will not answer: {visible(why)}; the program",
            f" makes up what {agents} would say",
        )  # fmt: skip


def _why_it_cannot_answer(view_state: ViewState, model: str) -> str:
    """What the last check found, or else which key is missing."""
    facts, last = view_state.facts.get(model), view_state.healths.last(model)
    if last is not None:
        return last.detail
    if facts is None or not facts.key_variables:
        return "it has no key"
    return f"{shown_variable(facts.key_variables[0])} is not set"
