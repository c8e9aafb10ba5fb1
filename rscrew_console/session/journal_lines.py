"""A journal as bytes, and what can be had back from it. Pure.

JSON, a line each: a head with the file as it was read, then `{"add": step}` and `{"drop": n}`.
A step has its edits, which are what a merge asks for, and the changed lines, which give back the
text to the byte. Reading ends at the first line that a crash tore.
"""

from __future__ import annotations

import base64
import json
import zlib
from datetime import datetime
from typing import Any

from rscrew_console.document import DocumentError
from rscrew_console.document.hunks import Hunk, hunks
from rscrew_console.records import dataclass
from rscrew_console.session.change import Change, Step
from rscrew_console.session.codec import edit_from_json, edit_to_json
from rscrew_console.session.parsing import document_of
from rscrew_console.session.reading import MAX_BYTES, digest_of
from rscrew_console.session.text_merge import patched

_VERSION = 1
_NOT_OURS = (
    ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, zlib.error,
    DocumentError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecoveredJournal:
    """What a journal says: the file as it was read, and the steps from there."""

    base: bytes
    steps: tuple[Step, ...]


def head_line(base: bytes, moment: datetime) -> bytes:
    """The first line; `base` is the file as it was read."""
    packed = base64.b64encode(zlib.compress(base)).decode("ascii")
    return _line({"journal": _VERSION, "time": moment.isoformat(), "digest": digest_of(base),
                  "base": packed})  # fmt: skip


def step_line(step: Step) -> bytes:
    """Write a step as one line of the journal."""
    changes = hunks(step.old, step.new)
    record = {
        "label": step.change.label,
        "when": step.change.when.isoformat(),
        "edits": [edit_to_json(edit) for edit in step.change.edits],
        "lines": [[hunk.start, hunk.end, list(hunk.lines)] for hunk in changes],
    }
    return _line({"add": record})


def drop_line(count: int) -> bytes:
    """The last `count` steps are taken back."""
    return _line({"drop": count})


def read(data: bytes, file_name: str = "") -> RecoveredJournal | None:
    """What the journal of a file says, up to where it is torn; None without a whole head."""
    lines = data.split(b"\n")[:-1]
    try:
        head = json.loads(lines[0])
        packed = base64.b64decode(head["base"])
        base = zlib.decompressobj().decompress(packed, MAX_BYTES)
        if head["journal"] != _VERSION or digest_of(base) != head["digest"]:
            return None
        document_of(text := base.decode("utf-8"), file_name)
    except _NOT_OURS:
        return None
    steps: list[Step] = []
    for line in lines[1:]:
        try:
            record = json.loads(line)
            if "drop" in record:
                del steps[max(0, len(steps) - record["drop"]) :]
            else:
                steps.append(_step(record["add"], steps[-1].new if steps else text, file_name))
        except _NOT_OURS:
            break
    while steps and not _is_document(steps[-1].new, file_name):
        steps.pop()
    return RecoveredJournal(base, tuple(steps))


def _is_document(text: str, file_name: str) -> bool:
    try:
        document_of(text, file_name)
    except DocumentError:
        return False
    return True


def _step(record: dict[str, Any], before: str, file_name: str) -> Step:
    edits = tuple(edit_from_json(edit) for edit in record["edits"])
    changes = [Hunk(start, end, tuple(lines)) for start, end, lines in record["lines"]]
    when = datetime.fromisoformat(record["when"]).astimezone()
    label = record["label"]
    after = patched(before, changes)
    for text in (label, after):
        text.encode("utf-8")  # JSON can hold halves of characters, which no file can
    return Step(Change(label, edits, when), before, after, file_name)


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=True).encode("ascii") + b"\n"
