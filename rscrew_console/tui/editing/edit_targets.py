"""Which agents or providers an edit goes to, and what is said of those that it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.tui.view.text import count

if TYPE_CHECKING:
    from collections.abc import Collection

    from rscrew_console.tui.context import ConsoleContext
    from rscrew_console.tui.requests import Anchor
    from rscrew_console.tui.view.view_state import Kind


def targets(context: ConsoleContext, kind: Kind, name: str = "") -> list[str]:
    """The marked ones that the filter shows, else the one given or under the cursor."""
    return context.state.targets(
        kind, name or context.grids[kind].row_key, _visible_names(context, kind)
    )


def anchor(context: ConsoleContext) -> Anchor:
    """The cell under the cursor, for what opens beside it."""
    return context.grid.cell_offset()


def provider_under_cursor(context: ConsoleContext) -> str:
    """The provider of the row, or the one in the agent's slot, else what the agent runs on."""
    view_state, name = context.view_state, context.grid.row_key
    if context.kind == "provider":
        return name
    if (agent := view_state.roster.agent_by_name.get(name)) is None:
        return ""
    in_slot = agent.chain.provider_in(context.grid.column)
    return in_slot or view_state.runs_on(agent) or agent.chain.primary or ""


def can_take_over(context: ConsoleContext, old: str) -> bool:
    """Whether there is anything to put into the place of `old`."""
    view_state = context.view_state
    others = any(each.name != old for each in view_state.roster.providers)
    return others or view_state.format.implied_providers


def marked_in_sight(context: ConsoleContext, kind: Kind) -> list[str]:
    """The marked ones that the filter shows, in file order."""
    marked = context.state.marked(kind)
    visible_names = _visible_names(context, kind) if marked else ()
    return [name for name in marked if name in visible_names]


def report(context: ConsoleContext, kind: Kind, message: str = "") -> None:
    """Shows the message, and says of marked rows that the filter hides that they are unchanged."""
    hidden = len(context.state.marked(kind)) - len(marked_in_sight(context, kind))
    lines = [message] if message else []
    if hidden == 1:
        lines.append(f"1 marked {kind} is hidden by the filter and was left as it is")
    elif hidden:
        those = count(hidden, f"marked {kind}")
        lines.append(f"{those} are hidden by the filter and were left as they are")
    if lines:
        context.show_message("\n".join(lines))


def _visible_names(context: ConsoleContext, kind: Kind) -> Collection[str]:
    if not context.state.tables[kind].filter:
        return context.view_state.names(kind)
    return {*context.grids[kind].keys}
