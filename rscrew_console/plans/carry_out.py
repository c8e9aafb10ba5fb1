"""From a preview to a change of the open file, and from a crew to a strategy of its own."""

from __future__ import annotations

from rscrew_console.dialects import OperationError
from rscrew_console.dialects.operations import SetChains
from rscrew_console.plans.preview import Preview
from rscrew_console.roster.model import Roster
from rscrew_console.roster.strategies.model import Strategy, StrategyRule
from rscrew_console.session.difference import diff_of as diff_of_texts
from rscrew_console.session.draft import Draft


def operation_of(preview: Preview) -> SetChains:
    """The operation that makes the preview true."""
    covered = tuple(agent.name for agent in preview.agents if agent.covered)
    only = () if len(covered) == len(preview.agents) else covered
    kept = {name: slots for name, slots in preview.kept.items() if name in covered}
    return SetChains(preview.chains, preview.notes, preview.strategy.name, only, kept)


def carry_out(session: Draft, preview: Preview) -> bool:
    """Make the preview true, as one step of undo. False where it changes nothing.

    Raises OperationError where the crew has changed, SessionError as `Draft.change`.
    """
    return bool(session.apply(operation_of(preview)))


def diff_of(session: Draft, preview: Preview) -> str:
    """What carrying it out would change in the text as it is now, as a unified diff."""
    after = text_after(session, preview)
    return diff_of_texts(session.document.text, after, str(session.path).lstrip("/"))


def text_after(session: Draft, preview: Preview) -> str:
    """The text as carrying it out would leave it. Raises OperationError."""
    return session.document.apply(session.edits_for(operation_of(preview))).text


def strategy_from(roster: Roster, name: str, description: str = "") -> Strategy:
    """The crew's present chains as a strategy that gives exactly these. Raises OperationError.

    Agents with the same chain share a rule; agents without any are left out.
    """
    agents_of: dict[tuple[str, ...], list[str]] = {}
    for agent in roster.agents:
        if providers := tuple(dict.fromkeys(agent.chain.providers)):
            agents_of.setdefault(providers, []).append(agent.name)
    if not agents_of:
        raise OperationError("no agent has a provider, so there is nothing to keep as a strategy")
    rules = tuple(StrategyRule(chain, tuple(names)) for chain, names in agents_of.items())
    return Strategy(name.strip(), rules, description, fill=False)
