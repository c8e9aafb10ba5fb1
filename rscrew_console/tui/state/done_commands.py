"""The command lines of what was done on the open file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from shlex import quote
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rscrew_console.plans.preview import Preview
    from rscrew_console.session import Session
    from rscrew_console.session.command_log import DoneStep
    from rscrew_console.tui.view.view_state import ViewState


class DoneCommands:
    """Mutable. Steps and texts are the session's; here are the commands that belong to them."""

    def __init__(self, session: Session, named: str = "") -> None:
        """`named` is the path as the user gave it, "" where the file was found."""
        self._session = session
        self.config = quote(named) if named else ""
        """The path for `--config`, quoted for a shell; "" where the command finds the file."""
        self._opened = session.saved.text
        self._by_change: dict[tuple[str, datetime], str] = {}
        """By label and time of a change: the command line that makes it."""
        self._by_texts: dict[tuple[str, str], tuple[str, ...]] = {}
        """By the texts before and after a step: its command lines, without `--config`."""

    @property
    def last(self) -> str:
        """The command line that makes the last change that was not undone; "" if none does."""
        change = self._session.undoable
        return self._by_change.get((change.label, change.when), "") if change else ""

    def remember(self, before: str, commands: Sequence[str], config: str) -> None:
        """Keeps the command lines of the change that was just made on the text `before`; none of
        them where one is missing. `config` is how `--config` names the file, "" for not."""
        from rscrew_console.dialects.operations import with_config  # loads with the first change

        change = self._session.undoable
        if change is None:
            return
        known = tuple(commands) if all(commands) else ()
        line = " && ".join(with_config(each, config) for each in known)
        self._by_change[change.label, change.when] = line
        self._by_texts[before, self._session.document.text] = known

    def steps(self) -> list[DoneStep]:
        """Everything that was done since the file was opened, without what was undone."""
        from rscrew_console.session.command_log import done_steps  # loads when it is asked for

        session = self._session
        steps = [
            (step, self._by_texts.get((step.old, step.new), ())) for step in session.done_steps()
        ]
        return done_steps(self._opened, steps, session.document.text, session.path.name)


def is_plan_of_command_line(plan: Preview, view_state: ViewState, now: datetime | None) -> bool:
    """Whether `rsc bulk`, which asks no provider, would give the same chains."""
    from rscrew_console.plans.facts import PlanFacts  # what plans need loads with the first
    from rscrew_console.plans.preview import preview
    from rscrew_console.providers.prices import quotes_of

    if now is None:
        return True
    roster = view_state.roster
    facts = PlanFacts(
        view_state.facts, quotes_of(roster, now.date()), averages=view_state.averages,
        failing=view_state.failing,
    )  # fmt: skip
    covered = {agent.name for agent in plan.agents if agent.covered}
    other = preview(roster, plan.strategy, facts, covered, plan.kept)
    return (other.chains, other.notes) == (plan.chains, plan.notes)
