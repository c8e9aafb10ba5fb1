"""One provider or model in the place of another, in every chain, as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rscrew_console.dialects import OperationError
from rscrew_console.dialects.operations import Operation, Remove, command, replacements
from rscrew_console.tui.editing import edit_targets, field_options
from rscrew_console.tui.requests import PickRequest
from rscrew_console.tui.view.text import count

if TYPE_CHECKING:
    from rscrew_console.tui.context import ConsoleContext

FEW = 3
"""Users that are told by name."""


async def replace_everywhere(context: ConsoleContext, old: str) -> None:
    """Asks what shall stand wherever `old` stands now, and puts it there."""
    new = await _successor(context, old, f"{old}: in its place everywhere")
    if new and (agents := _apply(context, old, new)):
        context.show_message(f"{old} → {new} in {count(agents, 'agent')}; u takes that back")


async def remove_in_use(context: ConsoleContext, old: str) -> None:
    """Asks what shall stand in the chains in place of `old`, puts it there, and removes `old`."""
    names = [agent.name for agent in context.view_state.roster.users_of(old)]
    users = ", ".join(names) if len(names) <= FEW else count(len(names), "agent")
    new = await _successor(context, old, f"{old} is used by {users}: in its place")
    if new and _apply(context, old, new, Remove("provider", old)):
        context.show_message(f"removed {old}, with {new} in its place; u brings it back")


def keeps_from_removal(context: ConsoleContext, provider: str) -> bool:
    """Whether the provider cannot be removed because of chains in which another may stand."""
    try:
        context.state.session.edits_for(Remove("provider", provider))
    except OperationError:
        used = context.view_state.roster.users_of(provider)
        return bool(used) and edit_targets.can_take_over(context, provider)
    return False


async def _successor(context: ConsoleContext, old: str, title: str) -> str | None:
    view_state = context.view_state
    columns, rows = field_options.providers(view_state)
    others = view_state.roster.provider_by_name.keys() - {old}
    request = PickRequest(
        title, columns, [row for row in rows if row.key in others],
        anchor=edit_targets.anchor(context), free=view_state.format.implied_providers,
    )  # fmt: skip
    return await context.ask(request)


def _apply(context: ConsoleContext, old: str, new: str, *more: Operation) -> int:
    """Returns how many agents have another chain then."""
    session = context.state.session
    try:
        replaced = replacements(session.dialect, session.roster, old, new)
    except OperationError as error:
        context.show_message(str(error), "error")
        return 0
    removals = [each.command_line(session.roster) for each in more]
    context.apply(
        [*replaced, *more],
        label=f"replace {old} → {new}" + (f", remove {old}" if more else ""),
        commands=[command("replace", old, new, "--yes"), *removals],
    )
    return len(replaced)
