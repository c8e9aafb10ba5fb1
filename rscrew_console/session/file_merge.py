"""What a merge of the files of a folder needs beside their data: their texts. Pure.

The data of a file is not all of it: the body of a Markdown file is in its text alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from rscrew_console.document import ABSENT, Document, DocumentSet, Edit
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
        and (name := str(edit.path[0])) in documents
        and edit.new is not ABSENT
        and (edit.old is ABSENT or name not in before)
        else edit
        for edit in edits
    ]


def _text_of(file: DocumentSet, name: str, value: Any) -> str:
    """The text of the file with this value, which an edit that follows may change."""
    return file.set((name,), value).texts[name]


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
