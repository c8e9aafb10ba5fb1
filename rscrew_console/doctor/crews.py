"""What is wrong with each file that is open or found, as `check` and `status` see it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rscrew_console.dialects import located
from rscrew_console.doctor.finding import Finding, quoted
from rscrew_console.doctor.mending import finding_of
from rscrew_console.plans.warnings import warnings_of
from rscrew_console.providers.env_files import Env, shown_path
from rscrew_console.providers.facts import facts_of
from rscrew_console.providers.health import Health, in_words
from rscrew_console.providers.health.evidence import failing_by
from rscrew_console.providers.keys import load_env
from rscrew_console.providers.retirements import Retired
from rscrew_console.records import dataclass
from rscrew_console.roster.causes import by_cause
from rscrew_console.roster.model import Roster
from rscrew_console.roster.problem import Problem
from rscrew_console.roster.visible import visible
from rscrew_console.runtime.ledger.errors import LedgerError
from rscrew_console.runtime.ledger.of_crew import CrewLedger, with_limits
from rscrew_console.session import BadConfig, CannotRead, Session, SessionError, read_text
from rscrew_console.session.parsing import ParsedText
from rscrew_console.session.state import state_root


@dataclass(frozen=True)
class DiagnosisInputs:
    """Where the doctor looks: folder, home, environment, time, and which models are retired."""

    cwd: Path
    home: Path
    environ: Mapping[str, str]
    now: datetime
    retired: Retired

    def shown(self, path: Path) -> str:
        """A path as people write it, fit to be shown."""
        return visible(shown_path(path, self.cwd, self.home).removeprefix("./"))

    def env(self, path: Path | None) -> Env:
        """The environment with the `.env` files of that file."""
        return load_env(path, self.cwd, self.home, self.environ)


@dataclass(frozen=True)
class Crew:
    """A file with agents, and what it says; without a roster where it has errors."""

    path: Path
    parsed: ParsedText | None
    problems: tuple[Problem, ...]

    @property
    def roster(self) -> Roster | None:
        return self.parsed.roster if self.parsed else None


def read_crew(path: Path, inputs: DiagnosisInputs) -> Crew:
    """The file with all its errors and warnings. Never raises."""
    try:
        _, parsed = read_text(path)
    except BadConfig as error:
        return Crew(path, None, error.problems)
    except CannotRead as error:
        problem = Problem("error", "unreadable", error.reason, (), error.line)
        return Crew(path, None, (problem,))
    except SessionError as error:
        return Crew(path, None, (Problem("error", "unreadable", error.message),))
    document, dialect, roster = parsed.document, parsed.dialect, parsed.roster
    if document is None or dialect is None or roster is None:
        return Crew(path, None, parsed.problems)
    facts = facts_of(roster, inputs.env(path), inputs.retired)
    unwise = warnings_of(dialect, document, roster, facts)
    return Crew(path, parsed, located(document, (*parsed.problems, *unwise)))


def opened_crew(session: Session, inputs: DiagnosisInputs) -> Crew:
    """The open crew as it is now, unsaved changes included."""
    document, dialect, roster = session.document, session.dialect, session.roster
    parsed = ParsedText(document, dialect, roster, session.problems)
    facts = facts_of(roster, inputs.env(session.path), inputs.retired)
    unwise = warnings_of(dialect, document, roster, facts)
    return Crew(session.path, parsed, located(document, (*parsed.problems, *unwise)))


def file_findings(crew: Crew, inputs: DiagnosisInputs) -> Iterator[Finding]:
    """What the file says that is wrong or unwise, and who can write it."""
    path = inputs.shown(crew.path)
    for cause in by_cause(crew.problems):
        told = visible(cause.message) if len(cause.problems) > 1 else ""
        for problem in cause.problems:
            yield replace(finding_of(problem, path), told=told)
    mode = _mode(crew.path)
    if mode & stat.S_IWOTH:
        yield Finding(
            "permissions", "warning", "others-can-write",
            "everybody on this machine can change this file, and so what your agents run on",
            path, mend=f"chmod o-w {quoted(path)}", fix="mode", mode=mode & ~stat.S_IWOTH,
        )  # fmt: skip


def calling_findings(crew: Crew, inputs: DiagnosisInputs) -> Iterator[Finding]:
    """What the last calls and the budgets tell of the file, without asking anybody."""
    roster = crew.roster
    if roster is None:
        return
    path = inputs.shown(crew.path)
    settings, wrong = with_limits(roster.settings, inputs.env(crew.path))
    if wrong:
        yield Finding("budgets", "warning", "bad-budget", visible(wrong), path)
    ledger = CrewLedger.of(
        settings, crew.path, inputs.now, cwd=inputs.cwd, environ=inputs.environ, state=state_root()
    )
    try:
        evidence, standings = ledger.evidence(), ledger.standings()
    except LedgerError as error:
        place = inputs.shown(ledger.ledger)
        yield Finding("state", "warning", "bad-ledger", visible(str(error)), place)
        return
    for provider in sorted(failing_by(roster.providers, evidence, inputs.now)):
        yield Finding(
            "health", "warning", "last-call-failed", f"{visible(provider)}: its last call failed",
            path, mend=f"rsc --config {quoted(path)} status asks it",
        )  # fmt: skip
    for status in standings:
        if status.level == "over":
            message = f"{visible(status.name)}: {status.amount_text} ({visible(status.what)})"
            mend = f"rsc --config {quoted(path)} usage shows for what"
            yield Finding("budgets", "warning", "over-budget", message, path, mend=mend)


def health_findings(
    crew: Crew, healths: Iterable[Health], inputs: DiagnosisInputs
) -> list[Finding]:
    """Providers that have a key and cannot serve, as they were found to be just now."""
    path = inputs.shown(crew.path)
    return [
        Finding(
            "health", "warning", f"health-{health.status.replace('_', '-')}",
            ": ".join(filter(None, (visible(health.provider), health.detail))) or "",
            path, mend=health.hint or f"rsc --config {quoted(path)} status asks again",
        )
        for health in healths
        if not health.usable and health.checked_at is not None and in_words(health.status)
    ]  # fmt: skip


def env_findings(paths: Iterable[Path | None], inputs: DiagnosisInputs) -> Iterator[Finding]:
    """What is wrong with `.env` files: of form, doubled, or readable by others."""
    told: set[str] = set()
    for path in paths:
        env = inputs.env(path)
        for problem in env.problems:
            if problem in told:
                continue
            told.add(problem)
            file = next((one for one in env.paths if problem.startswith(f"{one}: holds")), None)
            if file is None:
                yield Finding("keys", "warning", "env-file", visible(problem), mend="edit it")
                continue
            shown = inputs.shown(file)
            yield Finding(
                "permissions", "warning", "keys-readable",
                "holds keys, and others on this machine can read it", shown,
                mend=f"chmod 600 {quoted(shown)}", fix="mode", mode=0o600,
            )  # fmt: skip


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except OSError:
        return 0  # then it cannot be read either, which is a finding
