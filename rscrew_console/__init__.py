"""Which language model every agent of a crew runs on: read, shown, changed and saved.

The names below are loaded on first use, so that importing the package costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.document import Document, DocumentError, Edit
    from rscrew_console.routing.decision import RoutingError
    from rscrew_console.routing.router import TaskRouter
    from rscrew_console.runtime.errors import (
        BudgetSpent,
        CallError,
        CallRefused,
        NoAnswer,
        StreamBroken,
        UnknownAgent,
    )
    from rscrew_console.runtime.experiment import Experiment
    from rscrew_console.runtime.legacy import (
        create_claude_llm_with_monitoring,
        create_deepseek_llm_with_monitoring,
        create_gemini_llm_with_monitoring,
        create_llm_with_smart_routing,
        create_openai_llm_with_monitoring,
        get_model_manager,
    )
    from rscrew_console.runtime.manager import ModelManager
    from rscrew_console.tasks.kinds import TaskContext

__version__ = "0.2.0"

__all__ = [
    "BudgetSpent",
    "CallError",
    "CallRefused",
    "Document",
    "DocumentError",
    "Edit",
    "Experiment",
    "ModelManager",
    "NoAnswer",
    "RoutingError",
    "StreamBroken",
    "TaskContext",
    "TaskRouter",
    "UnknownAgent",
    "__version__",
    "create_claude_llm_with_monitoring",
    "create_deepseek_llm_with_monitoring",
    "create_gemini_llm_with_monitoring",
    "create_llm_with_smart_routing",
    "create_openai_llm_with_monitoring",
    "get_model_manager",
]

_NAMES_IN = {
    "rscrew_console.document": ("Document", "DocumentError", "Edit"),
    "rscrew_console.routing.decision": ("RoutingError",),
    "rscrew_console.routing.router": ("TaskRouter",),
    "rscrew_console.tasks.kinds": ("TaskContext",),
    "rscrew_console.runtime.errors": (
        "BudgetSpent", "CallError", "CallRefused", "NoAnswer", "StreamBroken", "UnknownAgent",
    ),
    "rscrew_console.runtime.experiment": ("Experiment",),
    "rscrew_console.runtime.legacy": (
        "create_claude_llm_with_monitoring", "create_deepseek_llm_with_monitoring",
        "create_gemini_llm_with_monitoring", "create_llm_with_smart_routing",
        "create_openai_llm_with_monitoring", "get_model_manager",
    ),
    "rscrew_console.runtime.manager": ("ModelManager",),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _NAMES_IN.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
