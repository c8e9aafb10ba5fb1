"""Operations: what a user wants done, as small values that know their edits and their words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.dialects.operations.base import (
        EMPTY,
        Operation,
        command,
        command_of,
        label_of,
        with_config,
    )
    from rscrew_console.dialects.operations.chains import Assign, Move, SetChains
    from rscrew_console.dialects.operations.crew import AddStrategy, Pin
    from rscrew_console.dialects.operations.entries import (
        AddAgent,
        AddProvider,
        Remove,
        Rename,
        SetAgent,
        SetProvider,
    )
    from rscrew_console.dialects.operations.replacing import replacements
    from rscrew_console.dialects.operations.scenarios import (
        AddScenario,
        CopyScenario,
        RemoveScenario,
        RenameScenario,
        ReplaceModel,
        SetCounts,
        SwitchScenarios,
    )
else:
    from rscrew_console.lazy_names import lazy_names

    __getattr__ = lazy_names(
        __name__,
        {
            "base": (
                "EMPTY",
                "Operation",
                "command",
                "command_of",
                "label_of",
                "with_config",
            ),
            "chains": (
                "Assign",
                "Move",
                "SetChains",
            ),
            "crew": (
                "AddStrategy",
                "Pin",
            ),
            "entries": (
                "AddAgent",
                "AddProvider",
                "Remove",
                "Rename",
                "SetAgent",
                "SetProvider",
            ),
            "replacing": ("replacements",),
            "scenarios": (
                "AddScenario",
                "CopyScenario",
                "RemoveScenario",
                "RenameScenario",
                "ReplaceModel",
                "SetCounts",
                "SwitchScenarios",
            ),
        },
    )

__all__ = [
    "EMPTY",
    "AddAgent",
    "AddProvider",
    "AddScenario",
    "AddStrategy",
    "Assign",
    "CopyScenario",
    "Move",
    "Operation",
    "Pin",
    "Remove",
    "RemoveScenario",
    "Rename",
    "RenameScenario",
    "ReplaceModel",
    "SetAgent",
    "SetChains",
    "SetCounts",
    "SetProvider",
    "SwitchScenarios",
    "command",
    "command_of",
    "label_of",
    "replacements",
    "with_config",
]
