"""`models`: what a provider really offers, with prices."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from rscrew_console.cli.crew import cli_context_of
from rscrew_console.cli.options import AsJson, ProviderName
from rscrew_console.cli.output import complain, say, say_json, styled, width
from rscrew_console.cli.table import TableColumn, table
from rscrew_console.dialects import OperationError
from rscrew_console.providers.health import Health, in_words
from rscrew_console.roster.visible import visible

if TYPE_CHECKING:
    from rscrew_console.providers.catalogue import CatalogueModel


def models(ctx: click.Context, provider: ProviderName, as_json: AsJson = False) -> None:
    """List the models that a provider really offers, with prices and context windows.

    Exit status 1 if the vendor gives no list.
    """
    context = cli_context_of(ctx)
    roster = context.open().roster
    if provider not in roster.provider_by_name:
        raise OperationError.unknown("provider", provider, roster.provider_by_name)
    subject = roster.provider_by_name[provider]
    # Loads asyncio.
    from rscrew_console.providers.catalogue import list_models
    from rscrew_console.providers.health.run import run

    settings = roster.settings.health
    health, entries = run(
        list_models(subject, context.env, settings, day=context.today, dialect=roster.dialect)
    )
    if as_json:
        say_json(_shape(provider, health, entries))
    elif entries:
        _show(entries, context.today)
    else:
        explanation = "; ".join(filter(None, (health.detail, health.hint)))
        complain(f"{visible(provider)}: {in_words(health.status)}: {visible(explanation)}")
    if not entries:
        raise click.exceptions.Exit(1)


def _show(entries: "tuple[CatalogueModel, ...]", today: date) -> None:
    columns = [
        TableColumn("model", least=20), TableColumn("context", right=True),
        TableColumn("$/M in", right=True),
        TableColumn("$/M out", right=True), TableColumn("", droppable=True),
    ]  # fmt: skip
    rows = [
        [
            entry.id,
            f"{entry.context:,}" if entry.context else "—",
            f"{entry.price.input:g}" if entry.price else "—",
            f"{entry.price.output:g}" if entry.price else "—",
            _note(entry, today),
        ]
        for entry in entries
    ]
    header, *lines = table(columns, rows, width())
    say(styled(header, "bold"))
    for entry, line in zip(entries, lines, strict=True):
        say(styled(line, "cyan") if entry.current else line)
    sources = dict.fromkeys(entry.price_source for entry in entries if entry.price_source)
    if sources:
        say(styled(f"prices: {', '.join(sources)}", "dim"))


def _note(entry: "CatalogueModel", today: date) -> str:
    notes = ["in use"] if entry.current else []
    notes += ["takes tools"] if entry.tools else []
    if entry.retires is not None:
        notes.append(f"{'retired' if entry.retires <= today else 'retires'} {entry.retires}")
    if entry.successor:
        notes.append(f"use {entry.successor}")
    return ", ".join(notes)


def _shape(provider: str, health: Health, entries: "tuple[CatalogueModel, ...]") -> dict[str, Any]:
    return {
        "provider": provider,
        "status": health.status,
        "detail": health.detail,
        "hint": health.hint,
        "models": [
            {
                "id": entry.id,
                "model": entry.model,
                "current": entry.current,
                "context_window": entry.context,
                "input_usd_per_mtok": entry.price.input if entry.price else None,
                "output_usd_per_mtok": entry.price.output if entry.price else None,
                "price_source": entry.price_source or None,
                "retires": entry.retires.isoformat() if entry.retires else None,
                "successor": entry.successor or None,
                **({} if entry.tools is None else {"tools": entry.tools}),
            }
            for entry in entries
        ],
    }
