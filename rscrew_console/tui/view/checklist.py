"""The checklist of a crew, by what the console knows of it at the moment; and its rows."""

from __future__ import annotations

from collections.abc import Mapping

from rscrew_console.providers.prices import prices_of
from rscrew_console.providers.token_price import can_be_asked, token_price
from rscrew_console.roster.checklist import Checklist, ChecklistFacts, ChecklistItem, State
from rscrew_console.roster.checklist import checklist as items_of
from rscrew_console.roster.model import Settings
from rscrew_console.roster.standings import with_alerts
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.table import Column, GridRow
from rscrew_console.tui.view.text import Line, Tone, line
from rscrew_console.tui.view.usage_report import WeekOfCalls
from rscrew_console.tui.view.view_state import ViewState

COLUMNS = (
    Column("state", "", least=2),
    Column("text", "", least=30, most=80),
    Column("detail", "", least=10, most=300),
)
_SIGNS: Mapping[State, tuple[str, Tone]] = {
    "ok": ("✓", "good"), "failed": ("✗", "bad"), "not_asked": ("?", "warn"),
    "not_ours": ("–", "dim"),
}  # fmt: skip


def checklist_of(
    view_state: ViewState, settings: Settings, saves: int, week: WeekOfCalls, settings_file: str
) -> Checklist:
    """`settings` have the environment's budget in them; `saves` is how many the history has."""
    providers = view_state.roster.providers
    askable = [one for one in providers if one.name in view_state.usable and can_be_asked(one)]
    known = ChecklistFacts(
        view_state.facts,
        _answers(view_state),
        deep_price=str(token_price(askable, prices_of(view_state.quotes))),
        saves=saves,
        unpriced=tuple(one.name for one in providers if one.name not in view_state.quotes)
        if view_state.quotes
        else None,
        standings=with_alerts(settings, view_state.standings),
        p95_ms=week.p95_ms,
        authentication_failures=week.authentication_failures,
        config=view_state.path,
        settings_file=settings_file,
    )
    return items_of(view_state.roster, known)


def rows_of(result: Checklist) -> list[GridRow]:
    return [_row(str(number), item) for number, item in enumerate(result.items)]


def whole(item: ChecklistItem) -> list[Line]:
    """An item in full: what was found, and what mends it."""
    lines = [line(visible(item.finding))]
    if item.mend and item.state != "ok":
        lines.append(line(("to fix it: ", "dim"), visible(item.mend)))
    return lines


def _answers(view_state: ViewState) -> dict[str, str] | None:
    """Provider → what speaks against it, of those with a key; None where none was checked yet."""
    keyed = [name for name, facts in view_state.facts.items() if facts.usable]
    last = {name: view_state.healths.last(name) for name in keyed}
    checked = {name: health for name, health in last.items() if health is not None}
    if not checked:
        return None
    return {name: health.objection for name, health in checked.items()}


def _row(key: str, item: ChecklistItem) -> GridRow:
    sign, tone = _SIGNS[item.state]
    cells = {
        "state": line((sign, tone)),
        "text": line(visible(item.text)),
        "detail": line((visible(item.detail), "dim")),
    }
    return GridRow(key, cells, {"state": sign, "text": item.text, "detail": item.detail})
