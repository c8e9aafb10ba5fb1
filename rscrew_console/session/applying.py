"""Operations into edits of one document. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from rscrew_console.dialects import Dialect
from rscrew_console.dialects.operations import Operation
from rscrew_console.document import Document, Edit
from rscrew_console.roster.model import Roster
from rscrew_console.session.derived import derived_counts
from rscrew_console.session.difference import difference


def edits_for(
    dialect: Dialect, document: Document, roster: Roster, operations: Sequence[Operation]
) -> tuple[list[Edit], tuple[Operation, ...]]:
    """The edits that do all the operations as one change, and which of them change anything.

    Most operations touch places of their own, so that each can be worked out on the same document;
    only what the file states about itself is then counted again. Where they do meet, each sees
    what those before it did. Raises OperationError.
    """
    if len(operations) == 1:
        edits = operations[0].edits(dialect, document, roster)
        return edits, tuple(operations) if edits else ()
    if not all(operation.changes_entries_only for operation in operations):
        return _one_by_one(dialect, document, roster, operations)
    counts = derived_counts(dialect)
    each = [
        [edit for edit in operation.edits(dialect, document, roster) if not counts.owns(edit.path)]
        for operation in operations
    ]
    together = [edit for edits in each for edit in edits]
    if len({edit.path for edit in together}) < len(together):
        return _one_by_one(dialect, document, roster, operations)
    effective = tuple(
        operation
        for operation, edits in zip(operations, each, strict=True)
        if any(edit.old != edit.new for edit in edits)
    )
    if not effective:
        return [], ()
    if not counts.are_stated(document):
        return together, effective
    return together + counts.recount(document.apply(together)), effective


def _one_by_one(
    dialect: Dialect, document: Document, roster: Roster, operations: Sequence[Operation]
) -> tuple[list[Edit], tuple[Operation, ...]]:
    after = document
    for operation in operations:
        after = after.apply(operation.edits(dialect, after, roster))
        roster = dialect.read(after).roster or roster
    edits = difference(document.value, after.value)
    return edits, tuple(operations) if edits else ()
