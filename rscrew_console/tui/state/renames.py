"""Renames among the unsaved changes: each is one change, in however many places the name stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rscrew_console.dialects import Dialect, OperationError
from rscrew_console.document import Document, DocumentError
from rscrew_console.session.difference import difference

if TYPE_CHECKING:
    from rscrew_console.session import Session
    from rscrew_console.tui.view.view_state import Kind


def net_renames(session: Session) -> dict[tuple[Kind, str], str]:
    """Kind and present name → name in the file, for what is in the file under another name."""
    key_edits = [edit for change in session.changes for edit in change.edits if edit.on == "key"]
    if not key_edits:
        return {}
    saved = session.saved_roster
    names: dict[tuple[Kind, str], str] = {
        **{("agent", agent.name): agent.name for agent in saved.agents},
        **{("provider", provider.name): provider.name for provider in saved.providers},
    }
    paths = session.places
    for edit in key_edits:
        before, after = str(edit.old), str(edit.new)
        if edit.path == paths.agent_path(before) and ("agent", before) in names:
            names["agent", after] = names.pop(("agent", before))
        elif edit.path == paths.provider_path(before) and ("provider", before) in names:
            names["provider", after] = names.pop(("provider", before))
    now = {"agent": session.roster.agent_by_name, "provider": session.roster.provider_by_name}
    return {
        (kind, name): before
        for (kind, name), before in names.items()
        if name != before and name in now[kind]
    }


def with_renames(
    dialect: Dialect, document: Document, renamed: Mapping[tuple[Kind, str], str]
) -> Document | None:
    """The document with these renames carried out; None where they cannot be, as with two names
    that were swapped."""
    if not renamed:
        return document
    from rscrew_console.dialects.operations import Rename  # loads with the first rename

    for (kind, new), old in renamed.items():
        roster = dialect.read(document).roster
        if roster is None:
            return None
        try:
            edits = Rename(kind, old, new).edits(dialect, document, roster)
            document = document.apply(edits)
        except (OperationError, DocumentError):
            return None
    return document


def unsaved_since(session: Session, baseline: Document, renamed: int) -> int:
    """Places that the user changed since `baseline`, and the renames that are in it already.

    The file's own counts of agents are not among them.
    """
    counts = session.dialect.distribution
    edits = (
        session.net_edits
        if baseline is session.saved
        else difference(baseline.value, session.document.value)
    )
    own = sum(edit.path[: len(counts)] != counts for edit in edits)
    return own + renamed or session.unsaved
