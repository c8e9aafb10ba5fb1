"""The open session and how the user looks at it: all state of the console, and no widget.

Screens draw `picture()`; commands change the session through `grant`. The pictures are rebuilt
from the session alone, so nothing shown can differ from what will be saved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace

from rscrew_console.document import Document
from rscrew_console.roster.facts import Facts
from rscrew_console.roster.model import Agent, Provider, Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.strategy import matched
from rscrew_console.session import Session
from rscrew_console.tui.view.picture import Kind, Picture
from rscrew_console.tui.view.rows import TableState
from rscrew_console.tui.wishes import Wish, command_of, edits_for, label_of

FactsOf = Callable[[Roster], Mapping[str, Facts]]


class Desk:
    """`facts_of` tells of each provider what the file does not: its kind, and if its key is set."""

    def __init__(self, session: Session, facts_of: FactsOf) -> None:
        self.session = session
        self._facts_of = facts_of
        self.tables: dict[Kind, TableState] = {"agent": TableState(), "provider": TableState()}
        self.last_command = ""
        self._picture: tuple[Document, Document, Picture] | None = None

    def picture(self) -> Picture:
        """What is to be shown now; made once per state of the session."""
        session = self.session
        if self._picture is not None:
            document, saved, picture = self._picture
            if document is session.document and saved is session.saved:
                return picture
        picture = self._draw()
        self._picture = (session.document, session.saved, picture)
        return picture

    def refresh(self) -> None:
        """Forgets what was drawn: something outside the session has changed."""
        self._picture = None

    def grant(self, wishes: list[Wish]) -> bool:
        """Makes the wishes come true as one step. False when they already are.

        Raises WishError and SessionError, after which nothing has changed.
        """
        session = self.session
        edits = edits_for(session.dialect, session.document, session.roster, wishes)
        if not edits or not session.change(edits, label_of(wishes)):
            return False
        self.last_command = command_of(wishes)
        self._drop_marks_of_the_gone()
        return True

    def targets(self, kind: Kind, name: str) -> list[str]:
        """Whom an edit goes to: all that are marked, in file order, else the one named."""
        marks = self.tables[kind].marks
        names = [entry.name for entry in self._entries(kind) if entry.name in marks]
        return names or ([name] if name else [])

    def set_table(self, kind: Kind, state: TableState) -> None:
        """How the user wants to see that table from now on."""
        self.tables[kind] = state

    def line_of(self, kind: Kind, name: str, field: str = "") -> int:
        """The line of the file that the editor is to open at, 1-based."""
        dialect = self.session.dialect
        path = dialect.agent_path if kind == "agent" else dialect.provider_path
        known = (*dialect.slots, "reasoning", "capability")
        wanted = field if field in (known if kind == "agent" else dialect.provider_fields) else None
        return self.session.saved.line_of(path(name, wanted))

    def _entries(self, kind: Kind) -> tuple[Agent, ...] | tuple[Provider, ...]:
        roster = self.session.roster
        return roster.agents if kind == "agent" else roster.providers

    def _drop_marks_of_the_gone(self) -> None:
        for kind, state in self.tables.items():
            left = state.marks & {entry.name for entry in self._entries(kind)}
            self.tables[kind] = replace(state, marks=left)

    def _draw(self) -> Picture:
        session = self.session
        facts = self._facts_of(session.roster)
        return Picture(
            roster=session.roster,
            saved=session.dialect.read(session.saved).roster or session.roster,
            facts=facts,
            problems=session.problems,
            concerns=self._concerns(),
            path=str(session.path),
            unsaved=self._unsaved(),
            strategy=matched(session.roster, {name: fact.kind for name, fact in facts.items()}),
        )

    def _unsaved(self) -> int:
        """Places that the user changed; the upkeep of the file's own counts is not one of them."""
        upkeep = self.session.dialect.distribution_path()
        edits = self.session.net_edits
        own = sum(edit.path[: len(upkeep)] != upkeep for edit in edits)
        return own or self.session.unsaved

    def _concerns(self) -> dict[tuple[Kind, str], tuple[Problem, ...]]:
        dialect, roster = self.session.dialect, self.session.roster
        places: dict[tuple[str | int, ...], tuple[Kind, str]] = {}
        for agent in roster.agents:
            places[dialect.agent_path(agent.name)] = ("agent", agent.name)
        for provider in roster.providers:
            places[dialect.provider_path(provider.name)] = ("provider", provider.name)
        found: dict[tuple[Kind, str], list[Problem]] = defaultdict(list)
        for problem in self.session.problems:
            for length in range(len(problem.path), 0, -1):
                if (owner := places.get(problem.path[:length])) is not None:
                    found[owner].append(problem)
                    break
        return {owner: tuple(problems) for owner, problems in found.items()}
