"""An attempt on its way into the ledger and into the sums that budgets are measured against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rscrew_console.runtime.budget_guard import BudgetGuard
from rscrew_console.runtime.cost import cost_of
from rscrew_console.runtime.ledger import Ledger, LedgerError
from rscrew_console.runtime.ledger.errors import LedgerLocked
from rscrew_console.runtime.requests import AttemptRecord, ModelRequest


class AttemptNote:
    """A `ledger_writer.PendingNote`. `request` has the price; None where no cost is known."""

    def __init__(
        self,
        attempt: AttemptRecord,
        request: ModelRequest | None,
        ledger: Ledger,
        spending: BudgetGuard,
        tell: Callable[[str], None],
    ) -> None:
        self._attempt, self._request = attempt, request
        self._ledger, self._spending, self._tell = ledger, spending, tell
        self._priced = self._counted = False

    def write(self) -> bool:
        """False where others keep the ledger locked. One that cannot be written at all is told of
        once, and keeps nobody from calling.
        """
        written = False
        try:
            self._ledger.note(self._with_price())
            written = True
        except LedgerLocked:
            return False
        except LedgerError as error:
            self._tell(f"{error}; calls go on, and are not counted")
        finally:
            if written and self._counted:
                self._spending.written(self._attempt)
            else:
                self._count(written=written)
        return True

    def defer(self) -> None:
        """Budgets count it already."""
        self._with_price()
        self._count(written=False)

    def _count(self, *, written: bool) -> None:
        if not self._counted:
            self._counted = True
            self._spending.end(self._attempt, written=written)

    def _with_price(self) -> AttemptRecord:
        if not self._priced and self._request is not None:
            attempt = self._attempt
            cost = cost_of(self._request.provider, attempt.tokens, attempt.cost_usd, attempt.at)
            self._attempt = replace(attempt, cost_usd=cost)
        self._priced = True
        return self._attempt
