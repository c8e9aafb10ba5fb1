"""Budgets and alerts as operations: what the command line and the console change of them.

Where a file has no place for these, the same edits are made in `rscrew.yaml` beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from rscrew_console.dialects import Dialect, OperationError
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.operations.base import command
from rscrew_console.dialects.sections.alerts import AlertSubjects, read_alerts
from rscrew_console.dialects.sections.names import ALERTS, BUDGETS
from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.records import dataclass
from rscrew_console.roster.budgets import ADJECTIVES, OnExceed, Period
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Path
from rscrew_console.session.section_edits import entry_edits, item_added, item_removed

PERIOD_BY_ADJECTIVE: Mapping[str, Period] = {word: period for period, word in ADJECTIVES.items()}


@dataclass(frozen=True, slots=True)
class SetBudget:
    """What may be spent in a period, by all providers or by one."""

    changes_entries_only: ClassVar[bool] = False

    period: Period
    usd: float | None
    """US dollars; None takes the limit out."""
    provider: str = ""
    """Of this one alone; "" for all together."""

    def edits(self, _dialect: Dialect, document: Document, _roster: Roster) -> list[Edit]:
        place: Path = (BUDGETS, "providers", self.provider) if self.provider else (BUDGETS,)
        value = ABSENT if self.usd is None else _shortest(self.usd)
        return entry_edits(document, place, {f"{ADJECTIVES[self.period]}_usd": value})

    def label(self, _roster: Roster) -> str:
        whose = f" of {self.provider}" if self.provider else ""
        return f"budget {ADJECTIVES[self.period]} {self._amount}{whose}"

    def command_line(self, _roster: Roster) -> str:
        whose = ("--provider", self.provider) if self.provider else ()
        return command("budget", ADJECTIVES[self.period], self._amount, *whose)

    @property
    def _amount(self) -> str:
        return "-" if self.usd is None else str(_shortest(self.usd))


@dataclass(frozen=True, slots=True)
class SetOnExceed:
    """What happens to calls when the budget of all is spent."""

    changes_entries_only: ClassVar[bool] = False

    on_exceed: OnExceed

    def edits(self, _dialect: Dialect, document: Document, _roster: Roster) -> list[Edit]:
        return entry_edits(document, (BUDGETS,), {"on_exceed": self.on_exceed})

    def label(self, _roster: Roster) -> str:
        return f"budget on exceed {self.on_exceed}"

    def command_line(self, _roster: Roster) -> str:
        return command("budget", "--on-exceed", self.on_exceed)


@dataclass(frozen=True, slots=True)
class AddAlert:
    """One more alert, as the fields of `alerts:` that are given."""

    changes_entries_only: ClassVar[bool] = False

    fields: Mapping[str, Any]

    def edits(self, _dialect: Dialect, document: Document, _roster: Roster) -> list[Edit]:
        return item_added(document, ALERTS, self.fields)

    def label(self, _roster: Roster) -> str:
        return f"alert {self.fields.get('name') or self.fields['metric']}"

    def command_line(self, _roster: Roster) -> str:
        threshold = [str(self.fields["threshold"])] if "threshold" in self.fields else []
        options = [
            word
            for name, value in self.fields.items()
            if name not in ("metric", "threshold")
            for word in (f"--{name.replace('_', '-')}", str(value))
        ]
        return command("alert", str(self.fields["metric"]), *threshold, *options)


@dataclass(frozen=True, slots=True)
class RemoveAlert:
    """An alert taken out, by its name."""

    changes_entries_only: ClassVar[bool] = False

    name: str

    def edits(self, _dialect: Dialect, document: Document, roster: Roster) -> list[Edit]:
        names = [one.name for one in roster.settings.alerts]
        if self.name not in names:
            raise OperationError.unknown("alert", self.name, names)
        return item_removed(document, ALERTS, names.index(self.name))

    def label(self, _roster: Roster) -> str:
        return f"remove alert {self.name}"

    def command_line(self, _roster: Roster) -> str:
        return command("alert", "--remove", self.name)


SpendingLimit = SetBudget | SetOnExceed | AddAlert | RemoveAlert


def edits_of(
    operations: Sequence[SpendingLimit], dialect: Dialect, document: Document, roster: Roster
) -> list[Edit]:
    """The edits of several operations, one after the other, in the file that holds the sections.

    Raises OperationError.
    """
    made: list[Edit] = []
    for operation in operations:
        step = operation.edits(dialect, document, roster)
        document = document.apply(step)
        made += step
    return made


def why_no_alert(fields: Mapping[str, Any]) -> str:
    """Why these fields are no alert, in a few words; "" where they are one."""
    findings = Findings(Document.parse(""))
    read_alerts(findings, [dict(fields)], AlertSubjects())
    message = next((one.message for one in findings.problems if one.severity == "error"), "")
    return message.removeprefix(f"{ALERTS}.0.").replace("threshold is", "it is", 1)


def _shortest(usd: float) -> float:
    """A whole number without a point."""
    return int(usd) if usd == int(usd) else usd
