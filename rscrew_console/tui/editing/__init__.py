"""What a command does step by step: asks what it must know, then makes a wish or saves.

A module loads when a command first needs it, so that the first paint waits for none of them:
`from rscrew_console.tui import editing`, then `editing.saving`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.tui.editing import (
        adding as adding,
    )
    from rscrew_console.tui.editing import (
        cells as cells,
    )
    from rscrew_console.tui.editing import (
        demo as demo,
    )
    from rscrew_console.tui.editing import (
        doctor as doctor,
    )
    from rscrew_console.tui.editing import (
        edit_targets as edit_targets,
    )
    from rscrew_console.tui.editing import (
        editor as editor,
    )
    from rscrew_console.tui.editing import (
        field_options as field_options,
    )
    from rscrew_console.tui.editing import (
        file_changes as file_changes,
    )
    from rscrew_console.tui.editing import (
        limits as limits,
    )
    from rscrew_console.tui.editing import (
        model_options as model_options,
    )
    from rscrew_console.tui.editing import (
        replacing as replacing,
    )
    from rscrew_console.tui.editing import (
        saving as saving,
    )
    from rscrew_console.tui.editing import (
        scenarios as scenarios,
    )
    from rscrew_console.tui.editing import (
        strategies as strategies,
    )
    from rscrew_console.tui.editing import (
        switching as switching,
    )
    from rscrew_console.tui.editing import (
        undo as undo,
    )

_MODULES = (
    "adding",
    "cells",
    "demo",
    "doctor",
    "edit_targets",
    "editor",
    "field_options",
    "file_changes",
    "limits",
    "model_options",
    "replacing",
    "saving",
    "scenarios",
    "strategies",
    "switching",
    "undo",
)


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
