"""All findings: of the files that are open or found, and of what is around them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from rscrew_console.console_settings import settings_path
from rscrew_console.doctor.crews import (
    Crew,
    DiagnosisInputs,
    calling_findings,
    env_findings,
    file_findings,
    health_findings,
    read_crew,
)
from rscrew_console.doctor.finding import Finding
from rscrew_console.doctor.machine import proxy_findings, state_findings, version_findings
from rscrew_console.providers.health import Health
from rscrew_console.records import dataclass
from rscrew_console.session import ConfigNotFound, find_crew, find_files
from rscrew_console.session.state import state_root
from rscrew_console.versions import misfits

Ask = Callable[[Crew], Iterable[Health]]


@dataclass(frozen=True)
class Diagnosis:
    """What was looked at, and what was found."""

    crews: tuple[Crew, ...]
    findings: tuple[Finding, ...]


def diagnose(
    named: Path | None, inputs: DiagnosisInputs, ask: Ask | None = None, *,
    settings_problems: Iterable[str] = (), opened: Crew | None = None,
) -> Diagnosis:  # fmt: skip
    """Looks at the file that is named, or at all that are found, and around them.

    `opened` is a crew that is open already, with its unsaved changes: it comes first.

    `settings_problems` is what does not hold of `console.yaml`, by who knows the console.

    Nobody is asked over the network unless `ask` does that. Writes nothing.
    """
    real = os.path.realpath(inputs.cwd / opened.path) if opened else ""
    others = (path for path in _paths(named, inputs) if os.path.realpath(inputs.cwd / path) != real)
    crews = (*([opened] if opened else []), *(read_crew(path, inputs) for path in others))
    findings = dict.fromkeys(_findings(crews, inputs, ask, settings_problems))
    return Diagnosis(crews, tuple(findings))


def _findings(
    crews: tuple[Crew, ...],
    inputs: DiagnosisInputs,
    ask: Ask | None,
    settings_problems: Iterable[str],
) -> Iterator[Finding]:
    if not crews:
        yield Finding(
            "files", "note", "no-file", "no file with agents is found here or at your home",
            mend="rsc init writes a starter",
        )  # fmt: skip
    for crew in crews:
        yield from file_findings(crew, inputs)
        yield from calling_findings(crew, inputs)
        if ask is not None and crew.roster is not None:
            yield from health_findings(crew, ask(crew), inputs)
    yield from env_findings([crew.path for crew in crews] or [None], inputs)
    for problem in settings_problems:
        yield Finding(
            "settings", "warning", "console-yaml", problem, inputs.shown(settings_path()),
            mend="edit it; rsc keys lists the commands by their ids",
        )  # fmt: skip
    root = state_root()
    yield from state_findings(root, inputs.shown(root))
    yield from version_findings(misfits())
    yield from proxy_findings(inputs.environ, socks=find_spec("socksio") is not None)


def _paths(named: Path | None, inputs: DiagnosisInputs) -> Iterator[Path]:
    """The file that would be opened, then all others that are found; each once."""
    listed: set[str] = set()
    try:
        opened: tuple[Path, ...] = (find_crew(named, inputs.environ, inputs.cwd, inputs.home),)
    except ConfigNotFound:
        if named is not None:
            raise
        opened = ()
    found = () if named else find_files(inputs.cwd, inputs.home, inputs.environ)
    for path in (*opened, *(file.path for file in found)):
        real = os.path.realpath(inputs.cwd / path)
        if real not in listed:
            listed.add(real)
            yield path
