"""Every attempt to have a call answered, in one SQLite file for all programs of a user.

Importing this loads sqlite3.
"""

from rscrew_console.roster.cost import Averages
from rscrew_console.runtime.ledger.errors import LedgerError
from rscrew_console.runtime.ledger.figures import By, Figures, Row, Usage
from rscrew_console.runtime.ledger.place import LEDGER_NAME, config_name, ledger_path
from rscrew_console.runtime.ledger.reading import averages_of, usage_of
from rscrew_console.runtime.ledger.spending import spent
from rscrew_console.runtime.ledger.writing import Ledger

__all__ = [
    "LEDGER_NAME",
    "Averages",
    "By",
    "Figures",
    "Ledger",
    "LedgerError",
    "Row",
    "Usage",
    "averages_of",
    "config_name",
    "ledger_path",
    "spent",
    "usage_of",
]
