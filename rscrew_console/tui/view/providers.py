"""The providers table: what there is to run on, and whether it can be reached."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from rscrew_console.roster.facts import Facts
from rscrew_console.roster.secret import shown_variable
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.agents import longest, mark_edited, sign
from rscrew_console.tui.view.health import (
    LONGEST,
    HealthByProvider,
    latency_cell,
    state,
    trend,
    was_asked,
)
from rscrew_console.tui.view.table import Column, GridRow, Value
from rscrew_console.tui.view.text import EDITED_MARK, NOTHING, Line, Tone, line, plain

if TYPE_CHECKING:
    from rscrew_console.providers.health import Health
    from rscrew_console.roster.model import Provider
    from rscrew_console.tui.view.view_state import ViewState

COLUMNS = (
    Column("number", " ", least=1, right=True, stop=False),
    Column("name", "provider", least=10, most=32),
    Column("model", "model", least=14, most=48),
    Column("health", "health", least=11, most=18, reserve=17),
    Column("latency", "latency", least=7, rank=2, right=True),
    Column(
        "trend", "checks", least=8, rank=3, most=LONGEST, reserve=LONGEST, right=True,
        newest_last=True,
    ),
    Column("age", "checked", least=8, rank=5, reserve=10),
    Column("api_key_env", "key", least=19, rank=4, most=40),
    Column("cost_tier", "tier", least=8, rank=6, most=20),
    Column("agents", "agents", least=13, rank=1, right=True),
)  # fmt: skip
_OF_CHECKS = {"latency", "trend", "age"}

_KEY_SIGNS: dict[str, tuple[str, Tone]] = {
    "set": ("✓ ", "good"),
    "missing": ("○ ", "dim"),
    "placeholder": ("✗ ", "bad"),
    "not_needed": ("", "dim"),
    "unused": ("○ ", "dim"),
}


def columns(view_state: ViewState) -> tuple[Column, ...]:
    """The columns of the providers table; those about checks only where there are checks, and the
    model only where any has another name than that."""
    providers = view_state.roster.providers
    reserves = {
        "name": longest(one.name for one in providers) + len(EDITED_MARK),
        "model": longest(one.model for one in providers) + len(EDITED_MARK),
        "agents": len(str(len(view_state.roster.agents))) + len(" 100%"),
    }
    return tuple(
        replace(each, reserve=reserves.get(each.key, each.reserve))
        for each in COLUMNS
        if view_state.healths.enabled or each.key not in _OF_CHECKS
        if each.key != "model" or _has_names(view_state)
    )


def _has_names(view_state: ViewState) -> bool:
    """Whether providers have names of their own; without entries the model's id is the name."""
    providers = view_state.roster.providers
    return not providers or any(one.declared or one.name != one.model for one in providers)


def rows(view_state: ViewState, marks: Collection[str] = ()) -> list[GridRow]:
    """A row per provider, in the file's order; row keys are the providers' names."""
    return [
        _row(view_state, number, provider, provider.name in marks)
        for number, provider in enumerate(view_state.roster.providers, 1)
    ]


def _row(view_state: ViewState, number: int, provider: Provider, marked: bool) -> GridRow:
    facts = view_state.facts.get(provider.name, Facts(None, "missing"))
    count = view_state.roster.primaries.get(provider.name, 0)
    healths = view_state.healths
    last = healths.last(provider.name)
    cells = {
        "number": line((str(number), "dim")),
        "name": line((visible(provider.name), "strong")),
        "model": line(visible(provider.model), _retirement(facts)),
        "health": state(healths, provider.name, facts),
        "latency": latency_cell(last),
        "trend": trend(healths.past.get(provider.name, ()), healths.degraded_ms),
        "age": line((healths.age(provider.name) if last and was_asked(last) else "", "dim")),
        "api_key_env": key_cell(provider, facts, calm=view_state.keyless),
        "cost_tier": line(visible(provider.cost_tier) or (NOTHING, "dim")),
        "agents": _agents(count, len(view_state.roster.agents)),
    }
    for field in ("name", "model", "api_key_env", "cost_tier"):
        if view_state.is_edited("provider", provider.name, field):
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
    return GridRow(
        provider.name, cells, values, sign(view_state, "provider", provider.name, marked)
    )


def _retirement(facts: Facts) -> tuple[str, Tone]:
    """Whether the vendor has retired the model, or will."""
    if facts.retirement is None:
        return "", "plain"
    return (" retired", "bad") if facts.retirement.over else (" retires soon", "warn")


def _seconds(last: Health | None, healths: HealthByProvider) -> float | None:
    if last is None or last.checked_at is None or healths.now is None:
        return None
    return (healths.now - last.checked_at).total_seconds()


def key_cell(provider: Provider, facts: Facts, *, calm: bool = False) -> Line:
    """The variable that holds the key and whether it is set; never the key.

    `calm` is for the screen on which no provider has one, and a banner says so.
    """
    if facts.key == "not_needed":
        return line(("not needed" if facts.kind else "not known", "dim"))
    variable = provider.api_key_env or next(iter(facts.key_variables), "")
    mark, tone = _KEY_SIGNS["unused" if calm else facts.key]
    word = " placeholder" if facts.key == "placeholder" else ""
    variable_text = visible(shown_variable(variable))
    return line((mark, tone), variable_text or ("no variable", "dim"), (word, "bad"))


def _agents(count: int, total: int) -> Line:
    share = round(100 * count / total) if total else 0
    return line(f"{count} ", (f"{share}%".rjust(4), "dim"))
