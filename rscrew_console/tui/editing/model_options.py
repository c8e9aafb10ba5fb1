"""What a provider really offers, as rows for the picker of its model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rscrew_console.providers.health import in_words
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view.table import GridRow
from rscrew_console.tui.view.text import Tone, count, line

if TYPE_CHECKING:
    from rscrew_console.providers.catalogue import CatalogueModel
    from rscrew_console.tui.context import ConsoleContext
    from rscrew_console.tui.requests import LaterRows


async def offered(context: ConsoleContext, name: str) -> LaterRows:
    """The rows, and a word on where they come from. No rows where the provider does not tell."""
    provider = context.view_state.roster.provider_by_name[name]
    health, entries = await context.health_checks.models_of(provider)
    if entries:
        sources = dict.fromkeys(entry.price_source for entry in entries if entry.price_source)
        sources_text = f"prices: {', '.join(sources)}" if sources else "no prices known"
        return rows(entries, provider.model, context.health_checks.today), (
            f"{count(len(entries), 'model')} offered, {sources_text}"
        )
    why = in_words(health.status) if health else "it lists none"
    return [], f"{visible(name)} does not tell what it offers: {why}"


def rows(entries: Sequence[CatalogueModel], current: str, today: date) -> list[GridRow]:
    """A row per model; first the current one, where the provider does not list it so."""
    rows_ = [_row(entry, today) for entry in entries]
    if current and all(row.key != current for row in rows_):
        current_entry = next((entry for entry in entries if entry.current), None)
        note = f"now, {current_entry.model}" if current_entry else "now; not offered"
        tone: Tone = "dim" if current_entry else "warn"
        cells = {"name": line(visible(current)), "note": line((visible(note), tone))}
        rows_.insert(0, GridRow(current, cells, {"name": current, "note": note}))
    return rows_


def _row(entry: CatalogueModel, today: date) -> GridRow:
    facts = [_tokens(entry.context)] if entry.context else []
    if entry.price:
        facts.append(f"${entry.price.input:g} / ${entry.price.output:g}")
    note = ", ".join(facts)
    retires = ""
    if entry.retires is not None:
        when = "retired" if entry.retires <= today else f"retires {entry.retires}"
        use = f", use {entry.successor}" if entry.successor else ""
        retires = f"{'  ' if note else ''}{when}{use}"
    return GridRow(
        entry.model,
        {
            "name": line(visible(entry.model)),
            "note": line((note, "dim"), (visible(retires), "warn")),
        },
        {"name": entry.model, "note": f"{note} {retires}".strip()},
    )


def _tokens(context: int) -> str:
    if context >= 1_000_000:
        return f"{context / 1_000_000:.3g}M tokens"
    return f"{round(context / 1000)}k tokens"
