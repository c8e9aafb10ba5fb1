"""A session of three files in the hands of chance, beside a model that is nothing but cells.

As test_machine.py, for a folder: a cell is the model of one file, None where there is no file.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rscrew_console.dialects.formats import FORMATS
from rscrew_console.dialects.registry import LazyDialects
from rscrew_console.document import ABSENT, DocumentSet, Edit
from rscrew_console.session import CannotChange, ChangedOnDisk, Choice, NothingToRevert
from tests.session.folder import Folder, FolderDialect
from tests.thorough import examples

MODELS = {"a.md": "opus", "b.md": "opus", "keep.md": "opus"}
NAMES = ("a.md", "b.md", "new.md")
names = st.sampled_from(NAMES)
models = st.sampled_from([None, "opus", "sonnet", "haiku"])
choices = st.sampled_from(["theirs", "yours"])
Models = dict[str, str | None]


def text_of(name: str, model: str) -> str:
    return f"---\nname: {name}\nmodel: {model} # {name}\n---\nYou are {name}.\n"


def read(files: dict[str, str]) -> Models:
    value = DocumentSet.of(files).value
    return {name: value.get(name, {}).get("model") for name in NAMES}


class FolderMachine(RuleBasedStateMachine):
    """The session's state, what it last read or saved, and the disk: three models of each file."""

    def __init__(self) -> None:
        super().__init__()
        self.detection = sys.modules["rscrew_console.dialects.registry"]
        self.dialects = self.detection.DIALECTS
        self.detection.DIALECTS = LazyDialects(FORMATS, (FolderDialect(),))
        self.root = Path(tempfile.mkdtemp())
        self.folder = Folder.make(self.root, {n: text_of(n, m) for n, m in MODELS.items()})
        self.session = self.folder.open(journal=True)
        self.saved = self.current = self.disk = read(self.folder.files)
        self.number = 0

    def teardown(self) -> None:
        self.session.close()
        self.detection.DIALECTS = self.dialects
        assert self.folder.litter() == []
        assert not list(self.folder.state.rglob("journal-*"))
        shutil.rmtree(self.root)

    # ------------------------------------------------------------------------ the user

    @rule(name=names, model=models)
    def edit(self, name: str, model: str | None) -> None:
        held = self.current[name]
        document = self.session.document
        if model is None:
            edit = Edit((name,), document.get((name,)), ABSENT)
        elif held is None:
            edit = Edit((name,), ABSENT, text_of(name, model))
        else:
            edit = Edit((name, "model"), held, model)
        if held is None and model is None:
            return
        assert self.session.change([edit], "edit") is (held != model)
        self.current = {**self.current, name: model}

    @rule(forward=st.booleans())
    def undo_or_redo(self, forward: bool) -> None:
        before = self.session.document.text
        try:
            change = self.session.redo() if forward else self.session.undo()
        except CannotChange:
            assert self.session.document.text == before
            return
        assert change is not None or self.session.document.text == before
        self.current = read(files_in(self.session.document.text))

    @rule()
    def save(self) -> None:
        before = self.folder.files
        merged, collided = self.merged("yours")
        if collided:
            with pytest.raises(ChangedOnDisk) as caught:
                self.session.save("test")
            assert {str(one.path[0]) for one in caught.value.collisions} == collided
            assert self.folder.files == before
            return
        self.session.save("test")
        self.current = self.saved = self.disk = merged
        assert self.folder.files == files_in(self.session.document.text)
        if self.folder.files != before:
            newest = self.session.history.entries("")[0]
            content = self.session.history.content
            assert files_in(content(newest.before).decode()) == before
            assert files_in(content(newest.after).decode()) == self.folder.files

    # ------------------------------------------------------------------------ others

    @rule(name=names, model=models)
    def outside_edit(self, name: str, model: str | None) -> None:
        if model is None and self.disk[name] is None:
            return
        self.folder.write(**{name: None if model is None else text_of(name, model)})
        self.disk = {**self.disk, name: model}

    @rule()
    def outside_note(self) -> None:
        self.number += 1
        text = self.folder.files["keep.md"]
        self.folder.write(**{"keep.md": f"{text}Note {self.number}.\n"})

    @rule()
    def undo_command(self) -> None:
        """Another process takes back the last save and redoes it, and takes it back again."""
        before = self.folder.files
        try:
            self.folder.states().undo()
        except (NothingToRevert, ChangedOnDisk):
            assert self.folder.files == before
            return
        undone = self.folder.files
        try:
            self.folder.states().redo()
        except ChangedOnDisk:
            assert self.folder.files == undone
        else:
            self.folder.states().undo()
        self.disk = read(self.folder.files)

    # ------------------------------------------------------------------------ merging

    def merged(self, choice: Choice) -> tuple[Models, set[str]]:
        """What the cells are after a merge, and which collide."""
        merged, collided = {}, set()
        for name in NAMES:
            base, yours, theirs = self.saved[name], self.current[name], self.disk[name]
            merged[name] = theirs if yours == base else yours
            if yours != base and theirs not in (base, yours):
                collided.add(name)
                merged[name] = theirs if choice == "theirs" else yours
        return merged, collided

    @rule(choice=choices)
    def refresh(self, choice: Choice) -> None:
        merged, collided = self.merged(choice)
        outside = self.folder.files != files_in(self.session.saved.text)
        refreshed = self.session.refresh()
        assert (refreshed.kind != "same") is outside
        assert {str(one.path[0]) for one in refreshed.collisions} == collided
        if collided:
            assert self.session.resolve(choice).kind == "merged"
        self.current, self.saved = merged, self.disk

    @rule(choice=choices)
    def crash(self, choice: Choice) -> None:
        """The program dies; at the next start the user restores."""
        dead = self.session
        assert dead._journal is not None
        if dead._journal._open is not None:
            os.close(dead._journal._open[1])
        merged, collided = self.merged(choice)
        self.session = self.folder.open(journal=True)
        works = self.session.pending()
        wanted = dead.is_dirty and files_in(dead.document.text) != self.folder.files
        assert len(works) == int(wanted)
        if works:
            refreshed = self.session.restore(works[0])
            assert {str(one.path[0]) for one in refreshed.collisions} == collided
            if collided:
                self.session.resolve(choice)
            self.current = merged
        else:
            self.current = self.disk
        self.saved = self.disk

    # ------------------------------------------------------------------------ always

    @invariant()
    def session_and_files_are_what_the_model_says(self) -> None:
        assert read(files_in(self.session.document.text)) == self.current
        assert read(files_in(self.session.saved.text)) == self.saved
        assert read(self.folder.files) == self.disk

    @invariant()
    def every_file_keeps_its_comment_and_body(self) -> None:
        for name, text in self.folder.files.items():
            assert f"# {name}\n---\nYou are {name}.\n" in text


def files_in(text: str) -> dict[str, str]:
    return DocumentSet.parse(text).texts


TestFolder = FolderMachine.TestCase
TestFolder.settings = settings(
    stateful_step_count=20,
    max_examples=examples(40).max_examples,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
