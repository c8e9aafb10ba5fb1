"""What a merge of the files of a folder needs beside their data: their texts. Pure.

The data of a file is not all of it: the body of a Markdown file is in its text alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from rscrew_console.document import ABSENT, Document, DocumentSet, Edit
from rscrew_console.document import Path as DataPath
from rscrew_console.document.data import same
from rscrew_console.session.change import Step


def with_whole_files(edits: list[Edit], step: Step) -> list[Edit]:
    """The edits that make the step again, so that each file it brings comes with all its text."""
    after: object = step.after
    if not isinstance(after, DocumentSet):
        return edits
    documents = cast("DocumentSet", step.before).documents | after.documents
    before = step.before.value
    return [
        replace(edit, new=_text_of(DocumentSet({name: documents[name]}), name, edit.new))
        if edit.on == "value"
        and len(edit.path) == 1
        and not isinstance(edit.new, str)
        and (name := str(edit.path[0])) in documents
        and edit.new is not ABSENT
        and (edit.old is ABSENT or name not in before)
        else edit
        for edit in edits
    ]


def _text_of(file: DocumentSet, name: str, value: Any) -> str:
    """The text of the file with this value, which an edit that follows may change."""
    return file.set((name,), value).texts[name]


def other_body(
    edit: Edit, current: Any, ground: Document, step: Step
) -> tuple[Any, Any, Any] | None:
    """The texts of a file that the edit brings or takes away, and that somebody else has written
    otherwise while its data are the same: at first, theirs, and yours. None where that is not so.

    ABSENT stands for no file.
    """
    before, after, theirs = (_texts(one) for one in (step.before, step.after, ground))
    if edit.on != "value" or len(edit.path) != 1 or edit.path[0] not in theirs:
        return None
    name = str(edit.path[0])
    is_new, is_gone = edit.old is ABSENT, edit.new is ABSENT
    if not (is_new and same(current, edit.new)) and not (is_gone and same(current, edit.old)):
        return None
    mine = after.get(name) if is_new else before.get(name)
    if mine is None or mine == theirs[name]:
        return None
    return (ABSENT, theirs[name], mine) if is_new else (mine, theirs[name], ABSENT)


def own_file(path: DataPath, ground: Document, step: Step) -> Edit | None:
    """The edit after which a file has all the text that the step gives it; None where it has."""
    texts, name = _texts(step.after), str(path[0])
    if len(path) != 1 or name not in texts or texts[name] == _texts(ground).get(name):
        return None
    return Edit(path, ground.get(path), texts[name])


def data_of(edit: Edit, document: Document) -> Edit:
    """The edit as one of data, where it brings a whole file of a folder as text."""
    is_file = isinstance(cast("object", document), DocumentSet) and len(edit.path) == 1
    if edit.on != "value" or not is_file or not isinstance(edit.new, str):
        return edit
    name = str(edit.path[0])
    return replace(edit, new=DocumentSet.of({name: edit.new}).value[name])


def _texts(document: object) -> Mapping[str, str]:
    return document.texts if isinstance(document, DocumentSet) else {}


def steps_of_files(step: Step, before: Document) -> dict[str, tuple[str, str, str]]:
    """Name after the step → the file's text before it, after it, and on the ground it is made on,
    for each file that is in all three."""
    old, new = (cast("DocumentSet", document).texts for document in (step.before, step.after))
    ground = cast("DocumentSet", before).texts
    names = {
        edit.new: edit.path[0]
        for edit in step.change.edits
        if edit.on == "key" and len(edit.path) == 1
    }
    sources = {name: names.get(name, name) for name in new}
    return {
        name: (old[source], new[name], ground[source])
        for name, source in sources.items()
        if source in old and source in ground
    }
