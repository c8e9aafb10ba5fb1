"""The safe fixes: what follows from the file itself, and who may read files.

Changes of one file are one save, which `rsc undo` takes back. A changed mode is told with the
command that brings the old one back.
"""

from __future__ import annotations

import os
import stat
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from rscrew_console.doctor.crews import Crew, DiagnosisInputs
from rscrew_console.doctor.finding import Finding, quoted
from rscrew_console.document import Document, Edit
from rscrew_console.roster.model import Roster
from rscrew_console.roster.secret import is_variable_name, looks_like_key, meant_variable
from rscrew_console.session import Session
from rscrew_console.session.derived import derived_counts
from rscrew_console.session.draft import Draft

LABEL = "fix what rsc doctor found"


def fix(
    findings: Iterable[Finding], crews: Iterable[Crew], inputs: DiagnosisInputs
) -> Iterator[str]:
    """Mends what can be mended safely, and tells what was done, a sentence each.

    Raises SessionError where a file cannot be saved, OSError where a mode cannot be changed.
    """
    fixable = [finding for finding in findings if finding.fix]
    by_path: dict[str, set[str]] = defaultdict(set)
    for finding in fixable:
        if finding.fix != "mode":
            by_path[finding.path].add(finding.fix)
    for crew in crews:
        path = inputs.shown(crew.path)
        if path in by_path and (done := _mend_file(crew.path, by_path[path])):
            yield f"{path}: {done}; rsc --config {quoted(path)} undo takes it back"
    for finding in fixable:
        if finding.fix == "mode":
            yield _set_mode(finding, inputs)


def _mend_file(path: Path, kinds: set[str]) -> str:
    """Makes the edits as one save; "" where there is nothing to mend any more."""
    with Session.alone(path, "doctor") as session:
        if told := mend_session(session, kinds):
            session.save("doctor")
    return told


def mend_session(session: Draft, kinds: Collection[str]) -> str:
    """Makes the safe changes as one step of undo, and tells them; "" where there is nothing to
    mend any more. Raises SessionError."""
    edits: list[Edit] = []
    told = []
    if "variable" in kinds and (named := list(_variables(session.document, session.roster))):
        edits += named
        told.append("wrote the names of variables alone")
    if "count" in kinds:
        counted = derived_counts(session.dialect).recount(session.document)
        edits += counted
        told += ["counted the primaries again"] if counted else []
    return " and ".join(told) if edits and session.change(edits, LABEL) else ""


def _variables(document: Document, roster: Roster) -> Iterator[Edit]:
    """`$NAME` and `${NAME}` where only the variable's name belongs."""
    for provider in roster.providers:
        place = ("providers", provider.name, "api_key_env")
        value = document.get(place)
        if not isinstance(value, str) or is_variable_name(value) or looks_like_key(value):
            continue
        if name := meant_variable(value):
            yield Edit(place, value, name)


def _set_mode(finding: Finding, inputs: DiagnosisInputs) -> str:
    path = inputs.cwd / Path(os.path.expanduser(finding.path))
    former = stat.S_IMODE(path.stat().st_mode)
    path.chmod(finding.mode)
    name = quoted(finding.path)
    return f"{finding.path}: mode {finding.mode:o} now; chmod {former:o} {name} takes it back"
