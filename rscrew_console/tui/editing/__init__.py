"""What a command does step by step: asks what it must know, then makes a wish or saves.

A module loads when a command first needs it, so that the first paint waits for none of them:
`from rscrew_console.tui import editing`, then `editing.saving`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.tui.editing import (
        adding,
        cells,
        demo,
        doctor,
        edit_targets,
        editor,
        field_options,
        file_changes,
        limits,
        model_options,
        replacing,
        saving,
        scenarios,
        strategies,
        switching,
        undo,
    )

__all__ = [
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
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
