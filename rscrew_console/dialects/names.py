"""Names that users give to agents and providers."""

from __future__ import annotations

from collections.abc import Collection

from rscrew_console.dialects.base import OperationError
from rscrew_console.roster.visible import visible


def new_name(what: str, name: str, existing: Collection[str]) -> str:
    """The name without space around it. `what` is "agent" or "provider".

    Raises OperationError for a name that is taken, empty, or cannot be shown on one line.
    """
    name = name.strip()
    if not name:
        raise OperationError(f"the {what} needs a name")
    if visible(name) != name:
        raise OperationError(f"the name of the {what} holds characters that cannot be shown")
    if name in existing:
        raise OperationError(f'"{name}" is already the name of another {what}')
    return name
