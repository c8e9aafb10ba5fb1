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
    from rscrew_console.runtime.ledger.recent import LastAttempt, last_attempts
    from rscrew_console.runtime.ledger.spending import spent
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
    "config_name",
    "last_attempts",
    "ledger_path",
    "passed_over",
    "spent",
    "usage_of",
]

_HERE = "rscrew_console.runtime.ledger"
_HOME_OF = {
    "LEDGER_NAME": f"{_HERE}.place",
    "Averages": "rscrew_console.roster.cost",
    "By": f"{_HERE}.figures",
    "Figures": f"{_HERE}.figures",
    "LastAttempt": f"{_HERE}.recent",
    "Ledger": f"{_HERE}.writing",
    "LedgerError": f"{_HERE}.errors",
    "UsageRow": f"{_HERE}.figures",
    "UsageTotals": f"{_HERE}.figures",
    "averages_of": f"{_HERE}.reading",
    "config_name": f"{_HERE}.place",
    "last_attempts": f"{_HERE}.recent",
    "ledger_path": f"{_HERE}.place",
    "passed_over": f"{_HERE}.reading",
    "spent": f"{_HERE}.spending",
    "usage_of": f"{_HERE}.reading",
}


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
