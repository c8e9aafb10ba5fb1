"""A session in the hands of chance, beside a model that is nothing but cells.

The model knows three states of every cell: as last read or saved, as it is in the session, and on
the disk. What a merge must give follows from these three alone: each cell by itself, but a chain
that would hold a provider twice by that is one thing to decide.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rscrew_console.document import ABSENT, Document, Edit
from rscrew_console.session import CannotChange, Change, ChangedOnDisk, Choice, NothingToRevert
from rscrew_console.session.reading import digest_of
from rscrew_console.session.reverting import undoable
from tests.session.place import CREW, Place
from tests.thorough import examples

FIELDS = ("primary", "secondary", "tertiary", "fallback", "reasoning")
Cell = tuple[str, str, str]
Cells = dict[Cell, Any]
CHAINS: dict[Cell, list[Cell]] = {
    ("agent_assignments", agent, "chain"): [
        ("agent_assignments", agent, field)
        for field in ("primary", "secondary", "tertiary", "fallback")
    ]
    for agent in ("planner", "reader")
}
PRIMARIES = [chain[0] for chain in CHAINS.values()]  # which nobody changes
CELLS = [cell for chain in CHAINS.values() for cell in chain[1:]]

cells = st.sampled_from(CELLS)
values = st.sampled_from([ABSENT, "claude", "openai", "gemini"])
choices = st.sampled_from(["theirs", "yours"])


def read(text: str) -> Cells:
    document = Document.parse(text)
    return {cell: document.get(cell) for cell in [*PRIMARIES, *CELLS]}


def held(cells: Cells, chain: Cell) -> dict[str, Any]:
    """What a collision says of a chain: slot → provider."""
    return {cell[-1]: cells[cell] for cell in CHAINS[chain] if cells[cell] is not ABSENT}


def is_torn(cells: Cells, chain: Cell) -> bool:
    """Whether the chain holds a provider twice."""
    providers = list(held(cells, chain).values())
    return len(set(providers)) < len(providers)


class SessionMachine(RuleBasedStateMachine):
    """Rules named for what they do; `behind` and `ahead` are texts that undo and redo must give."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.place = Place.make(self.folder)
        self.session = self.place.open(journal=True)
        self.saved = self.current = self.disk = read(CREW)
        self.behind: list[str] = []
        self.ahead: list[str] = []
        self.notes = 0

    def teardown(self) -> None:
        self.session.close()
        assert not list(self.place.state.rglob("journal-*"))
        assert self.place.litter() == set()
        shutil.rmtree(self.folder)

    # ------------------------------------------------------------------------ the user

    @rule(cell=cells, value=values)
    def edit(self, cell: Cell, value: Any) -> None:
        before = self.session.document.text
        edit = Edit(cell, self.current[cell], value, order=FIELDS)
        assert self.session.change([edit], "edit") is (self.current[cell] != value)
        if self.current[cell] != value:
            self.behind.append(before)
            self.ahead.clear()
            self.current = {**self.current, cell: value}

    @rule()
    def undo(self) -> None:
        change = self.walked(self.session.undo, self.behind, self.ahead)
        self.current = self.current | {edit.path: edit.old for edit in change}

    @rule()
    def redo(self) -> None:
        change = self.walked(self.session.redo, self.ahead, self.behind)
        self.current = self.current | {edit.path: edit.new for edit in change}

    def walked(
        self, go: Callable[[], Change | None], here: list[str], there: list[str]
    ) -> tuple[Edit, ...]:
        """The edits that must show in the cells, unless the exact text was known and is there."""
        before = self.session.document.text
        try:
            change = go()
        except CannotChange:
            assert not here, "only what came from outside can be in the way"
            return ()
        if change is not None:
            there.append(before)
        if here:
            assert self.session.document.text == here.pop()
            self.current = read(self.session.document.text)
            return ()
        return change.edits if change else ()

    @rule()
    def save(self) -> None:
        before = self.place.text
        outside = before != self.session.saved.text
        merged, collided = self.merged("yours")
        if collided:
            with pytest.raises(ChangedOnDisk) as caught:
                self.session.save("test")
            assert {found.path for found in caught.value.collisions} == collided
            assert self.place.text == before
            return
        saved = self.session.save("test")
        self.taken(merged, outside=outside)
        self.saved = self.disk = merged
        assert self.place.text == self.session.document.text
        assert (saved.merged, saved.lines_changed > 0) == (outside, before != self.place.text)
        newest = self.session.history.entries("")[:1]
        if before != self.place.text:
            assert newest[0].before == digest_of(before.encode())
            assert self.session.history.content(newest[0].before) == before.encode()

    # ------------------------------------------------------------------------ others

    @rule(cell=cells, value=values)
    def outside_edit(self, cell: Cell, value: Any) -> None:
        document = Document.parse(self.place.text)
        edit = Edit(cell, document.get(cell), value, order=FIELDS)
        self.place.text = document.apply([edit]).text
        self.disk = {**self.disk, cell: value}

    @rule()
    def outside_comment(self) -> None:
        self.notes += 1
        lines = self.place.text.splitlines(keepends=True)
        self.place.text = "".join([f"# note {self.notes}\n", *lines[1:]])

    @rule()
    def undo_command(self) -> None:
        """Another process takes the last save back, and makes it again, and takes it back."""
        before = self.place.text
        states = self.place.states()
        entries = states.entries()
        if sum(-1 if entry.kind == "undo" else 1 for entry in entries) == 0:
            with pytest.raises(NothingToRevert):
                states.undo()
            return
        try:
            entry = states.undo().entry
        except ChangedOnDisk:
            in_the_way = undoable(entries)
            assert in_the_way is not None
            assert digest_of(before.encode()) != in_the_way.after, "only others can be in the way"
            assert self.place.text == before
            return
        if digest_of(before.encode()) == entry.after:
            assert digest_of(self.place.text.encode()) == entry.before
            undone = self.place.text
            assert states.redo().entry == entry
            assert self.place.text == before
            states.undo()
            assert self.place.text == undone
        self.disk = read(self.place.text)

    # ------------------------------------------------------------------------ merging

    def merged(self, choice: Choice) -> tuple[Cells, set[Cell]]:
        """What the cells are after a merge, and which of them, or which chains, collide."""
        merged, collided = self.by_cells()
        collided |= self.torn_chains(merged)
        for chain in collided & CHAINS.keys():
            collided -= set(CHAINS[chain])
        # Collisions are told with their cells left as they are on the disk, and then decided.
        if choice == "yours":
            merged |= {cell: self.current[cell] for cell in collided - CHAINS.keys()}
        for chain in self.torn_chains(merged):
            side = self.disk if choice == "theirs" else self.current
            merged |= {cell: side[cell] for cell in CHAINS[chain]}
        return merged, collided

    def by_cells(self) -> tuple[Cells, set[Cell]]:
        """Each cell merged by itself; those that both sides changed, as they are on the disk."""
        merged, collided = {}, set()
        for cell, base in self.saved.items():
            yours, theirs = self.current[cell], self.disk[cell]
            merged[cell] = theirs if yours == base else yours
            if yours != base and theirs not in (base, yours):
                collided.add(cell)
                merged[cell] = theirs
        return merged, collided

    def torn_chains(self, merged: Cells) -> set[Cell]:
        """Chains that hold a provider twice, and did on neither side."""
        return {
            chain
            for chain in CHAINS
            if is_torn(merged, chain)
            and not is_torn(self.disk, chain)
            and not is_torn(self.current, chain)
        }

    def taken(self, merged: Cells, *, outside: bool) -> None:
        self.current, self.saved = merged, self.disk
        if outside:
            self.behind.clear()
            self.ahead.clear()

    @rule(choice=choices)
    def refresh(self, choice: Choice) -> None:
        merged, collided = self.merged(choice)
        outside = self.place.text != self.session.saved.text
        refreshed = self.session.refresh()
        assert (refreshed.kind != "same") is outside
        assert {found.path for found in refreshed.collisions} == collided
        for found in refreshed.collisions:
            three = [
                held(side, found.path) if found.path in CHAINS else side[found.path]
                for side in (self.saved, self.disk, self.current)
            ]
            assert [found.base, found.theirs, found.yours] == three
        if collided:
            assert self.session.resolve(choice).kind == "merged"
        self.taken(merged, outside=outside)

    @rule(choice=choices)
    def crash(self, choice: Choice) -> None:
        """The program dies; at the next start the user restores."""
        dead = self.session
        assert dead._journal is not None
        if dead._journal._open is not None:
            os.close(dead._journal._open[1])
        merged, collided = self.merged(choice)
        self.session = self.place.open(journal=True)
        left = self.session.pending()
        wanted = dead.is_dirty and dead.document.text != self.place.text
        assert len(left) == int(wanted), "what the file says already is not offered"
        if left:
            assert (left[0].text, left[0].count) == (dead.document.text, len(dead.changes))
            refreshed = self.session.restore(left[0])
            assert {found.path for found in refreshed.collisions} == collided
            if collided:
                self.session.resolve(choice)
        else:
            self.saved = self.disk
        self.taken(merged, outside=True)

    # ------------------------------------------------------------------------ always

    @invariant()
    def session_and_file_are_what_the_model_says(self) -> None:
        assert read(self.session.document.text) == self.current
        assert read(self.session.saved.text) == self.saved
        assert read(self.place.text) == self.disk
        apart = {cell for cell in CELLS if self.current[cell] != self.saved[cell]}
        assert self.session.changed_paths == apart
        assert self.session.unsaved == len(apart) or not apart

    @invariant()
    def comments_stay(self) -> None:
        for text in (self.session.document.text, self.place.text):
            assert text.count("# must be careful") == text.count("# reads") == 1


TestSession = SessionMachine.TestCase
TestSession.settings = settings(
    stateful_step_count=20,
    max_examples=examples(40).max_examples,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
