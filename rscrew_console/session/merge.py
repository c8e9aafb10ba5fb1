"""Redo unsaved steps on a text that another program has changed meanwhile. Pure.

The data decides: an edit is made where its place still holds what it held, and collides where both
sides changed the same place to different values. All edits are made in the other side's text, so
that its comments and its other changes stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, Literal, cast

from rscrew_console.document import (
    ABSENT,
    AnyDocument,
    Document,
    DocumentError,
    DocumentSet,
    Edit,
)
from rscrew_console.document import Path as DataPath
from rscrew_console.document.data import changed, same, value_at
from rscrew_console.records import dataclass
from rscrew_console.session.change import Step
from rscrew_console.session.derived import ChainPlaces, DerivedCounts
from rscrew_console.session.difference import difference
from rscrew_console.session.file_merge import (
    data_of,
    other_body,
    own_file,
    steps_of_files,
    with_whole_files,
)
from rscrew_console.session.parsing import document_of
from rscrew_console.session.text_merge import merge_texts

Choice = Literal["theirs", "yours"]
Choices = Mapping[DataPath, Choice]


@dataclass(frozen=True, slots=True)
class Collision:
    """One place that both sides changed. ABSENT stands for an entry that is not there."""

    path: DataPath
    base: Any
    theirs: Any
    yours: Any


@dataclass(frozen=True, slots=True)
class RebaseResult:
    """The steps on their new ground. With collisions, what collided is left as they have it."""

    steps: tuple[Step, ...]
    document: Document
    collisions: tuple[Collision, ...]


def carry(
    steps: Sequence[Step],
    theirs: Document,
    choices: Choices | None = None,
    derived: DerivedCounts | None = None,
) -> RebaseResult:
    """Redo the steps on `theirs`, in their order, each from its own `before` and `after`.

    `choices` settles collisions of an earlier call. Raises DocumentError where an edit cannot be
    made in their text.
    """
    settled = dict(choices or {})
    if not steps or theirs.text == steps[0].old:
        return RebaseResult(tuple(steps), steps[-1].after if steps else theirs, ())
    while True:
        run = _RebasePass(theirs, settled, derived or DerivedCounts())
        for step in steps:
            run.make(step)
        real, idle = run.collisions(steps)
        if not idle:
            torn = run.torn(steps, theirs)
            apart = {part for chain in torn for part in chain.parts}
            places = (collision for collision in real if collision.path not in apart)
            torn_chains = (_of_chain(chain, steps, theirs) for chain in torn)
            return RebaseResult(tuple(run.steps), run.document, (*places, *torn_chains))
        settled |= dict.fromkeys(idle, "theirs")


@dataclass
class _RebasePass:
    """One pass over the steps. `document` is what has been reached."""

    document: Document
    choices: Choices
    derived: DerivedCounts
    steps: list[Step] = field(default_factory=list)
    collided: dict[DataPath, tuple[Any, Any]] = field(default_factory=dict)
    """Collided path → what the step and what the other side had there."""
    agreed: list[DataPath] = field(default_factory=list)
    """Where both sides did the same: what a later step does there they have not agreed to."""
    chains: dict[DataPath, ChainPlaces] = field(default_factory=dict)
    """Those that the steps change."""
    bodies: dict[DataPath, Collision] = field(default_factory=dict)
    """Files of a folder whose data agree and whose texts do not, by path; with their texts."""

    def make(self, step: Step) -> None:
        before = self.document
        value, edits, stated = before.value, [], False
        for edit in step.change.edits:
            owned = self.derived.owns(edit.path)
            stated = stated or owned
            for fitting in _kept_up(edit, value) if owned else self._fit(edit, step, value):
                edits.append(fitting)
                value = changed(value, data_of(fitting, before))
        after = before.apply(with_whole_files(edits, step))
        if stated:
            after = after.apply(self.derived.recount(after))
        if after.text != before.text:
            self.document = _with_comments(step, before, after)
            is_renaming = edits and all(edit.on == "key" for edit in edits) and not stated
            data_edits = edits if is_renaming else difference(before.value, after.value)
            rebased = replace(step.change, edits=tuple(data_edits))
            self.steps.append(Step(rebased, before.text, self.document.text, step.file_name))

    def _fit(self, edit: Edit, step: Step, value: Any) -> Iterator[Edit]:
        """The edits to make for this one in `value`, if any; notes the collisions."""
        if edit.on == "key":
            yield from self._fit_key(edit, step, value)
            return
        if chain := self.derived.chain_of(edit.path):
            self.chains[chain.path] = chain
            if (side := self.choices.get(chain.path)) is not None:
                yield from chain.edits(value, step.after.value) if side == "yours" else ()
                return
        pieces = [edit]
        if isinstance(edit.old, dict) and isinstance(edit.new, dict):
            pieces = difference(edit.old, edit.new, edit.path)
        for piece in pieces:
            if piece.on == "key":
                yield from self._fit_key(piece, step, value)
            elif (fitting := self._fit_value(piece, step, value)) is not None:
                yield fitting

    def _fit_key(self, edit: Edit, step: Step, value: Any) -> Iterator[Edit]:
        new_path = (*edit.path[:-1], edit.new)
        has_old = value_at(value, edit.path) is not ABSENT
        has_new = value_at(value, new_path) is not ABSENT
        if has_old and not has_new and not self._choice(edit.path) and not self._choice(new_path):
            yield edit
        elif has_old or not has_new:
            entry = value_at(step.before.value, edit.path)
            for piece in (Edit(edit.path, entry, ABSENT), Edit(new_path, ABSENT, entry)):
                if (fitting := self._fit_value(piece, step, value)) is not None:
                    yield fitting

    def _fit_value(self, edit: Edit, step: Step, value: Any) -> Edit | None:
        current = value_at(value, edit.path)
        if (choice := self._choice(edit.path)) is not None:
            path, side = choice
            present, intended = value_at(value, path), value_at(step.after.value, path)
            if side == "theirs":
                return None
            if same(present, intended):
                return own_file(path, self.document, step) if path == edit.path else None
            return Edit(path, present, intended, order=edit.order if path == edit.path else ())
        if body := other_body(edit, current, self.document, step):
            self.bodies.setdefault(edit.path, Collision(edit.path, *body))
            return None
        if same(current, edit.new):
            self.agreed.append(edit.path)
            return None
        free = not any(_related(edit.path, path) for path in self.agreed)
        if free and same(current, edit.old) and _has_room(value, edit.path):
            return edit
        path = edit.path
        while len(path) > 1 and not _has_room(value, path):
            path = path[:-1]
        self.collided.setdefault(path, (value_at(step.before.value, path), value_at(value, path)))
        return None

    def _choice(self, path: DataPath) -> tuple[DataPath, Choice] | None:
        places = (item for item in self.choices.items() if item[0] not in self.chains)
        return next((item for item in places if _related(path, item[0])), None)

    def collisions(self, steps: Sequence[Step]) -> tuple[tuple[Collision, ...], list[DataPath]]:
        """The collisions to ask about, and the places where yours did not differ after all."""
        real, idle = list(self.bodies.values()), []
        for path, (before, theirs) in self.collided.items():
            if any(path[:length] in self.collided for length in range(len(path))):
                continue
            first = steps[0].before.value
            base = (
                value_at(first, path) if _has_room(first, path) else before
            )  # where it was renamed
            yours = value_at(steps[-1].after.value, path)
            if same(yours, base) or same(yours, theirs):
                idle.append(path)
            else:
                real.append(Collision(path, base, theirs, yours))
        return tuple(real), idle

    def torn(self, steps: Sequence[Step], theirs: Document) -> list[ChainPlaces]:
        """The chains that were whole on either side, and are not as they came together."""
        return [
            chain
            for chain in self.chains.values()
            if chain.has_duplicates(self.document.value)
            and not chain.has_duplicates(theirs.value)
            and not chain.has_duplicates(steps[-1].after.value)
        ]


def _of_chain(chain: ChainPlaces, steps: Sequence[Step], theirs: Document) -> Collision:
    states = (steps[0].before.value, theirs.value, steps[-1].after.value)
    return Collision(chain.path, *(chain.values(value) for value in states))


def _kept_up(edit: Edit, value: Any) -> Iterator[Edit]:
    """Entries of what is counted come, go and change their names; the counts are made anew."""
    current = value_at(value, edit.path)
    if edit.on == "key":
        if current is not ABSENT and value_at(value, (*edit.path[:-1], edit.new)) is ABSENT:
            yield edit
    elif (current is ABSENT) is not (edit.new is ABSENT) and _has_room(value, edit.path):
        yield replace(edit, old=current)


def _related(first: DataPath, second: DataPath) -> bool:
    """Whether one of the places is, or is in, the other."""
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


def _has_room(value: Any, path: DataPath) -> bool:
    """Whether the collection is there in which the path's last key is, or could be added."""
    return isinstance(value_at(value, path[:-1]), dict | list)


def _with_comments(step: Step, before: Document, after: Document) -> Document:
    """`after`, from the step's own text where that gives the same data: comments come with it.

    Of a folder file by file, so that no file gets lines of another.
    """
    files: object = after
    if not isinstance(files, DocumentSet):
        return _merged(step.old, step.new, before.text, after, step.file_name)
    documents = files.documents
    for name, texts in steps_of_files(step, before).items():
        if name in documents:
            document = _merged(*texts, cast("Document", documents[name]), name)
            documents[name] = cast("AnyDocument", document)
    return cast("Document", DocumentSet(documents))


def _merged(old: str, new: str, ground: str, after: Document, file_name: str) -> Document:
    """The document in the merged text, where there is one and it has the data of `after`."""
    text = merge_texts(old, new, ground)
    if text is None:
        return after
    try:
        merged = document_of(text, file_name)
    except DocumentError:
        return after
    if not same(merged.value, after.value) or len(merged.duplicates) > len(after.duplicates):
        return after
    return merged
