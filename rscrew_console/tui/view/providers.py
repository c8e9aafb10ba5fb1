"""The providers table: what there is to run on, and whether it can be reached."""

from __future__ import annotations

from collections.abc import Collection

from rscrew_console.providers.health import Health
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Provider
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.agents import mark_edited, sign
from rscrew_console.tui.view.health import (
    LONGEST,
    HealthByProvider,
    latency_cell,
    state,
    trend,
    was_asked,
)
from rscrew_console.tui.view.table import Column, GridRow, Value
from rscrew_console.tui.view.text import NOTHING, Line, Tone, line, plain
from rscrew_console.tui.view.view_state import ViewState

COLUMNS = (
    Column("number", " ", least=1, right=True, stop=False),
    Column("name", "provider", least=10, most=32),
    Column("model", "model", least=14, most=48),
    Column("health", "health", least=11, most=18),
    Column("latency", "latency", least=7, rank=2, right=True),
    Column("trend", "checks", least=8, rank=3, most=LONGEST, right=True, newest_last=True),
    Column("age", "checked", least=8, rank=5),
    Column("api_key_env", "key", least=19, rank=4, most=40),
    Column("cost_tier", "tier", least=8, rank=6, most=20),
    Column("agents", "agents", least=7, rank=1, right=True),
)
_OF_CHECKS = {"latency", "trend", "age"}

_KEY_SIGNS: dict[str, tuple[str, Tone]] = {
    "set": ("✓ ", "good"),
    "missing": ("✗ ", "bad"),
    "placeholder": ("✗ ", "bad"),
    "not_needed": ("", "dim"),
}


def columns(healths: HealthByProvider) -> tuple[Column, ...]:
    """The columns of the providers table; those about checks only where there are checks."""
    return tuple(each for each in COLUMNS if healths.shown or each.key not in _OF_CHECKS)


def rows(picture: ViewState, marks: Collection[str] = ()) -> list[GridRow]:
    """A row per provider, in the file's order; row keys are the providers' names."""
    return [
        _row(picture, number, provider, provider.name in marks)
        for number, provider in enumerate(picture.roster.providers, 1)
    ]


def _row(picture: ViewState, number: int, provider: Provider, marked: bool) -> GridRow:
    facts = picture.facts.get(provider.name, Facts(None, "missing"))
    count = picture.roster.primaries.get(provider.name, 0)
    healths = picture.healths
    last = healths.last(provider.name)
    cells = {
        "number": line((str(number), "dim")),
        "name": line((visible(provider.name), "strong")),
        "model": line(visible(provider.model), _retirement(facts)),
        "health": state(healths, provider.name, facts),
        "latency": latency_cell(last),
        "trend": trend(healths.past.get(provider.name, ()), healths.degraded_ms),
        "age": line((healths.age(provider.name) if last and was_asked(last) else "", "dim")),
        "api_key_env": key_cell(provider, facts),
        "cost_tier": line(visible(provider.cost_tier) or (NOTHING, "dim")),
        "agents": _agents(count, len(picture.roster.agents)),
    }
    for field in ("name", "model", "api_key_env", "cost_tier"):
        if picture.is_edited("provider", provider.name, field):
            cells[field] = mark_edited(cells[field])
    values: dict[str, Value] = {
        "number": number,
        "name": provider.name,
        "model": provider.model,
        "health": plain(cells["health"]).partition(" ")[2],
        "latency": last.latency_ms if last else None,
        "age": _seconds(last, healths),
        "api_key_env": shown_variable(provider.api_key_env),
        "cost_tier": provider.cost_tier,
        "agents": count,
    }
    return GridRow(provider.name, cells, values, sign(picture, "provider", provider.name, marked))


def _retirement(facts: Facts) -> tuple[str, Tone]:
    """Whether the vendor has retired the model, or will."""
    if facts.retirement is None:
        return "", "plain"
    return (" retired", "bad") if facts.retirement.over else (" retires soon", "warn")


def _seconds(last: Health | None, healths: HealthByProvider) -> float | None:
    if last is None or last.checked_at is None or healths.now is None:
        return None
    return (healths.now - last.checked_at).total_seconds()


def key_cell(provider: Provider, facts: Facts) -> Line:
    """The variable that holds the key and whether it is set; never the key."""
    if facts.key == "not_needed":
        return line(("not needed", "dim"))
    variable = provider.api_key_env or next(iter(facts.key_variables), "")
    mark, tone = _KEY_SIGNS[facts.key]
    word = " placeholder" if facts.key == "placeholder" else ""
    shown = visible(shown_variable(variable))
    return line((mark, tone), shown or ("no variable", "dim"), (word, "bad"))


def _agents(count: int, total: int) -> Line:
    share = round(100 * count / total) if total else 0
    return line(f"{count} ", (f"{share}%".rjust(4), "dim"))
