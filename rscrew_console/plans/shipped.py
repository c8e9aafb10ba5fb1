"""The strategies that there are: those that ship with the program, and the file's own."""

from __future__ import annotations

from functools import cache

from rscrew_console.dialects import OperationError
from rscrew_console.dialects.findings import Findings
from rscrew_console.dialects.sections.names import STRATEGIES
from rscrew_console.dialects.strategies import RuleSubjects, read_strategies
from rscrew_console.document import Document
from rscrew_console.roster.model import Roster
from rscrew_console.roster.nearest import nearest
from rscrew_console.roster.strategies.model import Strategy
from rscrew_console.roster.strategies.names import find, merged
from rscrew_console.starter import config_folder

SHIPPED_NAME = "strategies.yaml"


@cache
def shipped() -> tuple[Strategy, ...]:
    """Those of `config/strategies.yaml`, in its order.

    Raises FileNotFoundError where the installation lacks the file.
    """
    doc = Document.parse((config_folder() / SHIPPED_NAME).read_text(encoding="utf-8"))
    return read_strategies(Findings(doc), doc.value[STRATEGIES], RuleSubjects())


def strategies_of(roster: Roster) -> tuple[Strategy, ...]:
    """Those that can be used on a crew, each with its number, by number.

    A strategy of the file's own takes the place of the shipped one of its name.
    """
    return tuple(sorted(merged(shipped(), roster.strategies), key=lambda one: one.number or 0))


def strategy_named(roster: Roster, name: str) -> Strategy:
    """By name (British or American spelling), its start, or number. Raises OperationError."""
    strategies = strategies_of(roster)
    if (strategy := find(name, strategies)) is not None:
        return strategy
    names = [strategy.name for strategy in strategies]
    listed = "\n".join(f"  {one.number}  {one.name}" for one in strategies)
    hint = nearest(name, names)
    reason = f'there is no strategy "{name}"' + ("" if hint else f"; there are\n{listed}")
    raise OperationError(reason, nearest=hint)
