"""The screens: each lays out widgets and passes what happens on to commands.

A dialogue loads when it is first asked for, so that the first paint waits for none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.tui.screens.checklist import ChecklistScreen
    from rscrew_console.tui.screens.collisions import Collisions
    from rscrew_console.tui.screens.command_log import CommandLog
    from rscrew_console.tui.screens.confirm import Confirm
    from rscrew_console.tui.screens.doctor import DoctorScreen
    from rscrew_console.tui.screens.fields import FieldsDialogue
    from rscrew_console.tui.screens.files import Files
    from rscrew_console.tui.screens.health import HealthDetails
    from rscrew_console.tui.screens.history import HistoryScreen
    from rscrew_console.tui.screens.picker import Picker
    from rscrew_console.tui.screens.prompt import Prompt
    from rscrew_console.tui.screens.review import Review
    from rscrew_console.tui.screens.scenarios import ScenariosScreen
    from rscrew_console.tui.screens.strategies import Strategies
    from rscrew_console.tui.screens.usage import UsageScreen
    from rscrew_console.tui.screens.warnings import Warnings
    from rscrew_console.tui.screens.what_if import WhatIfScreen

__all__ = [
    "ChecklistScreen",
    "Collisions",
    "CommandLog",
    "Confirm",
    "DoctorScreen",
    "FieldsDialogue",
    "Files",
    "HealthDetails",
    "HistoryScreen",
    "Picker",
    "Prompt",
    "Review",
    "ScenariosScreen",
    "Strategies",
    "UsageScreen",
    "Warnings",
    "WhatIfScreen",
]

_MODULE_OF = {
    "ChecklistScreen": "checklist",
    "Collisions": "collisions", "CommandLog": "command_log", "Confirm": "confirm",
    "DoctorScreen": "doctor", "FieldsDialogue": "fields",
    "Files": "files", "HealthDetails": "health", "HistoryScreen": "history", "Picker": "picker",
    "Prompt": "prompt", "Review": "review", "ScenariosScreen": "scenarios",
    "Strategies": "strategies",
    "UsageScreen": "usage", "Warnings": "warnings", "WhatIfScreen": "what_if",
}  # fmt: skip


def __getattr__(name: str) -> object:
    if (module := _MODULE_OF.get(name)) is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)


def __dir__() -> list[str]:
    return __all__
