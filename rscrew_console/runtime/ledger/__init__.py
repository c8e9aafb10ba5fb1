"""Every attempt to have a call answered, in one SQLite file for all programs of a user.

The names below are loaded on first use: a command that shows none of it must not wait for sqlite3.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.roster.cost import Averages
    from rscrew_console.runtime.ledger.errors import LedgerError
    from rscrew_console.runtime.ledger.figures import By, Figures, UsageRow, UsageTotals
    from rscrew_console.runtime.ledger.place import LEDGER_NAME, config_name, ledger_path
    from rscrew_console.runtime.ledger.reading import averages_of, passed_over, usage_of
    from rscrew_console.runtime.ledger.recent import (
        LastAttempt,
        calls_by_model,
        last_attempts,
        recent_evidence,
    )
    from rscrew_console.runtime.ledger.spending import budget_totals
    from rscrew_console.runtime.ledger.writing import Ledger

__all__ = [
    "LEDGER_NAME",
    "Averages",
    "By",
    "Figures",
    "LastAttempt",
    "Ledger",
    "LedgerError",
    "UsageRow",
    "UsageTotals",
    "averages_of",
    "budget_totals",
    "calls_by_model",
    "config_name",
    "last_attempts",
    "ledger_path",
    "passed_over",
    "recent_evidence",
    "usage_of",
]

_PACKAGE = "rscrew_console.runtime.ledger"
_HOME_OF = {
    "LEDGER_NAME": f"{_PACKAGE}.place",
    "Averages": "rscrew_console.roster.cost",
    "By": f"{_PACKAGE}.figures",
    "Figures": f"{_PACKAGE}.figures",
    "LastAttempt": f"{_PACKAGE}.recent",
    "Ledger": f"{_PACKAGE}.writing",
    "LedgerError": f"{_PACKAGE}.errors",
    "UsageRow": f"{_PACKAGE}.figures",
    "UsageTotals": f"{_PACKAGE}.figures",
    "averages_of": f"{_PACKAGE}.reading",
    "calls_by_model": f"{_PACKAGE}.recent",
    "config_name": f"{_PACKAGE}.place",
    "last_attempts": f"{_PACKAGE}.recent",
    "recent_evidence": f"{_PACKAGE}.recent",
    "ledger_path": f"{_PACKAGE}.place",
    "passed_over": f"{_PACKAGE}.reading",
    "budget_totals": f"{_PACKAGE}.spending",
    "usage_of": f"{_PACKAGE}.reading",
}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
