"""The columns that the user wants to see, in the user's order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rscrew_console.roster.nearest import did_you_mean
from rscrew_console.roster.visible import visible
from rscrew_console.tui.view import agents, providers

if TYPE_CHECKING:
    from rscrew_console.console_settings import ConsoleSettings
    from rscrew_console.tui.view.table import Column
    from rscrew_console.tui.view.view_state import Kind, ViewState

_OF_SOME_FORMATS = (
    "capability", "cost", "fallback", "file", "planned", "primary", "reasoning", "secondary",
    "tertiary",
)  # fmt: skip
"""Not every file has these; to want them is no mistake."""


def chosen(columns: Sequence[Column], wanted: Sequence[str]) -> tuple[Column, ...]:
    """The name, then those that are wanted, by key or title; all where none of them is there."""
    known = {name: one for one in columns for name in (one.key, one.title)}
    own = dict.fromkeys(known[name] for name in wanted if name in known)
    first = tuple(one for one in columns if one.key in ("number", "name") and one not in own)
    return (*first, *own) if own else tuple(columns)


def columns_of(
    kind: Kind, view_state: ViewState, wanted: Mapping[str, Sequence[str]]
) -> tuple[Column, ...]:
    """The columns of one of the two tables; `wanted` has the user's own ones, by table."""
    possible = (agents if kind == "agent" else providers).columns(view_state)
    return chosen(possible, wanted.get(f"{kind}s", ()))


def unknown_columns(
    wanted: Mapping[str, Sequence[str]], columns: Mapping[str, Sequence[Column]]
) -> Iterator[str]:
    """A sentence for each name that no column has, by table."""
    for table, names in wanted.items():
        shown = [name for one in columns[table] for name in (one.key, one.title)]
        known = dict.fromkeys([*shown, *_OF_SOME_FORMATS])
        for name in names:
            if name not in known:
                hint = did_you_mean(name, known)
                yield f'columns.{table}: there is no column "{visible(name)}"{hint}'


def wrong_settings(settings: ConsoleSettings, view_state: ViewState) -> list[str]:
    """What does not hold of `console.yaml`, a sentence each."""
    wrong = [*settings.problems, *wrong_columns(settings, view_state)]
    return [f"console.yaml: {one}" for one in wrong]


def wrong_columns(settings: ConsoleSettings, view_state: ViewState) -> list[str]:
    """The columns that neither the open file nor any other has, a sentence each."""
    if not settings.columns:
        return []
    columns = {"agents": agents.columns(view_state), "providers": providers.columns(view_state)}
    return [*unknown_columns(settings.columns, columns)]
